import type { OutgoingHttpHeaders } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { connectCampus, createCampusSigner } from '../../src/chamilo/connect.js';
import { probeReadiness } from '../../src/chamilo/diagnosis/readiness.js';
import { diagnose } from '../../src/chamilo/diagnosis.js';
import { parseConfig } from '../../src/config.js';
import type { GatewayError } from '../../src/errors.js';
import { createUndiciTransport } from '../../src/node/undici-transport.js';
import { OPERATIONS } from '../../src/operations/index.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { API_KEYS } from '../support/stack.js';
import { startBroken } from './diagnosis-campus.js';
import { failureOf } from './small-server.js';

let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

const STATIC = { CHAMILO_SIGNING: 'static', CHAMILO_EGRESS_IP: '127.0.0.1' };

/** The problem of a call, what /readyz says and what the doctor says about a campus. */
async function toldOf(url: string, signing: Record<string, string> = STATIC) {
	const { transport } = createUndiciTransport(url);
	const address = { url, securityKey: 'k' };
	const config = parseConfig({ CHAMILO_URL: url, CHAMILO_SECURITY_KEY: 'k', API_KEYS, ...signing });
	const campus = connectCampus(config, address, transport);
	const problem = (await failureOf(campus.run(async (one) => one.query('WSGetUser', {})))) as GatewayError;
	const target = { ...address, config, transport, signer: createCampusSigner(config, address, transport) };
	const ready = JSON.stringify(await probeReadiness(target));
	const found = [];
	for await (const check of diagnose({ ...target, contracts: [], operations: OPERATIONS })) found.push(check);
	return { problem, ready, doctor: JSON.stringify(found) };
}

const ANSWERS: [status: number, headers: OutgoingHttpHeaders, body: string, seen: RegExp, cure: RegExp][] = [
	[301, { Location: 'https://new.example.org/c?ticket=s3cret' }, '', /redirect.*HTTP 301/, /CHAMILO_URL/],
	[308, { Location: '/campus/' }, '', /redirect to another path \(HTTP 308\)/, /CHAMILO_URL/],
	[302, {}, '', /redirect without an address/, /CHAMILO_URL/],
	[401, { 'WWW-Authenticate': 'Basic' }, 'hunter2', /login before the campus \(HTTP 401\)/, /CHAMILO_HEADERS/],
	[403, {}, '<h1>hunter2</h1>', /refusal.*HTTP 403/, /CHAMILO_HEADERS/],
	[404, {}, 'hunter2', /nothing \(HTTP 404\)/, /CHAMILO_URL/],
	[503, {}, '<h1>Down for maintenance hunter2</h1>', /maintenance page \(HTTP 503\)/, /when the campus is back/],
	[200, {}, '<title>Maintenance</title>hunter2', /maintenance page \(HTTP 200\)/, /when the campus is back/],
	[502, {}, 'hunter2', /page with HTTP 502/, /log of the web server/],
];

describe('what stands before the campus', () => {
	it.each(ANSWERS)('HTTP %s with %o and %j is told', async (status, headers, body, seen, cure) => {
		const campus = await startBroken((_, response) => response.writeHead(status, headers).end(body));
		stop = campus.close;
		const { problem, ready, doctor } = await toldOf(campus.url);
		expect(problem.code).toBe('chamilo-error');
		for (const text of [problem.message, doctor]) {
			expect(text).toMatch(seen);
			expect(text).toMatch(cure);
		}
		expect(ready).toMatch(seen);
		for (const text of [problem.message, ready, doctor]) expect(text).not.toMatch(/hunter2|s3cret|PHP died/);
	});

	it.each(ANSWERS)('HTTP %s with %o and %j is told where it answers testip.php', async (...answer) => {
		const [status, headers, body, seen, cure] = answer;
		const campus = await startBroken((_, response) => response.writeHead(status, headers).end(body));
		stop = campus.close;
		const { problem } = await toldOf(campus.url, { CHAMILO_SIGNING: 'auto' });
		expect(problem.message).toMatch(seen);
		expect(problem.message).toMatch(cure);
		expect(problem.message).not.toMatch(/hunter2|s3cret/);
	});

	it('where a redirect leads is told to callers and the doctor, not to everybody', async () => {
		const headers = { Location: 'https://new.example.org/c?ticket=s3cret' };
		const campus = await startBroken((_, response) => response.writeHead(301, headers).end());
		stop = campus.close;
		const { problem, ready, doctor } = await toldOf(campus.url);
		for (const text of [problem.message, doctor]) expect(text).toContain('https://new.example.org/c');
		expect(ready).toContain('redirect to another host (HTTP 301)');
		expect(ready).not.toContain('example.org');
	});

	it('that web services are disabled is told', async () => {
		const sandbox = await startSandbox({ chamilo: '1.11.32', settings: { webservicesDisabled: true } });
		stop = sandbox.close;
		const { problem, ready, doctor } = await toldOf(sandbox.url);
		for (const text of [problem.message, ready, doctor]) expect(text).toContain('web services are disabled');
		for (const text of [problem.message, doctor]) expect(text).toContain("$_configuration['disable_webservices']");
	});

	it('certainly did nothing, where it is a redirect, a login or switched off', async () => {
		for (const [status, isUnknown] of [
			[301, false],
			[401, false],
			[403, true],
			[503, true],
		] as const) {
			const campus = await startBroken((_, response) => response.writeHead(status).end());
			const { problem } = await toldOf(campus.url);
			expect([status, problem.outcomeUnknown]).toEqual([status, isUnknown]);
			await campus.close();
		}
		stop = undefined;
	});
});
