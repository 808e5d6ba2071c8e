import { describe, expect, test } from 'vitest';
import { SPRING } from '../../../src/operations/sessions/examples.js';
import { can, hasSoapPhp } from '../../support/kinds.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { DEMO, type SessionBench } from './bench.js';

export function testSessionReadDelete(bench: SessionBench): void {
	const { kind } = bench;
	const is19 = kind === '1.9';
	const get = (path: string) => bench.send('GET', path);

	const dates = { start_date: '2030-09-01', end_date: '2030-12-20' };
	const AUTUMN = {
		id: 1,
		name: 'Otoño 2030',
		...(can(kind, 'session-dates') ? dates : { start_date: null, end_date: null }),
	};
	const SUMMER = { id: 2, name: 'Summer school', start_date: null, end_date: null };

	const UNREAD = { id: null, name: null, start_date: null, end_date: null };

	describe('the list', () => {
		test('holds names and dates; no date, or one that cannot be read, is null', async () => {
			const answer = await get('/sessions');
			expect([answer.status, answer.json]).toEqual([200, { sessions: [AUTUMN, SUMMER], next_cursor: null }]);
		});

		test('comes in pages', async () => {
			expect((await get('/sessions?limit=1')).json).toEqual({ sessions: [AUTUMN], next_cursor: '1' });
			expect((await get('/sessions?limit=1&cursor=1')).json).toEqual({ sessions: [SUMMER], next_cursor: null });
		});

		test('leaves out what Chamilo leaves out: on 1.9 sessions without courses, on 1.11 their dates', async () => {
			await bench.send('POST', '/sessions', SPRING);
			const spring = { id: 3, name: SPRING.name, start_date: null, end_date: null };
			const sessions = is19 ? [AUTUMN, SUMMER] : [AUTUMN, SUMMER, spring];
			expect((await get('/sessions')).json).toEqual({ sessions, next_cursor: null });
		});

		test.each([
			['limit=0', 'query/limit'],
			['limit=1001', 'query/limit'],
			['cursor=x', 'query/cursor'],
			['sort=name', 'query/sort'],
		])('refuses ?%s', async (query, pointer) => {
			expect(pointersOf(expectProblem(await get(`/sessions?${query}`), 'invalid-request'))).toEqual([pointer]);
		});
	});

	describe('one session', () => {
		test.each([
			['chamilo_session_id', '1', AUTUMN],
			['name', 'Otoño 2030', AUTUMN],
			['name', 'otono 2030', AUTUMN],
			['external_session', '301', is19 ? UNREAD : AUTUMN],
			['campus_site', 'Málaga', is19 ? UNREAD : AUTUMN],
		])('by %s %s', async (field, value, expected) => {
			const answer = await get(`/sessions/${field}/${encodeURIComponent(value)}`);
			expect([answer.status, answer.json]).toEqual([200, { ...expected, field, value }]);
		});

		test('one without courses has its number, what cannot be read is null', async () => {
			await bench.send('POST', '/sessions', SPRING);
			const name = is19 ? null : SPRING.name;
			const unread = { name, start_date: null, end_date: null, field: 'chamilo_session_id', value: '3' };
			expect((await get('/sessions/chamilo_session_id/3')).json).toEqual({ id: 3, ...unread });
		});
	});

	const NAMES = ['chamilo_session_id/1', 'name/Oto%C3%B1o%202030', 'external_session/301'];
	const UNKNOWN = ['chamilo_session_id/99', 'name/Winter', 'external_session/nope', 'no_such_field/301'];
	const MEMBERS = ['', '/users/external_user/1504'];

	/** What registration.soap.php wants to be done first. */
	function empty(id: number) {
		const { campus } = bench.sandbox;
		const others = (row: { sessionId: number }) => row.sessionId !== id;
		campus.sessions.users = campus.sessions.users.filter(others);
		campus.sessions.courses = campus.sessions.courses.filter(others);
		campus.sessions.courseUsers = campus.sessions.courseUsers.filter(others);
	}

	describe('deletion', () => {
		test.each(NAMES)('%s is gone, a second time it is 404', async (name) => {
			if (!hasSoapPhp(kind)) empty(DEMO.autumn.id);
			const answer = await bench.send('DELETE', `/sessions/${name}`);
			expect([answer.status, answer.text]).toEqual([204, '']);
			expect((await bench.sessions()).map(({ id }) => id)).toEqual([DEMO.summer.id]);
			expectProblem(await bench.send('DELETE', `/sessions/${name}`), 'session-not-found');
		});
	});

	describe('unknown sessions', () => {
		test.each(UNKNOWN)('%s is 404 everywhere and changes nothing', async (name) => {
			const before = await bench.sessions();
			expectProblem(await get(`/sessions/${name}`), 'session-not-found');
			for (const member of MEMBERS) {
				expectProblem(await bench.send('DELETE', `/sessions/${name}${member}`), 'session-not-found');
			}
			expectProblem(await bench.send('PUT', `/sessions/${name}/users/external_user/1504`), 'session-not-found');
			expect(await bench.sessions()).toEqual(before);
		});

		if (is19)
			test('the answer for a name says which sessions are found by it', async () => {
				expect(expectProblem(await get('/sessions/name/Winter'), 'session-not-found').detail).toContain(
					'have a course',
				);
			});
	});

	describe('bad names of sessions', () => {
		test.each([
			['chamilo_session_id/2abc', 'path/value'],
			['chamilo_session_id/007', 'path/value'],
			['username/x', 'path/field'],
			['code/x', 'path/field'],
			['a%20b/x', 'path/field'],
		])('%s, before Chamilo is asked', async (name, pointer) => {
			for (const [method, path] of [
				['GET', ''],
				['DELETE', ''],
				['PUT', '/users/external_user/1504'],
				['DELETE', '/courses/external_course/201'],
			] as const) {
				const answer = await bench.send(method, `/sessions/${name}${path}`);
				expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual([pointer]);
			}
			expect(bench.calls()).toEqual([]);
		});

		test.each(["external_session/a'b", 'external_session/a%22b', 'external_session/a%5Cb', "name/O'Brien"])(
			'%s is unsafe',
			async (name) => {
				expectProblem(await get(`/sessions/${name}`), 'unsafe-identifier');
				expectProblem(await bench.send('DELETE', `/sessions/${name}`), 'unsafe-identifier');
				expect(bench.calls()).toEqual([]);
			},
		);
	});
}
