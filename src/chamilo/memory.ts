import type { Cache, Reading } from '../cache/cache.js';
import type { CacheValue, Policy } from '../cache/entry.js';
import type { Keys } from '../cache/keys.js';
import type { Change, Recollection, RecollectionName, Topic } from '../operations/recollection.js';

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
	async function epochOf(topic: Topic): Promise<string> {
		const { value } = await cache.read<string>(await keys.key('topic', topic), {
			policy: { ttlMs: 2 * ttlMs },
			load: async () => crypto.randomUUID().slice(0, 8),
			check: (found) => typeof found === 'string',
		});
		return value ?? '';
	}

	async function keyOf([kind, ...parts]: RecollectionName, topics: readonly Topic[]): Promise<string> {
		const epochs = await Promise.all(topics.map(epochOf));
		return keys.key(kind, epochs.join('-'), ...parts);
	}

	return {
		async recall<T>({ name, topics, load, schema, personal, staleWhileRevalidate }: Recollection<T>, fresh: boolean) {
			const policy: Policy = {
				ttlMs: personal ? Math.min(ttlMs, PERSONAL_MS) : ttlMs,
				...(personal ? { local: true } : {}),
				...(staleWhileRevalidate ? { staleMs: ttlMs } : {}),
			};
			const reading = await cache.read(await keyOf(name, topics), {
				policy,
				load: load as () => Promise<CacheValue | undefined>,
				check: (found): found is CacheValue => isKnown(found) || accepts(schema, found),
				fresh,
			});
			return reading as Reading<T>;
		},
		async forget(changes) {
			const lists = await Promise.all(
				changes.map(({ topic, names }) =>
					names ? Promise.all(names.map((name) => keyOf(name, [topic]))) : [keys.key('topic', topic)],
				),
			);
			await cache.forget(...(await Promise.all(lists.flat())));
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
