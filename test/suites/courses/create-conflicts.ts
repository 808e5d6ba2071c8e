import { expect, test } from 'vitest';
import { expectProblem, pointersOf } from '../../support/problem.js';
import type { Bench } from '../run.js';
import { ALGEBRA, CLOSED, courseEyes, FRENCH, kindFacts, LOGIC, NEXT_ID, OFFICE } from './support.js';

const long = (size: number) => 'x'.repeat(size);

/** What breaks the schema of a new course: the change, and the place that is named. */
const WRONG: [name: string, change: Record<string, unknown>, pointer: string][] = [
	['no title', { title: undefined }, '/title'],
	['an empty title', { title: '' }, '/title'],
	['a title of blanks', { title: '  ' }, '/title'],
	['a title that is too long', { title: long(251) }, '/title'],
	['a number for a title', { title: 7 }, '/title'],
	['null for a title', { title: null }, '/title'],
	['a line break in the title', { title: 'a\nb' }, '/title'],
	['a null byte in the title', { title: 'a\0b' }, '/title'],
	['an unpaired surrogate in the title', { title: 'a\ud800b' }, '/title'],
	['a hyphen in the code', { code: 'a-b' }, '/code'],
	['a blank in the code', { code: 'a b' }, '/code'],
	['an accent in the code', { code: 'é' }, '/code'],
	['an underscore in the code', { code: 'A_B' }, '/code'],
	['an apostrophe in the code', { code: "A'B" }, '/code'],
	['a full-width digit in the code', { code: '１' }, '/code'],
	['a line break behind the code', { code: 'ABC\n' }, '/code'],
	['an empty code', { code: '' }, '/code'],
	['a code of 41 characters', { code: long(41) }, '/code'],
	['the code 0', { code: '0' }, '/code'],
	['a number for a code', { code: 7 }, '/code'],
	['an empty category', { category_code: '' }, '/category_code'],
	['an empty language', { language: '' }, '/language'],
	['an empty tutor', { tutor_name: '' }, '/tutor_name'],
	['no teacher', { teacher: undefined }, '/teacher'],
	['a text for a teacher', { teacher: '1502' }, '/teacher'],
	['a teacher without a value', { teacher: { field: 'external_user' } }, '/teacher/value'],
	['a number for a teacher', { teacher: { field: 'chamilo_user_id', value: 4 } }, '/teacher/value'],
	['a teacher number that is none', { teacher: { field: 'chamilo_user_id', value: '4a' } }, '/teacher/value'],
	['a teacher named by a course', { teacher: { field: 'code', value: 'A' } }, '/teacher/field'],
	['a teacher with another member', { teacher: { field: 'f', value: 'v', status: 1 } }, '/teacher/status'],
	['an external id that is a number', { value: 7 }, '/value'],
	['an empty external id', { value: '' }, '/value'],
	['an external id of 201 characters', { value: long(201) }, '/value'],
	['a field without a value', { value: undefined }, '/value'],
	['a value without a field', { field: undefined }, '/field'],
	['an empty field', { field: '' }, '/field'],
	['a field with a blank', { field: 'two words' }, '/field'],
	['a field of the gateway', { field: 'code' }, '/field'],
	["the field of Chamilo's own numbers", { field: 'chamilo_course_id', value: '7' }, '/field'],
	['an extra that is the external id again', { extras: { external_course: 'x' } }, '/extras/external_course'],
	['an extra that is a truth value', { extras: { seat: true } }, '/extras/seat'],
	['an extra that is empty', { extras: { seat: '' } }, '/extras/seat'],
	['an extra with a reserved name', { extras: { chamilo_course_id: '7' } }, '/extras/chamilo_course_id'],
	['extras that are a list', { extras: [] }, '/extras'],
	['a misspelt member', { titel: 'Logic' }, '/titel'],
	['a member of the patch', { visibility: 'private' }, '/visibility'],
];

