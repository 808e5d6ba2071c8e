import { afterEach, describe, expect, test } from 'vitest';
import { expectProblem } from '../support/problem.js';
import type { Exchange } from '../support/proxy.js';
import { type Stack, startStack } from '../support/stack.js';
import { ADA, DEMO } from '../support/users.js';

let stack: Stack | undefined;
afterEach(async () => {
	await stack?.close();
	stack = undefined;
});

async function start(...options: Parameters<typeof startStack>): Promise<Stack> {
	stack = await startStack(...options);
	return stack;
}

/** Calls that carry a signature. */
function signed(exchanges: Exchange[]): Exchange[] {
	return exchanges.filter(({ operation }) => operation !== 'WS.test');
}

const ROUTES: [method: string, path: string, body?: unknown][] = [
	['POST', '/users/external_user/1505/disable'],
	['GET', '/users/username/apena'],
	['POST', '/users', ADA],
	['DELETE', '/users/external_user/1505'],
	['PUT', '/users/external_user/1505/credentials', { username: 'apena', password: 'new' }],
];

describe('a wrong security key', () => {
	test.each(ROUTES)('%s %s is 502 and says what to mend, and nothing is changed', async (method, path, body) => {
		const { request, control } = await start({ env: { CHAMILO_SECURITY_KEY: 'not the one of the campus' } });
		const before = await control.state();
		const answer = await request(method, path, body);
		const problem = expectProblem(answer, 'chamilo-refused-signature');
		for (const hint of ['CHAMILO_SECURITY_KEY', 'security_key', '127.0.0.1', 'CHAMILO_SIGNING=auto']) {
			expect(problem.detail).toContain(hint);
		}
		expect(answer.text).not.toContain('not the one of the campus');
		expect(answer.text).not.toMatch(/[0-9a-f]{40}/);
		expect(await control.state()).toEqual(before);
	});

	test('fails each item of a batch with the same reason', async () => {
		const { request, control } = await start({ env: { CHAMILO_SECURITY_KEY: 'wrong' } });
		const before = await control.state();
		const users = [DEMO.student, DEMO.other].map(({ field, value }) => ({ field, value }));
		for (const action of ['enable', 'disable', 'delete']) {
			const { status, json } = await request('POST', `/users/batch/${action}`, { users });
			expect(status).toBe(207);
			expect(json).toMatchObject({
				results: Array(2).fill({ status: 502, problem: { code: 'chamilo-refused-signature' } }),
			});
		}
		expect(await control.state()).toEqual(before);
	});

	test('is tried once more in X-Forwarded-For, and then not for a minute', async () => {
		const { request, proxy } = await start({ env: { CHAMILO_SECURITY_KEY: 'wrong' } });
		const disabling = () =>
			signed(proxy.exchanges)
				.filter(({ operation }) => operation === 'WSUser.DisableUser')
				.map(({ requestHeaders }) => requestHeaders['x-forwarded-for']);
		await request('POST', '/users/external_user/1505/disable');
		expect(disabling()).toEqual([undefined, '127.0.0.1']);
		await Promise.all([1, 2, 3].map(() => request('POST', '/users/external_user/1505/disable')));
		expect(disabling()).toEqual([undefined, '127.0.0.1', undefined, undefined, undefined]);
	});
});

