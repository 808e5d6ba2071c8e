import type { Cache, CacheDependency, Reading, ReadOptions } from '../cache/cache.js';
import type { CacheValue, Policy } from '../cache/entry.js';
import type { Keys } from '../cache/keys.js';
import type { CacheableRead, CacheTag, Invalidation } from '../operations/cacheable.js';

/** What the gateway remembers of a campus. */
export interface ReadCache {
	/** @param fresh asks Chamilo, whatever is remembered. */
	read<T>(what: CacheableRead<T>, fresh: boolean): Promise<CachedRead<T>>;
	/** Whether all of this would be recalled just so, without asking anybody. */
	isValid(parts: readonly CacheDependency[]): boolean;
	/** Forgets what a change makes untrue, here and in every other instance. */
	invalidate(changes: readonly Invalidation[]): Promise<void>;
}

export interface CachedRead<T> extends Pick<Reading<T>, 'value' | 'source' | 'ageMs'> {
	/** What was read for it: the thing itself, and the epochs of its topics. */
	dependencies: readonly CacheDependency[];
}

/** Remembers nothing. */
export const NO_CACHE: ReadCache = {
	read: async ({ load }) => ({ value: await load(), source: 'origin', ageMs: 0, dependencies: [] }),
	isValid: () => false,
	invalidate: async () => undefined,
};

/** Personal data is kept for so long at most. */
const PERSONAL_MS = 10_000;

/**
 * Remembers by a cache. Keys hold the epoch of each topic: a change begins a new one, so that nothing of before is ever
 * found again, under whatever name it was remembered.
 */
export function createReadCache({ cache, keys, ttlMs }: { cache: Cache; keys: Keys; ttlMs: number }): ReadCache {
	const epochs: ReadOptions<string> = {
		policy: { ttlMs: 2 * ttlMs },
		load: async () => crypto.randomUUID().slice(0, 8),
		check: (found) => typeof found === 'string',
	};

	async function epochOf(topic: CacheTag): Promise<{ epoch: string; parts: CacheDependency[] }> {
		const { value, dependency: part } = await cache.read(await keys.key('topic', topic), epochs);
		return { epoch: value ?? '', parts: [part] };
	}

	function knownEpoch(topic: CacheTag): string | undefined {
		const key = keys.key('topic', topic);
		const epoch = typeof key === 'string' ? cache.peek(key) : undefined;
		return typeof epoch === 'string' ? epoch : undefined;
	}

	async function epochsOf(topics: readonly CacheTag[]): Promise<{ epoch: string; parts: CacheDependency[] }> {
		const [only, ...others] = topics;
		if (only !== undefined && others.length === 0) return epochOf(only);
		const all = await Promise.all(topics.map(epochOf));
		return { epoch: all.map(({ epoch }) => epoch).join('-'), parts: all.flatMap(({ parts }) => parts) };
	}

	return {
		async read<T>(
			{ key: name, tags: topics, load, schema, personal, staleWhileRevalidate }: CacheableRead<T>,
			fresh: boolean,
		) {
			const policy: Policy = {
				ttlMs: personal ? Math.min(ttlMs, PERSONAL_MS) : ttlMs,
				...(personal ? { local: true } : {}),
				...(staleWhileRevalidate ? { staleMs: ttlMs } : {}),
			};
			const { epoch, parts } = await epochsOf(topics);
			const reading = await cache.read(await keys.keyOf(name, epoch), {
				policy,
				load: load as () => Promise<CacheValue | undefined>,
				check: (found): found is CacheValue => isKnown(found) || accepts(schema, found),
				fresh,
			});
			const { value, source, ageMs, dependency: part } = reading as Reading<T>;
			return { value, source, ageMs, dependencies: [part, ...parts] };
		},
		isValid: cache.isValid,
		async invalidate(changes) {
			const outdated: (string | Promise<string>)[] = [];
			for (const { tag: topic, keys: names } of changes) {
				if (!names) outdated.push(keys.key('topic', topic));
				else if (names.length > 0) {
					const epoch = knownEpoch(topic) ?? (await epochOf(topic)).epoch;
					for (const name of names) outdated.push(keys.keyOf(name, epoch));
				}
			}
			const ready = outdated.every((key) => typeof key === 'string') ? outdated : await Promise.all(outdated);
			await cache.invalidate(ready);
		},
	};
}

/** What was checked once stays as it is, for as long as it stays in memory. */
const checked = new WeakSet<object>();

function isKnown(found: CacheValue): boolean {
	return typeof found === 'object' && found !== null && checked.has(found);
}

function accepts(schema: CacheableRead<unknown>['schema'], found: CacheValue): boolean {
	const { success } = schema.safeParse(found);
	if (success && typeof found === 'object' && found !== null) checked.add(found);
	return success;
}
