import { describe, expect, test } from 'vitest';
import { hasSoapPhp } from '../../support/kinds.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { DEMO, forgetGatewayNames, type SessionBench } from './bench.js';

export function testSessionCourses(bench: SessionBench): void {
	const { kind } = bench;
	const is19 = kind === '1.9';
	const hasSoap = hasSoapPhp(kind);
	const put = (session: string, course: string) => bench.send('PUT', `/sessions/${session}/courses/${course}`);
	const remove = (session: string, course: string) => bench.send('DELETE', `/sessions/${session}/courses/${course}`);
	const codes = async (id: number) => (await bench.session(id)).courses.map(({ courseCode }) => courseCode);
	const { autumn, summer } = DEMO;

	/** The courses of the demo campus by external id: two with letters, one with a digit, one that is closed. */
	const [FRENCH, ALGEBRA, OFFICE, CLOSED] = ['201', '202', '203', '204'].map((value) => `external_course/${value}`) as [
		string,
		string,
		string,
		string,
	];

	describe('adding', () => {
		test.each([
			['external_session/301', OFFICE, autumn.id, [...autumn.courses, '2024OFFICE']],
			['external_session/302', FRENCH, summer.id, [...summer.courses, 'FRANCAISA1']],
			['external_session/302', ALGEBRA, summer.id, [...summer.courses, 'ALGEBRA']],
		])('to %s the course %s: the others stay, its users come along', async (session, course, id, expected) => {
			const before = await bench.session(id);
			for (const _ of ['once', 'again']) {
				const answer = await put(session, course);
				expect([answer.status, answer.text]).toEqual([204, '']);
				const after = await bench.session(id);
				expect(await codes(id)).toEqual(expected);
				expect(after.users).toEqual(before.users);
				const added = after.courseUsers.filter(({ courseCode }) => courseCode === expected.at(-1));
				expect(added.map(({ userId }) => userId).toSorted()).toEqual(before.users);
			}
		});

		test('several at once: all of them are in', async () => {
			const answers = await Promise.all([FRENCH, ALGEBRA].map((course) => put('external_session/302', course)));
			expect(answers.map(({ status }) => status)).toEqual([204, 204]);
			expect((await codes(2)).toSorted()).toEqual(['2024OFFICE', 'ALGEBRA', 'FRANCAISA1']);
		});

		if (is19)
			test('a session gets its course as soon as it has an external id', async () => {
				await bench.send('POST', '/sessions', {
					name: 'Numbered',
					nolimit: true,
					coach: { field: 'chamilo_user_id', value: '1' },
				});
				expectProblem(await put('chamilo_session_id/3', FRENCH), 'unsupported-by-chamilo');
				await bench.send('PUT', '/sessions/chamilo_session_id/3', {
					name: 'Numbered',
					nolimit: true,
					nb_days_access_before: 0,
					nb_days_access_after: 0,
					coach: { field: 'chamilo_user_id', value: '1' },
					extras: { external_session: '303' },
				});
				expect((await put('external_session/303', FRENCH)).status).toBe(204);
				expect(await codes(3)).toEqual(['FRANCAISA1']);
			});

		const NOT_BOTH_EXTERNAL = [
			['chamilo_session_id/1', OFFICE],
			['name/Oto%C3%B1o%202030', OFFICE],
			['external_session/301', 'code/2024OFFICE'],
			['external_session/301', 'chamilo_course_id/3'],
			['chamilo_session_id/1', 'code/2024OFFICE'],
		] as const;

		if (!is19) {
			test.each(NOT_BOTH_EXTERNAL)('to %s the course %s, both made by the gateway', async (session, course) => {
				expect((await put(session, course)).status).toBe(204);
				expect(await codes(1)).toEqual([...autumn.courses, '2024OFFICE']);
			});
		}

		test.each(NOT_BOTH_EXTERNAL)('%s and %s cannot be done without throwing others out', async (session, course) => {
			if (!is19) forgetGatewayNames(bench.sandbox);
			const problem = expectProblem(await put(session, course), 'unsupported-by-chamilo');
			expect(problem.detail).toContain('external id');
			if (is19) expect(bench.calls()).toEqual([]);
			expect(await codes(1)).toEqual(autumn.courses);
		});

		test('a closed course is refused with the way round', async () => {
			const problem = expectProblem(await put('external_session/301', CLOSED), 'unsupported-by-chamilo');
			expect(problem.detail).toContain('PATCH');
			expect(await codes(1)).toEqual(autumn.courses);
		});
	});

	describe('taking out', () => {
		test.each([
			['external_session/301', FRENCH, 1, ['ALGEBRA']],
			['external_session/301', ALGEBRA, 1, ['FRANCAISA1']],
			['external_session/302', OFFICE, 2, []],
			['chamilo_session_id/2', 'code/2024office', 2, []],
			['name/summer%20school', 'chamilo_course_id/3', 2, []],
			['chamilo_session_id/2', OFFICE, 2, []],
			['external_session/302', 'code/2024OFFICE', 2, []],
		])('of %s the course %s: just this one', async (session, course, id, expected) => {
			const before = await bench.session(id);
			const answer = await remove(session, course);
			expect([answer.status, answer.text]).toEqual([204, '']);
			const after = await bench.session(id);
			expect(await codes(id)).toEqual(expected);
			expect(after.users).toEqual(before.users);
			expect(after.courseUsers).toEqual(
				before.courseUsers.filter(({ courseCode }) => (expected as string[]).includes(courseCode)),
			);
		});

		test.each([
			['external_session/301', OFFICE],
			['chamilo_session_id/1', 'code/2024OFFICE'],
			['chamilo_session_id/1', 'chamilo_course_id/3'],
		])('of %s a course %s that is not in it: as asked', async (session, course) => {
			expect((await remove(session, course)).status).toBe(204);
			expect(await codes(1)).toEqual(autumn.courses);
		});

		const NOT_BOTH_EXTERNAL = [
			['chamilo_session_id/1', 'code/ALGEBRA'],
			['chamilo_session_id/1', 'chamilo_course_id/2'],
			['name/Oto%C3%B1o%202030', ALGEBRA],
			['external_session/301', 'code/ALGEBRA'],
			['chamilo_session_id/1', OFFICE],
		] as const;

		if (!is19) {
			test.each(NOT_BOTH_EXTERNAL)('of %s the course %s, whatever its code', async (session, course) => {
				// soap.php takes any names, registration.soap.php those that the gateway gave.
				if (hasSoap) forgetGatewayNames(bench.sandbox);
				for (const _ of ['once', 'again']) expect((await remove(session, course)).status).toBe(204);
				expect(await codes(1)).toEqual(course === OFFICE ? autumn.courses : ['FRANCAISA1']);
			});
		}

		if (is19 || !hasSoap) {
			test.each(NOT_BOTH_EXTERNAL)(
				'of %s the course %s: it cannot be told or done, and nothing is',
				async (session, course) => {
					if (!is19) forgetGatewayNames(bench.sandbox);
					const problem = expectProblem(await remove(session, course), 'unsupported-by-chamilo');
					expect(problem.detail).toContain('external id');
					if (is19) expect(problem.chamilo).toMatchObject({ faultcode: '304' });
					expect(await codes(1)).toEqual(autumn.courses);
				},
			);
		}

		test('a reply that got lost: it is sent again, which does no harm', async () => {
			const operation = hasSoap && !is19 ? 'WSSession.UnsubscribeCourseFromSession' : 'WSUnsuscribeCoursesFromSession';
			bench.sandbox.faults.add({ operation, kind: 'reset-after' });
			expect((await remove('external_session/301', ALGEBRA)).status).toBe(204);
			expect(await codes(1)).toEqual(['FRANCAISA1']);
			bench.sandbox.faults.add({ operation, kind: 'reset-before', times: 2 });
			expectProblem(await remove('external_session/301', FRENCH), 'outcome-unknown');
		});

		if (is19 || !hasSoap)
			test('a closed course stays until it is opened', async () => {
				await put('external_session/302', FRENCH);
				const course = bench.sandbox.campus.courses.byCode('FRANCAISA1');
				if (course) course.visibility = 0;
				expectProblem(await remove('external_session/302', FRENCH), 'unsupported-by-chamilo');
				expect(await codes(2)).toEqual(['2024OFFICE', 'FRANCAISA1']);
			});
	});

	describe('what is missing is named, the session first', () => {
		const COURSES = ['external_course/nope', 'code/NOPE', 'chamilo_course_id/99'];
		const UNKNOWN = ['chamilo_session_id/99', 'name/Winter', 'external_session/nope'];

		test.each(['external_session/301', 'chamilo_session_id/1', 'name/Summer%20school'])(
			'courses of %s',
			async (session) => {
				const before = await bench.sessions();
				for (const course of COURSES) expectProblem(await remove(session, course), 'course-not-found');
				expect(await bench.sessions()).toEqual(before);
			},
		);

		test.each(UNKNOWN)('%s', async (session) => {
			for (const course of [...COURSES, FRENCH]) expectProblem(await remove(session, course), 'session-not-found');
		});

		test('when adding', async () => {
			expectProblem(await put('external_session/301', 'external_course/nope'), 'course-not-found');
			expectProblem(await put('external_session/nope', 'external_course/nope'), 'session-not-found');
			expectProblem(await put('external_session/nope', FRENCH), 'session-not-found');
		});
	});

	describe('refusals', () => {
		test.each([
			['chamilo_course_id/1a', 'path/courseValue'],
			['username/x', 'path/courseField'],
			['name/x', 'path/courseField'],
		])('%s does not name a course', async (course, pointer) => {
			for (const send of [put, remove]) {
				expect(pointersOf(expectProblem(await send('external_session/301', course), 'invalid-request'))).toEqual([
					pointer,
				]);
			}
			expect(bench.calls()).toEqual([]);
		});

		test('an unsafe name', async () => {
			for (const send of [put, remove]) {
				expectProblem(await send('external_session/301', 'external_course/a%5Cb'), 'unsafe-identifier');
			}
			expect(bench.calls()).toEqual([]);
		});

		test('the operation that throws others out is never called', async () => {
			await put('external_session/301', OFFICE);
			await remove('external_session/301', OFFICE);
			await put('chamilo_session_id/1', OFFICE);
			expect(bench.calls()).not.toContain('WSSession.SubscribeCourseToSession');
		});
	});
}
