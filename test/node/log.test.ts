import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { createClient } from '../support/client.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { ADA } from '../support/users.js';
import { buildCli, Running } from './command.js';

type Line = Record<string, unknown> & { msg: string; level: number };

let cli: string;
let sandbox: Sandbox;
let gateway: Running | undefined;
const servers: Server[] = [];
beforeAll(() => {
	cli = buildCli();
});
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => {
	await gateway?.stop();
	await sandbox.close();
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
});

async function start(settings: Record<string, string>): Promise<{ gateway: Running; url: string }> {
	gateway = new Running(cli, ['serve'], {
		...{ HOST: '127.0.0.1', PORT: '0', API_KEYS, ...settings },
		...{ CHAMILO_URL: sandbox.url, CHAMILO_SECURITY_KEY: sandbox.securityKey },
	});
	const [, url = ''] = await gateway.written(/listens on (\S+)\n/);
	return { gateway, url };
}

/** Every line of standard output; one that is no JSON fails. */
async function linesOf({ gateway }: { gateway: Running }): Promise<Line[]> {
	gateway.signal('SIGTERM');
	expect(await gateway.ended()).toBe(0);
	return gateway.out
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Line);
}

/** An address of which nobody answers: it takes requests and keeps them. */
async function startSilent(): Promise<string> {
	const server = createServer((request) => request.resume());
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const called = (lines: Line[], msg: string) => lines.filter((line) => line.msg === msg);

it('is JSON line by line on standard output; SOAP calls carry the id of their request', async () => {
	const started = await start({ LOG_LEVEL: 'debug' });
	const send = createClient(started.url, KEYS.all);
	expect((await send('POST', '/users', ADA, { 'X-Request-Id': 'request-1' })).status).toBe(201);
	expect((await send('GET', '/users/external_user/9001', undefined, { 'X-Request-Id': 'request-2' })).status).toBe(200);
	const lines = await linesOf(started);
	expect(called(lines, 'listening')).toEqual([expect.objectContaining({ url: started.url })]);
	expect(new Set(called(lines, 'call').map(({ requestId }) => requestId))).toEqual(new Set(['request-1', 'request-2']));
	expect(lines.some((line) => 'trace_id' in line)).toBe(false);
});

it('has the request of every call: of batches, lists, and the JSON API', async () => {
	await sandbox.close();
	sandbox = await startSandbox({ chamilo: '1.11.32', php: 7 });
	const started = await start({
		LOG_LEVEL: 'debug',
		CHAMILO_API_USER: 'admin',
		CHAMILO_API_KEY: sandbox.apiKey,
		CHAMILO_KIND: '1.11.32-php7',
	});
	const send = createClient(started.url, KEYS.all);
	const users = [ADA, { ...ADA, loginname: 'another', value: '9002' }];
	const requests: [string, string, unknown?][] = [
		['GET', '/users'],
		['GET', '/users/username/admin'],
		['GET', '/courses'],
		['POST', '/users/batch/create', { users }],
	];
	for (const [index, [method, path, body]] of requests.entries()) {
		expect((await send(method, path, body, { 'X-Request-Id': `request-${index}` })).status, path).toBeLessThan(300);
	}
	const calls = called(await linesOf(started), 'call');
	expect(calls.filter(({ requestId }) => requestId === undefined)).toEqual([]);
	expect(new Set(calls.map(({ requestId }) => requestId)).size).toBe(requests.length);
});

it('tells of health probes that went well at debug level only', async () => {
	const probe = async (url: string) => {
		for (const path of ['/healthz', '/readyz', '/metrics']) await (await fetch(url + path)).text();
	};
	const quiet = await start({ LOG_LEVEL: 'info' });
	await probe(quiet.url);
	expect(called(await linesOf(quiet), 'request').map(({ path }) => path)).toEqual(['/metrics']);
	const loud = await start({ LOG_LEVEL: 'debug' });
	await probe(loud.url);
	expect(called(await linesOf(loud), 'request').map(({ path, level }) => [path, level])).toEqual([
		['/healthz', 20],
		['/readyz', 20],
		['/metrics', 30],
	]);
	await sandbox.close();
	const unready = await start({ LOG_LEVEL: 'info' });
	await probe(unready.url);
	expect(called(await linesOf(unready), 'request').map(({ path }) => path)).toContain('/readyz');
});

it('names the trace of each line of a traced request; a collector that never answers delays nothing', async () => {
	const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
	const started = await start({
		LOG_LEVEL: 'debug',
		OTEL_EXPORTER_OTLP_ENDPOINT: await startSilent(),
		// Longer than any test may take.
		OTEL_EXPORTER_OTLP_TIMEOUT: '600000',
	});
	const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
	expect((await createClient(started.url, KEYS.all)('POST', '/users', ADA, headers)).status).toBe(201);
	const lines = await linesOf(started);
	expect(called(lines, 'traces were not sent')).toEqual([expect.objectContaining({ level: 40 })]);
	for (const msg of ['request', 'write', 'call']) {
		const found = called(lines, msg);
		expect(found.length, msg).toBeGreaterThan(0);
		for (const line of found) expect(line.trace_id, msg).toBe(traceId);
	}
});

it('warns of a collector that is away and of a protocol that is not spoken, and stops at once', async () => {
	const started = await start({
		LOG_LEVEL: 'warn',
		OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
		OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
		OTEL_BSP_SCHEDULE_DELAY: '1',
		OTEL_EXPORTER_OTLP_TIMEOUT: '50',
	});
	await createClient(started.url, KEYS.all)('GET', '/users/external_user/1504');
	await started.gateway.written(/traces were not sent/);
	const lines = await linesOf(started);
	expect(called(lines, 'traces were not sent')).toEqual([
		expect.objectContaining({ level: 40, detail: expect.any(String) }),
	]);
	expect(lines.map(({ msg }) => msg)).toContain('traces are sent as http/json only, not as grpc');
	expect(started.gateway.out).not.toMatch(/ at .*\.js:/);
});
