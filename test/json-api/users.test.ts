import { describe, expect, it } from 'vitest';
import { expectProblem } from '../support/problem.js';
import { withKey } from './with-key.js';

const latin1 = (text: string) => Buffer.from(text).toString('latin1');

describe.each([7, 8] as const)('users with an API key, on PHP %d', (php) => {
	const bench = withKey({ php });

	it.each(['external_user/1508', 'username/sobrien', 'chamilo_user_id/10'])('GET /users/%s', async (path) => {
		const isExternal = path.startsWith('external');
		expect((await bench.send('GET', `/users/${path}`)).json).toMatchObject({
			id: 10,
			username: 'sobrien',
			firstname: 'Siobhán',
			lastname: "O'Brien",
			email: 'sobrien@example.org',
			active: true,
			status: isExternal ? 'student' : null,
			phone: isExternal ? '+34 600 000 508' : null,
			official_code: isExternal ? 'ID-1508' : null,
		});
	});

	it('GET of an inactive user, of nobody, and under another spelling', async () => {
		expect((await bench.send('GET', '/users/username/bakesson')).json).toMatchObject({ active: false });
		bench.sandbox.campus.users.insert({ username: latin1('zoé'), status: 5, active: true });
		for (const path of [
			'username/zoe',
			'username/nobody',
			'chamilo_user_id/999',
			'external_user/nobody',
			'no_field/1',
		]) {
			expectProblem(await bench.send('GET', `/users/${path}`), 'user-not-found');
		}
		expect((await bench.send('GET', `/users/username/${encodeURIComponent('ZOÉ')}`)).status).toBe(200);
	});

	it('two users with one external id are told apart by the caller', async () => {
		const { userFields } = bench.sandbox.campus;
		userFields.write(9, 'external_user', '1508');
		const before = bench.state();
		const problem = expectProblem(await bench.send('GET', '/users/external_user/1508'), 'ambiguous-identifier');
		expect(problem.detail).toContain('9, 10');
		expectProblem(await bench.send('PATCH', '/users/external_user/1508', { phone: '1' }), 'ambiguous-identifier');
		expectProblem(await bench.send('DELETE', '/users/external_user/1508'), 'ambiguous-identifier');
		expect(bench.state().users.slice(1)).toEqual(before.users.slice(1));
	});

	it('GET /users lists users in pages, with filters', async () => {
		const first = await bench.send('GET', '/users?limit=5');
		const page = first.json as { users: { id: number }[]; next_cursor: string };
		expect(page.users).toHaveLength(5);
		const rest = await bench.send('GET', `/users?limit=100&cursor=${page.next_cursor}`);
		const { users, next_cursor } = rest.json as typeof page;
		expect(next_cursor).toBeNull();
		expect([...page.users, ...users].map(({ id }) => id)).toEqual(bench.state().users.map(({ id }) => id));
		const names = async (query: string) =>
			((await bench.send('GET', `/users?${query}`)).json as { users: { username: string }[] }).users.map(
				({ username }) => username,
			);
		expect(await names('active=false')).toEqual(['bakesson']);
		expect(await names('status=teacher')).toEqual(['admin', 'mjnunez', 'jlefevre']);
		expect(await names('email=SOBRIEN@example.org')).toEqual(['sobrien']);
		expect(await names('username=SOBRIEN&limit=1')).toEqual(['sobrien']);
		expect((await bench.send('GET', '/users?username=sobrien')).json).toMatchObject({ id: 10, value: 'sobrien' });
		expectProblem(await bench.send('GET', '/users?status=boss'), 'invalid-request');
	});

	it('PATCH changes what only SOAP changes, and keeps all else, the official code included', async () => {
		const before = bench.userNamed('sobrien');
		const change = { password: 'a new one', expiration_date: '2031-01-31T18:00:00Z', extras: { department: 'Law' } };
		expect(await bench.send('PATCH', '/users/external_user/1508', change)).toMatchObject({ status: 204 });
		expect(bench.userNamed('sobrien')).toEqual({
			...before,
			...{ password: 'bcrypt:a new one', expirationDate: '2031-01-31 18:00:00', hasApiKey: expect.any(Boolean) },
			extras: { ...before.extras, department: 'Law' },
		});
		const code = { official_code: 'X-1', expiration_date: null };
		expect(await bench.send('PATCH', '/users/external_user/1508', code)).toMatchObject({ status: 204 });
		expect(bench.userNamed('sobrien')).toMatchObject({ officialCode: 'X-1', expirationDate: null });
	});

	it.each([
		['external_user/1508', { email: 'new@example.org' }],
		['username/sobrien', { phone: null, official_code: 'X-1' }],
		['chamilo_user_id/10', { status: 'teacher', language: 'french', active: false }],
		['external_user/1508', { firstname: 'Zoé 漢字', lastname: 'A & B <c>', loginname: 'renamed', phone: '+32 1' }],
	] as const)('PATCH /users/%s changes %j and nothing else', async (path, patch) => {
		const before = bench.userNamed('sobrien');
		expect(await bench.send('PATCH', `/users/${path}`, patch)).toMatchObject({ status: 204 });
		const { loginname, official_code: officialCode, phone, status, ...same } = patch as Record<string, string | null>;
		const after = bench.state().users.find(({ id }) => id === before.id);
		expect(after).toEqual({
			...before,
			...same,
			...(loginname ? { username: loginname } : {}),
			...(officialCode ? { officialCode } : {}),
			...(phone === undefined ? {} : { phone: phone ?? '' }),
			...(status ? { status: 1 } : {}),
		});
	});

	it.each([
		['external_user/1508', { firstname: 'Siobhán', status: 'student', phone: '+34 600 000 508', active: true }, 2],
		['external_user/1508', { loginname: 'sobrien', official_code: 'ID-1508' }, 2],
		['username/sobrien', { email: 'sobrien@example.org', lastname: "O'Brien" }, 1],
		['username/SOBRIEN', { loginname: 'sobrien' }, 1],
		['chamilo_user_id/10', { firstname: 'Siobhán' }, 1],
	] as const)('PATCH /users/%s to %j, which it is already, only looks', async (path, patch, looks) => {
		const before = bench.userNamed('sobrien');
		await bench.send('GET', '/users/username/nobody');
		const earlier = bench.sandbox.journal.length;
		expect((await bench.send('PATCH', `/users/${path}`, patch)).status).toBe(204);
		expect(bench.sandbox.journal.slice(earlier).map(({ service }) => service)).toEqual(Array(looks).fill('v2.php'));
		expect(bench.userNamed('sobrien')).toEqual(before);
	});

	it.each([
		['external_user/1508', { language: 'english' }],
		['username/sobrien', { firstname: 'Siobhán', phone: '+34 600 000 508' }],
		['username/sobrien', { loginname: 'SOBRIEN' }],
		['chamilo_user_id/10', { status: 'student' }],
	] as const)('PATCH /users/%s to %j, which cannot be seen before, is sent', async (path, patch) => {
		expect((await bench.send('PATCH', `/users/${path}`, patch)).status).toBe(204);
		expect(bench.actions()).toContain('update_user_from_username');
	});

	it('a user who is enabled already is not enabled again, by username or number', async () => {
		for (const path of ['username/sobrien', 'chamilo_user_id/10']) {
			expect((await bench.send('POST', `/users/${path}/enable`)).status).toBe(204);
		}
		expect(bench.actions()).not.toContain('update_user_from_username');
	});

	it('PATCH refuses what would do harm, before anything is sent', async () => {
		const before = bench.state();
		const patch = (path: string, body: object) => bench.send('PATCH', `/users/${path}`, body);
		expectProblem(await patch('username/sobrien', { expiration_date: '' }), 'invalid-request');
		expectProblem(await patch('username/sobrien', { email: 'nonsense' }), 'invalid-request');
		expectProblem(await patch('username/sobrien', {}), 'invalid-request');
		expectProblem(await patch('username/sobrien', { loginname: 'APENA' }), 'username-taken');
		expectProblem(await patch('username/nobody', { phone: '1' }), 'user-not-found');
		expectProblem(await patch('username/admin', { active: false }), 'unsupported-by-chamilo');
		expectProblem(await patch('chamilo_user_id/1', { loginname: 'boss' }), 'unsupported-by-chamilo');
		expect(bench.actions()).not.toContain('update_user_from_username');
		const problem = expectProblem(await patch('username/sobrien', { language: 'esperanto' }), 'rejected-by-chamilo');
		expect(problem.detail).toContain('esperanto');
		expect({ ...bench.state(), users: bench.state().users.slice(1) }).toEqual({
			...before,
			users: before.users.slice(1),
		});
	});

	it('PATCH looks what was stored, whatever Chamilo answers', async () => {
		bench.sandbox.faults.add({ kind: 'html-200', operation: 'update_user_from_username' });
		expectProblem(await bench.send('PATCH', '/users/username/sobrien', { phone: '6' }), 'chamilo-error');
		bench.sandbox.faults.add({ kind: 'html-200', operation: 'update_user_from_username' });
		expectProblem(await bench.send('PATCH', '/users/external_user/1508', { phone: '6' }), 'chamilo-error');
		bench.sandbox.faults.add({ kind: 'reset-after', operation: 'update_user_from_username' });
		expect((await bench.send('PATCH', '/users/external_user/1508', { phone: '7' })).status).toBe(204);
		expect(bench.userNamed('sobrien').phone).toBe('7');
	});

	it('a user who is renamed between look and write is not changed, nor is anybody else', async () => {
		bench.sandbox.faults.add({ kind: 'delay', operation: 'update_user_from_username', ms: 300 });
		const sent = bench.send('PATCH', '/users/external_user/1508', { phone: '7' });
		await expect.poll(() => bench.actions()).toContain('get_user_info_from_username');
		const user = bench.sandbox.campus.users.byUsername('sobrien');
		if (user) bench.sandbox.campus.users.update(user, { username: 'renamed' });
		const phones = () => bench.state().users.map(({ phone }) => phone);
		const before = phones();
		expectProblem(await sent, 'rejected-by-chamilo');
		expect(phones()).toEqual(before);
	});

	it.each(['username/bakesson', 'chamilo_user_id/11', 'external_user/1509'])(
		'%s is enabled and disabled, and keeps everything else',
		async (path) => {
			const before = bench.state();
			expect((await bench.send('POST', `/users/${path}/enable`)).status).toBe(204);
			expect(bench.userNamed('bakesson').active).toBe(true);
			expect((await bench.send('POST', `/users/${path}/disable`)).status).toBe(204);
			expect(bench.state().users.slice(1)).toEqual(before.users.slice(1));
			expect(bench.state().extraFields).toEqual(before.extraFields);
		},
	);

	it.each(['external_user/1508', 'username/sobrien', 'chamilo_user_id/10'])(
		'PUT /users/%s keeps the official code',
		async (path) => {
			const edit = {
				...{ firstname: 'Sio', lastname: 'Obrien', loginname: 'sobrien2', status: 'student', email: null },
				...{ language: 'english', phone: null, expiration_date: null },
			};
			expect((await bench.send('PUT', `/users/${path}`, edit)).status).toBe(200);
			expect(bench.userNamed('sobrien2')).toMatchObject({ firstname: 'Sio', officialCode: 'ID-1508', email: '' });
		},
	);

	it.each(['external_user/1501', 'username/mjnunez', 'chamilo_user_id/3'])('DELETE of the coach %s', async (path) => {
		const { courses, users } = bench.sandbox.campus;
		// The only teacher of a course stays.
		expectProblem(await bench.send('DELETE', `/users/${path}`), 'rejected-by-chamilo');
		for (const course of courses.list()) courses.addMember(course, 1, 1);
		const { id } = users.byUsername('mjnunez') ?? { id: 0 };
		const before = bench.state();
		expect((await bench.send('DELETE', `/users/${path}`)).status).toBe(204);
		expect(bench.state().users.slice(1)).toEqual(before.users.slice(1).filter((user) => user.id !== id));
		expect(bench.state().sessions.map(({ coachId }) => coachId)).not.toContain(id);
		expectProblem(await bench.send('DELETE', `/users/${path}`), 'user-not-found');
	});

	it('DELETE of nobody, of another spelling, and of the own account sends no deletion', async () => {
		bench.sandbox.campus.users.insert({ username: latin1('zoé'), status: 5, active: true });
		for (const path of ['username/zoe', 'chamilo_user_id/999', 'external_user/nobody']) {
			expectProblem(await bench.send('DELETE', `/users/${path}`), 'user-not-found');
		}
		expectProblem(await bench.send('DELETE', '/users/username/admin'), 'unsupported-by-chamilo');
		expect(bench.actions()).not.toContain('delete_user');
	});

	it('POST /users/batch/delete deletes coaches too', async () => {
		const { courses } = bench.sandbox.campus;
		for (const course of courses.list()) courses.addMember(course, 1, 1);
		const users = ['1501', '1508', 'nobody'].map((value) => ({ field: 'external_user', value }));
		const { json } = await bench.send('POST', '/users/batch/delete', { users });
		expect(json).toMatchObject({ results: [{ status: 204 }, { status: 204 }, { status: 404 }] });
		expect(bench.state().users.map(({ username }) => username)).not.toContain('mjnunez');
	});

	it('an edit by SOAP looks a user up once before it, and once after it', async () => {
		await bench.send('GET', '/users/username/nobody');
		const since = async (method: string, path: string, body: object) => {
			const earlier = bench.sandbox.journal.length;
			expect((await bench.send(method, path, body)).status).toBeLessThan(300);
			return bench.sandbox.journal.slice(earlier).map(({ operation }) => operation);
		};
		const read = ['users_profiles_by_extra_field', 'get_user_info_from_username'];
		expect(await since('PATCH', '/users/external_user/1508', { firstname: 'Sio', password: 'Another-1' })).toEqual([
			...read,
			...['WSUnsubscribeUserFromCourse', 'WSEditUser', 'users_profiles_by_extra_field', 'update_user_from_username'],
		]);
		const edit = { firstname: 'S', lastname: 'O', loginname: 'sobrien', status: 'student', email: null };
		const rest = { language: 'english', phone: null, expiration_date: '2031-01-01T00:00:00Z' };
		await since('PUT', '/users/username/sobrien', { ...edit, ...rest });
		expect(await since('PUT', '/users/username/sobrien', { ...edit, ...rest })).toEqual([
			...['WSGetUserFromUsername', 'WSGetUser', 'users_profiles_by_extra_field', 'WSUnsubscribeUserFromCourse'],
			...['WSEditUser', 'users_profiles_by_extra_field', 'update_user_from_username'],
		]);
	});

	it('a batch of edits keeps official codes', async () => {
		const { id, ...edit } = { id: '1508', firstname: 'Siobhán', lastname: 'King', loginname: 'sobrien' };
		const state = { ...edit, status: 'student', email: 'sobrien@example.org', phone: null, language: 'english' };
		const users = [{ field: 'external_user', value: id, ...state, expiration_date: null }];
		const { json } = await bench.send('POST', '/users/batch/edit', { users });
		expect(json).toMatchObject({ results: [{ status: 200 }] });
		expect(bench.userNamed('sobrien')).toMatchObject({ lastname: 'King', officialCode: 'ID-1508' });
	});

	it('a user named by a number that nobody gave an external id can get one', async () => {
		const user = bench.sandbox.campus.users.insert({ username: 'fresh', status: 5, active: true });
		const credentials = { username: 'fresh', password: 'Another-1-secret' };
		const path = `/users/chamilo_user_id/${user?.id}/credentials`;
		expect((await bench.send('PUT', path, credentials)).status).toBe(204);
		expect(bench.userNamed('fresh').extras).toMatchObject({ rest_gateway_id: `u${user?.id}` });
	});

	it('a key that stops working leaves what SOAP can do', async () => {
		bench.sandbox.campus.restKeys.set(1, 'renewed');
		expect((await bench.send('GET', '/users/external_user/1508')).json).toMatchObject({ id: 10, email: null });
		expectProblem(await bench.send('GET', '/users?limit=5'), 'unsupported-by-chamilo');
		expectProblem(await bench.send('PATCH', '/users/external_user/1508', { phone: '1' }), 'unsupported-by-chamilo');
		expect((await bench.send('POST', '/users/username/bakesson/enable')).status).toBe(204);
	});
});
