import { LRUCache } from 'lru-cache';
import { type Entry, formatEntry, parseEntry } from './entry.js';
import type { Channel, Store } from './store.js';

/** What happened; for metrics, the log and tests. Keys are told to nobody. */
export type CacheEvent =
	| { type: 'hit'; tier: 'memory' | 'store'; stale: boolean }
	| { type: 'miss' }
	| { type: 'load'; outcome: 'found' | 'missing' | 'failed' }
	| { type: 'store-failed'; verb: 'get' | 'set' | 'delete' | 'publish' };

export interface TiersOptions {
	/** The second tier, shared by all instances; without it, memory alone. */
	store?: Store;
	/** Reaches the memory of the other instances. */
	channel?: Channel;
	/** Name of this instance: its own messages are none of its concern. */
	instance: string;
	limits?: { entries: number; characters: number };
	now: () => number;
	onEvent: (event: CacheEvent) => void;
}

interface Place {
	local?: true;
}

type Found = { entry: Entry; tier: 'memory' | 'store' } | undefined;

/** Two tiers as one. A store that fails costs its answer and nothing else: no method rejects. */
export interface Tiers {
	/** @param place.local in memory only. */
	get(key: string, place: Place): Found | Promise<Found>;
	/** What memory holds, unless its time is over. @param time now */
	inMemory(key: string, time: number): Entry | undefined;
	set(key: string, entry: Entry, place: Place): Promise<void>;
	/** Has the other instances drop what they hold of these keys in memory. */
	announce(keys: readonly string[]): Promise<void>;
	/** Removes from both tiers, and announces it. */
	forget(keys: readonly string[]): Promise<void>;
	/** Calls back with keys that another instance has changed; without keys: any may have been. */
	onForeignChange(listener: (keys: readonly string[] | undefined) => void): void;
}

const DEFAULT_LIMITS = { entries: 20_000, characters: 32 * 1024 * 1024 };
/** With a store behind it, memory holds for seconds only: that bounds what a lost message can do. */
const MEMORY_MS = 10_000;
/** Keys whose removal the store still owes; beyond, the oldest is left to its time to live. */
const MOST_OWED = 10_000;
const KEYS_PER_MESSAGE = 500;
const NOTHING_TO_DO = Promise.resolve();

export function createTiers({ store, channel, instance, limits, now, onEvent }: TiersOptions): Tiers {
	const { entries, characters } = limits ?? DEFAULT_LIMITS;
	/** Each with the time until which it is told from here. */
	const memory = new LRUCache<string, { entry: Entry; length: number; until: number }>({
		max: entries,
		maxSize: characters,
		sizeCalculation: ({ length }, key) => length + key.length,
	});
	const owed = new Set<string>();
	let changes = 0;
	const listeners: ((keys: readonly string[] | undefined) => void)[] = [];

	function remember(key: string, entry: Entry, text: string): void {
		const time = now();
		const until = store ? time + MEMORY_MS : entry.usableUntil;
		if (entry.usableUntil > time) memory.set(key, { entry, length: text.length, until });
		else memory.delete(key);
	}

	async function attempt<T>(verb: 'get' | 'set' | 'delete' | 'publish', work: Promise<T>): Promise<T | undefined> {
		try {
			return await work;
		} catch {
			onEvent({ type: 'store-failed', verb });
			return undefined;
		}
	}

	function owe(key: string): void {
		const [oldest] = owed;
		if (owed.size >= MOST_OWED && oldest !== undefined) owed.delete(oldest);
		owed.add(key);
	}

	/** Removes from the store; what cannot be removed now is not believed, and removed later. */
	async function removeFrom(target: Store, key: string): Promise<void> {
		owe(key);
		try {
			await target.delete(key);
			owed.delete(key);
		} catch {
			onEvent({ type: 'store-failed', verb: 'delete' });
		}
	}

	async function announce(keys: readonly string[]): Promise<void> {
		if (!channel) return;
		for (let at = 0; at < keys.length; at += KEYS_PER_MESSAGE) {
			const message = JSON.stringify({ from: instance, keys: keys.slice(at, at + KEYS_PER_MESSAGE) });
			await attempt('publish', channel.publish(message));
		}
	}

	function hear(keys: readonly string[] | undefined): void {
		changes += 1;
		if (keys) for (const key of keys) memory.delete(key);
		else memory.clear();
		for (const listener of listeners) listener(keys);
	}

	async function settleDebts(target: Store): Promise<void> {
		const keys = [...owed];
		for (const key of keys) await removeFrom(target, key);
		if (keys.length > 0) await announce(keys);
	}

	channel?.subscribe({
		message(message) {
			const told = parseMessage(message);
			if (told && told.from !== instance) hear(told.keys);
		},
		gap() {
			hear(undefined);
			if (store) void settleDebts(store);
		},
	});

	async function fetchFrom(target: Store, key: string): Promise<Found> {
		if (owed.has(key)) {
			await removeFrom(target, key);
			return undefined;
		}
		const before = changes;
		const text = await attempt('get', target.get(key));
		const entry = text === undefined ? undefined : parseEntry(text);
		if (text === undefined || !entry || entry.usableUntil <= now()) return undefined;
		// Something was written or forgotten meanwhile, perhaps this: the next one reads again.
		if (changes === before) remember(key, entry, text);
		return { entry, tier: 'store' };
	}

	function inMemory(key: string, time: number): Entry | undefined {
		const found = memory.get(key);
		return found && found.until >= time && found.entry.usableUntil > time ? found.entry : undefined;
	}

	async function forgetEverywhere(keys: readonly string[]): Promise<void> {
		if (store) await Promise.all(keys.map((key) => removeFrom(store, key)));
		await announce(keys);
	}

	return {
		inMemory,
		get(key, { local }) {
			const entry = inMemory(key, now());
			if (entry) return { entry, tier: 'memory' };
			return store && !local ? fetchFrom(store, key) : undefined;
		},
		async set(key, entry, { local }) {
			changes += 1;
			const text = formatEntry(entry);
			remember(key, entry, text);
			if (!store || local) return;
			owe(key);
			const ttl = Math.ceil(entry.usableUntil - now());
			const stored =
				ttl > 0
					? await attempt(
							'set',
							store.set(key, text, ttl).then(() => true),
						)
					: false;
			if (stored) owed.delete(key);
		},
		announce,
		forget(keys) {
			changes += 1;
			for (const key of keys) memory.delete(key);
			return store || channel ? forgetEverywhere(keys) : NOTHING_TO_DO;
		},
		onForeignChange: (listener) => {
			listeners.push(listener);
		},
	};
}

/** A message of another instance; whatever else comes over the channel is not ours. */
function parseMessage(message: string): { from: string; keys: string[] } | undefined {
	try {
		const { from, keys } = JSON.parse(message) as Record<string, unknown>;
		const isOurs = typeof from === 'string' && Array.isArray(keys) && keys.every((key) => typeof key === 'string');
		return isOurs ? { from, keys } : undefined;
	} catch {
		return undefined;
	}
}
