import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LeaseStore } from '../../src/cache/lease-store.js';
import { createLeases } from '../../src/chamilo/locks/leases.js';
import { createLocks, type LocksOptions } from '../../src/chamilo/locks/locks.js';
import { connectRedis } from '../../src/node/redis/connect-redis.js';
import { addressOf, createRecordingLog, type RedisServer, startRedis, until } from '../support/redis.js';

/** How long a lease outlives its holder here. */
const TTL_MS = 600;

let redis: RedisServer;
const closers: (() => void)[] = [];
beforeEach(async () => {
	redis = await startRedis();
});
afterEach(async () => {
	for (const close of closers.splice(0)) close();
	await redis.close();
});

interface InstanceOptions extends LocksOptions {
	waitMs?: number;
	ttlMs?: number;
}

/** The locks of an instance of the gateway, over a connection of its own. */
async function instance({ waitMs = 30_000, ttlMs = TTL_MS, ...options }: InstanceOptions = {}) {
	const { log } = createRecordingLog();
	const connected = await connectRedis({ address: addressOf(redis.url), timeoutMs: 250, log });
	closers.push(connected.close);
	const taken: string[][] = [];
	const store: LeaseStore = {
		...connected.leases,
		take(lease) {
			taken.push([...lease.keys]);
			return connected.leases.take(lease);
		},
	};
	const keyOf = (...name: string[]) => ['chamilo-gateway:1:{campus}:lock', ...name].join(':');
	const withLock = createLocks({ ...options, leases: [createLeases({ store, keyOf, waitMs, ttlMs })] });
	return { withLock, taken, state: connected.state };
}

