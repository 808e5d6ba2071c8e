import { expect, test } from 'vitest';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { DEMO, passwordOf, storedPassword } from '../../support/users.js';
import type { Bench } from '../run.js';

const PATH = '/users/external_user/1505/credentials';

export function testCredentials(bench: Bench): void {
	const { kind } = bench;
	const user = () => bench.control.userById(DEMO.other.id);

	test('changes username and password, and nothing else of the user', async () => {
		const before = await user();
		const answer = await bench.send('PUT', PATH, { username: 'angel', password: 'ñew 漢字' });
		expect([answer.status, answer.text]).toEqual([204, '']);
		expect(await user()).toEqual({ ...before, username: 'angel', ...storedPassword(kind, 'ñew 漢字') });
	});

	test('without a password the old one stays', async () => {
		const before = await user();
		expect((await bench.send('PUT', PATH, { username: 'angel' })).status).toBe(204);
		expect(await user()).toEqual({ ...before, username: 'angel' });
	});

	test('the present username keeps it', async () => {
		const before = await user();
		expect((await bench.send('PUT', PATH, { username: 'apena', password: 'new' })).status).toBe(204);
		expect(await user()).toEqual({ ...before, ...storedPassword(kind, 'new') });
	});

	test('a user named by its username is changed', async () => {
		const answer = await bench.send('PUT', '/users/username/apena/credentials', { username: 'angel', password: 'new' });
		expect(answer.status).toBe(204);
		expect(await user()).toMatchObject({
			username: 'angel',
			...storedPassword(kind, 'new'),
			lastname: 'Peña',
			status: 5,
		});
	});

	test('a user named by its number is given a password, and after that another name too', async () => {
		const path = `/users/chamilo_user_id/${DEMO.other.id}/credentials`;
		expect((await bench.send('PUT', path, { username: 'apena', password: 'new' })).status).toBe(204);
		expect(await user()).toMatchObject({ username: 'apena', ...storedPassword(kind, 'new') });
		expect((await bench.send('PUT', path, { username: 'angel' })).status).toBe(204);
		expect(await user()).toMatchObject({ username: 'angel', ...storedPassword(kind, 'new') });
	});

	test('a user named by its number cannot be renamed before, and the answer says what to do', async () => {
		const before = await bench.control.state();
		const path = `/users/chamilo_user_id/${DEMO.other.id}/credentials`;
		const problem = expectProblem(await bench.send('PUT', path, { username: 'angel' }), 'unsupported-by-chamilo');
		expect(problem.detail).toContain('external id');
		expect(await bench.control.state()).toEqual(before);
	});

	test.each(['external_user/1505', 'username/apena'])('%s: the username of another is 409', async (name) => {
		const before = await user();
		const body = { username: 'sobrien', password: 'new' };
		expectProblem(await bench.send('PUT', `/users/${name}/credentials`, body), 'username-taken');
		expect(await user()).toMatchObject({ username: 'apena', ...passwordOf(before) });
	});

	test('an inactive user is 409, and nothing is changed', async () => {
		const before = await bench.control.state();
		const body = { username: 'bakesson', password: 'new' };
		const problem = expectProblem(
			await bench.send('PUT', '/users/external_user/1509/credentials', body),
			'user-inactive',
		);
		expect(problem.detail).toContain('enable');
		expect(await bench.control.state()).toEqual(before);
	});

	test.each(['username/bakesson', `chamilo_user_id/${DEMO.inactive.id}`])(
		'%s: the inactive user is 409 however it is named',
		async (name) => {
			const body = { username: 'bakesson', password: 'new' };
			const before = await bench.control.userById(DEMO.inactive.id);
			expectProblem(await bench.send('PUT', `/users/${name}/credentials`, body), 'user-inactive');
			expect(await bench.control.userById(DEMO.inactive.id)).toMatchObject(passwordOf(before));
		},
	);

	test.each(['external_user/nobody', 'username/nobody', 'chamilo_user_id/999'])('%s is 404', async (name) => {
		const before = await bench.control.state();
		const body = { username: 'angel', password: 'new' };
		expectProblem(await bench.send('PUT', `/users/${name}/credentials`, body), 'user-not-found');
		expect(await bench.control.state()).toEqual(before);
	});

	test.each([
		['no username', { password: 'new' }, 'invalid-request', '/username'],
		['an empty username', { username: '' }, 'invalid-request', '/username'],
		['null as password', { username: 'apena', password: null }, 'invalid-request', '/password'],
		['an empty password', { username: 'apena', password: '' }, 'invalid-request', '/password'],
		['a number as password', { username: 'apena', password: 5 }, 'invalid-request', '/password'],
		['loginname in place of username', { username: 'apena', loginname: 'x' }, 'invalid-request', '/loginname'],
		["O'Brien as username", { username: "O'Brien" }, 'unsafe-identifier', '/username'],
		['an emoji as username', { username: 'a😀' }, 'unsupported-by-chamilo', '/username'],
		['"0" as password', { username: 'apena', password: '0' }, 'unsupported-by-chamilo', '/password'],
		['101 characters as username', { username: 'a'.repeat(101) }, 'invalid-request', '/username'],
	] as const)('%s is refused, and nothing is sent', async (_, body, code, pointer) => {
		const problem = expectProblem(await bench.send('PUT', PATH, body), code);
		expect(new Set(pointersOf(problem))).toEqual(new Set([pointer]));
		expect(await bench.control.operations()).toEqual([]);
	});
}
