import { createClock } from './clock.js';
import { type CacheValue, type Entry, type Policy, toEntry } from './entry.js';
import { createTiers, type TiersOptions } from './tiers.js';

/** A value that was read, and its age. */
export interface Reading<T> {
	/** Undefined where there is no such record. */
	value: T | undefined;
	ageMs: number;
	/** Where it comes from; `origin` is Chamilo itself. */
	source: 'memory' | 'store' | 'origin';
	/** Whether it is stale, and is being revalidated in the background. */
	stale: boolean;
	/** The entry it was read from. */
	dependency: CacheDependency;
}

/** A cache entry that a response depends on. */
export interface CacheDependency {
	key: string;
	entry: Entry;
}

export interface ReadOptions<T extends CacheValue> {
	policy: Policy;
	/** Loads the value from Chamilo; undefined where there is no such record, which is cached too. */
	load: () => Promise<T | undefined>;
	/** Whether a stored value has the form that this version reads. */
	check: (value: CacheValue) => value is T;
	/** Loads the value even where there is a fresh entry: before destructive calls, and for Cache-Control: no-cache. */
	fresh?: boolean;
}

/** Caches what was read from Chamilo. One per process or isolate: concurrent reads of a key share one load. */
export interface Cache {
	read<T extends CacheValue>(key: string, options: ReadOptions<T>): Promise<Reading<T>>;
	/** Caches what the gateway itself has written; undefined: the record was deleted. */
	write(key: string, value: CacheValue | undefined, policy: Policy): Promise<void>;
	/** Deletes entries, in this and in every other instance. */
	invalidate(keys: readonly string[]): Promise<void>;
	/** The fresh value in memory; undefined where there is no such entry or no such record. */
	peek(key: string): CacheValue | undefined;
	/** Whether all these entries are still fresh in memory; if so, each counts as a read. */
	isValid(parts: readonly CacheDependency[]): boolean;
}

export interface CacheOptions extends Partial<Omit<TiersOptions, 'instance'>> {
	/** Keeps the runtime alive for work after the response (waitUntil on Workers). */
	background?: (work: Promise<unknown>) => void;
}

/**
 * Concurrent loads of one key. Further reads that want a fresh value share the next load, which begins after they came:
 * however many clients want the same list, the campus sends it twice at a time at most.
 */
const MAX_CONCURRENT_LOADS = 2;

/** A load in progress; `outdated` once the key was written or invalidated. */
interface Load {
	result: Promise<{ value: CacheValue | undefined; entry: Entry }>;
	outdated: boolean;
}

export function createCache(options: CacheOptions = {}): Cache {
	const { onEvent = () => undefined, now = createClock(), background = () => undefined } = options;
	const instance = options.channel ? crypto.randomUUID() : '';
	const tiers = createTiers({ ...options, instance, now, onEvent });
	/** The load that other reads may share; and all loads in progress. */
	const joinable = new Map<string, Load>();
	const running = new Map<string, Set<Load>>();
	/** Loads that wait for one of these to end. They have not begun, so any read may share them. */
	const queued = new Map<string, Load['result']>();

	function outdate(key: string): void {
		if (running.size === 0) return;
		joinable.delete(key);
		for (const current of running.get(key) ?? []) current.outdated = true;
	}

	tiers.onForeignChange((keys) => {
		for (const key of keys ?? [...running.keys()]) outdate(key);
	});

	function start<T extends CacheValue>(key: string, { load, policy }: ReadOptions<T>): Load {
		const started: Load = { outdated: false, result: Promise.resolve().then(run) };
		async function run() {
			try {
				const value = await load();
				onEvent({ type: 'load', outcome: value === undefined ? 'missing' : 'found' });
				const entry = toEntry(value, policy, now());
				// Not awaited: the read does not depend on the store.
				if (!started.outdated) background(tiers.set(key, entry, policy));
				return { value, entry };
			} catch (failure) {
				onEvent({ type: 'load', outcome: 'failed' });
				throw failure;
			} finally {
				if (joinable.get(key) === started) joinable.delete(key);
				const all = running.get(key);
				all?.delete(started);
				if (all?.size === 0) running.delete(key);
			}
		}
		joinable.set(key, started);
		running.set(key, (running.get(key) ?? new Set()).add(started));
		return started;
	}

	/** A load that begins now, or as soon as another one ends. */
	function startFresh<T extends CacheValue>(key: string, read: ReadOptions<T>): Pick<Load, 'result'> {
		const current = running.get(key) ?? new Set();
		if (current.size < MAX_CONCURRENT_LOADS) return start(key, read);
		const waiting = queued.get(key);
		if (waiting) return { result: waiting };
		const settled = [...current].map(({ result }) => result.catch(() => undefined));
		const result = Promise.race(settled).then(() => {
			queued.delete(key);
			// Loads that began before may miss what was written while this one waited, so they are not shared any more.
			outdate(key);
			return start(key, read).result;
		});
		queued.set(key, result);
		return { result };
	}

	async function readingOf<T extends CacheValue>(key: string, { result }: Pick<Load, 'result'>): Promise<Reading<T>> {
		const { value, entry } = await result;
		// All reads of a key have the same type.
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
				// A load that began before this read may return an earlier state.
				outdate(key);
				return readingOf(key, startFresh(key, read));
			}
			const found = await tiers.get(key, read.policy);
			const value = found?.entry.value;
			if (!found || (value !== undefined && !read.check(value))) {
				onEvent({ type: 'miss' });
				return readingOf(key, joinable.get(key) ?? start(key, read));
			}
			const { entry, tier } = found;
			const stale = entry.freshUntil <= now();
			onEvent({ type: 'hit', tier, stale });
			// A failed revalidation was reported as an event; the next read tries again.
			if (stale && !joinable.has(key)) background(start(key, read).result.catch(() => undefined));
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
			return tiers.invalidate(keys);
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
