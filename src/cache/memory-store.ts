import { LRUCache } from 'lru-cache';
import type { Store } from './store.js';

/** Bounds of a memory store; beyond them the least recently used values are evicted. */
export interface MemoryLimits {
	entries: number;
	/** Characters of keys and values together; a larger value is not stored. */
	characters: number;
}

/**
 * A store in the memory of the process or isolate, bounded in number and size.
 * @param now a clock in milliseconds.
 */
export function createMemoryStore(limits: MemoryLimits, now: () => number = () => performance.now()): Store {
	const texts = new LRUCache<string, string>({
		max: limits.entries,
		maxSize: limits.characters,
		sizeCalculation: (value, key) => value.length + key.length,
		perf: { now },
		// With 0 no timer is set; on Workers a timer would end with the request that set it.
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
			// An existing count keeps its time to live; with 0 it would never expire.
			const ttl = count === 1 ? ttlMs : Math.max(1, texts.getRemainingTTL(key));
			texts.set(key, String(count), { ttl });
			return count;
		},
	};
}
