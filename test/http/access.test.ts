import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactSign, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '../support/client.js';
import { expectProblem } from '../support/problem.js';
import { KEYS, type Stack, startStack } from '../support/stack.js';
import { ADA } from '../support/users.js';

const ISSUER = 'https://idp.example.org/';
const AUDIENCE = 'chamilo';
const USER = '/users/external_user/1504';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** An identity provider's JWKS on a real port; its keys can be exchanged, and it can fail. */
async function startJwks() {
	const keys = new Map<string, KeyPair>();
	let status = 200;
	let asked = 0;
	const server: Server = createServer(async (_, response) => {
		asked += 1;
		const all = await Promise.all(
			[...keys].map(async ([kid, { publicKey }]) => ({
				...(await exportJWK(publicKey)),
				kid,
				alg: 'ES256',
				use: 'sig',
			})),
		);
		response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ keys: all }));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
		asked: () => asked,
		answerWith(code: number) {
			status = code;
		},
		async addKey(kid: string) {
			keys.set(kid, await generateKeyPair('ES256', { extractable: true }));
		},
		async token(payload: JWTPayload = {}, kid = 'one', key: KeyPair | undefined = keys.get(kid)): Promise<string> {
			if (!key) throw new Error(`there is no key ${kid}`);
			// Not SignJWT, which makes only tokens that are right.
			const exp = Math.floor(Date.now() / 1000) + 300;
			const claims = { scope: 'users:read', iss: ISSUER, aud: AUDIENCE, sub: 'someone', exp, ...payload };
			return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
				.setProtectedHeader({ alg: 'ES256', kid })
				.sign(key.privateKey);
		},
		close: () => new Promise((resolve) => server.close(resolve)),
	};
}

describe('tokens of an identity provider', () => {
	let jwks: Awaited<ReturnType<typeof startJwks>>;
	let stack: Stack;
	beforeEach(async () => {
		jwks = await startJwks();
		await jwks.addKey('one');
		stack = await startStack({ env: { JWT_JWKS_URL: jwks.url, JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE } });
	});
	afterEach(async () => {
		await stack.close();
		await jwks.close();
	});

	const get = (token: string, path = USER) =>
		stack.request('GET', path, undefined, { 'X-API-Key': null, Authorization: `Bearer ${token}` });

	it('open what their scope names, and nothing else; keys go on working', async () => {
		const token = await jwks.token();
		expect((await get(token)).status).toBe(200);
		expectProblem(await get(token, '/courses'), 'forbidden');
		expect((await stack.request('GET', USER)).status).toBe(200);
		expect((await get(await jwks.token({ scope: 'x users:read courses:read' }), '/courses')).status).toBe(200);
		expectProblem(await get(await jwks.token({ scope: ['users:read'] as never })), 'forbidden');
	});

	it('are asked for their key once, and again when a new key turns up', async () => {
		for (let count = 0; count < 5; count += 1) await get(await jwks.token());
		expect(jwks.asked()).toBe(1);
		await jwks.addKey('two');
		// The library waits before it asks the provider again, so that made-up keys do not flood it.
		expectProblem(await get(await jwks.token({}, 'two')), 'unauthorized');
		expect(jwks.asked()).toBe(1);
	});

	it.each([
		['expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
		['of another issuer', { iss: 'https://evil.example.org/' }],
		['for another audience', { aud: 'mail' }],
		['not valid yet', { nbf: Math.floor(Date.now() / 1000) + 600 }],
	])('that are %s are refused, and the answer says that it is the token', async (_, payload) => {
		const answer = await get(await jwks.token(payload));
		expectProblem(answer, 'unauthorized');
		expect(answer.headers.get('WWW-Authenticate')).toContain('error="invalid_token"');
	});

	it.each([
		['no text', { name: 'ada' }],
		['a list', ['ada']],
		['a number', 7],
		['empty', ''],
		['too long', 'a'.repeat(256)],
		['a text with control characters', 'ada\u001b[2J'],
	])('with a subject that is %s are refused, so that no two are one caller', async (_, sub) => {
		const answer = await get(await jwks.token({ sub: sub as never }));
		expectProblem(answer, 'unauthorized');
		expect(answer.json).toMatchObject({ detail: expect.stringContaining('"sub"') });
	});

	it('of the same subject with fewer scopes get no answer that was stored for more', async () => {
		const post = async (scope: string) =>
			stack.request('POST', '/users', ADA, {
				...{ 'X-API-Key': null, Authorization: `Bearer ${await jwks.token({ scope })}`, 'Idempotency-Key': 'one' },
			});
		expect((await post('users:write')).status).toBe(201);
		expectProblem(await post('users:read'), 'forbidden');
		expect((await post('users:write')).headers.get('Idempotency-Replayed')).toBe('true');
	});

	it('with the scope of one operation of Chamilo call this one only', async () => {
		const token = await jwks.token({ scope: 'soap:call:WSGetUser' });
		const headers = { 'X-API-Key': null, Authorization: `Bearer ${token}` };
		const body = { original_user_id_name: 'external_user', original_user_id_value: '1504' };
		expect((await stack.request('POST', '/soap/WSRegistration/WSGetUser', body, headers)).status).toBe(200);
		const refused = await stack.request('POST', '/soap/WSRegistration/WSDeleteUsers', { users: [] }, headers);
		expectProblem(refused, 'forbidden');
		expect(refused.json).toMatchObject({
			detail: expect.stringContaining('soap:call, or soap:call:WSDeleteUsers'),
		});
		expectProblem(await get(token, '/soap'), 'forbidden');
		expectProblem(await get(token), 'forbidden');
	});

	it('are accepted with clocks half a minute apart', async () => {
		expect((await get(await jwks.token({ exp: Math.floor(Date.now() / 1000) - 10 }))).status).toBe(200);
	});

	it('signed by another key, by none or by the public key as a secret are refused', async () => {
		const stranger = await generateKeyPair('ES256', { extractable: true });
		expectProblem(await get(await jwks.token({}, 'one', stranger)), 'unauthorized');
		const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
		const claims = { iss: ISSUER, aud: AUDIENCE, sub: 'x', scope: '*', exp: 4_000_000_000 };
		expectProblem(await get(`${encode({ alg: 'none' })}.${encode(claims)}.x`), 'unauthorized');
		const secret = new TextEncoder().encode(await (await fetch(jwks.url)).text());
		const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(secret);
		expectProblem(await get(forged), 'unauthorized');
	});

	it('cannot be checked while the provider is down: 503, and not 401', async () => {
		jwks.answerWith(500);
		const answer = await get(await jwks.token());
		expectProblem(answer, 'identity-provider-unavailable');
		expect(answer.headers.get('Retry-After')).toMatch(/^\d+$/);
		jwks.answerWith(200);
		expect((await get(await jwks.token())).status).toBe(200);
	});
});

describe('a limit of requests', () => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack({ env: { RATE_LIMIT: '5' } });
	});
	afterAll(() => stack.close());

	it('is told in every answer, and holds for each caller by itself', async () => {
		const reader = createClient(stack.url, KEYS.usersRead);
		const answers = [];
		for (let count = 0; count < 7; count += 1) answers.push(await reader('GET', USER));
		// A new minute may begin in between, so at least one is refused and none before the fifth.
		expect(answers.slice(0, 5).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
		const refused = answers.find(({ status }) => status === 429);
		if (!refused) throw new Error('nothing was refused');
		expectProblem(refused, 'rate-limited');
		expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
		expect(refused.headers.get('RateLimit')).toMatch(/^"minute";r=0;t=\d+$/);
		expect(answers[0]?.headers.get('RateLimit-Policy')).toBe('"minute";q=5;w=60');
		expect(answers[0]?.headers.get('RateLimit')).toMatch(/^"minute";r=4;t=\d+$/);
		expect((await stack.request('GET', USER)).status).toBe(200);
		expect((await fetch(`${stack.url}/healthz`)).status).toBe(200);
	});
});

