import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem } from '../support/problem.js';
import { startRedis } from '../support/redis.js';
import { KEYS, type Stack, startStack } from '../support/stack.js';

const USER = '/users/external_user/1505';
const FROM_CACHE = { 'Cache-Control': null };

/** Headers that differ between responses. */
const CHANGING = ['age', 'date', 'ratelimit', 'x-request-id'];
const lasting = (headers: Headers) => [...headers].filter(([name]) => !CHANGING.includes(name));

describe.each([
	['is sent before routing', {}],
	['is routed where other origins may send requests', { CORS_ORIGINS: 'https://app.example.org' }],
	['is routed where the response cache is off', { RESPONSE_CACHE: '0' }],
])('a cached response %s', (_, env) => {
	let stack: Stack;
	const get = (headers: Record<string, string | null> = {}) =>
		stack.request('GET', USER, undefined, { ...FROM_CACHE, ...headers });
	beforeAll(async () => {
		stack = await startStack({ env });
	});
	afterAll(() => stack.close());

	it('and is the same as one that the operation has made of cache entries', async () => {
		// The first calls the campus, the second is made of cache entries; from then on the response itself is cached.
		await get();
		const routed = await get();
		const cached = await get({ 'X-Request-Id': 'mine' });
		expect([cached.status, cached.text, lasting(cached.headers)]).toEqual([200, routed.text, lasting(routed.headers)]);
		expect([cached.headers.get('Age'), cached.headers.get('X-Request-Id')]).toEqual(['0', 'mine']);
		expect(Number(cached.headers.get('Content-Length'))).toBe(new TextEncoder().encode(cached.text).length);
		const head = await stack.request('HEAD', USER, undefined, FROM_CACHE);
		expect([head.status, head.text, head.headers.get('ETag')]).toEqual([200, '', cached.headers.get('ETag')]);
		const known = await get({ 'If-None-Match': cached.headers.get('ETag') });
		expect([known.status, known.text, known.headers.get('Content-Length')]).toEqual([304, '', null]);
		expect(new Set([await calls(), await calls()]).size).toBe(1);
	});

	it('only to clients with a key and scope for it', async () => {
		for (let times = 0; times < 3; times += 1) expect((await get()).status).toBe(200);
		expectProblem(await get({ 'X-API-Key': null }), 'unauthorized');
		expectProblem(await get({ 'X-API-Key': 'nobody knows it' }), 'unauthorized');
		expectProblem(await get({ 'X-API-Key': KEYS.usersWrite }), 'forbidden');
		expect((await get({ 'X-API-Key': KEYS.usersRead })).status).toBe(200);
		const bearer = (key: string) => ['Authorization', `Bearer ${key}`];
		expect(await statusOf(bearer(KEYS.all))).toBe(200);
		expect(await statusOf([...bearer(KEYS.all), ...bearer(KEYS.all)])).toBe(401);
	});

	it('never after a change, nor with Cache-Control: no-cache', async () => {
		for (let times = 0; times < 3; times += 1) await get();
		const before = await calls();
		const fresh = await get({ 'Cache-Control': 'no-cache' });
		expect([fresh.status, fresh.headers.get('Age')]).toEqual([200, null]);
		expect(await calls()).toBeGreaterThan(before);
		expect((await stack.request('POST', `${USER}/disable`)).status).toBe(204);
		expect((await get()).json).toMatchObject({ active: false });
		expect((await stack.request('POST', `${USER}/enable`)).status).toBe(204);
	});

	const calls = async () => (await stack.control.operations()).length;

	/** @param lines names and values of headers as they are sent, one line each */
	function statusOf(lines: string[]): Promise<number | undefined> {
		return new Promise((resolve, reject) => {
			const { host } = new URL(stack.url);
			const sent = request(stack.url + USER, { headers: ['Host', host, ...lines] as never }, (response) => {
				response.resume().on('end', () => resolve(response.statusCode));
			});
			sent.on('error', reject).end();
		});
	}
});

describe('a cached response, where requests are limited', () => {
	it.each(['this instance', 'all instances'])('counts in %s, and is 429 beyond the limit', async (where) => {
		const redis = where === 'all instances' ? await startRedis() : undefined;
		const stack = await startStack({ env: { RATE_LIMIT: '30', ...(redis ? { REDIS_URL: redis.url } : {}) } });
		const responses = [];
		for (let times = 0; times < 65; times += 1) {
			responses.push(await stack.request('GET', USER, undefined, FROM_CACHE));
			if (responses.at(-1)?.status === 429) break;
		}
		const last = responses.at(-1);
		expect(responses.length).toBeGreaterThan(30);
		expect(responses.slice(0, -1).every(({ status }) => status === 200)).toBe(true);
		expect(last && expectProblem(last, 'rate-limited').status).toBe(429);
		await stack.close();
		await redis?.close();
	});
});