export function testCourseCreateConflicts(bench: Bench): void {
	const eyes = courseEyes(bench);
	const { teachers } = kindFacts(bench);
	const create = (body: unknown) => bench.send('POST', '/courses', body);

	test.each([
		['a code of letters, where Chamilo itself would make a second course', ALGEBRA],
		['a code that begins with a digit', OFFICE],
		['visibility closed', CLOSED],
	])('the external id of a course with %s is taken, and nothing is changed', async (_, { value }) => {
		await eyes.unchanged(async () => {
			const problem = expectProblem(await create({ ...LOGIC, value }), 'external-id-taken');
			expect(problem.detail).toContain(value);
		});
		expect(await bench.control.operations()).not.toContain('WSCreateCourse');
	});

	test.each([
		['c-100', 'C-100'],
		['É-1', 'e-1'],
	])('the external ids %s and %s are the same for Chamilo, so the second is taken', async (first, second) => {
		expect((await create({ ...LOGIC, value: first })).status).toBe(201);
		expectProblem(await create({ ...LOGIC, code: 'LOGIC2', value: second }), 'external-id-taken');
		expect(await eyes.added()).toHaveLength(1);
	});

	test('sent twice, the second is told that the external id is taken', async () => {
		expect((await create(LOGIC)).status).toBe(201);
		expectProblem(await create(LOGIC), 'external-id-taken');
		expect(await eyes.added()).toHaveLength(1);
	});

	test.each([FRENCH, OFFICE, CLOSED])(
		'the code $code of another course is taken, in capitals or not',
		async ({ code }) => {
			await eyes.unchanged(async () => {
				for (const wanted of [code, code.toLowerCase()]) {
					const problem = expectProblem(await create({ ...LOGIC, code: wanted }), 'course-code-taken');
					expect(problem.detail).toContain(code);
				}
			});
		},
	);

	test('a code made of the title that another course has is refused, and nothing is created', async () => {
		const { code: _, ...body } = LOGIC;
		await eyes.unchanged(async () => {
			const answer = await create({ ...body, title: 'Algebra!' });
			expect([409, 422]).toContain(answer.status);
			expectProblem(answer, answer.status === 409 ? 'course-code-taken' : 'rejected-by-chamilo');
		});
	});

	test('a title that gives no code is refused, and nothing is created', async () => {
		const { code: _, ...body } = LOGIC;
		await eyes.unchanged(async () => {
			expectProblem(await create({ ...body, title: '漢字' }), 'rejected-by-chamilo');
		});
	});

	test.each([
		['external_user', 'nobody'],
		['no_such_field', '1502'],
		['username', 'nobody'],
		['chamilo_user_id', '999'],
	])('a teacher that does not exist (%s %s) is named, and nothing is created', async (field, value) => {
		await eyes.unchanged(async () => {
			const problem = expectProblem(await create({ ...LOGIC, teacher: { field, value } }), 'user-not-found');
			expect(problem.detail).toContain('teacher');
			expect(problem.detail).toContain(value);
		});
		expect(await bench.control.operations()).not.toContain('WSCreateCourse');
	});

	test.each(WRONG)('%s is refused where it stands, and nothing is sent', async (_, change, pointer) => {
		const problem = expectProblem(await create({ ...LOGIC, ...change }), 'invalid-request');
		expect([...new Set(pointersOf(problem))]).toEqual([pointer]);
		await eyes.nothingSent();
	});

	test('every mistake is named at once', async () => {
		const answer = await create({ title: '', code: 'a-b', lang: 'x', teacher: { field: 'external_user' } });
		expect(pointersOf(expectProblem(answer, 'invalid-request')).sort()).toEqual([
			'/code',
			'/lang',
			'/teacher/value',
			'/title',
		]);
	});

	test.each([
		['an emoji in the title', { title: 'Logic 😀' }, '/title'],
		['the title 0', { title: '0' }, '/title'],
		['an emoji in the external id', { value: '😀' }, '/value'],
		['an emoji in an extra', { extras: { seat: '😀' } }, '/extras/seat'],
	])('%s, which Chamilo cannot store, is refused', async (_, change, pointer) => {
		const problem = expectProblem(await create({ ...LOGIC, ...change }), 'unsupported-by-chamilo');
		expect(pointersOf(problem)).toEqual([pointer]);
		await eyes.nothingSent();
	});

	test.each([
		['of one external id', ['C-1', 'C-1'], ['external_course', 'external_course']],
		['of external ids that differ in case', ['c-1', 'C-1'], ['external_course', 'external_course']],
		['of external ids that differ in an accent', ['café', 'cafe'], ['external_course', 'external_course']],
		['of one external id, its field written differently', ['C-1', 'C-1'], ['external_course', 'External_Course']],
	])('of two creations at once %s one succeeds', async (_, values, fields) => {
		await bench.control.fault({ kind: 'delay', ms: 30, times: 4 });
		const answers = await Promise.all(
			values.map((value, index) => create({ ...LOGIC, code: `L${index}`, field: fields[index], value })),
		);
		expect(await eyes.added()).toHaveLength(1);
		expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
		for (const answer of answers.filter(({ status }) => status === 409)) expectProblem(answer, 'external-id-taken');
	});

	test('of two creations at once of one code one succeeds', async () => {
		await bench.control.fault({ kind: 'delay', ms: 30, times: 4 });
		const answers = await Promise.all(
			['logic1', 'LOGIC1'].map((code, index) => create({ ...LOGIC, code, value: `v${index}` })),
		);
		expect(await eyes.added()).toMatchObject([{ id: NEXT_ID, code: 'LOGIC1', members: teachers(4) }]);
		expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
		for (const answer of answers.filter(({ status }) => status === 409)) expectProblem(answer, 'course-code-taken');
	});
}
