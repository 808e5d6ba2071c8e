import { expect, test } from 'vitest';
import { expectProblem } from '../../support/problem.js';
import type { Fault } from '../../support/sandbox.js';
import type { Bench } from '../run.js';
import { courseEyes, FRENCH, kindFacts, LOGIC, NEXT_ID, pathTo } from './support.js';

/** The course is there, only the reply is lost. */
const DONE: [string, Fault][] = [
	['the connection breaks after the work', { kind: 'reset-after' }],
	['PHP dies after the work', { kind: 'empty-500', after: true }],
	['the reply is cut off', { kind: 'truncated' }],
];

/** Nothing happened. */
const NOT_DONE: [string, Fault][] = [
	['the connection breaks before the work', { kind: 'reset-before' }],
	['PHP dies before the work', { kind: 'empty-500' }],
	['a page comes in place of a reply', { kind: 'html-200' }],
];

const { field: _field, value: _value, ...NAMELESS } = LOGIC;
const { code: _code, ...CODELESS } = LOGIC;

export function testCourseCreateFaults(bench: Bench): void {
	const eyes = courseEyes(bench);
	const { teachers, teacherOperation, lookUpOperation } = kindFacts(bench);
	const TEACHER = teachers(4);
	const create = (body: unknown = LOGIC) => bench.send('POST', '/courses', body);
	const fault = (spec: Fault) => bench.control.fault({ operation: 'WSCreateCourse', ...spec });
	const creations = async () =>
		(await bench.control.operations()).filter((operation) => operation === 'WSCreateCourse').length;

	test.each(DONE)('%s: the course is found, gets its teacher, and the answer is 201', async (_, spec) => {
		await fault(spec);
		const answer = await create();
		expect(answer.status).toBe(201);
		expect(answer.json).toMatchObject({ id: NEXT_ID, code: 'LOGIC1', field: 'external_course', value: 'C-100' });
		expect(await eyes.added()).toMatchObject([{ code: 'LOGIC1', members: TEACHER }]);
		expect(await creations()).toBe(1);
	});

	test.each(DONE)('%s: so it is for a course without an identifier of yours', async (_, spec) => {
		await fault(spec);
		const answer = await create(NAMELESS);
		expect(answer.status).toBe(201);
		const { value } = answer.json as { value: string };
		expect(await eyes.added()).toMatchObject([{ extras: { rest_gateway_id: value }, members: TEACHER }]);
	});

	test.each(DONE)('%s, of a course that gets its code from Chamilo: it is found all the same', async (_, spec) => {
		await fault(spec);
		const answer = await create(CODELESS);
		expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 201 });
		expect(answer.json).toMatchObject({ id: NEXT_ID, code: 'LOGIC' });
		expect(await eyes.added()).toMatchObject([{ code: 'LOGIC', members: TEACHER }]);
		expect(await creations()).toBe(1);
	});

	test.each(NOT_DONE)('%s: the creation is sent once more, and there is one course', async (_, spec) => {
		await fault(spec);
		const answer = await create({ ...LOGIC, extras: { seat: '1' } });
		expect(answer.status).toBe(201);
		expect(await eyes.added()).toMatchObject([
			{ code: 'LOGIC1', extras: { external_course: 'C-100', seat: '1' }, members: TEACHER },
		]);
		expect(await creations()).toBe(2);
	});

	test.each(NOT_DONE)('%s: so it is for a course without code and identifier', async (_, spec) => {
		await fault(spec);
		const { code: _unwanted, ...body } = NAMELESS;
		expect((await create(body)).status).toBe(201);
		expect(await eyes.added()).toMatchObject([{ code: 'LOGIC', members: TEACHER }]);
	});

	test.each(NOT_DONE)('%s, twice: the outcome is unknown, and it is not sent a third time', async (_, spec) => {
		await fault({ ...spec, times: 2 });
		const problem = expectProblem(await create(), 'outcome-unknown');
		expect(problem.detail).toContain('C-100');
		expect(await eyes.added()).toEqual([]);
		expect(await creations()).toBe(2);
	});

	test.each(DONE)('%s, and looking fails too: the outcome is unknown, and it is not sent again', async (_, spec) => {
		await fault(spec);
		await bench.control.fault({ operation: lookUpOperation, kind: 'reset-before', after: 1, times: 2 });
		expectProblem(await create(), 'outcome-unknown');
		expect(await eyes.added()).toHaveLength(1);
		expect(await creations()).toBe(1);
	});

	test('a course that has the code already is never mistaken for the one whose creation broke', async () => {
		await fault({ kind: 'reset-before' });
		const answer = await create({ ...LOGIC, code: 'ALGEBRA' });
		expect([409, 502]).toContain(answer.status);
		expectProblem(answer, answer.status === 409 ? 'course-code-taken' : 'outcome-unknown');
		expect(await eyes.added()).toEqual([]);
		expect((await eyes.byCode('ALGEBRA'))?.members).not.toContainEqual({ userId: 4, status: 1 });
	});

	test.each(['empty-500', 'reset-before', 'html-200'])(
		'when the teacher cannot be subscribed (%s), the answer carries code and number of the course that is there',
		async (kind) => {
			await bench.control.fault({ operation: teacherOperation, kind, times: 2 });
			const problem = expectProblem(await create(), 'creation-incomplete');
			expect(problem).toMatchObject({ field: 'external_course', value: 'C-100', course_code: 'LOGIC1', id: NEXT_ID });
			expect(problem.detail).toContain('LOGIC1');
			expect(problem.detail).toContain('teacher');
			expect(await eyes.added()).toMatchObject([{ id: NEXT_ID, code: 'LOGIC1', members: teachers(null) }]);
		},
	);

	test('the code of the course does not stand in the place of the code of the problem', async () => {
		await bench.control.fault({ operation: teacherOperation, kind: 'empty-500', times: 2 });
		expect((await create()).json).toMatchObject({
			code: 'creation-incomplete',
			type: '/problems/creation-incomplete',
		});
	});

	test('a teacher that is missing can be sent afterwards by the name that the answer carries', async () => {
		await bench.control.fault({ operation: teacherOperation, kind: 'empty-500', times: 2 });
		const { field, value } = (await create(NAMELESS)).json as { field: string; value: string };
		// Whether the gateway tried twice or not, the faults are used up before the next call that counts.
		await bench.send('PUT', pathTo(FRENCH, '/users/external_user/1503'), {});
		const path = pathTo({ field, value }, '/users/external_user/1502');
		expect((await bench.send('PUT', path, { status: 'teacher' })).status).toBe(204);
		expect((await eyes.byCode('LOGIC1'))?.members).toEqual(TEACHER);
	});

	test.each(DONE)(
		'the teacher is subscribed and %s: they are found to be the teacher, and it is 201',
		async (_, spec) => {
			await bench.control.fault({ operation: teacherOperation, ...spec });
			const answer = await create();
			expect((await eyes.byCode('LOGIC1'))?.members).toEqual(TEACHER);
			expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 201 });
		},
	);

	test('when the number of the new course cannot be looked up, it has its teacher all the same', async () => {
		await bench.control.fault({ operation: 'WSListCourses', kind: 'empty-500', times: 9 });
		const answer = await create();
		expect([201, 502]).toContain(answer.status);
		expect(await eyes.added()).toMatchObject([{ code: 'LOGIC1', members: TEACHER }]);
	});

	test.each([
		['WSGetUser', 'empty-500'],
		['WSGetUser', 'reset-before'],
		[lookUpOperation, 'empty-500'],
		[lookUpOperation, 'reset-before'],
	])('a look-up that fails before the creation (%s, %s) leaves nothing behind', async (operation, kind) => {
		await bench.control.fault({ operation, kind, times: kind === 'empty-500' ? 1 : 2 });
		const answer = await create();
		expectProblem(answer, kind === 'empty-500' ? 'chamilo-error' : 'chamilo-unavailable');
		expect(await eyes.added()).toEqual([]);
	});

	test('a creation that failed for good can be sent again', async () => {
		await fault({ kind: 'empty-500', times: 2 });
		expectProblem(await create(), 'outcome-unknown');
		expect((await create()).status).toBe(201);
		expect(await eyes.added()).toHaveLength(1);
	});
}
