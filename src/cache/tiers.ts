import { LRUCache } from 'lru-cache';
import { type Entry, formatEntry, parseEntry } from './entry.js';
import type { Channel, Store } from './store.js';

/** An event for metrics and tests; without keys, which can contain personal data. */
export type CacheEvent =
	| { type: 'hit'; tier: 'memory' | 'store'; stale: boolean }
	| { type: 'miss' }
	| { type: 'load'; outcome: 'found' | 'missing' | 'failed' }
	| { type: 'store-failed'; verb: 'get' | 'set' | 'delete' | 'publish' };

export interface TiersOptions {
	/** The second tier, shared by all instances; without it there is memory only. */
	store?: Store;
	/** Invalidates entries in the memory of other instances. */
	channel?: Channel;
	/** Name of this instance, by which it ignores its own messages. */
	instance: string;
	limits?: { entries: number; characters: number };
	now: () => number;
	onEvent: (event: CacheEvent) => void;
}

interface Place {
	local?: true;
}

type Found = { entry: Entry; tier: 'memory' | 'store' } | undefined;

/** Two tiers as one cache. While the store fails, memory alone is used: no method rejects. */
export interface Tiers {
	/** @param place.local reads memory only. */
	get(key: string, place: Place): Found | Promise<Found>;
	/** The entry in memory, unless it has expired. @param time now */
	inMemory(key: string, time: number): Entry | undefined;
	set(key: string, entry: Entry, place: Place): Promise<void>;
	/** Makes the other instances delete these keys from memory. */
	announce(keys: readonly string[]): Promise<void>;
	/** Deletes from both tiers and announces it. */
	invalidate(keys: readonly string[]): Promise<void>;
	/** Calls back with keys that another instance has changed; undefined where any may have changed. */
	onForeignChange(listener: (keys: readonly string[] | undefined) => void): void;
}

const DEFAULT_LIMITS = { entries: 20_000, characters: 32 * 1024 * 1024 };
/** Where there is a store, entries stay in memory for seconds only, which bounds the effect of a lost message. */
const MEMORY_MS = 10_000;
/** Pending deletions from the store; beyond, the oldest is dropped and its entry expires. */
const MAX_PENDING = 10_000;
const KEYS_PER_MESSAGE = 500;
const NOTHING_TO_DO = Promise.resolve();

export function createTiers({ store, channel, instance, limits, now, onEvent }: TiersOptions): Tiers {
	const { entries, characters } = limits ?? DEFAULT_LIMITS;
	/** `until`: when the entry is read from the store again. */
	const memory = new LRUCache<string, { entry: Entry; length: number; until: number }>({
		max: entries,
		maxSize: characters,
		sizeCalculation: ({ length }, key) => length + key.length,
	});
	const pendingDeletes = new Set<string>();
	let changes = 0;
	const listeners: ((keys: readonly string[] | undefined) => void)[] = [];

	function keepInMemory(key: string, entry: Entry, text: string): void {
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

	function addPending(key: string): void {
		const [oldest] = pendingDeletes;
		if (pendingDeletes.size >= MAX_PENDING && oldest !== undefined) pendingDeletes.delete(oldest);
		pendingDeletes.add(key);
	}

	/** Deletes from the store; a key whose deletion fails is not read until it is deleted. */
	async function removeFrom(target: Store, key: string): Promise<void> {
		addPending(key);
		try {
			await target.delete(key);
			pendingDeletes.delete(key);
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

	function dropFromMemory(keys: readonly string[] | undefined): void {
		changes += 1;
		if (keys) for (const key of keys) memory.delete(key);
		else memory.clear();
		for (const listener of listeners) listener(keys);
	}

	async function retryDeletes(target: Store): Promise<void> {
		const keys = [...pendingDeletes];
		for (const key of keys) await removeFrom(target, key);
		if (keys.length > 0) await announce(keys);
	}

	channel?.subscribe({
		message(message) {
			const parsed = parseMessage(message);
			if (parsed && parsed.from !== instance) dropFromMemory(parsed.keys);
		},
		gap() {
			dropFromMemory(undefined);
			if (store) void retryDeletes(store);
		},
	});

	async function fetchFrom(target: Store, key: string): Promise<Found> {
		if (pendingDeletes.has(key)) {
			await removeFrom(target, key);
			return undefined;
		}
		const before = changes;
		const text = await attempt('get', target.get(key));
		const entry = text === undefined ? undefined : parseEntry(text);
		if (text === undefined || !entry || entry.usableUntil <= now()) return undefined;
		// Something was written or deleted meanwhile, perhaps this key: it is not put into memory.
		if (changes === before) keepInMemory(key, entry, text);
		return { entry, tier: 'store' };
	}

	function inMemory(key: string, time: number): Entry | undefined {
		const found = memory.get(key);
		return found && found.until >= time && found.entry.usableUntil > time ? found.entry : undefined;
	}

	async function deleteEverywhere(keys: readonly string[]): Promise<void> {
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
			keepInMemory(key, entry, text);
			if (!store || local) return;
			addPending(key);
			const ttl = Math.ceil(entry.usableUntil - now());
			const stored =
				ttl > 0
					? await attempt(
							'set',
							store.set(key, text, ttl).then(() => true),
						)
					: false;
			if (stored) pendingDeletes.delete(key);
		},
		announce,
		invalidate(keys) {
			changes += 1;
			for (const key of keys) memory.delete(key);
			return store || channel ? deleteEverywhere(keys) : NOTHING_TO_DO;
		},
		onForeignChange: (listener) => {
			listeners.push(listener);
		},
	};
}

/** Parses a message of an instance; undefined for any other message on the channel. */
function parseMessage(message: string): { from: string; keys: string[] } | undefined {
	try {
		const { from, keys } = JSON.parse(message) as Record<string, unknown>;
		const isOurs = typeof from === 'string' && Array.isArray(keys) && keys.every((key) => typeof key === 'string');
		return isOurs ? { from, keys } : undefined;
	} catch {
		return undefined;
	}
}
