import { LRUCache } from 'lru-cache';
import type { Store } from './store.js';

/** Bounds of a memory store; beyond, what was not used for longest is dropped. */
export interface MemoryLimits {
	entries: number;
	/** Characters of keys and values together; a single value beyond this is not kept. */
	characters: number;
}

/**
 * A store in the memory of the process (isolate lifetime), bounded in number and size.
 * @param now a clock in milliseconds.
 */
export function createMemoryStore(limits: MemoryLimits, now: () => number = () => performance.now()): Store {
	const texts = new LRUCache<string, string>({
		max: limits.entries,
		maxSize: limits.characters,
		sizeCalculation: (value, key) => value.length + key.length,
		perf: { now },
		// Without a resolution no timer is set; at the edge a timer ends with the request that set it.
		ttlResolution: 0,
	});
	return {
		async get(key) {
			return texts.get(key);
		},
		async set(key, value, ttlMs) {
			texts.set(key, value, { ttl: ttlMs });
		},
		async setIfAbsent(key, value, ttlMs) {
			if (texts.has(key)) return false;
			texts.set(key, value, { ttl: ttlMs });
			return true;
		},
		async replace(key, expected, value, ttlMs) {
			if (texts.get(key) !== expected) return false;
			texts.set(key, value, { ttl: ttlMs });
			return true;
		},
		async delete(key) {
			texts.delete(key);
		},
		async increment(key, ttlMs) {
			const count = Number(texts.get(key) ?? 0) + 1;
			// What is there keeps the time it has left; none at all would stand for ever.
			const ttl = count === 1 ? ttlMs : Math.max(1, texts.getRemainingTTL(key));
			texts.set(key, String(count), { ttl });
			return count;
		},
	};
}
