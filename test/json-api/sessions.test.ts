import { describe, expect, it } from 'vitest';
import { expectProblem } from '../support/problem.js';
import { withKey } from './with-key.js';

const latin1 = (text: string) => Buffer.from(text).toString('latin1');

describe.each([7, 8] as const)('sessions with an API key, on PHP %d', (php) => {
	// What a request names tells the gateway nothing for those after it.
	const bench = withKey({ php }, { CHAMILO_EXTERNAL_FIELDS: 'none' });
	const sessions = () => bench.state().sessions;
	const users = async (path: string) => {
		const { json } = await bench.send('GET', path);
		return (json as { users: { username: string; status: string }[] }).users.map(
			({ username, status }) => `${username} ${status}`,
		);
	};

	it('has dates with their time of day', async () => {
		const autumn = { id: 1, start_date: '2030-09-01T00:00:00Z', end_date: '2030-12-20T23:59:59Z' };
		expect((await bench.send('GET', '/sessions')).json).toMatchObject({ sessions: [autumn, { start_date: null }] });
		for (const path of ['external_session/301', 'chamilo_session_id/1']) {
			expect((await bench.send('GET', `/sessions/${path}`)).json).toMatchObject(autumn);
		}
	});

	it.each(['external_session/301', 'chamilo_session_id/1'])('GET /sessions/%s/users, in pages', async (path) => {
		expect(await users(`/sessions/${path}/users`)).toEqual(['zbronte member', 'lzolkiewski member', 'apena member']);
		const { json } = await bench.send('GET', `/sessions/${path}/users?limit=2`);
		const { next_cursor: cursor } = json as { next_cursor: string };
		expect(await users(`/sessions/${path}/users?limit=2&cursor=${cursor}`)).toEqual(['apena member']);
		expectProblem(await bench.send('GET', '/sessions/external_session/nope/users'), 'session-not-found');
		expectProblem(await bench.send('GET', '/sessions/chamilo_session_id/99/users'), 'session-not-found');
	});

	it.each(['username/apena', 'chamilo_user_id/7', 'external_user/1505'])(
		'DELETE …/users/%s takes one user out, inactive ones too',
		async (name) => {
			const { campus } = bench.sandbox;
			const user = campus.users.byUsername('apena');
			if (user) campus.users.update(user, { active: 0 });
			const before = sessions();
			expect((await bench.send('DELETE', `/sessions/external_session/301/users/${name}`)).status).toBe(204);
			const left = sessions()[0]?.users;
			expect(left).toEqual(before[0]?.users.filter((id) => id !== 7));
			expect(sessions()[1]).toEqual(before[1]);
			expect((await bench.send('DELETE', `/sessions/external_session/301/users/${name}`)).status).toBe(204);
			expect(bench.actions().filter((action) => action === 'unsubscribe_users_from_session')).toHaveLength(1);
		},
	);

	it('takes nobody out under another spelling, and nobody who is unknown', async () => {
		const { campus } = bench.sandbox;
		const user = campus.users.insert({ username: latin1('zoé'), status: 5, active: true });
		await bench.send('PUT', `/sessions/external_session/301/users/chamilo_user_id/${user?.id}`);
		const before = sessions();
		expectProblem(await bench.send('DELETE', '/sessions/external_session/301/users/username/zoe'), 'user-not-found');
		expectProblem(
			await bench.send('DELETE', '/sessions/external_session/nope/users/username/apena'),
			'session-not-found',
		);
		expect(sessions()).toEqual(before);
		expect(bench.actions()).not.toContain('unsubscribe_users_from_session');
	});

	it.each(['external_session/301', 'chamilo_session_id/1', 'name/Summer school'])(
		'DELETE of the session %s in use takes empty=true',
		async (path) => {
			// Makes the extra field in which the gateway keeps an external id of its own.
			const dates = { start_date: '2031-02-01', end_date: '2031-06-30' };
			const coach = { field: 'username', value: 'mjnunez' };
			expect((await bench.send('POST', '/sessions', { name: 'Third', ...dates, coach })).status).toBe(201);
			const { courses, users: people } = bench.state();
			const before = sessions();
			expectProblem(await bench.send('DELETE', '/sessions/external_session/301'), 'session-in-use');
			expect(sessions()).toEqual(before);
			expect((await bench.send('DELETE', `/sessions/${path}?empty=true`)).status).toBe(204);
			const gone = path.startsWith('name') ? 2 : 1;
			expect(sessions()).toEqual(before.filter(({ id }) => id !== gone));
			expect(bench.state().courses).toEqual(courses);
			expect(bench.state().users.slice(1)).toEqual(people.slice(1));
		},
	);

	it.each(['external_session/301', 'chamilo_session_id/1', 'name/Otoño 2030'])(
		'PATCH /sessions/%s changes what is sent, and nothing else',
		async (path) => {
			const before = sessions();
			const coach = { field: 'username', value: 'jlefevre' };
			const change = { name: 'Été "2" \\ & <b>', visibility: 'invisible', coach };
			expect(await bench.send('PATCH', `/sessions/${path}`, change)).toMatchObject({ status: 204 });
			const changed = { ...before[0], name: change.name, visibility: 3, coachId: 4 };
			expect(sessions()).toEqual([changed, before[1]]);
			const byNumber = '/sessions/chamilo_session_id/1';
			expect((await bench.send('PATCH', byNumber, { ...change, name: 'Été "2" \\ & <b>' })).status).toBe(204);
			expect((await bench.send('PATCH', byNumber, { extras: { external_session: '999' } })).status).toBe(204);
			expect(sessions()[0]?.extras).toMatchObject({ external_session: '999' });
			expect(bench.actions().filter((action) => action === 'update_session')).toHaveLength(2);
		},
	);

	it('PATCH of a session refuses what cannot be, and looks what was stored', async () => {
		const before = sessions();
		const patch = (path: string, body: object) => bench.send('PATCH', `/sessions/${path}`, body);
		const nobody = { field: 'username', value: 'nobody' };
		expectProblem(await patch('chamilo_session_id/1', {}), 'invalid-request');
		expectProblem(await patch('chamilo_session_id/1', { name: '' }), 'invalid-request');
		expectProblem(await patch('chamilo_session_id/1', { start_date: '2031-01-01' }), 'invalid-request');
		expectProblem(await patch('chamilo_session_id/99', { visibility: 'visible' }), 'session-not-found');
		expectProblem(await patch('external_session/nope', { visibility: 'visible' }), 'session-not-found');
		expectProblem(await patch('chamilo_session_id/1', { coach: nobody }), 'user-not-found');
		expectProblem(await patch('chamilo_session_id/1', { name: 'SUMMER SCHOOL' }), 'session-name-taken');
		expect(bench.actions()).not.toContain('update_session');
		const problem = expectProblem(
			await patch('chamilo_session_id/1', { extras: { nope: '1' } }),
			'rejected-by-chamilo',
		);
		expect(problem.detail).toContain('the extra field nope');
		bench.sandbox.faults.add({ kind: 'html-200', operation: 'update_session' });
		expectProblem(await patch('chamilo_session_id/1', { visibility: 'visible' }), 'chamilo-error');
		expect(sessions()).toEqual(before);
		bench.sandbox.faults.add({ kind: 'reset-after', operation: 'update_session' });
		expect((await patch('chamilo_session_id/1', { visibility: 'visible' })).status).toBe(204);
		expect(sessions()[0]?.visibility).toBe(2);
	});

	const dates = { start_date: '2031-02-01', end_date: '2031-06-30' };
	const days = { nb_days_access_before: 0, nb_days_access_after: 0 };
	const coach = { field: 'username', value: 'mjnunez' };

	it('PUT of a session changes its visibility, and keeps its description', async () => {
		const session = bench.sandbox.campus.sessions.byId(1);
		if (session) session.description = 'About it';
		const edit = { ...dates, ...days, visibility: 'visible' };
		expect(await bench.send('PUT', '/sessions/external_session/301', edit)).toMatchObject({ status: 204 });
		expect(sessions()[0]).toMatchObject({ visibility: 2, description: 'About it', dateStart: '2031-02-01 00:00:00' });
	});

	it('PUT of a session named by its number gives it an external id, where there is a field for it', async () => {
		const put = () => bench.send('PUT', '/sessions/chamilo_session_id/2', { ...dates, ...days });
		const before = sessions();
		expectProblem(await put(), 'unsupported-by-chamilo');
		expect(sessions()).toEqual(before);
		expect((await bench.send('POST', '/sessions', { name: 'Third', ...dates, coach })).status).toBe(201);
		expect(await put()).toMatchObject({ status: 204 });
		expect(sessions()[1]).toMatchObject({ dateStart: '2031-02-01 00:00:00' });
		expect(sessions()[1]?.extras).toMatchObject({ rest_gateway_id: expect.any(String) });
	});

	it('POST of a session with a visibility', async () => {
		const session = {
			name: 'Third "A"',
			...dates,
			coach,
			field: 'external_session',
			value: 'T',
			visibility: 'invisible',
		};
		expect(await bench.send('POST', '/sessions', session)).toMatchObject({ status: 201 });
		expect(sessions()[2]).toMatchObject({ name: 'Third "A"', visibility: 3, coachId: 3 });
		bench.sandbox.faults.add({ kind: 'html-200', operation: 'update_session' });
		const problem = expectProblem(
			await bench.send('POST', '/sessions', { ...session, name: 'Fourth', value: 'F' }),
			'creation-incomplete',
		);
		expect(problem).toMatchObject({ id: 4 });
	});

	it('a session named by its number is given an external id for what SOAP does by that alone', async () => {
		expect((await bench.send('POST', '/sessions', { name: 'Third', ...dates, coach })).status).toBe(201);
		const course = '/sessions/chamilo_session_id/2/courses/external_course/202';
		expect(await bench.send('PUT', course)).toMatchObject({ status: 204 });
		expect(sessions()[1]?.courses.map(({ courseCode }) => courseCode)).toContain('ALGEBRA');
	});

	it('nothing is emptied that cannot be deleted', async () => {
		const before = sessions();
		expectProblem(await bench.send('DELETE', '/sessions/chamilo_session_id/1?empty=true'), 'unsupported-by-chamilo');
		expectProblem(await bench.send('DELETE', '/sessions/chamilo_session_id/99?empty=true'), 'session-not-found');
		expectProblem(await bench.send('DELETE', '/sessions/chamilo_session_id/1?empty=yes'), 'invalid-request');
		expect(sessions()).toEqual(before);
		expect(bench.actions()).not.toContain('add_courses_session');
	});

	it('1,200 users are taken out of a session, 500 a call', async () => {
		const { campus } = bench.sandbox;
		const session = campus.sessions.byId(1);
		if (!session) throw new Error('the demo data have changed');
		for (let index = 0; index < 1200; index += 1) {
			const user = campus.users.insert({ username: `many${index}`, status: 5, active: true });
			if (user) campus.sessions.users.push({ sessionId: session.id, userId: user.id });
		}
		expect((await bench.send('DELETE', '/sessions/external_session/301?empty=true')).status).toBe(204);
		expect(bench.actions().filter((action) => action === 'unsubscribe_users_from_session')).toHaveLength(3);
		expect(sessions().map(({ id }) => id)).toEqual([2]);
	});
});

