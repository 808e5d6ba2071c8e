import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config.js';
import { connectRedis } from '../../src/node/redis/connect-redis.js';
import { addressOf, createRecordingLog, freePort, startRedis, until } from '../support/redis.js';

const LONG = 60_000;
const CERTIFICATE = fileURLToPath(new URL('../fixtures/tls/localhost.pem', import.meta.url));
const PRIVATE_KEY = fileURLToPath(new URL('../fixtures/tls/localhost.key', import.meta.url));

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function server(options: Parameters<typeof startRedis>[0] = {}) {
	const started = await startRedis(options);
	cleanups.push(() => started.close());
	return started;
}

async function connect(url: string) {
	const { log, lines } = createRecordingLog();
	const redis = await connectRedis({ address: addressOf(url), timeoutMs: 1_000, log });
	cleanups.push(() => redis.close());
	return { redis, lines };
}

/** Everything the gateway asks of Redis works over this URL, the channel included. */
async function expectService(url: string): Promise<void> {
	const { redis, lines } = await connect(url);
	const heard: string[] = [];
	const channel = redis.channel(async () => 'name');
	channel.subscribe({ message: (message) => heard.push(message), gap: () => heard.push('gap') });
	const { store } = redis;
	for (const key of ['a', 'b', 'c']) {
		await store.set(key, '1', LONG);
		expect(await store.setIfAbsent(key, '2', LONG)).toBe(false);
		expect(await store.replace(key, '1', '3', LONG)).toBe(true);
		expect(await store.get(key)).toBe('3');
		await store.delete(key);
		expect(await store.increment(key, LONG)).toBe(1);
	}
	const names = ['lock', 'lock:a', 'lock:b'].map((name) => `chamilo-gateway:1:{campus}:${name}`);
	const lease = { counter: names[0] ?? '', keys: names.slice(1), token: 'one', ttlMs: LONG };
	expect(await redis.leases.take({ ...lease, after: 0 })).toBeGreaterThan(0);
	expect(await redis.leases.take({ ...lease, token: 'other', after: 0 })).toBeUndefined();
	expect(await redis.leases.renew(lease)).toBe(true);
	await redis.leases.release(lease);
	await until(() => heard.includes('gap'));
	await channel.publish('said');
	await until(() => heard.includes('said'));
	expect(lines).toEqual([]);
}

describe('REDIS_URL', () => {
	it('redis:// is one server', async () => {
		const { url } = await server();
		await expectService(url);
		await expectService(`${url}/5`);
	});

	it('rediss:// is one server with TLS, whose certificate ?ca= vouches for', async () => {
		const port = await freePort();
		const files = ['--tls-cert-file', CERTIFICATE, '--tls-key-file', PRIVATE_KEY, '--tls-auth-clients', 'no'];
		await server({ port, options: ['--tls-port', String(port), '--port', '0', ...files] });
		await expectService(`rediss://127.0.0.1:${port}?ca=${CERTIFICATE}`);
		await expectService(`rediss://localhost:${port}?ca=${CERTIFICATE}`);

		const { lines } = await connect(`rediss://127.0.0.1:${port}`);
		expect(lines).toEqual([expect.stringMatching(/goes on without it .*(SELF_SIGNED|UNABLE_TO_VERIFY)/)]);
		const { redis } = await connect(`redis://127.0.0.1:${port}`);
		expect(redis.state().usable).toBe(false);
	});

	it('rediss:// with a certificate that is not there stops the start, with a line that says so', async () => {
		const { log } = createRecordingLog();
		const address = addressOf('rediss://:password-of-redis@127.0.0.1?ca=/nowhere/ca.pem');
		const failure = await connectRedis({ address, timeoutMs: 250, log }).catch((thrown: unknown) => thrown);
		expect(failure).toBeInstanceOf(ConfigError);
		expect(String(failure)).toMatch(/REDIS_URL: write .*\?ca=/);
		expect(String(failure)).not.toContain('password-of-redis');
	});

	it('redis+sentinel:// asks the sentinels for the master, and follows them to the next one', async () => {
		const [password, sentinelPassword] = ['of-redis', 'of-sentinel'];
		const options = ['--requirepass', password, '--masterauth', password, '--repl-diskless-sync-delay', '0'];
		const master = await server({ options, password });
		const replica = await server({ options: [...options, '--replicaof', '127.0.0.1', String(master.port)], password });
		await until(async () => (await replica.command('INFO', 'replication')).includes('master_link_status:up'));
		const sentinel = await server({
			password: sentinelPassword,
			sentinel: [
				`sentinel monitor campus 127.0.0.1 ${master.port} 1`,
				`sentinel auth-pass campus ${password}`,
				'sentinel down-after-milliseconds campus 500',
				'sentinel failover-timeout campus 3000',
				`requirepass ${sentinelPassword}`,
			].join('\n'),
		});
		const hosts = `127.0.0.1:${await freePort()},127.0.0.1:${sentinel.port}`;
		const url = `redis+sentinel://:${password}@${hosts}/2?name=campus&sentinel_password=${sentinelPassword}`;
		await expectService(url);

		const { redis } = await connect(url);
		await until(async () => (await sentinel.command('SENTINEL', 'REPLICAS', 'campus')).includes(String(replica.port)));
		await master.kill();
		await until(async () => (await replica.command('ROLE')).includes('master'));
		await until(() =>
			redis.store.set('after', 'failover', LONG).then(
				() => true,
				() => false,
			),
		);
		expect(await redis.store.get('after')).toBe('failover');
	}, 60_000);

	it('redis+cluster:// finds the node of each key', async () => {
		const options = ['--cluster-enabled', 'yes', '--cluster-require-full-coverage', 'no'];
		const nodes = [await server({ options }), await server({ options })];
		const [first, second] = nodes;
		if (!first || !second) throw new Error('no nodes');
		await first.command('CLUSTER', 'ADDSLOTSRANGE', '0', '8191');
		await second.command('CLUSTER', 'ADDSLOTSRANGE', '8192', '16383');
		await first.command('CLUSTER', 'MEET', '127.0.0.1', String(second.port));
		for (const node of nodes) {
			await until(async () => (await node.command('CLUSTER', 'INFO')).includes('cluster_size:2'));
			await until(async () => (await node.command('CLUSTER', 'INFO')).includes('cluster_state:ok'));
		}
		await expectService(`redis+cluster://127.0.0.1:${first.port},127.0.0.1:${await freePort()}`);
		// `a`, `b` and `c` of the service lie on both.
		expect(await first.command('DBSIZE')).not.toBe('0');
		expect(await second.command('DBSIZE')).not.toBe('0');

		const { redis } = await connect(`redis+cluster://127.0.0.1:${second.port}`);
		await second.kill();
		await first.kill();
		await expect(redis.store.get('a')).rejects.toThrow('Redis');
		expect(redis.state().usable).toBe(false);
		await Promise.all([first.start(), second.start()]);
		await until(() => redis.state().usable);
	}, 60_000);
});