/** Work that ends when the test says so. */
function openWork() {
	let finish: () => void = () => undefined;
	const promise = new Promise<void>((resolve) => {
		finish = resolve;
	});
	return { promise, finish: () => finish() };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('locks of several instances', () => {
	it('let work that shares a name run one after the other, and other work at once', async () => {
		const [one, two] = await Promise.all([instance(), instance()]);
		const work = openWork();
		const order: string[] = [];
		const first = one.withLock(['a', 'b'], async () => {
			order.push('begin');
			await work.promise;
			order.push('end');
		});
		await until(() => order.length === 1);
		expect(await two.withLock(['c'], async () => 'other')).toBe('other');
		const second = two.withLock(['b', 'c'], async () => order.push('second'));
		await until(() => two.taken.length > 3);
		expect(order).toEqual(['begin']);
		work.finish();
		await Promise.all([first, second]);
		expect(order).toEqual(['begin', 'end', 'second']);
	});

	it('never let two hold one name, however their names overlap, and stand still for nobody', async () => {
		const instances = await Promise.all([instance(), instance(), instance()]);
		const busy = new Set<string>();
		const works = Array.from({ length: 150 }, (_, index) => {
			const names = [`n${index % 3}`, `n${(index * 7) % 5}`, `m${index % 2}`];
			return instances[index % 3]?.withLock(names, async () => {
				for (const name of new Set(names)) {
					if (busy.has(name)) throw new Error(`${name} is held twice`);
					busy.add(name);
				}
				await sleep(1);
				for (const name of names) busy.delete(name);
			});
		});
		await Promise.all(works);
	});

	it('cost one command for all names, and one process waits in itself, not in Redis', async () => {
		const { withLock, taken } = await instance();
		await Promise.all(Array.from({ length: 20 }, () => withLock(['a', 'b', 'a'], () => sleep(2))));
		expect(taken).toHaveLength(20);
		expect(new Set(taken.map((keys) => keys.length))).toEqual(new Set([2]));
		expect(await redis.command('KEYS', '*lock:*')).toBe('');
	});

	it('are renewed while the work runs', async () => {
		const [one, two] = await Promise.all([instance(), instance()]);
		const work = openWork();
		let isHeld: boolean | undefined;
		const first = one.withLock(['a'], async (lock) => {
			await work.promise;
			isHeld = await lock.isStillHeld();
		});
		await until(() => one.taken.length === 1);
		let isDone = false;
		const second = two.withLock(['a'], async () => {
			isDone = true;
		});
		await sleep(TTL_MS * 3);
		expect(isDone).toBe(false);
		work.finish();
		await Promise.all([first, second]);
		expect([isDone, isHeld]).toEqual([true, true]);
	});

	it('are not held any more where Redis has lost or given away the name', async () => {
		const { withLock } = await instance();
		const lose = (...command: string[]) =>
			withLock(['a'], async (lock) => {
				const before = await lock.isStillHeld();
				await redis.command(...command);
				return [before, await lock.isStillHeld(), await lock.isStillHeld()];
			});
		expect(await lose('DEL', 'chamilo-gateway:1:{campus}:lock:a')).toEqual([true, false, false]);
		expect(await lose('SET', 'chamilo-gateway:1:{campus}:lock:a', 'other', 'PX', '1')).toEqual([true, false, false]);
		await sleep(5);
		expect(await withLock(['a'], (lock) => lock.isStillHeld())).toBe(true);
	});

	it('end by themselves when their holder has died', async () => {
		const two = await instance();
		// What an instance that was killed leaves behind.
		await redis.command('SET', 'chamilo-gateway:1:{campus}:lock:a', 'token of the dead', 'PX', String(TTL_MS));
		await two.withLock(['a'], async () => undefined);
		expect(two.taken.length).toBeGreaterThan(1);
	});

	it('wait for the leases that a flushed Redis has forgotten', async () => {
		const [one, two] = await Promise.all([instance(), instance()]);
		await two.withLock(['z'], async () => undefined);
		const work = openWork();
		const order: string[] = [];
		const first = one.withLock(['a'], async () => {
			await work.promise;
			order.push('first');
		});
		await until(() => one.taken.length === 1);
		await redis.command('FLUSHALL');
		const second = two.withLock(['a'], async () => order.push('second'));
		await sleep(TTL_MS * 2);
		work.finish();
		await Promise.all([first, second]);
		expect(order).toEqual(['first', 'second']);
	});

	it('that do not come free in time are a 503 that says when to come back', async () => {
		const outcomes: string[] = [];
		const [one, two] = await Promise.all([
			instance(),
			instance({ waitMs: 50, onLock: (outcome) => outcomes.push(outcome) }),
		]);
		const work = openWork();
		const first = one.withLock(['a'], () => work.promise);
		await until(() => one.taken.length === 1);
		const late = two.withLock(['a'], async () => 'done');
		await expect(late).rejects.toMatchObject({ code: 'record-locked', status: 503, headers: { 'Retry-After': '2' } });
		work.finish();
		await first;
		expect(await two.withLock(['a'], async () => 'done')).toBe('done');
		expect(outcomes).toEqual(['busy', 'taken']);
	});

	it('take further names where these are free, and never wait for them', async () => {
		const [one, two] = await Promise.all([instance(), instance()]);
		const work = openWork();
		const first = two.withLock(['a'], () => work.promise);
		await until(() => two.taken.length === 1);
		await one.withLock(['b'], async (lock) => {
			expect(await lock.add(['a'])).toBe(false);
			expect(await lock.add(['c'])).toBe(true);
			expect(await lock.add(['c'])).toBe(false);
		});
		work.finish();
		await first;
		await one.withLock(['a', 'b', 'c'], async () => undefined);
		await two.withLock(['a', 'b', 'c'], async () => undefined);
	});
});

describe('while Redis is away, locks', () => {
	it('hold in the instance alone, which says so once, and again in all when it is back', async () => {
		const outcomes: string[] = [];
		const sharing: boolean[] = [];
		const { withLock, state } = await instance({
			onLock: (outcome) => outcomes.push(outcome),
			onSharing: ({ isShared }) => sharing.push(isShared),
		});
		await redis.kill();
		for (let turn = 0; turn < 3; turn += 1) {
			expect(await withLock(['a'], (lock) => lock.isStillHeld())).toBe(false);
		}
		await redis.start();
		await until(() => state().usable);
		expect(await withLock(['a'], (lock) => lock.isStillHeld())).toBe(true);
		expect(outcomes).toEqual(['alone', 'alone', 'alone', 'taken']);
		expect(sharing).toEqual([false, true]);
	});

	it('are no proof any more when Redis goes away while the work runs', async () => {
		const { withLock } = await instance();
		const held = await withLock(['a'], async (lock) => {
			await redis.kill();
			return lock.isStillHeld();
		});
		expect(held).toBe(false);
	});

	it('refuse the work where they are required', async () => {
		const outcomes: string[] = [];
		const { withLock } = await instance({ isRequired: true, onLock: (outcome) => outcomes.push(outcome) });
		expect(await withLock(['a'], async () => 'done')).toBe('done');
		await redis.kill();
		const refused = withLock(['a'], async () => 'done');
		await expect(refused).rejects.toMatchObject({ code: 'locks-unavailable', status: 503 });
		expect(outcomes).toEqual(['taken', 'refused']);
	});

	it('are taken once a hanging Redis goes on, whatever it did meanwhile', async () => {
		const { withLock, state } = await instance();
		redis.hang();
		expect(await withLock(['a'], async () => 'alone')).toBe('alone');
		redis.resume();
		await until(() => state().usable);
		// Redis has taken the lease after all: it ends by itself.
		expect(await withLock(['a'], (lock) => lock.isStillHeld())).toBe(true);
	});
});
