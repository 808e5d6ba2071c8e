import { afterEach, describe, expect, it } from 'vitest';
import { createCircuitBreaker } from '../../src/chamilo/circuit-breaker.js';
import { connectCampus } from '../../src/chamilo/connect.js';
import { createJsonApi } from '../../src/chamilo/json-api/client.js';
import { probeJsonApi } from '../../src/chamilo/json-api/probe.js';
import { createSemaphore } from '../../src/chamilo/semaphore.js';
import type { CallEvent } from '../../src/chamilo/soap-client.js';
import { parseConfig } from '../../src/config.js';
import { createUndiciTransport } from '../../src/node/undici-transport.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js';
import { failureOf, serverPool } from './small-server.js';

const servers = serverPool();
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
	for (const one of open.splice(0)) await one.close();
	await servers.close();
});

async function campus(options: SandboxOptions = {}) {
	const sandbox = await startSandbox({ chamilo: '1.11.32', ...options });
	const network = createUndiciTransport(sandbox.url);
	open.push(sandbox, network);
	return { sandbox, transport: network.transport };
}

function addressOf({ sandbox, transport }: Awaited<ReturnType<typeof campus>>, key = sandbox.apiKey, user = 'admin') {
	return { url: sandbox.url, transport, timeoutMs: 5000, credentials: { user, key } };
}

function clientOf(address: ReturnType<typeof addressOf>) {
	const calls: CallEvent[] = [];
	const limits = { semaphore: createSemaphore(4), circuitBreaker: createCircuitBreaker() };
	return { calls, ...createJsonApi({ ...address, ...limits, onCall: (event) => calls.push(event) }) };
}

/** Names of the actions that were called. */
function actionsOf(sandbox: Sandbox): string[] {
	return sandbox.journal.filter(({ service }) => service === 'v2.php').map(({ operation }) => operation);
}

describe('the probe', () => {
	it.each([7, 8] as const)('finds an API that takes the key, and the own number, on PHP %d', async (php) => {
		const there = await campus({ php });
		expect(await probeJsonApi(addressOf(there))).toEqual({ state: 'ready', ownNumber: 1 });
	});

	it('knows a right and a wrong key by comparing messages, also on a platform in Spanish', async () => {
		const there = await campus({ settings: { language: 'spanish' } });
		expect(await probeJsonApi(addressOf(there))).toMatchObject({ state: 'ready' });
		expect(await probeJsonApi(addressOf(there, 'another-key'))).toEqual({ state: 'wrong-key' });
		expect(await probeJsonApi(addressOf(there, there.sandbox.apiKey, 'ghost'))).toEqual({ state: 'wrong-key' });
	});

	it('tells the key of a teacher', async () => {
		const there = await campus();
		const teacher = there.sandbox.campus.users.byUsername('mjnunez');
		there.sandbox.campus.restKeys.set(teacher?.id ?? 0, 'key-of-a-teacher');
		expect(await probeJsonApi(addressOf(there, 'key-of-a-teacher', 'mjnunez'))).toEqual({ state: 'no-administrator' });
	});

	it('tells that web services are switched off', async () => {
		const there = await campus({ settings: { webservicesDisabled: true } });
		expect(await probeJsonApi(addressOf(there))).toEqual({ state: 'absent' });
	});

	it.each([
		[403, '<h1>Forbidden</h1>'],
		[404, 'Not found'],
		[200, '<!DOCTYPE html><title>Log in</title>'],
		[200, '{"error":false,"data":[]}'],
		[302, ''],
	])('tells what is no JSON API: HTTP %d %s', async (status, body) => {
		const { url, transport } = await servers.start((response) => response.writeHead(status).end(body));
		const address = { url, transport, timeoutMs: 5000, credentials: { user: 'admin', key: 'k' } };
		expect(await probeJsonApi(address)).toEqual({ state: 'absent' });
	});

	it('does not wait for one that hangs as long as for SOAP', async () => {
		const { url, transport } = await servers.start(() => undefined);
		const address = { url, transport, timeoutMs: 100, credentials: { user: 'admin', key: 'k' } };
		expect(await probeJsonApi(address)).toEqual({ state: 'unreachable' });
	});

	it('changes nothing', async () => {
		const there = await campus();
		const before = JSON.stringify(there.sandbox.campus.users.list());
		await probeJsonApi(addressOf(there));
		expect(JSON.stringify(there.sandbox.campus.users.list())).toBe(before);
	});
});

