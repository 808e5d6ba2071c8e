import type { Cache, Reading, ReadOptions } from '../cache/cache.js';
import type { CacheValue, Policy } from '../cache/entry.js';
import type { Keys } from '../cache/keys.js';
import type { Change, Recollection, Topic } from '../operations/recollection.js';

/** What the gateway remembers of a campus. */
export interface Memory {
	/** @param fresh asks Chamilo, whatever is remembered. */
	recall<T>(what: Recollection<T>, fresh: boolean): Promise<Pick<Reading<T>, 'value' | 'source' | 'ageMs'>>;
	/** Forgets what a change makes untrue, here and in every other instance. */
	forget(changes: readonly Change[]): Promise<void>;
}

/** Remembers nothing. */
export const NO_MEMORY: Memory = {
	recall: async ({ load }) => ({ value: await load(), source: 'origin', ageMs: 0 }),
	forget: async () => undefined,
};

/** Personal data is kept for so long at most. */
const PERSONAL_MS = 10_000;

/**
 * Remembers by a cache. Keys hold the epoch of each topic: a change begins a new one, so that nothing of before is ever
 * found again, under whatever name it was remembered.
 */
export function createMemory({ cache, keys, ttlMs }: { cache: Cache; keys: Keys; ttlMs: number }): Memory {
	const epochs: ReadOptions<string> = {
		policy: { ttlMs: 2 * ttlMs },
		load: async () => crypto.randomUUID().slice(0, 8),
		check: (found) => typeof found === 'string',
	};

	async function epochOf(topic: Topic): Promise<string> {
		return (await cache.read(await keys.key('topic', topic), epochs)).value ?? '';
	}

	async function epochsOf(topics: readonly Topic[]): Promise<string> {
		const [only, ...others] = topics;
		if (only !== undefined && others.length === 0) return epochOf(only);
		return (await Promise.all(topics.map(epochOf))).join('-');
	}

	return {
		async recall<T>({ name, topics, load, schema, personal, staleWhileRevalidate }: Recollection<T>, fresh: boolean) {
			const policy: Policy = {
				ttlMs: personal ? Math.min(ttlMs, PERSONAL_MS) : ttlMs,
				...(personal ? { local: true } : {}),
				...(staleWhileRevalidate ? { staleMs: ttlMs } : {}),
			};
			const reading = await cache.read(await keys.key(name[0], await epochsOf(topics), ...name.slice(1)), {
				policy,
				load: load as () => Promise<CacheValue | undefined>,
				check: (found): found is CacheValue => isKnown(found) || accepts(schema, found),
				fresh,
			});
			return reading as Reading<T>;
		},
		async forget(changes) {
			const outdated: (string | Promise<string>)[] = [];
			for (const { topic, names } of changes) {
				if (!names) outdated.push(keys.key('topic', topic));
				else if (names.length > 0) {
					const epoch = await epochOf(topic);
					for (const [kind, ...parts] of names) outdated.push(keys.key(kind, epoch, ...parts));
				}
			}
			await cache.forget(...(await Promise.all(outdated)));
		},
	};
}

/** What was checked once stays as it is, for as long as it stays in memory. */
const checked = new WeakSet<object>();

function isKnown(found: CacheValue): boolean {
	return typeof found === 'object' && found !== null && checked.has(found);
}

function accepts(schema: Recollection<unknown>['schema'], found: CacheValue): boolean {
	const { success } = schema.safeParse(found);
	if (success && typeof found === 'object' && found !== null) checked.add(found);
	return success;
}
