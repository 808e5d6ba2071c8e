import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startGateway } from '../../src/node/serve.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { createClient } from '../support/client.js';
import { expectProblem } from '../support/problem.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { WITH_KEY } from './with-key.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
	for (const one of open.splice(0)) await one.close();
});

/** What stands before a campus and answers for v2.php itself. */
async function startBlock(sandbox: Sandbox, status: number, body: string) {
	const server = createServer((incoming, response) => {
		if (incoming.url?.includes('/api/v2.php')) return response.writeHead(status).end(body);
		const { method, headers } = incoming;
		const onward = request(sandbox.url + incoming.url, { method, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 0, answer.headers);
			answer.pipe(response);
		});
		incoming.pipe(onward);
		return undefined;
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const close = () =>
		new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	open.push({ close });
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startCampus() {
	const sandbox = await startSandbox({ chamilo: '1.11.32', php: 8 });
	open.push(sandbox);
	return sandbox;
}

async function connect(url: string, { securityKey }: Sandbox, key: Record<string, string> = WITH_KEY) {
	const settings = { LOG_LEVEL: 'silent', HOST: '127.0.0.1', PORT: '0', API_KEYS, CACHE_TTL_S: '0' };
	const gateway = await startGateway({ ...settings, CHAMILO_URL: url, CHAMILO_SECURITY_KEY: securityKey, ...key });
	open.unshift(gateway);
	return createClient(gateway.url, KEYS.all);
}

/** Without a key that works the gateway does what SOAP can do, says what is missing, and is degraded. */
async function expectSoapAlone(send: Awaited<ReturnType<typeof connect>>) {
	expect((await send('GET', '/users/external_user/1508')).json).toMatchObject({ id: 10, email: null });
	expectProblem(await send('GET', '/courses/code/ALGEBRA/users'), 'unsupported-by-chamilo');
	expectProblem(await send('DELETE', '/courses/code/ALGEBRA'), 'unsupported-by-chamilo');
	expect(await readiness(send)).toEqual([200, 'degraded', 'warning']);
}

/** What /readyz says of the gateway, and of the key. Without soap.php no campus is more than degraded. */
async function readiness(send: Awaited<ReturnType<typeof connect>>) {
	const { status, json } = await send('GET', '/readyz');
	const { status: state, checks } = json as { status: string; checks: { id: string; status: string }[] };
	return [status, state, checks.find(({ id }) => id === 'json-api')?.status];
}

describe('a key that does not work', () => {
	it.each([
		['wrong', { CHAMILO_API_USER: 'admin', CHAMILO_API_KEY: 'wrong' }],
		['that of a teacher', { CHAMILO_API_USER: 'mjnunez', CHAMILO_API_KEY: 'key-of-a-teacher' }],
	])('%s', async (_, key) => {
		const sandbox = await startCampus();
		sandbox.campus.restKeys.set(3, 'key-of-a-teacher');
		await expectSoapAlone(await connect(sandbox.url, sandbox, key));
		expect(sandbox.campus.courses.list()).toHaveLength(4);
	});

	it.each([
		[403, '<h1>Forbidden</h1>'],
		[404, 'Not found'],
		[200, '<!DOCTYPE html><title>Log in</title>'],
		[500, ''],
	])('v2.php is blocked: HTTP %d %s', async (status, body) => {
		const sandbox = await startCampus();
		await expectSoapAlone(await connect(await startBlock(sandbox, status, body), sandbox));
	});

	it('one that stops working under way', async () => {
		const sandbox = await startCampus();
		const send = await connect(sandbox.url, sandbox);
		expect((await send('GET', '/users/external_user/1508')).json).toMatchObject({ email: 'sobrien@example.org' });
		sandbox.campus.administrators.delete(1);
		await expectSoapAlone(send);
	});
});

describe('a platform in Spanish, with PHP notices before its replies', () => {
	it('is read and changed as any other', async () => {
		const settings = { language: 'spanish', testServer: true };
		const sandbox = await startSandbox({ chamilo: '1.11.32', php: 8, settings });
		open.push(sandbox);
		const send = await connect(sandbox.url, sandbox);
		expect((await send('GET', '/users?email=sobrien@example.org')).json).toMatchObject({ users: [{ id: 10 }] });
		expectProblem(await send('GET', '/users/username/nobody'), 'user-not-found');
		expectProblem(await send('PATCH', '/users/username/nobody', { phone: '1' }), 'user-not-found');
		expectProblem(await send('PATCH', '/users/username/sobrien', { language: 'esperanto' }), 'rejected-by-chamilo');
		expect(await send('PATCH', '/users/username/sobrien', { phone: '1' })).toMatchObject({ status: 204 });
		expect(await send('PATCH', '/sessions/chamilo_session_id/1', { visibility: 'visible' })).toMatchObject({
			status: 204,
		});
		expect(await send('DELETE', '/courses/code/ALGEBRA')).toMatchObject({ status: 204 });
		expect(sandbox.campus.users.byId(10)?.phone).toBe('1');
		expect(sandbox.campus.courses.byCode('ALGEBRA')).toBeUndefined();
	});
});