describe('the client', () => {
	const notLost = () => expect.fail('the key works');

	it('reads and writes, and counts its calls', async () => {
		const there = await campus();
		const client = clientOf(addressOf(there));
		await client.probe();
		expect(await client.call('get_user_info_from_username', { loginname: 'apena' }, 'command', notLost)).toMatchObject({
			username: 'apena',
			email: 'apena@example.org',
			active: true,
		});
		const change = { loginname: 'apena', firstname: 'Ángel & "<b>"' };
		expect(await client.call('update_user_from_username', change, 'command', notLost)).toBe(true);
		const stored = Buffer.from(there.sandbox.campus.users.byUsername('apena')?.firstname ?? '', 'latin1').toString();
		expect(stored).toBe('Ángel & "<b>"');
		expect(client.calls.map(({ operation, outcome }) => [operation, outcome])).toEqual([
			['get_user_info_from_username', 'ok'],
			['update_user_from_username', 'ok'],
		]);
	});

	it('reads a long list while others are served, and says what it does not read', async () => {
		const user = { id: '7', username: 'a', firstname: 'A', lastname: 'B', email: 'a@example.org', active: '1' };
		let data: unknown[] = [];
		const { url, transport } = await servers.start((response) => response.end(JSON.stringify({ error: false, data })));
		const client = clientOf({ url, transport, timeoutMs: 20_000, credentials: { user: 'admin', key: 'k' } });
		const ask = () => client.call('get_users', { status: '*' }, 'command', notLost);
		data = Array.from({ length: 6_000 }, () => user);
		let served = 0;
		const others = setInterval(() => {
			served += 1;
		}, 0);
		const read = await ask();
		clearInterval(others);
		expect([read.length, read[5_999]]).toEqual([6_000, { ...user, id: 7, active: true }]);
		expect(served).toBeGreaterThan(5);
		data = [...data, { ...user, id: 'x' }];
		expect((await failureOf(ask())).message).toContain('its data is of another form');
		data = Array.from({ length: 200_000 }, () => ({}));
		expect((await failureOf(ask())).message).toContain('its data is of another form');
		data = ['x'.repeat(17 * 1024 * 1024)];
		expect((await failureOf(ask())).message).toContain('the reply is larger than 16777216 bytes');
	});

	it('passes on nothing of what a refusal says', async () => {
		const there = await campus();
		const client = clientOf(addressOf(there));
		const { id } = there.sandbox.campus.sessions.list()[0] ?? { id: 0 };
		const refused = await failureOf(
			client.call('update_session', { session_id: id, id_coach: 4711 }, 'command', notLost),
		);
		expect(refused).toMatchObject({ code: 'rejected-by-chamilo', outcomeUnknown: true });
		expect(JSON.stringify({ ...refused, message: refused.message, cause: String(refused.cause) })).not.toMatch(
			/SQLSTATE|4711|UPDATE/,
		);
		const unknown = client.call('update_user_from_username', { loginname: 'ghost', phone: '1' }, 'command', notLost);
		expect(await failureOf(unknown)).toMatchObject({ code: 'rejected-by-chamilo', outcomeUnknown: false });
	});

	it('reads replies behind PHP notices', async () => {
		const there = await campus({ php: 8, settings: { testServer: true } });
		const client = clientOf(addressOf(there));
		expect(await client.probe()).toBe('ready');
		expect(await client.call('get_courses', {}, 'command', notLost)).toHaveLength(4);
	});

	it('leaves its own account alone, in whatever spelling', async () => {
		const there = await campus();
		const client = clientOf(addressOf(there));
		await client.probe();
		const mine = [
			client.call('update_user_from_username', { loginname: 'ADMÍN ', active: 0 }, 'command', notLost),
			client.call('update_user_from_username', { loginname: 'admin', status: 5 }, 'command', notLost),
			client.call('delete_user', { user_id: 1 }, 'command', notLost),
		];
		for (const call of mine) expect(await failureOf(call)).toMatchObject({ code: 'unsupported-by-chamilo' });
		expect(there.sandbox.campus.users.byId(1)).toMatchObject({ active: true, status: 1 });
		await client.call('update_user_from_username', { loginname: 'admin', phone: '5' }, 'command', notLost);
	});

	it('takes a page after a command for an outcome that is not known', async () => {
		const there = await campus();
		const client = clientOf(addressOf(there));
		there.sandbox.faults.add({ kind: 'html-200', operation: 'delete_course' });
		const failure = await failureOf(client.call('delete_course', { course_id: 1 }, 'command', notLost));
		expect(failure).toMatchObject({ code: 'chamilo-error', outcomeUnknown: true });
		there.sandbox.faults.add({ kind: 'reset-after', operation: 'delete_course' });
		const broken = await failureOf(client.call('delete_course', { course_id: 1 }, 'command', notLost));
		expect(broken).toMatchObject({ code: 'chamilo-unavailable', outcomeUnknown: true });
	});
});

