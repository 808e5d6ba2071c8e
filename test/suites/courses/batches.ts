import { expect, test } from 'vitest';
import { expectBatch, outcomes } from '../../support/batch.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import type { Bench } from '../run.js';
import { ALGEBRA, CLOSED, courseEyes, FRENCH, kindFacts, LOGIC, NEXT_ID, OFFICE } from './support.js';

const course = (index: number) => ({ ...LOGIC, title: `Course ${index}`, code: `N${index}`, value: `v${index}` });

export function testCourseBatches(bench: Bench): void {
	const eyes = courseEyes(bench);
	const { is19, hasSoap, teachers, teacherOperation } = kindFacts(bench);
	const TEACHER = teachers(4);
	/** Nothing but soap.php deletes courses. */
	const ACTIONS = hasSoap ? ['create', 'delete'] : ['create'];
	const send = (action: string, courses: unknown) => bench.send('POST', `/courses/batch/${action}`, { courses });
	const ref = ({ field, value }: { field: string; value: string }) => ({ field, value });

	test.each(ACTIONS)('%s of no items answers an empty list and sends nothing', async (action) => {
		const answer = await send(action, []);
		expect([answer.status, answer.json]).toEqual([200, { results: [], succeeded: 0, failed: 0 }]);
		await eyes.nothingSent();
	});

	test.each(ACTIONS)('%s of 1,001 items is refused as a whole', async (action) => {
		const items = Array.from({ length: 1001 }, (_, index) =>
			action === 'create' ? course(index) : ref(course(index)),
		);
		const problem = expectProblem(await send(action, items), 'invalid-request');
		expect(pointersOf(problem)).toEqual(['/courses']);
		expect(problem.detail).toContain('1000');
		await eyes.nothingSent();
	});

	const NO_LISTS = [
		['create', null],
		['create', {}],
		['create', 'x'],
		['delete', null],
		['delete', undefined],
		['delete', { field: 'code', value: 'X' }],
	] as const;

	test.each(NO_LISTS.filter(([action]) => ACTIONS.includes(action)))(
		'%s of %j, which is no list, is refused',
		async (action, items) => {
			expect(pointersOf(expectProblem(await send(action, items), 'invalid-request'))).toEqual(['/courses']);
			await eyes.nothingSent();
		},
	);

	test.each(ACTIONS)('%s refuses a list under another name', async (action) => {
		const answer = await bench.send('POST', `/courses/batch/${action}`, { courses: [], users: [] });
		expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual(['/users']);
	});

	test('creates one course', async () => {
		const results = expectBatch(await send('create', [course(0)]), 1);
		expect(results).toEqual([{ index: 0, status: 201, id: NEXT_ID, field: 'external_course', value: 'v0' }]);
		expect(await eyes.added()).toMatchObject([{ code: 'N0', title: 'Course 0', members: TEACHER }]);
	});

	test('creates twenty courses, each with its own values and the number told', async () => {
		const results = expectBatch(
			await send(
				'create',
				Array.from({ length: 20 }, (_, index) => course(index)),
			),
			20,
		);
		expect(outcomes(results)).toEqual(Array(20).fill(201));
		for (const { index, id, field, value } of results) {
			expect([field, value]).toEqual(['external_course', `v${index}`]);
			expect(await eyes.byId(id ?? 0)).toMatchObject({
				code: `N${index}`,
				title: `Course ${index}`,
				extras: { external_course: `v${index}` },
				members: TEACHER,
			});
		}
		expect(await eyes.added()).toHaveLength(20);
	});

	test('what Chamilo does not store is said of an item too', async () => {
		const items = [course(0), { ...course(1), category_code: 'PROJ' }];
		const results: object[] = expectBatch(await send('create', items), 2);
		expect(results[1]).toEqual({
			index: 1,
			status: 201,
			id: expect.any(Number),
			field: 'external_course',
			value: 'v1',
			...(is19 ? { not_stored: ['category_code'] } : {}),
		});
		expect((await eyes.byCode('N1'))?.categoryCode).toBe(is19 ? '' : 'PROJ');
	});

	test('a course without an identifier of yours is told the one it got', async () => {
		const { field: _, value: __, ...nameless } = course(0);
		const [result] = expectBatch(await send('create', [nameless]), 1);
		expect(result).toMatchObject({ index: 0, status: 201, id: NEXT_ID, field: 'rest_gateway_id' });
		expect(await eyes.having('rest_gateway_id', result?.value ?? '')).toMatchObject([{ code: 'N0' }]);
	});

	test('a wrong item is answered in its place, and the others are created', async () => {
		const items = [course(0), course(1), { ...course(2), code: 'a-b', titel: 'x' }, course(3)];
		const results = expectBatch(await send('create', items), 4);
		expect(outcomes(results)).toEqual([201, 201, 'invalid-request', 201]);
		const pointers = (results[2]?.problem?.errors ?? []).map(({ pointer }) => pointer);
		expect(pointers.sort()).toEqual(['/courses/2/code', '/courses/2/titel']);
		expect((await eyes.added()).map(({ code }) => code).sort()).toEqual(['N0', 'N1', 'N3']);
	});

	test.each([
		['null', null],
		['a text', 'x'],
		['a list', []],
		['an empty object', {}],
	])('an item that is %s is answered in its place', async (_, item) => {
		for (const action of ACTIONS) {
			expect(outcomes(expectBatch(await send(action, [item]), 1))).toEqual(['invalid-request']);
		}
		await eyes.nothingSent();
	});

	test('every kind of failure has the code of the single route, and leaves nothing behind', async () => {
		const before = await eyes.all();
		const results = expectBatch(
			await send('create', [
				{ ...course(0), value: ALGEBRA.value },
				{ ...course(1), code: FRENCH.code.toLowerCase() },
				{ ...course(2), teacher: { field: 'external_user', value: 'nobody' } },
				{ ...course(3), value: "O'Brien" },
				{ ...course(4), title: '😀' },
				{ ...course(5), value: OFFICE.value },
				course(6),
			]),
			7,
		);
		expect(outcomes(results)).toEqual([
			'external-id-taken',
			'course-code-taken',
			'user-not-found',
			'unsafe-identifier',
			'unsupported-by-chamilo',
			'external-id-taken',
			201,
		]);
		expect(results[2]?.problem?.detail).toContain('teacher');
		expect((await eyes.all()).slice(0, -1)).toEqual(before);
		expect(await eyes.added()).toMatchObject([{ code: 'N6' }]);
	});

	test.each([
		['one external id twice', [course(0), { ...course(1), value: 'v0' }], 'external-id-taken'],
		['external ids that differ in case', [course(0), { ...course(1), value: 'V0' }], 'external-id-taken'],
		[
			'external ids that differ in an accent',
			[
				{ ...course(0), value: 'é' },
				{ ...course(1), value: 'e' },
			],
			'external-id-taken',
		],
		['one code twice', [course(0), { ...course(1), code: 'n0' }], 'course-code-taken'],
		['the same item twice', [course(0), course(0)], 'external-id-taken'],
	])('of %s the first is created', async (_, items, code) => {
		await bench.control.fault({ kind: 'delay', ms: 20, times: 4 });
		const results = expectBatch(await send('create', items), 2);
		expect(outcomes(results)).toEqual([201, code]);
		expect(await eyes.added()).toMatchObject([{ code: 'N0', title: 'Course 0', members: TEACHER }]);
	});

	test('a course whose teacher could not be subscribed is told by its number', async () => {
		await bench.control.fault({ operation: teacherOperation, kind: 'empty-500', times: 2 });
		const results = expectBatch(await send('create', [course(0)]), 1);
		expect(outcomes(results)).toEqual(['creation-incomplete']);
		expect(results[0]).toMatchObject({ id: NEXT_ID, field: 'external_course', value: 'v0' });
	});

	test('a reply that is lost in the middle does not make a course twice', async () => {
		await bench.control.fault({ operation: 'WSCreateCourse', kind: 'reset-after', after: 2 });
		const results = expectBatch(await send('create', [0, 1, 2, 3, 4].map(course)), 5);
		expect(outcomes(results)).toEqual(Array(5).fill(201));
		const codes = (await eyes.added()).map(({ code }) => code).sort();
		expect(codes).toEqual(['N0', 'N1', 'N2', 'N3', 'N4']);
	});

	test('the numbers of new courses, and of codes to be deleted, are asked for once', async () => {
		const items = Array.from({ length: 5 }, (_, index) => course(index));
		expect(outcomes(expectBatch(await send('create', items), 5))).toEqual(Array(5).fill(201));
		const lists = async () =>
			(await bench.control.operations()).filter((operation) => operation === 'WSListCourses').length;
		expect(await lists()).toBe(1);
		if (!hasSoap) return;
		const codes = items.map(({ code }) => ({ field: 'code', value: code }));
		expect(outcomes(expectBatch(await send('delete', codes), 5))).toEqual(Array(5).fill(204));
		// Before the deletions, and on 1.11 after them, to see whether all are gone.
		expect(await lists()).toBe(bench.kind === '1.9' ? 2 : 3);
	});

	if (!hasSoap) {
		test('delete is refused as a whole, with the way round, and nothing is sent', async () => {
			await eyes.unchanged(async () => {
				const problem = expectProblem(await send('delete', [ref(FRENCH)]), 'unsupported-by-chamilo');
				expect(problem.detail).toContain('"visibility": "closed"');
			});
			await eyes.nothingSent();
		});
		return;
	}

	test('deletes courses by each kind of name', async () => {
		const results = expectBatch(
			await send('delete', [
				ref(FRENCH),
				{ field: 'code', value: 'algebra' },
				{ field: 'chamilo_course_id', value: '3' },
			]),
			3,
		);
		expect(results).toEqual([
			{ index: 0, status: 204, ...ref(FRENCH) },
			{ index: 1, status: 204, field: 'code', value: 'algebra' },
			{ index: 2, status: 204, field: 'chamilo_course_id', value: '3' },
		]);
		expect(await eyes.all()).toMatchObject([{ id: CLOSED.id }]);
	});

	test('delete tells the truth for each: gone, unknown, wrong, sent twice', async () => {
		const results = expectBatch(
			await send('delete', [
				ref(FRENCH),
				{ field: 'external_course', value: 'nothing' },
				{ field: 'external_course', value: "2'" },
				ref(CLOSED),
				ref(FRENCH),
				{ field: 'code', value: 'NOTHING' },
				{ field: 'chamilo_course_id', value: '0' },
				{ field: 'external_course' },
				{ ...ref(ALGEBRA), title: 'x' },
			]),
			9,
		);
		expect(outcomes(results)).toEqual([
			204,
			'course-not-found',
			'unsafe-identifier',
			204,
			'course-not-found',
			'course-not-found',
			'invalid-request',
			'invalid-request',
			'invalid-request',
		]);
		expect((await eyes.all()).map(({ id }) => id)).toEqual([ALGEBRA.id, OFFICE.id]);
	});

	test('delete of one course by two names deletes it once, and no other', async () => {
		const results = expectBatch(await send('delete', [ref(FRENCH), { field: 'code', value: FRENCH.code }]), 2);
		expect(outcomes(results).sort()).toEqual([204, 'course-not-found']);
		expect(await eyes.all()).toHaveLength(3);
	});

	test('thirty courses are created and deleted again', async () => {
		const before = await eyes.all();
		const items = Array.from({ length: 30 }, (_, index) => course(index));
		expect(outcomes(expectBatch(await send('create', items), 30))).toEqual(Array(30).fill(201));
		expect(outcomes(expectBatch(await send('delete', items.map(ref)), 30))).toEqual(Array(30).fill(204));
		expect(await eyes.all()).toEqual(before);
	});

	test('delete, one call breaks: that item says so, the others are gone', async () => {
		for (const operation of ['WSCourse.DeleteCourse', 'WSCourse.DeleteCourses']) {
			await bench.control.fault({ operation, kind: 'reset-before' });
		}
		const results = expectBatch(await send('delete', [ref(FRENCH), ref(ALGEBRA), ref(OFFICE)]), 3);
		const gone = results.filter(({ problem }) => !problem).map(({ value }) => value);
		const left = (await eyes.all()).map(({ extras }) => extras.external_course);
		expect([...gone, ...left].sort()).toEqual(['201', '202', '203', '204']);
		for (const { problem } of results) expect([undefined, 'chamilo-unavailable']).toContain(problem?.code);
	});
}
