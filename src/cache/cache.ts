import { type CacheValue, type Entry, type Policy, toEntry } from './entry.js';
import { createTiers, type TiersOptions } from './tiers.js';

/** What was read, and how old it is. */
export interface Reading<T> {
	/** Absent: there is none. */
	value: T | undefined;
	ageMs: number;
	/** Where it comes from; `origin` is Chamilo itself. */
	source: 'memory' | 'store' | 'origin';
	/** Its time is over; a fresh one is on its way. */
	stale: boolean;
	/** What it was read from. */
	dependency: CacheDependency;
}

/** One thing as it was remembered. */
export interface CacheDependency {
	key: string;
	entry: Entry;
}

export interface ReadOptions<T extends CacheValue> {
	policy: Policy;
	/** Asks Chamilo; undefined when there is no such thing, which is remembered too. */
	load: () => Promise<T | undefined>;
	/** Whether what was kept has the form this version reads. */
	check: (value: CacheValue) => value is T;
	/** Asks Chamilo, whatever is remembered: before destructive calls, and when the caller wants it so. */
	fresh?: boolean;
}

/** Remembers what Chamilo answered. Isolate lifetime: requests that ask the same wait for one answer. */
export interface Cache {
	read<T extends CacheValue>(key: string, options: ReadOptions<T>): Promise<Reading<T>>;
	/** Remembers what the gateway itself wrote; undefined: there is none any more. */
	write(key: string, value: CacheValue | undefined, policy: Policy): Promise<void>;
	/** Forgets, here and in every other instance. */
	invalidate(keys: readonly string[]): Promise<void>;
	/** What would be read from memory at once; undefined where it would not, or where it is known that there is none. */
	peek(key: string): CacheValue | undefined;
	/** Whether all of this would be read from memory just so; then it counts as read. */
	isValid(parts: readonly CacheDependency[]): boolean;
}

export interface CacheOptions extends Partial<Omit<TiersOptions, 'instance'>> {
	/** Keeps the runtime alive for work behind an answer (waitUntil at the edge). */
	background?: (work: Promise<unknown>) => void;
}

/**
 * Look-ups about one thing at once. Whoever wants a fresh one beyond them shares the next, which begins after he came; a
 * campus that is asked for the same list by many tells it twice at a time, and not once for each.
 */
const MOST_AT_ONCE = 2;

/** A look-up under way; once something about it was written, its answer is of yesterday. */
interface Flight {
	answer: Promise<{ value: CacheValue | undefined; entry: Entry }>;
	outdated: boolean;
}

export function createCache(options: CacheOptions = {}): Cache {
	const { onEvent = () => undefined, now = Date.now, background = () => undefined } = options;
	const instance = options.channel ? crypto.randomUUID() : '';
	const tiers = createTiers({ ...options, instance, now, onEvent });
	/** The look-up others may join; and all that run, fresh ones and ones that were overtaken included. */
	const joinable = new Map<string, Flight>();
	const running = new Map<string, Set<Flight>>();
	/** Those that wait for one of these to end; they have asked nothing yet, so whoever comes may join. */
	const next = new Map<string, Flight['answer']>();

	function outdate(key: string): void {
		if (running.size === 0) return;
		joinable.delete(key);
		for (const flight of running.get(key) ?? []) flight.outdated = true;
	}

	tiers.onForeignChange((keys) => {
		for (const key of keys ?? [...running.keys()]) outdate(key);
	});

	function start<T extends CacheValue>(key: string, { load, policy }: ReadOptions<T>): Flight {
		const flight: Flight = { outdated: false, answer: Promise.resolve().then(ask) };
		async function ask() {
			try {
				const value = await load();
				onEvent({ type: 'load', outcome: value === undefined ? 'missing' : 'found' });
				const entry = toEntry(value, policy, now());
				// Nobody waits for a store to take what he has already.
				if (!flight.outdated) background(tiers.set(key, entry, policy));
				return { value, entry };
			} catch (failure) {
				onEvent({ type: 'load', outcome: 'failed' });
				throw failure;
			} finally {
				if (joinable.get(key) === flight) joinable.delete(key);
				const all = running.get(key);
				all?.delete(flight);
				if (all?.size === 0) running.delete(key);
			}
		}
		joinable.set(key, flight);
		running.set(key, (running.get(key) ?? new Set()).add(flight));
		return flight;
	}

	/** A look-up that begins now, or as soon as there is room. */
	function startFresh<T extends CacheValue>(key: string, read: ReadOptions<T>): Pick<Flight, 'answer'> {
		const under = running.get(key) ?? new Set();
		if (under.size < MOST_AT_ONCE) return start(key, read);
		const waiting = next.get(key);
		if (waiting) return { answer: waiting };
		const settled = [...under].map(({ answer }) => answer.catch(() => undefined));
		const answer = Promise.race(settled).then(() => {
			next.delete(key);
			// What was written while it waited is in its answer; what was begun before is not to be joined.
			outdate(key);
			return start(key, read).answer;
		});
		next.set(key, answer);
		return { answer };
	}

	async function arrive<T extends CacheValue>(key: string, { answer }: Pick<Flight, 'answer'>): Promise<Reading<T>> {
		const { value, entry } = await answer;
		// Whoever joins under a key joined a look-up of the same kind.
		return {
			value: value as T | undefined,
			ageMs: Math.max(0, now() - entry.storedAt),
			source: 'origin',
			stale: false,
			dependency: { key, entry },
		};
	}

	return {
		async read<T extends CacheValue>(key: string, read: ReadOptions<T>): Promise<Reading<T>> {
			if (read.fresh) {
				// A look-up that began before the caller came may tell what was before.
				outdate(key);
				return arrive(key, startFresh(key, read));
			}
			const found = await tiers.get(key, read.policy);
			const value = found?.entry.value;
			if (!found || (value !== undefined && !read.check(value))) {
				onEvent({ type: 'miss' });
				return arrive(key, joinable.get(key) ?? start(key, read));
			}
			const { entry, tier } = found;
			const stale = entry.freshUntil <= now();
			onEvent({ type: 'hit', tier, stale });
			// That the fetch behind failed was told as an event; the next reader tries again.
			if (stale && !joinable.has(key)) background(start(key, read).answer.catch(() => undefined));
			const ageMs = Math.max(0, now() - entry.storedAt);
			return { value: value as T | undefined, ageMs, source: tier, stale, dependency: { key, entry } };
		},
		async write(key, value, policy) {
			outdate(key);
			await tiers.set(key, toEntry(value, policy, now()), policy);
			await tiers.announce([key]);
		},
		invalidate(keys) {
			for (const key of keys) outdate(key);
			return tiers.forget(keys);
		},
		peek(key) {
			const time = now();
			const entry = tiers.inMemory(key, time);
			return entry && entry.freshUntil > time ? entry.value : undefined;
		},
		isValid(parts) {
			const time = now();
			for (const { key, entry } of parts) {
				if (entry.freshUntil <= time || tiers.inMemory(key, time) !== entry) return false;
			}
			for (const _ of parts) onEvent({ type: 'hit', tier: 'memory', stale: false });
			return true;
		},
	};
}
