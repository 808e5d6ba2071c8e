import { expect, test } from 'vitest';
import type { ProblemCode } from '../../../src/errors.js';
import { hasSoapPhp } from '../../support/kinds.js';
import { expectProblem } from '../../support/problem.js';
import type { Fault } from '../../support/sandbox.js';
import { ADA_EDIT, CALLS, DEMO } from '../../support/users.js';
import type { Bench } from '../run.js';

/** Each way a call can go wrong, whether Chamilo did the work, and what the caller is told. */
const FAULTS: [what: string, fault: Fault, done: boolean, code: ProblemCode][] = [
	['PHP dies before the work (500, empty body)', { kind: 'empty-500' }, false, 'chamilo-error'],
	['PHP dies after the work (500, empty body)', { kind: 'empty-500', after: true }, true, 'chamilo-error'],
	['a page comes with status 200', { kind: 'html-200' }, false, 'chamilo-error'],
	['the XML is cut off', { kind: 'truncated' }, true, 'chamilo-error'],
	['no answer comes', { kind: 'hang' }, false, 'chamilo-timeout'],
	['the connection breaks before the work', { kind: 'reset-before' }, false, 'chamilo-unavailable'],
	['the connection breaks after the work', { kind: 'reset-after' }, true, 'chamilo-unavailable'],
];

export function testFaultyReplies(bench: Bench): void {
	const { kind } = bench;
	const calls = CALLS[kind];
	const user = () => bench.control.userById(DEMO.other.id);

	test.each(FAULTS)('a read: %s', async (_, fault, _done, code) => {
		// A read is repeated once where its connection breaks.
		const times = ['truncated', 'reset-before', 'reset-after'].includes(fault.kind) ? 2 : 1;
		await bench.control.fault({ ...fault, operation: 'WSGetUser', times });
		const answer = await bench.send('GET', '/users/external_user/1505');
		expect(expectProblem(answer, code).chamilo).toEqual({ operation: 'WSGetUser' });
		expect(answer.headers.has('Retry-After')).toBe(code === 'chamilo-unavailable');
		expect(answer.text).not.toMatch(/<|Service temporarily/);
		expect((await bench.send('GET', '/users/external_user/1505')).status).toBe(200);
	});

	test('a read whose connection breaks once is answered all the same', async () => {
		for (const broken of ['truncated', 'reset-before', 'reset-after'] as const) {
			await bench.control.fault({ kind: broken, operation: 'WSGetUser' });
			expect((await bench.send('GET', '/users/external_user/1505')).status).toBe(200);
		}
	});

	test.each(FAULTS)('a write that can be repeated: %s', async (_, fault, done, code) => {
		await bench.control.fault({ ...fault, operation: calls.disable });
		const answer = await bench.send('POST', '/users/external_user/1505/disable');
		expect(expectProblem(answer, code).chamilo).toEqual({ operation: calls.disable });
		expect((await user())?.active).toBe(!done);
		expect((await bench.send('POST', '/users/external_user/1505/disable')).status).toBe(204);
		expect((await user())?.active).toBe(false);
	});

	test.each(FAULTS)('an edit: %s', async (_, fault, done, code) => {
		await bench.control.fault({ ...fault, operation: calls.edit });
		const edit = { ...ADA_EDIT, loginname: 'apena' };
		expectProblem(await bench.send('PUT', '/users/external_user/1505', edit), code);
		expect((await user())?.lastname).toBe(done ? 'King' : 'Peña');
		expect((await bench.send('PUT', '/users/external_user/1505', edit)).status).toBe(200);
		expect((await user())?.lastname).toBe('King');
	});

	test.each(FAULTS)('a deletion: %s', async (_, fault, done, code) => {
		await bench.control.fault({ ...fault, operation: calls.remove });
		const answer = await bench.send('DELETE', '/users/external_user/1505');
		// On 1.11 the user was looked up before, so that its absence tells.
		if (done && kind !== '1.9') expect(answer.status).toBe(204);
		else expectProblem(answer, code);
		expect((await user()) === undefined).toBe(done);
		expect((await bench.send('DELETE', '/users/external_user/1505')).status).toBe(done ? 404 : 204);
		expect(await user()).toBeUndefined();
	});

	test.each([
		['GET', '/users/external_user/1505', undefined, 200],
		['POST', '/users/external_user/1505/disable', undefined, 204],
		['PUT', '/users/external_user/1505/credentials', { username: 'apena', password: 'x' }, 204],
		['PUT', '/users/external_user/1505', { ...ADA_EDIT, loginname: 'apena', extras: { seat: '1' } }, 200],
		['DELETE', '/users/external_user/1505', undefined, 204],
	] as const)('%s %s works though PHP notices stand before the XML', async (method, path, body, status) => {
		await bench.control.fault({ kind: 'notices', times: 20 });
		expect((await bench.send(method, path, body)).status).toBe(status);
	});

	test('a fault reply behind PHP notices is still a fault', async () => {
		await bench.control.fault({ kind: 'notices', operation: calls.disable });
		const problem = expectProblem(await bench.send('POST', '/users/external_user/nobody/disable'), 'user-not-found');
		if (kind === '1.9') expect(problem.chamilo?.faultcode).toBe('100');
	});

	test.each([
		// Where the password goes with the edit, it cannot fail by itself.
		...(!hasSoapPhp(kind)
			? []
			: [['the password', 'WSEditUserCredentials', ['edit', 'extras.seat'], 'password'] as const]),
		['an extra field', 'WSUpdateUserApiKey', ['edit'], 'extras.seat'] as const,
	])('an edit that fails at %s tells what was done, and can be sent again', async (_, operation, done, failed) => {
		await bench.control.fault({ kind: 'empty-500', operation });
		const edit = { ...ADA_EDIT, loginname: 'apena', password: 'new', extras: { seat: '1' } };
		const problem = expectProblem(await bench.send('PUT', '/users/external_user/1505', edit), 'partly-done');
		expect(problem).toMatchObject({ done, failed, chamilo: { operation }, problem: { code: 'chamilo-error' } });
		expect(await user()).toMatchObject({ lastname: 'King' });
		expect((await bench.send('PUT', '/users/external_user/1505', edit)).status).toBe(200);
		expect(await user()).toMatchObject({ extras: { seat: '1' } });
	});

	test('a campus that never answers does not hold up others for longer than the limit', async () => {
		await bench.control.fault({ kind: 'hang', operation: calls.disable, times: 6 });
		const hanging = Array.from({ length: 6 }, () => bench.send('POST', '/users/external_user/1505/disable'));
		for (const answer of await Promise.all(hanging)) expectProblem(answer, 'chamilo-timeout');
		expect((await bench.send('GET', '/users/external_user/1505')).status).toBe(200);
	});
}
