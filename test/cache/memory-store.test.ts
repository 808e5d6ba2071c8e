import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../src/cache/memory-store.js';
import { testStore } from '../suites/gateway/store.js';

testStore('memory', async () => ({
	store: createMemoryStore({ entries: 1_000, characters: 10_000_000 }),
	close: async () => undefined,
}));

describe('a memory store', () => {
	it('drops what was not used for longest when there are too many', async () => {
		const store = createMemoryStore({ entries: 2, characters: 1_000 });
		await store.set('a', '1', 1_000);
		await store.set('b', '2', 1_000);
		await store.get('a');
		await store.set('c', '3', 1_000);
		expect(await Promise.all(['a', 'b', 'c'].map(store.get))).toEqual(['1', undefined, '3']);
	});

	it('is bounded in size, and does not keep what is larger than all of it', async () => {
		const store = createMemoryStore({ entries: 1_000, characters: 100 });
		for (const key of ['a', 'b', 'c']) await store.set(key, 'x'.repeat(40), 1_000);
		expect(await store.get('a')).toBeUndefined();
		expect(await store.get('c')).toHaveLength(40);
		await store.set('large', 'x'.repeat(101), 1_000);
		expect(await store.get('large')).toBeUndefined();
	});

	it('goes by the clock it is given', async () => {
		let now = 1;
		const store = createMemoryStore({ entries: 10, characters: 1_000 }, () => now);
		await store.set('a', '1', 30_000);
		now += 30_000;
		expect(await store.get('a')).toBe('1');
		now += 1;
		expect(await store.get('a')).toBeUndefined();
		expect(await store.setIfAbsent('a', '2', 1)).toBe(true);
	});
});