describe('answers to browsers', () => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack({ env: { CORS_ORIGINS: 'https://app.example.org, https://hr.example.org' } });
	});
	afterAll(() => stack.close());

	const preflight = (origin: string) =>
		stack.request('OPTIONS', USER, undefined, {
			Origin: origin,
			'X-API-Key': null,
			'Access-Control-Request-Method': 'PUT',
			'Access-Control-Request-Headers': 'x-api-key',
		});

	it('let scripts of the origins that are set call, and no others', async () => {
		const allowed = await preflight('https://hr.example.org');
		expect(allowed.status).toBe(204);
		expect(allowed.headers.get('Access-Control-Allow-Origin')).toBe('https://hr.example.org');
		expect(allowed.headers.get('Access-Control-Allow-Methods')).toContain('PUT');
		expect(allowed.headers.get('Access-Control-Allow-Headers')?.toLowerCase()).toContain('x-api-key');
		for (const origin of ['https://evil.example.org', 'https://hr.example.org.evil.org', 'null']) {
			expect((await preflight(origin)).headers.get('Access-Control-Allow-Origin')).toBeNull();
		}
		const read = await stack.request('GET', USER, undefined, { Origin: 'https://app.example.org' });
		expect(read.headers.get('Access-Control-Allow-Origin')).toBe('https://app.example.org');
		expect(read.headers.get('Access-Control-Expose-Headers')).toContain('RateLimit');
		expect(read.headers.get('Access-Control-Allow-Credentials')).toBeNull();
		const refused = await stack.request('GET', '/users/external_user/none', undefined, {
			Origin: 'https://app.example.org',
		});
		expect(refused.headers.get('Access-Control-Allow-Origin')).toBe('https://app.example.org');
	});

	it('can be run, framed and guessed by nobody', async () => {
		for (const path of [USER, '/users/external_user/none', '/nothing', '/healthz', '/']) {
			const { headers } = await stack.request('GET', path);
			expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
			expect(headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
			expect(headers.get('Cache-Control')).not.toBeNull();
		}
	});

	it('say by OPTIONS which methods a path has, without a key', async () => {
		const answer = await stack.request('OPTIONS', USER, undefined, { 'X-API-Key': null });
		expect([answer.status, answer.headers.get('Allow')]).toEqual([204, 'DELETE, GET, HEAD, PATCH, PUT, OPTIONS']);
		expectProblem(await stack.request('OPTIONS', '/nothing', undefined, { 'X-API-Key': null }), 'route-not-found');
	});

	it('have no body for HEAD, and the headers of GET', async () => {
		const answer = await stack.request('HEAD', USER);
		expect([answer.status, answer.text, answer.headers.get('ETag')]).toEqual([200, '', expect.stringMatching(/^"/)]);
	});
});
