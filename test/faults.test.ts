import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { startGateway } from '../src/node/serve.js';
import { startSandbox } from '../src/sandbox/index.js';
import { expectBatch, outcomes } from './support/batch.js';
import { createClient } from './support/client.js';
import { expectProblem } from './support/problem.js';
import { createSandboxControl } from './support/sandbox.js';
import { API_KEYS, KEYS, startStack } from './support/stack.js';
import { ADA, DEMO } from './support/users.js';

const ENV = { HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', API_KEYS };

describe('a campus that is not there', () => {
	/** A port nobody listens on. */
	async function closedPort(): Promise<number> {
		const sandbox = await startSandbox();
		await sandbox.close();
		return Number(new URL(sandbox.url).port);
	}

	test('is 503 with Retry-After on every route, and the gateway itself stays healthy', async () => {
		const port = await closedPort();
		const gateway = await startGateway({ ...ENV, CHAMILO_URL: `http://127.0.0.1:${port}`, CHAMILO_SECURITY_KEY: 'k' });
		const send = createClient(gateway.url, KEYS.all);
		try {
			for (const [method, path, body] of [
				['GET', '/users/external_user/1504'],
				['POST', '/users/external_user/1504/disable'],
				['POST', '/users', ADA],
				['POST', '/users/batch/create', { users: [ADA] }],
			] as const) {
				const answer = await send(method, path, body);
				expectProblem(answer, 'chamilo-unavailable');
				expect(answer.headers.get('Retry-After')).toMatch(/^[1-9]\d*$/);
				expect(answer.text).not.toContain('ECONNREFUSED');
			}
			expect((await send('GET', '/healthz')).status).toBe(200);
		} finally {
			await gateway.close();
		}
	});

	test('can come up after the gateway, go away and come back', async () => {
		const port = await closedPort();
		const securityKey = 'the same all the time';
		const gateway = await startGateway({
			...ENV,
			CHAMILO_URL: `http://127.0.0.1:${port}`,
			CHAMILO_SECURITY_KEY: securityKey,
		});
		const send = createClient(gateway.url, KEYS.all);
		try {
			expectProblem(await send('GET', '/users/external_user/1504'), 'chamilo-unavailable');
			for (const round of ['first', 'second']) {
				const sandbox = await startSandbox({ port, securityKey });
				const answer = await send('POST', '/users', { ...ADA, value: round });
				const users = await createSandboxControl(sandbox.url).usersWith('external_user', round);
				await sandbox.close();
				expect([answer.status, users.length]).toEqual([201, 1]);
				const away = await send('POST', '/users', { ...ADA, value: round });
				expectProblem(away, 'chamilo-unavailable');
			}
		} finally {
			await gateway.close();
		}
	});

	test('goes away within a batch: each item tells what became of it', async () => {
		const stack = await startStack();
		try {
			await stack.request('GET', '/users/external_user/1504');
			await stack.sandbox.close();
			const users = [DEMO.student, DEMO.other].map(({ field, value }) => ({ field, value }));
			const results = expectBatch(await stack.request('POST', '/users/batch/disable', { users }), 2);
			expect(outcomes(results)).toEqual(['chamilo-unavailable', 'chamilo-unavailable']);
		} finally {
			await stack.close();
		}
	});

	test('that hangs is given a rest: calls fail at once and are not sent, until one finds it back', async () => {
		const stack = await startStack({ env: { CHAMILO_TIMEOUT_MS: '300' } });
		const look = () => stack.request('GET', '/users/external_user/1504');
		try {
			expect((await look()).status).toBe(200);
			await stack.control.fault({ kind: 'hang', times: 1000 });
			for (let round = 0; round < 3; round += 1) await Promise.all([look(), look(), look(), look()]);
			const calls = stack.sandbox.journal.length;
			const answer = await look();
			expectProblem(answer, 'chamilo-unavailable');
			expect(answer.headers.get('Retry-After')).toBe('5');
			expect(stack.sandbox.journal.length).toBe(calls);
			await stack.control.reset();
			await expect.poll(async () => (await look()).status, { timeout: 20_000, interval: 200 }).toBe(200);
		} finally {
			await stack.close();
		}
	});

	test.each([404, 200, 403, 302])(
		'a server that is no Chamilo and answers %s is 502, with nothing of its page',
		async (status) => {
			const server = createServer((_, response) => {
				response.writeHead(status, { 'Content-Type': 'text/html', Location: '/login' }).end('<h1>Somebody else</h1>');
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
			const gateway = await startGateway({ ...ENV, CHAMILO_URL: url, CHAMILO_SECURITY_KEY: 'k' });
			try {
				const answer = await createClient(gateway.url, KEYS.all)('GET', '/users/external_user/1504');
				expectProblem(answer, 'chamilo-error');
				expect(answer.text).not.toContain('Somebody');
			} finally {
				await gateway.close();
				server.closeAllConnections();
				server.close();
			}
		},
	);
});

describe('stopping', () => {
	test('finishes what is under way, and takes nothing new', async () => {
		const sandbox = await startSandbox();
		const gateway = await startGateway({
			...ENV,
			CHAMILO_URL: sandbox.url,
			CHAMILO_SECURITY_KEY: sandbox.securityKey,
		});
		const send = createClient(gateway.url, KEYS.all);
		const control = createSandboxControl(sandbox.url);
		await send('GET', '/users?username=admin');
		await control.fault({ kind: 'delay', ms: 300, operation: 'WSUser.CreateUser' });
		const underWay = send('POST', '/users', ADA);
		// The delay is counted off when the call has arrived: from then on the request is under way.
		while (sandbox.faults.list().length > 0) await new Promise((resolve) => setImmediate(resolve));
		const closed = gateway.close();
		expect((await underWay).status).toBe(201);
		await closed;
		await expect(send('GET', '/healthz')).rejects.toThrow();
		expect(await control.userByName('ada')).toMatchObject({ extras: { external_user: '9001' } });
		await sandbox.close();
	});
});
