import type { Cache, CacheDependency, Reading, ReadOptions } from '../cache/cache.js';
import type { CacheValue, Policy } from '../cache/entry.js';
import type { Keys } from '../cache/keys.js';
import type { CacheableRead, CacheTag, Invalidation } from '../operations/cacheable.js';

/** Cached reads of a campus. */
export interface ReadCache {
	/** @param fresh bypasses the cache and stores what Chamilo answers. */
	read<T>(what: CacheableRead<T>, fresh: boolean): Promise<CachedRead<T>>;
	/** Whether all of these entries would be used again, without a call. */
	isValid(dependencies: readonly CacheDependency[]): boolean;
	/** Removes what a change makes stale, here and in every other instance. */
	invalidate(invalidations: readonly Invalidation[]): Promise<void>;
}

export interface CachedRead<T> extends Pick<Reading<T>, 'value' | 'source' | 'ageMs'> {
	/** The entries it was read from: its own, and the versions of its tags. */
	dependencies: readonly CacheDependency[];
}

/** Caches nothing. */
export const NO_CACHE: ReadCache = {
	read: async ({ load }) => ({ value: await load(), source: 'origin', ageMs: 0, dependencies: [] }),
	isValid: () => false,
	invalidate: async () => undefined,
};

/** The versions of some tags, as a part of a cache key. */
interface TagVersion {
	version: string;
	dependencies: CacheDependency[];
}

/** Longest time to live of personal data. */
const PERSONAL_MS = 10_000;

/**
 * Cache keys hold the version of each tag of the read. Invalidating a tag gives it a new version, so that no entry of
 * before is found again, whatever its key.
 */
export function createReadCache({ cache, keys, ttlMs }: { cache: Cache; keys: Keys; ttlMs: number }): ReadCache {
	const versions: ReadOptions<string> = {
		policy: { ttlMs: 2 * ttlMs },
		load: async () => crypto.randomUUID().slice(0, 8),
		check: (found) => typeof found === 'string',
	};

	async function versionOf(tag: CacheTag): Promise<TagVersion> {
		const { value, dependency } = await cache.read(await keys.key('tag', tag), versions);
		return { version: value ?? '', dependencies: [dependency] };
	}

	/** The version in the memory of the process, without waiting for a store. */
	function knownVersion(tag: CacheTag): string | undefined {
		const key = keys.key('tag', tag);
		const version = typeof key === 'string' ? cache.peek(key) : undefined;
		return typeof version === 'string' ? version : undefined;
	}

	async function versionsOf(tags: readonly CacheTag[]): Promise<TagVersion> {
		const [only, ...others] = tags;
		if (only !== undefined && others.length === 0) return versionOf(only);
		const all = await Promise.all(tags.map(versionOf));
		return {
			version: all.map(({ version }) => version).join('-'),
			dependencies: all.flatMap(({ dependencies }) => dependencies),
		};
	}

	return {
		async read<T>({ key, tags, load, schema, personal, staleWhileRevalidate }: CacheableRead<T>, fresh: boolean) {
			const policy: Policy = {
				ttlMs: personal ? Math.min(ttlMs, PERSONAL_MS) : ttlMs,
				...(personal ? { local: true } : {}),
				...(staleWhileRevalidate ? { staleMs: ttlMs } : {}),
			};
			const { version, dependencies } = await versionsOf(tags);
			const reading = await cache.read(await keys.keyOf(key, version), {
				policy,
				load: load as () => Promise<CacheValue | undefined>,
				check: (found): found is CacheValue => isChecked(found) || accepts(schema, found),
				fresh,
			});
			const { value, source, ageMs, dependency } = reading as Reading<T>;
			return { value, source, ageMs, dependencies: [dependency, ...dependencies] };
		},
		isValid: cache.isValid,
		async invalidate(invalidations) {
			const outdated: (string | Promise<string>)[] = [];
			for (const { tag, keys: some } of invalidations) {
				if (!some) outdated.push(keys.key('tag', tag));
				else if (some.length > 0) {
					const version = knownVersion(tag) ?? (await versionOf(tag)).version;
					for (const key of some) outdated.push(keys.keyOf(key, version));
				}
			}
			const ready = outdated.every((key) => typeof key === 'string') ? outdated : await Promise.all(outdated);
			await cache.invalidate(ready);
		},
	};
}

/** Values that a schema has accepted: they never change while they are in memory, so they are checked once. */
const checked = new WeakSet<object>();

function isChecked(found: CacheValue): boolean {
	return typeof found === 'object' && found !== null && checked.has(found);
}

function accepts(schema: CacheableRead<unknown>['schema'], found: CacheValue): boolean {
	const { success } = schema.safeParse(found);
	if (success && typeof found === 'object' && found !== null) checked.add(found);
	return success;
}
