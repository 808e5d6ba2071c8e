import { expect, test } from 'vitest';
import { can } from '../../support/kinds.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import type { Bench } from '../run.js';
import { ALGEBRA, CLOSED, courseEyes, FRENCH, kindFacts, namesOf, OFFICE, pathTo, UNKNOWN_COURSES } from './support.js';

/** Nobody of these is in ALGEBRA; 11 is inactive. */
const ZOE = { id: 5, names: usersNamed(5, 'zbronte', '1503') };
const INACTIVE = { id: 11, names: usersNamed(11, 'bakesson', '1509') };
const UNKNOWN_USERS = usersNamed(999, 'nobody', 'nobody');

function usersNamed(id: number, username: string, external: string) {
	return [
		{ field: 'external_user', value: external },
		{ field: 'username', value: username },
		{ field: 'chamilo_user_id', value: String(id) },
	];
}

type Reference = { field: string; value: string };

export function testCourseMembers(bench: Bench): void {
	const eyes = courseEyes(bench);
	const { is19, hasSoap } = kindFacts(bench);
	const subscribing = is19 ? 'WSCourse.SubscribeUserToCourse' : 'WSSubscribeUserToCourse';
	const unsubscribing = hasSoap ? 'WSCourse.UnsubscribeUserFromCourse' : 'WSUnSubscribeUserFromCourseSimple';
	/** 1.9 cannot tell the code of an external id, 1.11.6 not whom a username means without leaving a trace. */
	const canAsk = (course: Reference, user: Reference) =>
		is19 ? course.field !== 'external_course' : user.field !== 'username' || can(bench.kind, 'username-lookup');
	/** Without soap.php both need an external id, which nobody can give to a course. */
	const canRemove = (course: Reference, user: Reference) =>
		hasSoap || (course.field === 'external_course' && user.field !== 'chamilo_user_id');
	const path = (course: Reference, user: Reference) =>
		pathTo(course, `/users/${encodeURIComponent(user.field)}/${encodeURIComponent(user.value)}`);
	const put = (course: Reference, user: Reference, body: unknown = {}) => bench.send('PUT', path(course, user), body);
	const remove = (course: Reference, user: Reference) => bench.send('DELETE', path(course, user));
	const ask = (course: Reference, user: Reference) => bench.send('GET', path(course, user));
	const rolesOf = async (courseId: number, userId: number) =>
		((await eyes.byId(courseId))?.members ?? []).filter((row) => row.userId === userId).map(({ status }) => status);
	const zoe: Reference = { field: 'external_user', value: '1503' };

	const PAIRS = [ALGEBRA, OFFICE, CLOSED].flatMap((course) =>
		namesOf(course).flatMap((name) => ZOE.names.map((user) => [name, user, course] as const)),
	);

	test.each(PAIRS)('%o and %o: subscribed, asked, unsubscribed, each twice', async (course, user, { id, ...named }) => {
		await remove(named, zoe);
		const others = (await eyes.byId(id))?.members ?? [];
		const subscribed = [...others, { userId: 5, status: 5 }];
		for (const round of [1, 2]) {
			const answer = await put(course, user);
			expect([round, answer.status, answer.text]).toEqual([round, 204, '']);
			expect((await eyes.byId(id))?.members).toEqual(subscribed);
		}
		if (canAsk(course, user)) expect((await ask(course, user)).json).toEqual({ subscribed: true });
		else expectProblem(await ask(course, user), 'unsupported-by-chamilo');
		// What the gateway once knew by its username it knows by its number too.
		if (!canRemove(course, user)) {
			expectProblem(await remove(course, user), 'unsupported-by-chamilo');
			expect((await eyes.byId(id))?.members).toEqual(subscribed);
			return;
		}
		for (const round of [1, 2]) {
			const answer = await remove(course, user);
			expect([round, answer.status, answer.text]).toEqual([round, 204, '']);
			expect((await eyes.byId(id))?.members).toEqual(others);
		}
		if (canAsk(course, user)) expect((await ask(course, user)).json).toEqual({ subscribed: false });
	});

	test.each([
		['nothing said', {}, 5],
		['student', { status: 'student' }, 5],
		['teacher', { status: 'teacher' }, 1],
	])('%s: the role is stored', async (_, body, status) => {
		expect((await put(ALGEBRA, zoe, body)).status).toBe(204);
		expect(await rolesOf(ALGEBRA.id, ZOE.id)).toEqual([status]);
	});

	test.each([
		['a student', 'student'],
		['a teacher', 'teacher'],
	])('%s who is to be a teacher: 409, since the role cannot be told, and nothing is changed', async (_, status) => {
		await put(ALGEBRA, zoe, { status });
		const problem = expectProblem(
			await eyes.unchanged(() => put(ALGEBRA, zoe, { status: 'teacher' })),
			'already-subscribed',
		);
		expect(problem.chamilo).toMatchObject(
			is19
				? { operation: 'WSCourse.SubscribeUserToCourse', faultcode: '203' }
				: { operation: 'WSSubscribeUserToCourseSimple' },
		);
	});

	test('a teacher who is to be a student is subscribed already, and stays a teacher', async () => {
		const answer = await eyes.unchanged(() => put(ALGEBRA, { field: 'external_user', value: '1501' }));
		expect(answer.status).toBe(204);
		expect(await rolesOf(ALGEBRA.id, ALGEBRA.teacher)).toEqual([1]);
	});

	test('a student becomes a teacher by being unsubscribed first', async () => {
		await put(ALGEBRA, zoe);
		expect((await remove(ALGEBRA, zoe)).status).toBe(204);
		expect((await put(ALGEBRA, zoe, { status: 'teacher' })).status).toBe(204);
		expect(await rolesOf(ALGEBRA.id, ZOE.id)).toEqual([1]);
	});

	test.each(INACTIVE.names)(
		'an inactive user, named by $field, can be subscribed, asked about and unsubscribed',
		async (user) => {
			expect((await put(ALGEBRA, user)).status).toBe(204);
			expect(await rolesOf(ALGEBRA.id, INACTIVE.id)).toEqual([5]);
			const byCode = { field: 'code', value: 'algebra' };
			if (canAsk(byCode, user)) expect((await ask(byCode, user)).json).toEqual({ subscribed: true });
			const removed = await remove(ALGEBRA, user);
			expect(removed.status).toBe(canRemove(ALGEBRA, user) ? 204 : 422);
			expect(await rolesOf(ALGEBRA.id, INACTIVE.id)).toEqual(removed.status === 204 ? [] : [5]);
			expect((await bench.control.userById(INACTIVE.id))?.active).toBe(false);
		},
	);

	test.each([
		['code', 'FRANCAISA1', '1503', true],
		['code', 'francaisa1', '1502', true],
		['code', 'FrancaisA1', '1507', false],
		['chamilo_course_id', '1', '1503', true],
		['chamilo_course_id', '4', '1503', false],
		['code', 'ARCHIVE', '1502', true],
	])('is in course %s %s the user %s? %s', async (field, value, user, subscribed) => {
		const answer = await eyes.unchanged(() => ask({ field, value }, { field: 'external_user', value: user }));
		expect([answer.status, answer.json]).toEqual([200, { subscribed }]);
	});

	if (is19) {
		test('for a course named by an external id that question is refused with the way round', async () => {
			for (const course of [FRENCH, { field: 'external_course', value: 'nothing' }]) {
				const problem = expectProblem(await ask(course, zoe), 'unsupported-by-chamilo');
				expect(problem.detail).toContain('`code`');
			}
		});
	} else {
		test('for a course named by an external id that question is answered too', async () => {
			const answer = await eyes.unchanged(() => ask(FRENCH, zoe));
			expect([answer.status, answer.json]).toEqual([200, { subscribed: true }]);
			expectProblem(await ask({ field: 'external_course', value: 'nothing' }, zoe), 'course-not-found');
		});

		test('for a user named by its username that question is refused where it would leave a trace', async () => {
			await eyes.unchanged(async () => {
				const answer = await ask(ALGEBRA, { field: 'username', value: 'zbronte' });
				if (can(bench.kind, 'username-lookup')) expect(answer.json).toEqual({ subscribed: false });
				else expectProblem(answer, 'unsupported-by-chamilo');
			});
		});

		test.each(['student', 'teacher'])(
			'a course that is closed to subscription takes a %s from 1.11.8 on; before, the way out is told',
			async (status) => {
				const closing = {
					title: 'Álgebra',
					category_code: 'PROJ',
					department_name: null,
					department_url: null,
					subscribe: false,
					unsubscribe: false,
					visual_code: 'ALG',
				};
				const closed = await bench.send('PATCH', `${pathTo(ALGEBRA)}?accept_side_effects=true`, closing);
				expect(closed.status).toBe(200);
				if (!can(bench.kind, 'number-lookup')) {
					expect((await put(ALGEBRA, zoe, { status })).status).toBe(204);
					expect(await rolesOf(ALGEBRA.id, ZOE.id)).toEqual([status === 'teacher' ? 1 : 5]);
					return;
				}
				for (const course of namesOf(ALGEBRA)) {
					const problem = expectProblem(
						await eyes.unchanged(() => put(course, zoe, { status })),
						'rejected-by-chamilo',
					);
					expect(problem.detail).toContain('{"subscribe": true}');
				}
				if (!hasSoap) return;
				expect((await bench.send('PATCH', '/courses/code/ALGEBRA', { subscribe: true })).status).toBe(204);
				expect((await put(ALGEBRA, zoe, { status })).status).toBe(204);
				expect(await rolesOf(ALGEBRA.id, ZOE.id)).toEqual([status === 'teacher' ? 1 : 5]);
			},
		);

		test('two external ids are subscribed by one call', async () => {
			expect((await put(ALGEBRA, zoe)).status).toBe(204);
			expect(await bench.control.operations()).toEqual(['WSSubscribeUserToCourse']);
		});
	}

	const CALLS = [
		['PUT', put],
		['DELETE', remove],
		['GET', ask],
	] as const;

	for (const [method, send] of CALLS) {
		const courses = UNKNOWN_COURSES.filter(
			({ field }) => method !== 'GET' || !is19 || /^(code|chamilo_course_id)$/.test(field),
		);
		const missing = courses.flatMap((course) =>
			[...ZOE.names, ...UNKNOWN_USERS].map((user) => [course, user] as const),
		);

		test.each(missing)(`${method} %o %o names the course, which comes before the user`, async (course, user) => {
			await eyes.unchanged(async () => expectProblem(await send(course, user), 'course-not-found'));
		});

		const pairs = namesOf(ALGEBRA)
			.flatMap((course) => UNKNOWN_USERS.map((user) => [course, user] as const))
			.filter(([course, user]) => method !== 'GET' || canAsk(course, user))
			.filter(([course]) => method !== 'DELETE' || hasSoap || course.field === 'external_course');

		test.each(pairs)(`${method} %o %o names the user`, async (course, user) => {
			await eyes.unchanged(async () => expectProblem(await send(course, user), 'user-not-found'));
		});
	}

	test.each([
		[{ status: 'coach' }, '/status'],
		[{ status: 1 }, '/status'],
		[{ status: null }, '/status'],
		[{ status: 'Teacher' }, '/status'],
		[{ role: 'teacher' }, '/role'],
	])('the body %j is refused where it is wrong', async (body, pointer) => {
		expect(pointersOf(expectProblem(await put(ALGEBRA, zoe, body), 'invalid-request'))).toEqual([pointer]);
		await eyes.nothingSent();
	});

	test('one user subscribed twice at once is subscribed once', async () => {
		await bench.control.fault({ kind: 'delay', ms: 20, times: 2 });
		const answers = await Promise.all([put(ALGEBRA, zoe), put({ field: 'code', value: 'ALGEBRA' }, zoe)]);
		expect(answers.map(({ status }) => status)).toEqual([204, 204]);
		expect(await rolesOf(ALGEBRA.id, ZOE.id)).toEqual([5]);
	});

	test.each([
		['empty-500', 'chamilo-error'],
		['html-200', 'chamilo-error'],
		['reset-before', 'chamilo-unavailable'],
		['reset-after', 'chamilo-unavailable'],
	] as const)(
		'a failure (%s) is no success and no "not subscribed", and the call can be sent again',
		async (kind, code) => {
			await bench.control.fault({ operation: subscribing, kind });
			expectProblem(await put(ALGEBRA, zoe), code);
			expect((await put(ALGEBRA, zoe)).status).toBe(204);
			expect(await rolesOf(ALGEBRA.id, ZOE.id)).toEqual([5]);
			// A read that breaks on the connection is repeated once.
			const times = kind.startsWith('reset') ? 2 : 1;
			await bench.control.fault({ operation: 'WSUserSubscribedInCourse', kind, times });
			expectProblem(await ask({ field: 'code', value: 'ALGEBRA' }, zoe), code);
			await bench.control.fault({ operation: unsubscribing, kind });
			expectProblem(await remove(ALGEBRA, zoe), code);
			expect((await remove(ALGEBRA, zoe)).status).toBe(204);
			expect(await rolesOf(ALGEBRA.id, ZOE.id)).toEqual([]);
		},
	);
}