describe('a campus', () => {
	const settings = { LOG_LEVEL: 'silent', API_KEYS: `a=*=${'0'.repeat(64)}` };

	function connect({ sandbox, transport }: Awaited<ReturnType<typeof campus>>, key?: string, kind = 'auto') {
		const { url, securityKey } = sandbox;
		const apiCredentials = key === undefined ? undefined : { user: 'admin', key };
		const config = parseConfig({
			...settings,
			CHAMILO_URL: url,
			CHAMILO_SECURITY_KEY: securityKey,
			CHAMILO_KIND: kind,
		});
		return connectCampus(config, { url, securityKey, apiCredentials }, transport);
	}

	const courses = (there: Sandbox['campus']) => there.courses.list().length;

	it('gets not one request to v2.php without the settings', async () => {
		const there = await campus();
		const capabilities = await connect(there).run(async ({ capabilities }) => capabilities);
		expect(capabilities.has('json-api')).toBe(false);
		expect(actionsOf(there.sandbox)).toEqual([]);
	});

	it.each(['auto', '1.11-php7'])('has json-api where the key works, with CHAMILO_KIND=%s', async (kind) => {
		const there = await campus();
		const connected = connect(there, there.sandbox.apiKey, kind);
		const found = await connected.run((one) => one.readJson('get_courses', {}));
		expect(found).toHaveLength(courses(there.sandbox.campus));
		expect(await connected.run(async ({ capabilities }) => capabilities.has('json-api'))).toBe(true);
	});

	it('goes on with SOAP where the key is wrong', async () => {
		const there = await campus();
		const connected = connect(there, 'wrong');
		expect(await connected.run(async ({ capabilities }) => capabilities.has('json-api'))).toBe(false);
		expect(await connected.run((one) => one.query('WSListCourses'))).toBeDefined();
	});

	it.each(['auto', '1.11-php7'])(
		'takes another way when the key stops working under way (CHAMILO_KIND=%s)',
		async (kind) => {
			const there = await campus();
			const connected = connect(there, there.sandbox.apiKey, kind);
			const read = () =>
				connected.run(async (one) => {
					if (!one.capabilities.has('json-api')) return 'by SOAP';
					return (await one.readJson('get_courses', {})).length > 0 ? 'by the JSON API' : 'nothing';
				});
			expect(await read()).toBe('by the JSON API');
			there.sandbox.campus.restKeys.set(1, 'renewed');
			expect(await read()).toBe('by SOAP');
			const write = connected.run(async (one) => one.capabilities.has('json-api'));
			expect(await write).toBe(false);
		},
	);

	it('starts a plan anew whose first command meets a key that stopped working', async () => {
		const there = await campus();
		const connected = connect(there, there.sandbox.apiKey);
		await connected.run((one) => one.readJson('get_courses', {}));
		there.sandbox.campus.administrators.delete(1);
		const outcome = await connected.run(async (one) => {
			if (!one.capabilities.has('json-api')) return 'refused, and nothing was changed';
			return one.commandJson('delete_course', { course_id: 1 });
		});
		expect(outcome).toBe('refused, and nothing was changed');
		expect(courses(there.sandbox.campus)).toBe(4);
	});
});