describe('the address the campus sees', () => {
	test('is asked of testip.php, whatever stands between', async () => {
		const { request, proxy } = await start();
		proxy.forwardedFor = '203.0.113.7';
		expect((await request('POST', '/users', ADA)).status).toBe(201);
		proxy.forwardedFor = '2001:db8::1';
		expect((await request('GET', '/users/external_user/9001')).status).toBe(200);
	});

	test.each(ROUTES)('may change: %s %s is healed by one more try', async (method, path, body) => {
		const { request, proxy, control } = await start();
		proxy.forwardedFor = '203.0.113.1';
		expect((await request('GET', '/users?username=admin')).status).toBe(200);
		proxy.forwardedFor = '203.0.113.2';
		proxy.exchanges.length = 0;
		await control.reset();

		const answer = await request(method, path, body);
		expect(answer.status).toBeLessThan(300);
		const refused = signed(proxy.exchanges).filter(({ responseXml }) =>
			/API key is invalid|Secret key is not correct/.test(responseXml),
		);
		// Calls sent at the same time are all signed for the old address; each is sent again once.
		expect(refused.length).toBeGreaterThan(0);
		for (const { operation } of refused) {
			expect(signed(proxy.exchanges).filter((exchange) => exchange.operation === operation).length).toBeGreaterThan(1);
		}
		proxy.exchanges.length = 0;
		expect((await request('GET', '/users?username=admin')).status).toBe(200);
		expect(signed(proxy.exchanges)).toHaveLength(1);
	});

	test('may change before a creation: there is exactly one user', async () => {
		const { request, proxy, control } = await start();
		await request('GET', '/users?username=admin');
		proxy.forwardedFor = '203.0.113.9';
		expect((await request('POST', '/users', ADA)).status).toBe(201);
		expect(await control.usersWith('external_user', ADA.value)).toHaveLength(1);
	});

	test('may change while many calls are under way', async () => {
		const { request, proxy } = await start();
		await request('GET', '/users?username=admin');
		proxy.forwardedFor = '203.0.113.9';
		const answers = await Promise.all(
			Array.from({ length: 12 }, () => request('POST', '/users/external_user/1505/disable')),
		);
		expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(204));
	});
});

describe('CHAMILO_SIGNING', () => {
	test('static signs with the address it is given, and names it when it is refused', async () => {
		const right = await start({ env: { CHAMILO_SIGNING: 'static', CHAMILO_EGRESS_IP: '127.0.0.1' } });
		expect((await right.request('GET', '/users/external_user/1504')).status).toBe(200);
		await right.close();
		const { request } = await start({ env: { CHAMILO_SIGNING: 'static', CHAMILO_EGRESS_IP: '203.0.113.50' } });
		const problem = expectProblem(await request('GET', '/users/external_user/1504'), 'chamilo-refused-signature');
		expect(problem.detail).toContain('203.0.113.50');
		expect(problem.detail).toContain('CHAMILO_SIGNING=static');
	});

	test('forwarded sends its address as the one entry of X-Forwarded-For', async () => {
		const { request, proxy } = await start({
			env: { CHAMILO_SIGNING: 'forwarded', CHAMILO_EGRESS_IP: '203.0.113.50' },
		});
		const answer = await request('GET', '/users/external_user/1504', undefined, { 'X-Forwarded-For': '198.51.100.1' });
		expect(answer.status).toBe(200);
		expect((await request('POST', '/users/external_user/1505/disable')).status).toBe(204);
		const sent = signed(proxy.exchanges).map(({ requestHeaders }) => requestHeaders['x-forwarded-for']);
		expect(new Set(sent)).toEqual(new Set(['203.0.113.50']));
	});

	test("auto never passes a caller's X-Forwarded-For on", async () => {
		const { request, proxy } = await start();
		for (const [method, path, body] of ROUTES) {
			const answer = await request(method, path, body, {
				'X-Forwarded-For': '198.51.100.1',
				Forwarded: 'for=198.51.100.1',
			});
			expect(answer.status).toBeLessThan(300 + (method === 'PUT' ? 200 : 0));
		}
		for (const { requestHeaders } of proxy.exchanges) {
			expect(requestHeaders).not.toHaveProperty('x-forwarded-for');
			expect(requestHeaders).not.toHaveProperty('forwarded');
			expect(requestHeaders).not.toHaveProperty('x-api-key');
		}
	});

	test('key-only signs registration.soap.php with the key alone', async () => {
		const { request, proxy } = await start({ env: { CHAMILO_SIGNING: 'key-only' } });
		await request('GET', '/users/username/apena');
		const [registration] = signed(proxy.exchanges);
		const { createHash } = await import('node:crypto');
		const expected = createHash('sha1').update('sandbox-security-key').digest('hex');
		expect(registration?.requestXml).toContain(`>${expected}</secret_key>`);
		expect((await request('POST', '/users/external_user/1505/disable')).status).toBe(204);
	});
});
