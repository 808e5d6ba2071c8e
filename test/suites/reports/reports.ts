import { describe, expect, test } from 'vitest';
import { capabilitiesOf } from '../../../src/operations/kinds.js';
import { reports } from '../../../src/operations/reports/index.js';
import { leastLacking } from '../../../src/operations/ways.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import type { SessionBench } from '../sessions/bench.js';

export function testReports(bench: SessionBench): void {
	const { kind } = bench;
	const is19 = kind === '1.9';
	const get = (path: string) => bench.send('GET', path);
	const body = async (path: string) => {
		const answer = await get(path);
		return [answer.status, answer.json];
	};

	/** Tracked in the demo campus, by every name. */
	const USERS = ['external_user/1503', 'chamilo_user_id/5', ...(is19 ? ['username/zbronte'] : [])];
	const COURSES = ['external_course/201', 'code/francaisa1', 'chamilo_course_id/1'];
	const SESSIONS = ['external_session/301', 'name/Oto%C3%B1o%202030', 'chamilo_session_id/1'];
	const NOBODY = ['external_user/nobody', 'chamilo_user_id/999', ...(is19 ? ['username/nobody'] : [])];
	const NO_COURSE = ['external_course/nope', 'code/NOPE', 'chamilo_course_id/99'];
	const NO_SESSION = ['external_session/nope', 'name/Winter', 'chamilo_session_id/99'];

	const pairs = (left: readonly string[], right: readonly string[]) =>
		left.flatMap((a) => right.map((b) => [a, b] as const));
	const onCourse = (user: string, course: string, rest = 'time-spent') => `/users/${user}/courses/${course}/${rest}`;
	const onSession = (user: string, session: string, course: string) =>
		`/users/${user}/sessions/${session}/courses/${course}/time-spent`;

	describe('time spent', () => {
		test.each(USERS)('by %s on the campus', async (user) => {
			expect(await body(`/users/${user}/time-spent`)).toEqual([200, { seconds: 7260 }]);
		});

		test.each(pairs(USERS, COURSES))('by %s in %s', async (user, course) => {
			expect(await body(onCourse(user, course))).toEqual([200, { seconds: 3600 }]);
		});

		test.each(SESSIONS)('in a course of %s', async (session) => {
			for (const [user, course] of pairs(USERS, COURSES)) {
				expect(await body(onSession(user, session, course))).toEqual([200, { seconds: 5400 }]);
			}
		});

		test('where nothing was tracked it is 0', async () => {
			expect(await body('/users/external_user/1504/time-spent')).toEqual([200, { seconds: 0 }]);
			expect(await body(onCourse('external_user/1504', 'code/ALGEBRA'))).toEqual([200, { seconds: 0 }]);
			const path = onSession('external_user/1504', 'external_session/301', 'code/ALGEBRA');
			expect(await body(path)).toEqual([200, { seconds: 0 }]);
		});

		test('in a learnpath: Chamilo does not have it, and is not asked', async () => {
			const answer = await get(onCourse('external_user/1503', 'external_course/201', 'learnpaths/1/time-spent'));
			expect(expectProblem(answer, 'not-implemented-by-chamilo').detail).toContain('GetTimeSpentOnLearnpathInCourse');
			expect(bench.calls()).toEqual([]);
		});
	});

	const PATH = 'learnpaths/1';
	const of = (rest: string, user = 'external_user/1503', course = 'external_course/201') =>
		onCourse(user, course, rest);

	describe('learnpaths', () => {
		test.each(pairs(USERS, COURSES))('of %s in %s', async (user, course) => {
			expect(await body(onCourse(user, course, 'learnpaths'))).toEqual([
				200,
				{ learnpaths: [{ id: 1, title: 'Leçon 1 : se présenter' }] },
			]);
			expect(await body(onCourse(user, course, `${PATH}/progress`))).toEqual([200, { progress: 50, unit: '%' }]);
			expect(await body(onCourse(user, course, `${PATH}/location`))).toEqual([200, { location: 'page7' }]);
			expect(await body(onCourse(user, course, `${PATH}/items/1/status`))).toEqual([200, { status: 'completed' }]);
			expect(await body(onCourse(user, course, `${PATH}/items/1/score`))).toEqual([
				200,
				{ min_score: 0, max_score: 100, mastery_score: 60, current_score: 80 },
			]);
		});

		test('a course without any', async () => {
			expect(await body(of('learnpaths', 'external_user/1503', 'code/ALGEBRA'))).toEqual([200, { learnpaths: [] }]);
		});

		test('of somebody who never opened it', async () => {
			const never = (rest: string) => body(of(`${PATH}/${rest}`, 'external_user/1504'));
			expect(await never('progress')).toEqual([200, { progress: 0, unit: '%' }]);
			expect(await never('location')).toEqual([200, { location: null }]);
			expect(await never('items/1/status')).toEqual([200, { status: is19 ? null : 'not attempted' }]);
			expect(await never('items/2/score')).toEqual([
				200,
				{ min_score: 0, max_score: 20, mastery_score: null, current_score: is19 ? null : 0 },
			]);
		});

		test.each([
			'learnpaths/9/progress',
			'learnpaths/9/location',
			'learnpaths/9/items/1/score',
			'learnpaths/9/items/1/status',
		])('%s: the course has no such learnpath', async (rest) => {
			expect(expectProblem(await get(of(rest)), 'learnpath-not-found').detail).toContain('learnpath 9');
		});

		test.each(['score', 'status'])('the %s of an item that the learnpath does not have', async (rest) => {
			expect(expectProblem(await get(of(`${PATH}/items/9/${rest}`)), 'learnpath-not-found').detail).toContain('item 9');
		});
	});

	const ALL = [
		'learnpaths',
		`${PATH}/progress`,
		`${PATH}/location`,
		`${PATH}/items/1/score`,
		`${PATH}/items/1/status`,
		'time-spent',
	];

	describe('who is missing is named: the user, then the course, then the session', () => {
		test.each(NOBODY)('%s', async (user) => {
			expectProblem(await get(`/users/${user}/time-spent`), 'user-not-found');
			for (const course of ['external_course/201', ...NO_COURSE]) {
				for (const rest of ALL) expectProblem(await get(onCourse(user, course, rest)), 'user-not-found');
				for (const session of ['external_session/301', ...NO_SESSION]) {
					expectProblem(await get(onSession(user, session, course)), 'user-not-found');
				}
			}
		});

		test.each(NO_COURSE)('%s', async (course) => {
			for (const user of USERS) {
				for (const rest of ALL) expectProblem(await get(onCourse(user, course, rest)), 'course-not-found');
				for (const session of ['external_session/301', ...NO_SESSION]) {
					expectProblem(await get(onSession(user, session, course)), 'course-not-found');
				}
			}
		});

		test.each(NO_SESSION)('%s', async (session) => {
			for (const [user, course] of pairs(USERS, COURSES)) {
				expectProblem(await get(onSession(user, session, course)), 'session-not-found');
			}
		});
	});

	describe('an error of Chamilo stays one where nobody is missing', () => {
		test.each([
			['WSReport.GetTimeSpentOnPlatform', '/users/external_user/1503/time-spent'],
			['WSReport.GetTimeSpentOnCourse', of('time-spent')],
			[
				'WSReport.GetTimeSpentOnCourseInSession',
				onSession('external_user/1503', 'external_session/301', 'external_course/201'),
			],
			['WSReport.GetLearnpathsByCourse', of('learnpaths')],
			['WSReport.GetLearnpathProgress', of(`${PATH}/progress`)],
			['WSReport.GetLearnpathHighestLessonLocation', of(`${PATH}/location`)],
			['WSReport.GetLearnpathScoreSingleItem', of(`${PATH}/items/1/score`)],
			['WSReport.GetLearnpathStatusSingleItem', of(`${PATH}/items/1/status`)],
		])('%s', async (operation, path) => {
			bench.sandbox.faults.add({ operation, kind: 'empty-500' });
			const problem = expectProblem(await get(path), 'chamilo-error');
			expect(problem.chamilo).toMatchObject({ operation });
			expect((await get(path)).status).toBe(200);
		});

		test('no look is needed where all is well', async () => {
			await get(of('time-spent'));
			await get(of(`${PATH}/progress`));
			expect(bench.calls()).toEqual(['WSReport.GetTimeSpentOnCourse', 'WSReport.GetLearnpathProgress']);
		});
	});

	describe('bad input, before Chamilo is asked', () => {
		test.each([
			[of('learnpaths/x/progress'), 'path/learnpathId'],
			[of('learnpaths/007/location'), 'path/learnpathId'],
			[of('learnpaths/1/items/0/score'), 'path/itemId'],
			[of('time-spent', 'chamilo_user_id/2abc'), 'path/value'],
			[of('time-spent', 'code/x'), 'path/field'],
			[of('time-spent', 'external_user/1503', 'username/x'), 'path/courseField'],
			[onSession('external_user/1503', 'code/x', 'code/FRANCAISA1'), 'path/sessionField'],
			[onSession('external_user/1503', 'chamilo_session_id/-1', 'code/FRANCAISA1'), 'path/sessionValue'],
		])('%s', async (path, pointer) => {
			expect(pointersOf(expectProblem(await get(path), 'invalid-request'))).toEqual([pointer]);
			expect(bench.calls()).toEqual([]);
		});

		test.each([
			of('time-spent', "external_user/a'b"),
			of('learnpaths', 'external_user/1503', 'external_course/a%22b'),
			onSession('external_user/1503', 'external_session/a%5Cb', 'code/FRANCAISA1'),
		])('%s is unsafe', async (path) => {
			expectProblem(await get(path), 'unsafe-identifier');
			expect(bench.calls()).toEqual([]);
		});
	});

	test('every report needs the scope of reports, since Chamilo checks no key for most', () => {
		expect(new Set(reports.map(({ scope }) => scope))).toEqual(new Set(['reports:read']));
	});
}

export function testReportsByUsername(bench: SessionBench): void {
	test('is refused: to find the user would leave a mark, and a report only reads', async () => {
		const answer = await bench.send('GET', '/users/username/zbronte/time-spent');
		expect(expectProblem(answer, 'unsupported-by-chamilo').detail).toContain('external id');
		expect(bench.calls()).toEqual([]);
	});
}

export function testReportsWithoutSoapPhp(bench: SessionBench): void {
	test.each(
		reports
			.filter(({ ways }) => leastLacking(ways, capabilitiesOf('1.11-php7')).length > 0)
			.map(({ id, path }) => [id, path]),
	)('%s cannot be read, and the cure is told', async (_, path) => {
		const names: Record<string, string> = {
			field: 'external_user',
			value: '1503',
			courseField: 'external_course',
			courseValue: '201',
			sessionField: 'external_session',
			sessionValue: '301',
		};
		const answer = await bench.send(
			'GET',
			path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? '1'),
		);
		expect(expectProblem(answer, 'unsupported-by-chamilo').detail).toContain('auto_prepend_file');
		expect(bench.calls()).toEqual([]);
	});
}
