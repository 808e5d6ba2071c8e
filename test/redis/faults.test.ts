import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { StoreError } from '../../src/cache/store.js';
import { type ConnectedRedis, connectRedis } from '../../src/node/redis/connect-redis.js';
import { listen } from '../../src/node/redis/listener.js';
import { addressOf, createRecordingLog, freePort, type RedisServer, startRedis, until } from '../support/redis.js';

const LONG = 60_000;
const SECRET = 'password-of-redis';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const unhandled: unknown[] = [];
const note = (failure: unknown) => unhandled.push(failure);
process.on('unhandledRejection', note);
process.on('uncaughtException', note);
afterAll(() => {
	process.off('unhandledRejection', note);
	process.off('uncaughtException', note);
	expect(unhandled).toEqual([]);
});

async function connect(url: string, timeoutMs = 250): Promise<{ redis: ConnectedRedis; lines: string[] }> {
	const { log, lines } = createRecordingLog();
	const redis = await connectRedis({ address: addressOf(url), timeoutMs, log });
	cleanups.push(() => redis.close());
	return { redis, lines };
}

async function server(options: Parameters<typeof startRedis>[0] = {}): Promise<RedisServer> {
	const started = await startRedis(options);
	cleanups.push(() => started.close());
	return started;
}

const usable = (redis: ConnectedRedis) => () => redis.state().usable;

