import { expect, test } from 'vitest';
import { OPERATIONS } from '../../../src/operations/index.js';
import { expectProblem } from '../../support/problem.js';
import type { Bench } from '../run.js';

const ROWS = OPERATIONS.map(({ id, method, path, scope }) => ({
	id,
	method: method.toUpperCase(),
	path: path.replace('{field}', 'external_user').replace(/\{\w+\}/g, '1504'),
	scope,
}));

export function testAccess(bench: Bench): void {
	test.each(ROWS)('$id answers 401 without a key and asks Chamilo nothing', async ({ method, path }) => {
		const answer = await bench.sendAs(null)(method, path);
		const problem = expectProblem(answer, 'unauthorized');
		expect(answer.headers.get('WWW-Authenticate')).toMatch(/^Bearer /);
		expect(problem.detail).toContain('X-API-Key');
		expect(await bench.control.operations()).toEqual([]);
	});

	test.each(ROWS)('$id answers 401 to a wrong key', async ({ method, path }) => {
		const answer = await bench.sendAs(null)(method, path, undefined, { 'X-API-Key': 'not-the-key' });
		expectProblem(answer, 'unauthorized');
		expect(await bench.control.operations()).toEqual([]);
	});

	test.each(ROWS)('$id answers 403 to a key without the scope $scope, before it reads the body', async (row) => {
		const other = row.scope === 'users:read' ? 'usersWrite' : 'usersRead';
		const problem = expectProblem(await bench.sendAs(other)(row.method, row.path), 'forbidden');
		expect(problem.detail).toContain(row.scope);
		expect(await bench.control.operations()).toEqual([]);
	});

	test('a key with one scope opens the routes of that scope', async () => {
		expect((await bench.sendAs('usersRead')('GET', '/users/external_user/1504')).status).toBe(200);
		expect((await bench.sendAs('usersWrite')('POST', '/users/external_user/1504/disable')).status).toBe(204);
	});

	test.each([
		['an empty X-API-Key', { 'X-API-Key': '' }],
		['a blank X-API-Key', { 'X-API-Key': '  ' }],
		['a bearer without a key', { Authorization: 'Bearer' }],
		['Basic credentials', { Authorization: 'Basic dGVzdDp0ZXN0' }],
		['a wrong bearer', { Authorization: 'Bearer nonsense' }],
	])('%s is no key', async (_, headers) => {
		expectProblem(await bench.sendAs(null)('GET', '/users/external_user/1504', undefined, headers), 'unauthorized');
	});

	test('the key is taken from Authorization: Bearer too', async () => {
		const headers = { Authorization: `Bearer ${bench.keys.all}` };
		expect((await bench.sendAs(null)('GET', '/users/external_user/1504', undefined, headers)).status).toBe(200);
	});

	test('an unknown route is 401 without a key and 404 with one', async () => {
		expectProblem(await bench.sendAs(null)('GET', '/nothing/here'), 'unauthorized');
		const problem = expectProblem(await bench.send('GET', '/nothing/here'), 'route-not-found');
		expect(problem.detail).toContain('/nothing/here');
	});

	test.each([
		['PATCH', '/users', 'GET, HEAD, POST'],
		['DELETE', '/users', 'GET, HEAD, POST'],
		['POST', '/users/external_user/1504', 'DELETE, GET, HEAD, PATCH, PUT'],
		['GET', '/users/external_user/1504/enable', 'POST'],
		['DELETE', '/users/external_user/1504/disable', 'POST'],
		['POST', '/users/external_user/1504/credentials', 'PUT'],
		['POST', '/healthz', 'GET, HEAD'],
		['PUT', '/openapi.json', 'GET, HEAD'],
	])('%s %s answers 405 and Allow: %s', async (method, path, allow) => {
		const answer = await bench.send(method, path);
		const problem = expectProblem(answer, 'method-not-allowed');
		expect(answer.headers.get('Allow')).toBe(allow);
		expect(problem.detail).toContain(method);
		expect(await bench.control.operations()).toEqual([]);
	});

	test('HEAD answers what GET does, without the body', async () => {
		const answer = await bench.send('HEAD', '/users/external_user/1504');
		expect([answer.status, answer.text]).toEqual([200, '']);
	});

	test.each(['/', '/docs', '/openapi.json', '/healthz', '/problems/user-not-found'])(
		'%s answers without a key',
		async (path) => {
			expect((await bench.sendAs(null)('GET', path)).status).toBe(200);
		},
	);

	test('each answer carries a request id of its own, and repeats one that the caller gives', async () => {
		const first = await bench.send('GET', '/users/external_user/1504');
		const second = await bench.send('GET', '/users/external_user/nobody');
		expect(first.headers.get('X-Request-Id')).toMatch(/\S{8}/);
		expect(second.headers.get('X-Request-Id')).not.toBe(first.headers.get('X-Request-Id'));
		const given = await bench.send('GET', '/users/external_user/nobody', undefined, { 'X-Request-Id': 'mine-42' });
		expect(expectProblem(given, 'user-not-found').instance).toBe('mine-42');
	});
}
