import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { createClient } from '../support/client.js';
import { type Bundle, bundleWorker, type Edge, startEdge } from '../support/edge.js';
import { expectProblem } from '../support/problem.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { ADA } from '../support/users.js';

const SECURITY_KEY = 'S3curity-Key-of-the-campus';

describe('the settings of the Worker', () => {
	let bundle: Bundle;
	const open: { close(): Promise<void> }[] = [];
	beforeAll(async () => {
		bundle = await bundleWorker();
	});
	afterEach(async () => {
		for (const each of open.splice(0).reverse()) await each.close();
	});

	async function start(settings: Record<string, string>): Promise<Edge> {
		const edge = await startEdge(bundle, settings);
		open.push(edge);
		return edge;
	}

	async function startWithCampus(settings: Record<string, string>) {
		const sandbox = await startSandbox({ securityKey: SECURITY_KEY });
		open.push(sandbox);
		const edge = await start({ CHAMILO_URL: sandbox.url, CHAMILO_SECURITY_KEY: SECURITY_KEY, API_KEYS, ...settings });
		return { edge, sandbox, send: createClient(edge.url, KEYS.all) };
	}

	it('that are wrong are told in the log, line by line, and to callers only that they are', async () => {
		const edge = await start({
			CHAMILO_URL: 'https://campus.example.org',
			CHAMILO_SIGNING: 'static',
			PORT: 'not-a-port',
		});
		const send = createClient(edge.url, KEYS.all);
		for (const path of ['/users/external_user/1504', '/healthz']) {
			const answer = await send('GET', path);
			expectProblem(answer, 'internal-error');
			expect(answer.text).not.toContain('CHAMILO');
		}
		const log = edge.logged.join('\n');
		for (const name of ['CHAMILO_SECURITY_KEY', 'API_KEYS', 'CHAMILO_EGRESS_IP', 'PORT']) expect(log).toContain(name);
		expect(log).not.toContain('not-a-port');
	});

	it('need a campus: there is no sandbox to fall back on', async () => {
		const edge = await start({});
		expectProblem(await createClient(edge.url, '')('GET', '/'), 'internal-error');
		expect(edge.logged.join('\n')).toContain('CHAMILO_URL: write the root of the campus');
	});

	it.each(['auto', 'key-only'])('warn of CHAMILO_SIGNING=%s: once in the log, always in /readyz', async (mode) => {
		const { edge, send } = await startWithCampus({ CHAMILO_SIGNING: mode });
		for (let count = 0; count < 3; count += 1) {
			const answer = await send('GET', '/readyz');
			expect(answer.json).toMatchObject({
				checks: expect.arrayContaining([
					{ id: 'signing', status: 'warning', detail: expect.stringContaining('CHAMILO_SIGNING=forwarded'), ms: 0 },
				]),
			});
		}
		const warnings = edge.logged.filter((line) => line.includes('CHAMILO_SIGNING=forwarded'));
		expect(warnings).toHaveLength(1);
		expect(JSON.parse(warnings[0] ?? '')).toMatchObject({ level: 40, setting: 'CHAMILO_SIGNING' });
	});

	it('with a forwarded address are ready, and sign for that address alone', async () => {
		const { edge, send, sandbox } = await startWithCampus({
			CHAMILO_SIGNING: 'forwarded',
			CHAMILO_EGRESS_IP: '203.0.113.7',
		});
		const ready = await send('GET', '/readyz');
		expect(ready.status).toBe(200);
		expect(ready.json).toMatchObject({ status: 'ready' });
		const answer = await send('GET', '/users/external_user/1504', undefined, { 'X-Forwarded-For': '198.51.100.9' });
		expect(answer.status).toBe(200);
		expect(sandbox.journal.length).toBeGreaterThan(0);
		expect(edge.logged.filter((line) => line.includes('"warn"'))).toEqual([]);
	});

	it('of Redis are not used, and the log says so', async () => {
		const { edge, send } = await startWithCampus({ REDIS_URL: 'redis://:secret@127.0.0.1:1' });
		expect((await send('GET', '/users/external_user/1504')).status).toBe(200);
		expect(edge.logged.join('\n')).toContain('Redis is not used at the edge');
		expect(edge.logged.join('\n')).not.toContain('secret');
	});

	it('of the log hold: JSON lines down to the level, and no secret in any', async () => {
		const { edge, send } = await startWithCampus({ LOG_LEVEL: 'debug' });
		const password = 'Pa55word-that-nobody-may-see';
		expect((await send('POST', '/users', { ...ADA, password })).status).toBe(201);
		expect((await send('POST', '/users', { ...ADA, password })).status).toBe(409);
		const lines = edge.logged.map((line) => JSON.parse(line) as Record<string, unknown>);
		expect(lines.some(({ soap }) => soap === 'WSUser.CreateUser')).toBe(true);
		expect(lines.filter(({ msg, status }) => msg === 'request' && status === 201)).toHaveLength(1);
		expect(lines.filter(({ audit }) => audit)).toMatchObject([
			{ operation: 'createUser', target: { value: '9001' }, status: 201 },
			{ operation: 'createUser', target: { value: '9001' }, status: 409, code: 'external-id-taken' },
		]);
		for (const secret of [SECURITY_KEY, password, KEYS.all]) expect(edge.logged.join('\n')).not.toContain(secret);

		const quiet = await startWithCampus({ LOG_LEVEL: 'error' });
		expect((await quiet.send('GET', '/users/external_user/1504')).status).toBe(200);
		expect(quiet.edge.logged).toEqual([]);
	});
});