describe('a Redis that is', () => {
	it('absent at start is used once it is there', async () => {
		const late = await server({ absent: true });
		const { redis, lines } = await connect(late.url);
		await expect(redis.store.get('a')).rejects.toBeInstanceOf(StoreError);
		expect(redis.state()).toEqual({ usable: false, reason: 'ECONNREFUSED' });
		await late.start();
		await until(usable(redis));
		await redis.store.set('a', '1', LONG);
		expect(await redis.store.get('a')).toBe('1');
		expect(lines).toEqual([
			'warn Redis does not answer; the gateway goes on without it {"reason":"ECONNREFUSED"}',
			'info Redis answers again {}',
		]);
	});

	it('killed in the middle fails everything under way, and is used again when it is back', async () => {
		const killed = await server();
		const { redis } = await connect(killed.url);
		await redis.store.set('a', '1', LONG);
		killed.hang();
		const underWay = Promise.allSettled([redis.store.get('a'), redis.store.set('b', '2', LONG), redis.ping()]);
		await killed.kill();
		expect((await underWay).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
		await expect(redis.store.get('a')).rejects.toBeInstanceOf(StoreError);
		await killed.start();
		await until(usable(redis));
		expect(await redis.store.get('a')).toBeUndefined();
		expect(await redis.store.setIfAbsent('a', '2', LONG)).toBe(true);
	});

	it('hanging costs the first its deadline and the others nothing, and is used again when it goes on', async () => {
		const hanging = await server();
		const { redis } = await connect(hanging.url);
		await redis.store.set('a', '1', LONG);
		hanging.hang();
		await expect(redis.store.get('a')).rejects.toThrow('timeout');
		expect(redis.state()).toEqual({ usable: false, reason: 'timeout' });
		for (let times = 0; times < 1_000; times += 1) await expect(redis.store.get('a')).rejects.toThrow('not used');
		hanging.resume();
		await until(usable(redis));
		expect(await redis.store.get('a')).toBe('1');
	});

	it('silent on a connection is tried on another', async () => {
		const silent = await answering('');
		const { redis } = await connect(`redis://127.0.0.1:${silent.port}`);
		redis.channel(async () => 'name').subscribe({ message: () => undefined, gap: () => undefined });
		await until(() => silent.connections() >= 4);
		expect(redis.state().usable).toBe(false);
	});

	it('silent to who only listens is tried on another connection as well', async () => {
		const silent = await answering('');
		const address = addressOf(`redis://127.0.0.1:${silent.port}`);
		const listener = { message: () => undefined, gap: () => undefined };
		cleanups.push(listen({ address, channel: async () => 'name', listener, checkEveryMs: 20 }));
		await until(() => silent.connections() >= 3);
	});

	it('full refuses what is written, and is used for the rest', async () => {
		const full = await server({ options: ['--maxmemory', '100kb', '--maxmemory-policy', 'noeviction'] });
		const { redis } = await connect(full.url);
		await expect(redis.store.set('a', '1', LONG)).rejects.toThrow('OOM');
		await expect(redis.store.setIfAbsent('a', '1', LONG)).rejects.toThrow('OOM');
		expect(await redis.store.get('a')).toBeUndefined();
		expect(redis.state().usable).toBe(true);
	});

	it('closed to its password is told apart, without the password', async () => {
		const locked = await server({ options: ['--requirepass', 'another'] });
		const { redis, lines } = await connect(locked.url.replace('//', `//:${SECRET}@`));
		await expect(redis.store.get('a')).rejects.toThrow('WRONGPASS');
		expect(lines).toEqual(['warn Redis does not answer; the gateway goes on without it {"reason":"WRONGPASS"}']);
		await locked.kill();
		await locked.start('--requirepass', SECRET);
		await until(usable(redis));
		expect(lines.join()).not.toContain(SECRET);
	});

	it('used with its user and database', async () => {
		const known = await server();
		await known.command('ACL', 'SETUSER', 'gateway', 'on', `>${SECRET}:@/%`, '~*', '&*', '+@all');
		const url = `redis://gateway:${encodeURIComponent(`${SECRET}:@/%`)}@127.0.0.1:${known.port}/3`;
		const { redis } = await connect(url);
		await redis.store.set('a', '1', LONG);
		expect(await known.command('EXISTS', 'a')).toBe('0');
		expect(await known.command('INFO', 'keyspace')).toContain('db3:keys=1');
	});

	it('reading from its disk is waited for', async () => {
		const { port: loading } = await answering('-LOADING Redis is loading the dataset in memory\r\n');
		const { redis, lines } = await connect(`redis://127.0.0.1:${loading}`);
		await expect(redis.store.get('a')).rejects.toBeInstanceOf(StoreError);
		expect(lines).toHaveLength(1);
	});

	it('something else altogether', async () => {
		for (const words of ['HTTP/1.1 400 Bad Request\r\n\r\n', '\u0000\u0001garbage\r\n', '-ERR no\r\n']) {
			const { port } = await answering(words);
			const { redis } = await connect(`redis://127.0.0.1:${port}`);
			await expect(redis.store.get('a'), JSON.stringify(words)).rejects.toBeInstanceOf(StoreError);
			await expect(redis.store.setIfAbsent('a', 'b', LONG)).rejects.toBeInstanceOf(StoreError);
		}
	});

	it('closing every connection', async () => {
		const { port } = await answering(null);
		const { redis } = await connect(`redis://127.0.0.1:${port}`);
		await expect(redis.store.get('a')).rejects.toBeInstanceOf(StoreError);
	});
});

describe('the channel', () => {
	it('reaches all who listen, and tells of gaps', async () => {
		const talking = await server();
		const heard: string[] = [];
		const listeners = await Promise.all([connect(talking.url), connect(talking.url)]);
		listeners.forEach(({ redis }, index) => {
			redis
				.channel(async () => 'name')
				.subscribe({
					message: (message) => heard.push(`${index} ${message}`),
					gap: () => heard.push(`${index} gap`),
				});
		});
		await until(() => heard.length === 2);
		expect(heard.splice(0).sort()).toEqual(['0 gap', '1 gap']);

		const [first] = listeners;
		await first?.redis.channel(async () => 'name').publish('to all');
		await first?.redis.channel(async () => 'another').publish('to nobody');
		await until(() => heard.length === 2);
		expect(heard.splice(0).sort()).toEqual(['0 to all', '1 to all']);

		await talking.kill();
		await talking.start();
		await until(() => heard.length === 2);
		expect(heard.splice(0).sort()).toEqual(['0 gap', '1 gap']);
	});

	it('is closed with its Redis, also while that is gone', async () => {
		const { redis } = await connect(`redis://127.0.0.1:${await freePort()}`);
		const gaps: string[] = [];
		redis.channel(async () => 'name').subscribe({ message: () => undefined, gap: () => gaps.push('gap') });
		redis.close();
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(gaps).toEqual([]);
	});
});

/** A server that answers everything with these words, or closes every connection. */
async function answering(words: string | null): Promise<{ port: number; connections(): number }> {
	const sockets = new Set<Socket>();
	const impostor: Server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		if (words === null) socket.destroy();
		else socket.on('data', () => socket.write(words));
	});
	await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve));
	cleanups.push(() => {
		for (const socket of sockets) socket.destroy();
		return new Promise((resolve) => impostor.close(resolve));
	});
	return { port: (impostor.address() as AddressInfo).port, connections: () => sockets.size };
}