describe.each([7, 8] as const)('courses and reports with an API key, on PHP %d', (php) => {
	const bench = withKey({ php });

	it.each(['external_course/202', 'code/ALGEBRA', 'chamilo_course_id/2'])('GET /courses/%s/users', async (path) => {
		const { json } = await bench.send('GET', `/courses/${path}/users?limit=2`);
		expect(json).toEqual({
			users: [
				{ id: 3, username: 'mjnunez', firstname: 'María José', lastname: 'Núñez', status: 'teacher' },
				{ id: 7, username: 'apena', firstname: 'Ángel', lastname: 'Peña', status: 'student' },
			],
			next_cursor: '7',
		});
		expectProblem(await bench.send('GET', '/courses/code/NOPE/users'), 'course-not-found');
	});

	it.each(['external_course/201', 'code/FRANCAISA1'])('GET /courses/%s/descriptions has their types', async (path) => {
		expect((await bench.send('GET', `/courses/${path}/descriptions`)).json).toMatchObject({
			complete: true,
			descriptions: [
				{ type: 1, title: 'Présentation' },
				{ type: 2, title: 'Objectifs' },
			],
		});
		expectProblem(await bench.send('GET', '/courses/code/NOPE/descriptions'), 'course-not-found');
	});

	it('PATCH of a course reads everything first, and keeps it', async () => {
		const { courses } = bench.sandbox.campus;
		const patch = (query = '') => bench.send('PATCH', `/courses/external_course/202${query}`, { title: 'Álgebra "2"' });
		const before = bench.state().courses;
		// The tutor's name alone cannot be kept.
		expectProblem(await patch(), 'unsupported-by-chamilo');
		expect(bench.state().courses).toEqual(before);
		expect(await patch('?accept_side_effects=true')).toMatchObject({ status: 200, json: { reset: ['tutor_name'] } });
		const changed = { ...before[1], title: 'Álgebra "2"', tutorName: '' };
		expect(bench.state().courses).toEqual(before.with(1, changed as (typeof before)[number]));
		expect(courses.byCode('ALGEBRA')?.diskQuota).toBe(100_000_000);
		const everything = { title: 'Álgebra "2"', visual_code: changed.visualCode, subscribe: changed.subscribe === 1 };
		const edits = () => bench.sandbox.journal.filter(({ operation }) => operation === 'WSEditCourse').length;
		const sent = edits();
		expect((await bench.send('PATCH', '/courses/external_course/202', everything)).status).toBe(204);
		expect((await patch()).status).toBe(204);
		expect(edits()).toBe(sent);
		expect(
			(await bench.send('PATCH', '/courses/external_course/202', { ...everything, department_name: 'X' })).status,
		).toBe(204);
		expect(edits()).toBe(sent + 1);
	});

	it.each(['', '?accept_side_effects=true'])(
		'PATCH of a hidden course does not make it visible (%j)',
		async (query) => {
			const course = bench.sandbox.campus.courses.byCode('ALGEBRA');
			if (course) course.visibility = 4;
			const before = bench.state().courses;
			const patch = (body: object) => bench.send('PATCH', `/courses/external_course/202${query}`, body);
			const problem = expectProblem(await patch({ title: 'Algebra' }), 'unsupported-by-chamilo');
			expect(problem).toMatchObject({ errors: [{ pointer: '/visibility' }] });
			expect(bench.state().courses).toEqual(before);
		},
	);

	it.each(['external_user/1503', 'username/zbronte', 'chamilo_user_id/5'])('GET /users/%s/time-spent', async (path) => {
		expect((await bench.send('GET', `/users/${path}/time-spent`)).json).toEqual({ seconds: 7260 });
		expectProblem(await bench.send('GET', '/users/username/nobody/time-spent'), 'user-not-found');
	});

	it('lists the learnpaths of a course', async () => {
		const path = (user: string, course: string) => `/users/${user}/courses/${course}/learnpaths`;
		expect((await bench.send('GET', path('username/zbronte', 'code/FRANCAISA1'))).json).toEqual({
			learnpaths: [{ id: 1, title: 'Leçon 1 : se présenter' }],
		});
		expectProblem(await bench.send('GET', path('username/nobody', 'code/FRANCAISA1')), 'user-not-found');
		expectProblem(await bench.send('GET', path('username/zbronte', 'code/NOPE')), 'course-not-found');
	});

	it('reads of the JSON API are repeated once on a new connection, writes never', async () => {
		bench.sandbox.faults.add({ kind: 'reset-before', operation: 'get_users_subscribed_to_course' });
		expect((await bench.send('GET', '/courses/code/ALGEBRA/users')).status).toBe(200);
		expect(bench.actions().filter((action) => action === 'get_users_subscribed_to_course')).toHaveLength(2);
		bench.sandbox.faults.add({ kind: 'reset-before', operation: 'delete_course' });
		expect((await bench.send('DELETE', '/courses/code/ALGEBRA')).status).toBeGreaterThan(499);
		expect(bench.actions().filter((action) => action === 'delete_course')).toHaveLength(1);
		expect(bench.state().courses).toHaveLength(4);
	});
});
