import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { createClient } from '../support/client.js';
import { type GatewayProcess, startProcess } from '../support/process.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { ADA } from '../support/users.js';

interface ReceivedSpan {
	name: string;
	traceId: string;
	spanId: string;
	parentSpanId?: string;
	attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}

/** A collector of OTLP/HTTP on a real port, and a gateway that is to send it its traces. */
let collector: Server;
let redis: RedisServer;
let sandbox: Sandbox;
let gateway: GatewayProcess;
const bodies: unknown[] = [];
const keys: unknown[] = [];
beforeAll(async () => {
	collector = createServer(async (request, response) => {
		keys.push(request.headers['x-collector-key']);
		bodies.push(await json(request));
		response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
	});
	await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
	redis = await startRedis();
	sandbox = await startSandbox();
	const secret = join(mkdtempSync(join(tmpdir(), 'gateway-')), 'headers');
	writeFileSync(secret, 'x-collector-key=secret%20key\n');
	gateway = await startProcess({
		LOG_LEVEL: 'silent',
		CHAMILO_URL: sandbox.url,
		CHAMILO_SECURITY_KEY: sandbox.securityKey,
		API_KEYS,
		REDIS_URL: redis.url,
		OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
		OTEL_EXPORTER_OTLP_HEADERS_FILE: secret,
		OTEL_SERVICE_NAME: 'gateway-under-test',
	});
});
afterAll(async () => {
	await gateway?.stop();
	await sandbox.close();
	await redis.close();
	await new Promise((resolve) => collector.close(resolve));
});

it('a request is one trace with the caller: its SOAP calls and commands of Redis below it, and nothing of a person', async () => {
	const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
	const send = createClient(gateway.url, KEYS.all);
	const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01`, 'Idempotency-Key': 'k' };
	expect((await send('POST', '/users', ADA, headers)).status).toBe(201);
	// What is left is sent before the gateway ends.
	expect(await gateway.stop()).toBe(0);

	expect(new Set(keys)).toEqual(new Set(['secret key']));
	const text = JSON.stringify(bodies);
	const spans = [...text.matchAll(/"spans":(\[.*?\])\}\]/g)].flatMap(
		([, list]) => JSON.parse(list ?? '[]') as ReceivedSpan[],
	);
	const ours = spans.filter((span) => span.traceId === traceId);
	const request = ours.find(({ name }) => name === 'POST createUser');
	expect(request?.parentSpanId).toBe('00f067aa0ba902b7');
	const calls = ours.filter(({ attributes }) => attributes.some(({ key }) => key === 'rpc.method'));
	expect(calls.map(({ name }) => name)).toContain('WSUser.CreateUser');
	const commands = ours.filter(({ name }) => name.startsWith('redis '));
	expect(commands.length).toBeGreaterThan(0);
	for (const span of [...calls, ...commands]) expect(span.parentSpanId).toBe(request?.spanId);
	const status = request?.attributes.find(({ key }) => key === 'http.response.status_code');
	expect(Number(status?.value.intValue)).toBe(201);
	expect(text).toContain('gateway-under-test');
	for (const secret of ['ada', '9001', 'Lovelace', 'first secret', KEYS.all, sandbox.securityKey]) {
		expect(text).not.toContain(`"${secret}`);
	}
});
