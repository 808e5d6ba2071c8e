import { expect, it } from 'vitest';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { ADA, DEMO } from '../../support/users.js';
import type { Bench } from '../run.js';

const KNOWN = { field: 'external_user', value: '1505' };

interface Enrolled {
	user: { status: number; id: number };
	courses: { status: number; problem?: { code: string } }[];
	sessions: { status: number; problem?: { code: string } }[];
	succeeded: number;
	failed: number;
}

export function testEnrolments(bench: Bench): void {
	const put = (body: unknown) => bench.send('PUT', '/enrolments', body);
	const added = async () => (await bench.control.state()).users.filter(({ id }) => id >= DEMO.nextId);
	const rolesOf = async (code: string, id: number) =>
		(await bench.control.state()).courses
			.find((course) => course.code === code)
			?.members.filter(({ userId }) => userId === id)
			.map(({ status }) => status);

	it('tells of a new user whatever look-up after the creation breaks', async () => {
		// Before it: whether there is a user, whether the external id is free; on 1.9 also whether it was stored.
		const after = bench.kind === '1.9' ? 3 : 2;
		await bench.control.fault({ operation: 'WSGetUser', kind: 'empty-500', after, times: 20 });
		const { status, json } = await put({ user: ADA, courses: [], sessions: [] });
		const [ada] = await added();
		expect({ status, user: (json as Enrolled).user }).toMatchObject({
			status: 201,
			user: { status: 201, id: ada?.id },
		});
	});

	it('creates the user and subscribes it everywhere; sent again, all is as asked', async () => {
		const body = { user: ADA, courses: ['2024OFFICE', { field: 'external_course', value: '201' }], sessions: [1] };
		const first = await put(body);
		expect(first.status).toBe(201);
		const [ada, ...others] = await added();
		expect(others).toEqual([]);
		expect(first.json).toEqual({
			user: { status: 201, id: ada?.id, field: 'external_user', value: '9001' },
			courses: [
				{ status: 204, field: 'code', value: '2024OFFICE' },
				{ status: 204, field: 'external_course', value: '201' },
			],
			sessions: [{ status: 204, field: 'chamilo_session_id', value: '1' }],
			succeeded: 3,
			failed: 0,
		});
		expect(await rolesOf('2024OFFICE', ada?.id ?? 0)).toEqual([5]);
		const again = await put(body);
		expect(again.status).toBe(200);
		expect(again.json).toMatchObject({ user: { status: 200, id: ada?.id }, succeeded: 3 });
		expect(await added()).toHaveLength(1);
		expect(await rolesOf('2024OFFICE', ada?.id ?? 0)).toEqual([5]);
	});

	it('leaves a user who is there as it is', async () => {
		const answer = await put({ user: { ...ADA, ...KNOWN }, courses: [] });
		expect([answer.status, answer.json]).toEqual([
			200,
			{ user: { status: 200, id: DEMO.other.id, ...KNOWN }, courses: [], sessions: [], succeeded: 0, failed: 0 },
		]);
		expect(await bench.control.userById(DEMO.other.id)).toMatchObject({ username: 'apena', lastname: 'Peña' });
	});

	it('subscribes a teacher as a teacher', async () => {
		const answer = await put({ user: KNOWN, courses: [{ field: 'code', value: '2024OFFICE', status: 'teacher' }] });
		expect(answer.status).toBe(200);
		expect(await rolesOf('2024OFFICE', DEMO.other.id)).toEqual([1]);
	});

	it('tells what failed in its place, and does the rest', async () => {
		const answer = await put({
			user: KNOWN,
			courses: ['NOPE', '2024OFFICE'],
			sessions: [{ field: 'external_session', value: 'nope' }, 1],
		});
		expect(answer.status).toBe(207);
		const { courses, sessions, succeeded, failed } = answer.json as Enrolled;
		expect(courses.map(({ status, problem }) => problem?.code ?? status)).toEqual(['course-not-found', 204]);
		expect(sessions.map(({ status, problem }) => problem?.code ?? status)).toEqual(['session-not-found', 204]);
		expect([succeeded, failed]).toEqual([2, 2]);
		expect(await rolesOf('2024OFFICE', DEMO.other.id)).toEqual([5]);
	});

	it('does nothing where the user cannot be', async () => {
		const nobody = await put({ user: { field: 'external_user', value: 'nobody' }, courses: ['2024OFFICE'] });
		expectProblem(nobody, 'user-not-found');
		expectProblem(await put({ user: { ...ADA, loginname: 'apena' }, courses: ['2024OFFICE'] }), 'username-taken');
		expect(await added()).toEqual([]);
		expect(await rolesOf('2024OFFICE', DEMO.other.id)).toEqual([]);
	});

	it('of two at once for a new user, both are answered with the same one', async () => {
		const answers = await Promise.all([1, 2, 3].map(() => put({ user: ADA, courses: ['2024OFFICE'] })));
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
		const [ada, ...others] = await added();
		expect(others).toEqual([]);
		expect(answers.map(({ json }) => (json as Enrolled).user.id)).toEqual([ada?.id, ada?.id, ada?.id]);
		expect(await rolesOf('2024OFFICE', ada?.id ?? 0)).toEqual([5]);
	});

	it.each([
		['a user who could not be created', { user: { ...KNOWN, lastname: 'King' } }, '/user/firstname'],
		['a new user without an identifier', { user: { ...ADA, field: undefined, value: undefined } }, '/user/field'],
		['a course that is no name', { user: KNOWN, courses: [3] }, '/courses/0'],
		[
			'a role that is none',
			{ user: KNOWN, courses: [{ field: 'code', value: 'A', status: 'x' }] },
			'/courses/0/status',
		],
		['a session number that is none', { user: KNOWN, sessions: [0] }, '/sessions/0/value'],
		['a misspelt member', { user: KNOWN, course: [] }, '/course'],
	])('refuses %s, and says where', async (_, body, pointer) => {
		expect(pointersOf(expectProblem(await put(body), 'invalid-request'))).toContain(pointer);
		expect(await bench.control.operations()).toEqual([]);
	});
}
