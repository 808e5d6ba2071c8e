import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/cache/store.js';

/** A store under test. */
export interface RunningStore {
	store: Store;
	close(): Promise<void>;
}

/** What every store promises, wherever it keeps its texts. */
export function testStore(name: string, start: () => Promise<RunningStore>): void {
	describe(`the store in ${name}`, () => {
		let running: RunningStore | undefined;
		let key = '';
		let number = 0;
		const store = (): Store => {
			if (!running) throw new Error('the store did not start');
			return running.store;
		};
		beforeAll(async () => {
			running = await start();
		});
		beforeEach(() => {
			number += 1;
			key = `store-contract:${number}`;
		});
		afterAll(() => running?.close());

		const LONG = 60_000;
		/** Until a time to live of 20 ms is over, for sure. */
		async function gone(): Promise<void> {
			const until = Date.now() + 5_000;
			while ((await store().get(key)) !== undefined && Date.now() < until) {
				await new Promise((resolve) => setTimeout(resolve, 5));
			}
		}

		it('has nothing at first', async () => {
			expect(await store().get(key)).toBeUndefined();
		});

		it('gives back what it was given, whatever the text', async () => {
			for (const text of ['', 'a', 'é 漢 😀 \u0000\r\n"', 'x'.repeat(200_000)]) {
				await store().set(key, text, LONG);
				expect((await store().get(key)) === text).toBe(true);
			}
		});

		it('keeps keys apart', async () => {
			await store().set(`${key}:a b`, '1', LONG);
			await store().set(`${key}:a`, '2', LONG);
			expect(await store().get(`${key}:a b`)).toBe('1');
			expect(await store().get(`${key}:A`)).toBeUndefined();
		});

		it('forgets when the time is over, and not before', async () => {
			await store().set(key, 'long', LONG);
			await store().set(`${key}:short`, 'short', 20);
			key = `${key}:short`;
			await gone();
			expect(await store().get(key)).toBeUndefined();
			expect(await store().get(key.replace(':short', ''))).toBe('long');
		});

		it('a new value has a new time to live', async () => {
			await store().set(key, 'old', LONG);
			await store().set(key, 'new', 20);
			await gone();
			expect(await store().get(key)).toBeUndefined();
		});

		it('takes parts of a millisecond', async () => {
			await store().set(key, 'value', 30_000.25);
			expect(await store().get(key)).toBe('value');
		});

		it('deletes, also what is not there', async () => {
			await store().set(key, 'value', LONG);
			await store().delete(key);
			await store().delete(key);
			expect(await store().get(key)).toBeUndefined();
		});

		it('sets what is absent once, until it is gone', async () => {
			expect(await store().setIfAbsent(key, 'first', 20)).toBe(true);
			await gone();
			expect(await store().setIfAbsent(key, 'second', LONG)).toBe(true);
			expect(await store().setIfAbsent(key, 'third', LONG)).toBe(false);
			expect(await store().get(key)).toBe('second');
		});

		it('of many that set what is absent at once, one wins', async () => {
			const many = Array.from({ length: 50 }, (_, index) => store().setIfAbsent(key, String(index), LONG));
			expect((await Promise.all(many)).filter(Boolean)).toHaveLength(1);
		});

		it('replaces what is expected, and nothing else', async () => {
			expect(await store().replace(key, 'a', 'b', LONG)).toBe(false);
			expect(await store().get(key)).toBeUndefined();
			await store().set(key, 'a', LONG);
			expect(await store().replace(key, 'b', 'c', LONG)).toBe(false);
			expect(await store().replace(key, 'a', 'd', LONG)).toBe(true);
			expect(await store().get(key)).toBe('d');
		});

		it('of many that replace the same at once, one wins', async () => {
			await store().set(key, 'start', LONG);
			const many = Array.from({ length: 50 }, (_, index) => store().replace(key, 'start', String(index), LONG));
			expect((await Promise.all(many)).filter(Boolean)).toHaveLength(1);
		});

		it('counts from one, and none is lost of many at once', async () => {
			expect(await store().increment(key, LONG)).toBe(1);
			const many = await Promise.all(Array.from({ length: 50 }, () => store().increment(key, LONG)));
			expect(many.sort((left, right) => left - right)).toEqual(Array.from({ length: 50 }, (_, index) => index + 2));
			expect(await store().get(key)).toBe('51');
		});

		it('counts for as long as the first said, and then from one again', async () => {
			await store().increment(key, 20);
			await store().increment(key, LONG);
			await gone();
			expect(await store().increment(key, LONG)).toBe(1);
		});

		it('what was replaced has the new time to live', async () => {
			await store().set(key, 'a', LONG);
			await store().replace(key, 'a', 'b', 20);
			await gone();
			expect(await store().get(key)).toBeUndefined();
		});
	});
}
