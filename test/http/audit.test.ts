import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { createClient, type Send } from '../support/client.js';
import { type GatewayProcess, startProcess } from '../support/process.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { ADA } from '../support/users.js';

describe('the log has a line for every write', () => {
	let sandbox: Sandbox;
	let gateway: GatewayProcess;
	let send: Send;
	beforeEach(async () => {
		sandbox = await startSandbox();
		gateway = await startProcess({
			CHAMILO_URL: sandbox.url,
			CHAMILO_SECURITY_KEY: sandbox.securityKey,
			API_KEYS,
		});
		send = createClient(gateway.url, KEYS.all);
	});
	afterEach(async () => {
		await gateway.stop();
		await sandbox.close();
	});

	/** The audit lines, without what differs every time. */
	async function audit(): Promise<Record<string, unknown>[]> {
		await gateway.stop();
		return gateway
			.output()
			.split('\n')
			.filter((line) => line.startsWith('{'))
			.map((line) => JSON.parse(line) as Record<string, unknown>)
			.filter((line) => line.audit)
			.map(({ level: _l, time: _t, pid: _p, hostname: _h, requestId, ...entry }) => {
				expect(requestId).toEqual(expect.any(String));
				return entry;
			});
	}

	it('who, what, which record and how it ended, and nothing else of a person', async () => {
		await send('GET', '/users/external_user/1504');
		await send('POST', '/users', { ...ADA, email: 'ada@example.org', phone: '+44 1632 960961' });
		await send('POST', '/users/external_user/nobody/disable');
		await send('PUT', '/courses/code/ALGEBRA/users/external_user/1507');
		await send('POST', '/users', { ...ADA, firstname: 5 });
		await createClient(gateway.url, KEYS.usersRead)('DELETE', '/users/external_user/1505');
		await send('POST', '/users/batch/disable', {
			users: [{ field: 'external_user', value: '1505' }, { field: 'external_user', value: 'nobody' }, 5],
		});
		const common = { audit: true, key: 'all', msg: 'write' };
		const external = (value: string) => ({ field: 'external_user', value });
		expect(await audit()).toEqual([
			{ ...common, operation: 'createUser', target: { ...external('9001'), id: 12 }, status: 201 },
			{ ...common, operation: 'disableUser', target: external('nobody'), status: 404, code: 'user-not-found' },
			{
				...common,
				operation: 'subscribeUserToCourse',
				target: { field: 'code', value: 'ALGEBRA', userField: 'external_user', userValue: '1507' },
				status: 204,
			},
			{ ...common, operation: 'disableUsers', index: 0, target: external('1505'), status: 204 },
			{
				...common,
				operation: 'disableUsers',
				index: 1,
				target: external('nobody'),
				status: 404,
				code: 'user-not-found',
			},
			{ ...common, operation: 'disableUsers', index: 2, target: {}, status: 400, code: 'invalid-request' },
		]);
		for (const secret of ['Lovelace', 'ada@example.org', '960961', 'first secret']) {
			expect(gateway.output()).not.toContain(secret);
		}
	});
});
