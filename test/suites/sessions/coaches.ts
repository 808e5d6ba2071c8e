import { expect, test } from 'vitest';
import { OPEN_END } from '../../../src/operations/sessions/examples.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { DEMO, type SessionBench } from './bench.js';

const SESSIONS = ['chamilo_session_id/1', 'name/Oto%C3%B1o%202030', 'external_session/301'];
const COURSES = ['external_course/201', 'code/francaisa1', 'chamilo_course_id/1'];
const TEACHERS = ['external_user/1502', 'username/jlefevre', 'chamilo_user_id/4'];
const TRIPLES = SESSIONS.flatMap((session, index) =>
	COURSES.flatMap((course, at) => [[session, course, TEACHERS[(index + at) % 3] ?? ''] as const]),
);

export function testSessionCoaches(bench: SessionBench): void {
	const send = (method: string, session: string, course: string, user: string) =>
		bench.send(method, `/sessions/${session}/courses/${course}/coaches/${user}`);
	const coaches = () =>
		bench.sandbox.campus.sessions.courseUsers
			.filter(({ status }) => status === 2)
			.map(({ sessionId, courseCode, userId }) => [sessionId, courseCode, userId]);

	test.each(TRIPLES)('of %s, course %s: %s comes and goes, everything else stays', async (session, course, user) => {
		const before = await bench.session(1);
		for (const _ of ['once', 'again']) {
			const answer = await send('PUT', session, course, user);
			expect([answer.status, answer.text]).toEqual([204, '']);
			expect(coaches()).toEqual([[1, 'FRANCAISA1', DEMO.coaches.jerome]]);
		}
		for (const _ of ['once', 'again']) {
			expect((await send('DELETE', session, course, user)).status).toBe(204);
			expect(await bench.session(1)).toEqual(before);
		}
	});

	test('students cannot be', async () => {
		const answer = await send('PUT', 'external_session/301', 'external_course/201', 'external_user/1504');
		expect(expectProblem(answer, 'rejected-by-chamilo').detail).toContain('teacher');
		expect(coaches()).toEqual([]);
	});

	test('a session without courses has none', async () => {
		await bench.send('POST', '/sessions', OPEN_END);
		const answer = await send('PUT', 'chamilo_session_id/3', 'external_course/201', 'external_user/1502');
		expectProblem(answer, 'course-not-in-session');
		expect(coaches()).toEqual([]);
	});

	test.each(['PUT', 'DELETE'])('%s: who is missing is named', async (method) => {
		const [session, course, user] = ['external_session/301', 'external_course/201', 'external_user/1502'] as const;
		for (const missing of ['external_session/no', 'name/no', 'chamilo_session_id/99']) {
			expectProblem(await send(method, missing, 'code/NO', 'username/no'), 'session-not-found');
		}
		for (const missing of ['external_course/no', 'code/NO', 'chamilo_course_id/99']) {
			expectProblem(await send(method, session, missing, 'username/no'), 'course-not-found');
		}
		for (const missing of ['external_user/no', 'username/no', 'chamilo_user_id/999']) {
			expectProblem(await send(method, session, course, missing), 'user-not-found');
		}
		expectProblem(await send(method, session, course, "external_user/a'b"), 'unsafe-identifier');
		expect(pointersOf(expectProblem(await send(method, session, course, 'code/x'), 'invalid-request'))).toEqual([
			'path/userField',
		]);
		expect(coaches()).toEqual([]);
		expect((await send(method, session, course, user)).status).toBe(204);
	});

	test('a reply that got lost: it is sent again, which does no harm', async () => {
		const [session, course, user] = ['external_session/301', 'external_course/201', 'external_user/1502'] as const;
		const operation = 'WSSubscribeTeacherToSessionCourse';
		bench.sandbox.faults.add({ operation, kind: 'reset-after' });
		expect((await send('PUT', session, course, user)).status).toBe(204);
		expect(coaches()).toHaveLength(1);
		bench.sandbox.faults.add({ operation, kind: 'html-200', times: 2 });
		expectProblem(await send('PUT', session, course, user), 'outcome-unknown');
	});
}

export function testNoSessionCoaches(bench: SessionBench): void {
	test.each(['PUT', 'DELETE'])('%s: courses of sessions have none', async (method) => {
		const path = '/sessions/external_session/301/courses/external_course/201/coaches/external_user/1502';
		expectProblem(await bench.send(method, path), 'unsupported-by-chamilo');
		expect(bench.calls()).toEqual([]);
	});
}
