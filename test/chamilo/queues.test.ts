import { afterEach, describe, expect, it, vi } from 'vitest';
import { createKeyedMutex } from '../../src/chamilo/keyed-mutex.js';
import { createSemaphore } from '../../src/chamilo/semaphore.js';
import { randomNumbers } from '../soap/sample.js';

afterEach(() => {
	vi.restoreAllMocks();
});

/** Work that ends when the test says so. */
function openWork() {
	let finish: (value?: unknown) => void = () => undefined;
	let fail: (reason: Error) => void = () => undefined;
	const promise = new Promise<unknown>((resolve, reject) => {
		finish = resolve;
		fail = reject;
	});
	return { promise, finish: (value?: unknown) => finish(value), fail: (reason: Error) => fail(reason) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('createSlots', () => {
	it('never has more under way than its size, and uses all of it', async () => {
		for (const size of [1, 2, 5]) {
			const inSlot = createSemaphore(size);
			let running = 0;
			let most = 0;
			await Promise.all(
				Array.from({ length: 40 }, (_, index) =>
					inSlot(async () => {
						running += 1;
						most = Math.max(most, running);
						for (let turns = index % 4; turns >= 0; turns -= 1) await turn();
						running -= 1;
					}),
				),
			);
			expect(most, `of ${size}`).toBe(size);
		}
	});

	it('serves first who came first, also those who come while one is handed on', async () => {
		const inSlot = createSemaphore(1);
		const order: number[] = [];
		const first = openWork();
		const all = [inSlot(() => first.promise)];
		for (let index = 1; index <= 5; index += 1) all.push(inSlot(async () => order.push(index)));
		first.finish();
		all.push(first.promise.then(() => inSlot(async () => order.push(6))));
		await Promise.all(all);
		expect(order).toEqual([1, 2, 3, 4, 5, 6]);
	});

	it('passes results and failures on, and a failure frees its slot', async () => {
		const inSlot = createSemaphore(1);
		expect(await inSlot(async () => 'a')).toBe('a');
		await expect(inSlot(() => Promise.reject(new Error('late')))).rejects.toThrow('late');
		const throwing = inSlot(() => {
			throw new Error('at once');
		});
		await expect(throwing).rejects.toThrow('at once');
		expect(await inSlot(async () => 'b')).toBe('b');
	});
});

describe('createKeyedMutex', () => {
	it('runs work that shares a key in the order it came', async () => {
		const { withLock: serialise } = createKeyedMutex();
		const order: string[] = [];
		const works = [openWork(), openWork(), openWork()];
		const all = works.map((work, index) =>
			serialise(['user'], async () => {
				order.push(`begin ${index}`);
				await work.promise;
				order.push(`end ${index}`);
			}),
		);
		for (const work of [...works].reverse()) work.finish();
		await Promise.all(all);
		expect(order).toEqual(['begin 0', 'end 0', 'begin 1', 'end 1', 'begin 2', 'end 2']);
	});

	it('does not hold up work with other keys or with none', async () => {
		const { withLock: serialise } = createKeyedMutex();
		const blocked = openWork();
		const first = serialise(['a'], () => blocked.promise);
		expect(await serialise(['b'], async () => 'other')).toBe('other');
		expect(await serialise([], async () => 'none')).toBe('none');
		blocked.finish('done');
		expect(await first).toBe('done');
	});

	it('waits for everybody who holds one of its keys', async () => {
		const { withLock: serialise } = createKeyedMutex();
		const [a, b] = [openWork(), openWork()];
		const held = [serialise(['a'], () => a.promise), serialise(['b'], () => b.promise)];
		let isRunning = false;
		const both = serialise(['a', 'b'], async () => {
			isRunning = true;
		});
		a.finish();
		await turn();
		expect(isRunning).toBe(false);
		b.finish();
		await Promise.all([...held, both]);
		expect(isRunning).toBe(true);
	});

	it('never stands still, however the key sets overlap', async () => {
		const { withLock: serialise } = createKeyedMutex();
		const random = randomNumbers(5);
		const busy = new Set<string>();
		const done = await Promise.all(
			Array.from({ length: 500 }, (_, index) => {
				const keys = Array.from({ length: 1 + random(4) }, () => `k${random(6)}`);
				return serialise(keys, async () => {
					const own = new Set(keys);
					for (const key of own) {
						if (busy.has(key)) throw new Error(`${key} is held twice`);
						busy.add(key);
					}
					await turn();
					for (const key of own) busy.delete(key);
					return index;
				});
			}),
		);
		expect(done).toEqual(Array.from({ length: 500 }, (_, index) => index));
	});

	it('goes on after a failure, which only its own caller gets', async () => {
		const { withLock: serialise } = createKeyedMutex();
		const failed = serialise(['a'], () => Promise.reject(new Error('mine')));
		const thrown = serialise(['a'], () => {
			throw new Error('mine too');
		});
		const next = serialise(['a'], async () => 'fine');
		await expect(failed).rejects.toThrow('mine');
		await expect(thrown).rejects.toThrow('mine too');
		expect(await next).toBe('fine');
	});

	it('forgets its keys when the work is over', async () => {
		const set = vi.spyOn(Map.prototype, 'set');
		const { withLock: serialise } = createKeyedMutex();
		const works = Array.from({ length: 100 }, (_, index) =>
			serialise([`k${index}`, `k${index % 7}`, 'all'], async () => {
				if (index % 3 === 0) throw new Error('some fail');
			}),
		);
		const tails = set.mock.contexts.find((map) => map instanceof Map && map.has('k99')) as Map<string, unknown>;
		expect(tails.size).toBe(101);
		await Promise.allSettled(works);
		await turn();
		expect(tails.size).toBe(0);
	});
});
