import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem } from '../support/problem.js';
import { startRedis } from '../support/redis.js';
import { KEYS, type Stack, startStack } from '../support/stack.js';

const USER = '/users/external_user/1505';
const REMEMBERED = { 'Cache-Control': null };

/** Headers that are others with every answer. */
const CHANGING = ['age', 'date', 'ratelimit', 'x-request-id'];
const lasting = (headers: Headers) => [...headers].filter(([name]) => !CHANGING.includes(name));

describe.each([
	['by the server itself', {}],
	['where other origins may call', { CORS_ORIGINS: 'https://app.example.org' }],
])('an answer that stands is told %s', (_, env) => {
	let stack: Stack;
	const get = (headers: Record<string, string | null> = {}) =>
		stack.request('GET', USER, undefined, { ...REMEMBERED, ...headers });
	beforeAll(async () => {
		stack = await startStack({ env });
	});
	afterAll(() => stack.close());

	it('just as one that a route has made of memory', async () => {
		// The first is asked for, the second is put together of what is remembered; from then on it stands.
		await get();
		const routed = await get();
		const told = await get({ 'X-Request-Id': 'mine' });
		expect([told.status, told.text, lasting(told.headers)]).toEqual([200, routed.text, lasting(routed.headers)]);
		expect([told.headers.get('Age'), told.headers.get('X-Request-Id')]).toEqual(['0', 'mine']);
		expect(Number(told.headers.get('Content-Length'))).toBe(new TextEncoder().encode(told.text).length);
		const head = await stack.request('HEAD', USER, undefined, REMEMBERED);
		expect([head.status, head.text, head.headers.get('ETag')]).toEqual([200, '', told.headers.get('ETag')]);
		const known = await get({ 'If-None-Match': told.headers.get('ETag') });
		expect([known.status, known.text, known.headers.get('Content-Length')]).toEqual([304, '', null]);
		expect(new Set([await calls(), await calls()]).size).toBe(1);
	});

	it('to whoever may read it, and to nobody else', async () => {
		for (let times = 0; times < 3; times += 1) expect((await get()).status).toBe(200);
		expectProblem(await get({ 'X-API-Key': null }), 'unauthorized');
		expectProblem(await get({ 'X-API-Key': 'nobody knows it' }), 'unauthorized');
		expectProblem(await get({ 'X-API-Key': KEYS.usersWrite }), 'forbidden');
		expect((await get({ 'X-API-Key': KEYS.usersRead })).status).toBe(200);
		const bearer = (key: string) => ['Authorization', `Bearer ${key}`];
		expect(await statusOf(bearer(KEYS.all))).toBe(200);
		expect(await statusOf([...bearer(KEYS.all), ...bearer(KEYS.all)])).toBe(401);
	});

	it('never to one who asks for a fresh one, nor after a change', async () => {
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

	/** @param lines names and values as they are sent, one line each */
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

describe('an answer that stands, where requests are counted', () => {
	it.each(['in this instance', 'in all'])('%s, is refused beyond the limit', async (where) => {
		const redis = where === 'in all' ? await startRedis() : undefined;
		const stack = await startStack({ env: { RATE_LIMIT: '30', ...(redis ? { REDIS_URL: redis.url } : {}) } });
		const answers = [];
		for (let times = 0; times < 65; times += 1) {
			answers.push(await stack.request('GET', USER, undefined, REMEMBERED));
			if (answers.at(-1)?.status === 429) break;
		}
		const last = answers.at(-1);
		expect(answers.length).toBeGreaterThan(30);
		expect(answers.slice(0, -1).every(({ status }) => status === 200)).toBe(true);
		expect(last && expectProblem(last, 'rate-limited').status).toBe(429);
		await stack.close();
		await redis?.close();
	});
});
