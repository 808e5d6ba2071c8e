import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../src/node/serve.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { createClient, type Send } from '../support/client.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { createSandboxControl } from '../support/sandbox.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { ADA } from '../support/users.js';

const USER = '/users/external_user/1505';
const SEAT = '/courses/code/2024OFFICE/users/username/apena';

let redis: RedisServer;
let sandbox: Sandbox;
const gateways: Gateway[] = [];
beforeEach(async () => {
	redis = await startRedis();
	sandbox = await startSandbox();
});
afterEach(async () => {
	await sandbox.close();
	for (const gateway of gateways.splice(0)) await gateway.close();
	await redis.close();
});

/** An instance of the gateway; its client takes what is remembered. */
async function instance(env: Record<string, string> = {}): Promise<Send> {
	const gateway = await startGateway({
		HOST: '127.0.0.1',
		PORT: '0',
		LOG_LEVEL: 'silent',
		CHAMILO_URL: sandbox.url,
		CHAMILO_SECURITY_KEY: sandbox.securityKey,
		API_KEYS,
		REDIS_URL: redis.url,
		...env,
	});
	gateways.push(gateway);
	const send = createClient(gateway.url, KEYS.all);
	return (method, path, body, headers) => send(method, path, body, { 'Cache-Control': null, ...headers });
}

const calls = () => createSandboxControl(sandbox.url).operations();

/** Everything that stands in Redis. */
async function contents(): Promise<string> {
	const keys = (await redis.command('KEYS', '*')).split(/[\n,]/).filter((key) => key !== '');
	const values = await Promise.all(keys.map((key) => redis.command('GET', key)));
	return [...keys, ...values].join('\n');
}

describe('two gateways on one Redis', () => {
	it('one is told at once what the other has changed', async () => {
		const [one, two] = [await instance(), await instance()];
		await one('GET', USER);
		expect((await one('GET', USER)).headers.get('Age')).not.toBeNull();
		expect((await two('POST', `${USER}/disable`)).status).toBe(204);
		await expect.poll(async () => (await one('GET', USER)).json, { timeout: 1_000 }).toMatchObject({ active: false });

		expect((await one('GET', '/users/external_user/9001')).status).toBe(404);
		expect((await two('POST', '/users', ADA)).status).toBe(201);
		await expect.poll(async () => (await one('GET', '/users/external_user/9001')).status, { timeout: 1_000 }).toBe(200);
	});

	it('one finds what the other has learnt', async () => {
		const [one, two] = [await instance(), await instance()];
		await one('GET', '/courses');
		await one('PUT', SEAT);
		const before = (await calls()).length;
		expect((await two('GET', '/courses')).status).toBe(200);
		expect((await two('PUT', SEAT)).status).toBe(204);
		// The list was forgotten with the subscription; names and numbers were not.
		expect((await calls()).slice(before)).toEqual(['WSCourse.ListCourses', 'WSCourse.SubscribeUserToCourse']);
	});
});

describe('the limit of requests', () => {
	it('counts for both: what one has let pass the other does not', async () => {
		const both = [await instance({ RATE_LIMIT: '5' }), await instance({ RATE_LIMIT: '5' })];
		const statuses: number[] = [];
		// Even if a new minute begins in between, the eleventh is one too many.
		for (let count = 0; count < 11; count += 1) {
			statuses.push((await (both[count % 2] as Send)('GET', USER)).status);
		}
		expect(statuses.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
		expect(statuses).toContain(429);
		await redis.kill();
		// Without Redis each counts by itself, and nobody is refused for it.
		const [one] = both;
		expect([200, 429]).toContain((await one?.('GET', USER))?.status);
	});
});

describe('what stands in Redis', () => {
	const learn = async (send: Send) => {
		for (const path of [USER, '/users/username/apena', '/courses', '/sessions', '/sessions/name/Otoño%202030']) {
			expect((await send('GET', path)).status).toBe(200);
		}
		await send('PUT', SEAT);
	};

	it('are numbers, identifiers and lists, under keys of the campus, each with its time to live', async () => {
		const send = await instance();
		await learn(send);
		const all = await contents();
		expect(all).toMatch(/^chamilo-gateway:1:[0-9a-f]{16}:user:[0-9a-f]{8}:number:username:apena$/m);
		expect(all).toContain('Otoño 2030');
		expect(all).not.toContain('Peña');
		expect(all).not.toContain(sandbox.securityKey);
		for (const key of (await redis.command('KEYS', '*')).split(/[\n,]/)) {
			expect([key, Number(await redis.command('PTTL', key)) > 0]).toEqual([key, true]);
		}
	});

	it('names no identifier in its keys with CACHE_HASH_KEYS=1', async () => {
		await learn(await instance({ CACHE_HASH_KEYS: '1' }));
		const keys = await redis.command('KEYS', '*');
		expect(keys).toMatch(/:user:[0-9a-f]{64}/);
		expect(keys).not.toMatch(/apena|1505|Oto/);
	});

	it('is nothing with CACHE_TTL_S=0', async () => {
		const send = await instance({ CACHE_TTL_S: '0' });
		await learn(send);
		expect(await redis.command('KEYS', '*')).toBe('');
		expect((await send('GET', USER)).headers.get('Age')).toBeNull();
	});
});
