import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { createClient } from '../support/client.js';
import { type Bundle, bundleWorker, type Edge, startEdge } from '../support/edge.js';
import { createSandboxControl } from '../support/sandbox.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { ADA } from '../support/users.js';

describe('an Idempotency-Key at the edge', () => {
	let bundle: Bundle;
	let sandbox: Sandbox;
	let storage: string;
	beforeAll(async () => {
		[bundle, sandbox, storage] = await Promise.all([
			bundleWorker(),
			startSandbox(),
			mkdtemp(join(tmpdir(), 'gateway-storage-')),
		]);
	});
	afterAll(async () => {
		await sandbox?.close();
		await rm(storage, { recursive: true, force: true });
	});

	function start(): Promise<Edge> {
		const settings = {
			LOG_LEVEL: 'silent',
			CHAMILO_URL: sandbox.url,
			CHAMILO_SECURITY_KEY: sandbox.securityKey,
			CHAMILO_SIGNING: 'forwarded',
			CHAMILO_EGRESS_IP: '203.0.113.7',
			API_KEYS,
		};
		return startEdge(bundle, settings, { storage });
	}

	it('is known to all, and to the object that comes after', async () => {
		const create = (edge: Edge) =>
			createClient(edge.url, KEYS.all)('POST', '/users', ADA, { 'Idempotency-Key': 'c2f7a0' });
		const first = await start();
		const answers = await Promise.all([create(first), create(first), create(first)]).finally(first.close);
		const second = await start();
		answers.push(await create(second).finally(second.close));

		expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
		expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
		expect(answers.filter(({ headers }) => headers.get('Idempotency-Replayed') === 'true')).toHaveLength(3);
		expect(answers.map(({ headers }) => headers.get('Idempotency-Scope'))).toEqual([null, null, null, null]);
		const operations = await createSandboxControl(sandbox.url).operations();
		expect(operations.filter((name) => name === 'WSUser.CreateUser')).toHaveLength(1);
	});
});
