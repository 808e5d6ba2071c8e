import { afterEach, expect, it } from 'vitest';
import { type Cache, createCache } from '../../src/cache/cache.js';
import { createKeys, type Keys } from '../../src/cache/keys.js';
import { type ConnectedRedis, connectRedis } from '../../src/node/redis/connect-redis.js';
import { addressOf, createRecordingLog, type RedisServer, startRedis, until } from '../support/redis.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function server(): Promise<RedisServer> {
	const started = await startRedis();
	cleanups.push(() => started.close());
	return started;
}

const keys: Keys = createKeys({ campusUrl: 'https://campus.example.org', secret: 'key', hashed: false });
const policy = { ttlMs: 60_000 };
const check = (value: unknown): value is number => typeof value === 'number';

interface Instance {
	cache: Cache;
	redis: ConnectedRedis;
	/** Reads the key; Chamilo would answer this. */
	read(key: string, answer: number): Promise<{ value: number | undefined; source: string }>;
}

/** A cache as a gateway has it, that listens already. */
async function instance({ url }: RedisServer): Promise<Instance> {
	const redis = await connectRedis({ address: addressOf(url), timeoutMs: 250, log: createRecordingLog().log });
	cleanups.push(() => redis.close());
	const channel = redis.channel(keys.channel);
	let listens = false;
	const told = {
		publish: channel.publish,
		subscribe: (listener: Parameters<typeof channel.subscribe>[0]) =>
			channel.subscribe({
				message: listener.message,
				gap() {
					listener.gap();
					listens = true;
				},
			}),
	};
	const cache = createCache({ store: redis.store, channel: told });
	await until(() => listens);
	return { cache, redis, read: (key, answer) => cache.read(key, { policy, check, load: async () => answer }) };
}

it('two instances on one Redis: one answers what the other has learnt, and forgets what the other changed', async () => {
	const shared = await server();
	const [one, two] = [await instance(shared), await instance(shared)];
	const key = await keys.key('user', 'external_user', '1504');
	expect(await one.read(key, 1)).toMatchObject({ value: 1, source: 'origin' });
	await until(async () => (await shared.command('EXISTS', key)) === '1');
	expect(await two.read(key, 9)).toMatchObject({ value: 1, source: 'store' });
	expect(await two.read(key, 9)).toMatchObject({ value: 1, source: 'memory' });

	await one.cache.write(key, 2, policy);
	await until(async () => (await two.read(key, 9)).value === 2);
	await two.cache.invalidate([key]);
	await until(async () => (await one.read(key, 3)).value === 3);
	expect(Number(await shared.command('PTTL', key))).toBeLessThanOrEqual(policy.ttlMs);
});

it('what was changed while Redis was gone is not answered when it is back', async () => {
	const shared = await server();
	const [one, two] = [await instance(shared), await instance(shared)];
	await one.read('k', 1);
	await until(async () => (await shared.command('EXISTS', 'k')) === '1');
	await two.read('k', 9);
	shared.hang();
	await one.cache.invalidate(['k']);
	expect((await one.read('k', 2)).value).toBe(2);
	expect(one.redis.state().usable).toBe(false);
	shared.resume();
	await until(() => one.redis.state().usable);
	// The first instance that reads it takes it out of Redis, and nobody believes the old one from there on.
	await one.cache.invalidate(['k']);
	await until(async () => (await two.read('k', 3)).value !== 1);
	expect((await one.read('k', 3)).value).toBe(3);
});

it('a Redis that is restarted empty costs look-ups only', async () => {
	const shared = await server();
	const { read, redis } = await instance(shared);
	await read('k', 1);
	await shared.kill();
	expect((await read('other', 2)).value).toBe(2);
	await shared.start();
	await until(() => redis.state().usable);
	await until(async () => (await read('k', 3)).value === 3);
});
