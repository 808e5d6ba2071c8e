import { afterEach, describe, expect, it } from 'vitest';
import { startGateway } from '../../src/node/serve.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js';
import { createClient, type Send } from '../support/client.js';
import { API_KEYS, KEYS, type Runtime } from '../support/stack.js';
import { ADA } from '../support/users.js';

/** Campuses in test mode; with output buffering, the Content-Length of a reply does not count the notices. */
const CAMPUSES: [what: string, options: SandboxOptions, outputBuffering: number][] = [
	['1.9', {}, 0],
	['1.9 with output buffering', {}, 4096],
	['1.11.6 on PHP 5', { chamilo: '1.11' }, 0],
	['1.11.6 on PHP 5 with output buffering', { chamilo: '1.11' }, 4096],
	['1.11.6 on PHP 7', { chamilo: '1.11', php: 7 }, 4096],
	['1.11.32 on PHP 7', { chamilo: '1.11.32', php: 7, rawPostData: true }, 0],
	['1.11.32 on PHP 8', { chamilo: '1.11.32', php: 8, rawPostData: true }, 0],
	['1.11.32 on PHP 8 with output buffering', { chamilo: '1.11.32', php: 8, rawPostData: true }, 65_536],
];

let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

async function start(runtime: Runtime, options: SandboxOptions, outputBuffering: number, kind = 'auto') {
	const sandbox = await startSandbox({ ...options, settings: { testServer: true, outputBuffering } });
	const env = { CHAMILO_URL: sandbox.url, CHAMILO_SECURITY_KEY: sandbox.securityKey, API_KEYS };

	const gateway = await startOn(runtime, { ...env, CHAMILO_KIND: kind, LOG_LEVEL: 'silent' });
	stop = async () => {
		await sandbox.close();
		await gateway.close();
	};
	return { sandbox, send: createClient(gateway.url, KEYS.all) };
}

async function startOn(runtime: Runtime, env: Record<string, string>) {
	if (runtime === 'node') return startGateway({ HOST: '127.0.0.1', PORT: '0', ...env });
	const { bundleWorker, EDGE_SETTINGS, startEdge } = await import('../support/edge.js');
	return startEdge(await bundleWorker(), { ...EDGE_SETTINGS, ...env });
}

/** What all kinds can do: writes with and without a result, lists, and calls in which PHP dies. */
async function use(send: Send, sandbox: Sandbox): Promise<void> {
	expect(await send('GET', '/courses')).toMatchObject({ status: 200 });
	const created = await send('POST', '/users', { ...ADA, email: 'ada@example.org' });
	expect(created).toMatchObject({ status: 201 });
	expect(sandbox.campus.users.list().filter(({ username }) => username === 'ada')).toHaveLength(1);
	const user = `/users/${ADA.field}/${ADA.value}`;
	expect(await send('GET', user)).toMatchObject({ status: 200, json: { firstname: 'Ada' } });
	expect(await send('POST', `${user}/disable`)).toMatchObject({ status: 204 });
	// On 1.11 PHP dies in one of the calls for this.
	const again = await send('POST', '/users', { ...ADA, value: '9002', email: 'ada@example.org' });
	expect(again.json).toMatchObject({ status: 409, code: 'username-taken' });
	expect(sandbox.campus.users.list().filter(({ username }) => username === 'ada')).toHaveLength(1);
}

describe.each(CAMPUSES)('a campus in test mode: %s', (_, options, outputBuffering) => {
	it('is used like any other, and readyz names server_type=test', async () => {
		const { send, sandbox } = await start('node', options, outputBuffering);
		await use(send, sandbox);
		const { status, json } = await send('GET', '/readyz');
		expect([status, json]).toMatchObject([200, { status: 'degraded' }]);
		expect((json as { checks: unknown[] }).checks).toContainEqual(
			expect.objectContaining({
				id: 'replies',
				status: 'warning',
				detail: expect.stringContaining('server_type=test'),
			}),
		);
	});
});

describe('on Workers', () => {
	const unbuffered = CAMPUSES.filter(([, , outputBuffering]) => outputBuffering === 0);
	it.each(unbuffered)('a campus in test mode: %s is used like any other', async (_, options, outputBuffering) => {
		const { send, sandbox } = await start('edge', options, outputBuffering);
		await use(send, sandbox);
	});

	it('a reply that is cut because of notices says why', async () => {
		const { send } = await start('edge', { chamilo: '1.9' }, 4096);
		expect((await send('GET', '/courses')).json).toMatchObject({
			status: 502,
			detail: expect.stringContaining('server_type'),
		});
	});

	it('gzip behind notices and with its header is unpacked', async () => {
		const { send } = await start('edge', { chamilo: '1.11', php: 7 }, 4096, '1.11-php7');
		expect(await send('GET', '/courses')).toMatchObject({ status: 200 });
	});
});
