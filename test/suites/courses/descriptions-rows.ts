import { expect, test } from 'vitest';
import { expectProblem, pointersOf } from '../../support/problem.js';
import type { Bench } from '../run.js';
import { ALGEBRA, courseEyes, FRENCH, LOGIC, namesOf, OFFICE, pathTo } from './support.js';

type Reference = { field: string; value: string };

const TYPES = [1, 2, 3, 4, 5, 6, 7, 8];

/** Descriptions on Chamilo 1.11 without soap.php: written by type, read by row. */
export function testDescriptionRows(bench: Bench): void {
	const eyes = courseEyes(bench);
	const read = (reference: Reference) => bench.send('GET', pathTo(reference, '/descriptions'));
	const write = (reference: Reference, type: number, body: unknown) =>
		bench.send('PUT', pathTo(reference, `/descriptions/${type}`), body);
	const text = (round: number) => ({ title: `Title ${round}`, content: `<p>Text & é ${round}</p>\r\n` });
	const stored = async (id: number) =>
		((await eyes.byId(id))?.descriptions ?? []).map(({ type, title, content }) => ({ type, title, content }));

	test('the texts of the first rows are read, without their types, and that this is not all is said', async () => {
		const answer = await eyes.unchanged(() => read(FRENCH));
		expect(answer.json).toMatchObject({
			complete: false,
			descriptions: [
				{ type: null, title: 'Présentation' },
				{ type: null, title: 'Objectifs' },
			],
		});
	});

	test('texts in later rows cannot be read, which is said', async () => {
		for (const type of TYPES) await write(ALGEBRA, type, text(type));
		await write(OFFICE, 1, text(1));
		expect((await read(OFFICE)).json).toEqual({ complete: false, descriptions: [] });
	});

	test.each(TYPES)('a text of type %i is stored and written over', async (type) => {
		for (const round of [1, 2]) {
			const answer = await write(OFFICE, type, text(round));
			expect([answer.status, answer.text]).toEqual([204, '']);
			expect(await stored(OFFICE.id)).toEqual([{ type, ...text(round) }]);
		}
	});

	test('a text that was made in Chamilo is written over, and no other', async () => {
		const [, second] = await stored(FRENCH.id);
		expect((await write(FRENCH, 1, text(1))).status).toBe(204);
		expect(await stored(FRENCH.id)).toEqual([{ type: 1, ...text(1) }, second]);
	});

	test.each(["it's", 'say "x"', 'a\\b'])(
		'%j, before which Chamilo would put backslashes, is refused where it stands',
		async (broken) => {
			await eyes.unchanged(async () => {
				for (const body of [
					{ title: 'T', content: broken },
					{ title: broken, content: 'C' },
				]) {
					const problem = expectProblem(await write(OFFICE, 2, body), 'unsupported-by-chamilo');
					expect(pointersOf(problem)).toEqual([body.title === 'T' ? '/content' : '/title']);
					expect(problem.detail).toContain('backslash');
				}
			});
		},
	);

	test.each(namesOf(OFFICE).slice(1))(
		'a course named by $field is refused, and the way round is said',
		async (course) => {
			await eyes.unchanged(async () => {
				for (const answer of [await read(course), await write(course, 1, text(1))]) {
					expect(expectProblem(answer, 'unsupported-by-chamilo').detail).toContain('extra field');
				}
			});
		},
	);

	test('a course that the gateway named takes texts by any name', async () => {
		const { field: _field, value: _value, ...nameless } = LOGIC;
		await bench.send('POST', '/courses', nameless);
		const byCode = { field: 'code', value: 'LOGIC1' };
		expect((await write(byCode, 3, text(1))).status).toBe(204);
		expect((await read(byCode)).json).toMatchObject({ complete: false, descriptions: [{ title: 'Title 1' }] });
	});

	test.each([
		['external_course', 'nothing'],
		['no_such_field', '203'],
		['code', 'NOTHING'],
		['chamilo_course_id', '999'],
	])('no course has %s %s: 404', async (field, value) => {
		await eyes.unchanged(async () => {
			expectProblem(await read({ field, value }), 'course-not-found');
			expectProblem(await write({ field, value }, 1, text(1)), 'course-not-found');
		});
	});

	test.each([
		['WSCourseDescription', 'empty-500', 'chamilo-error'],
		['WSEditCourseDescription', 'html-200', 'chamilo-error'],
		['WSEditCourseDescription', 'reset-after', 'chamilo-unavailable'],
	] as const)('a write whose %s fails (%s) is no success, and can be sent again', async (operation, kind, code) => {
		await bench.control.fault({ operation, kind });
		expectProblem(await write(OFFICE, 6, text(6)), code);
		expect((await write(OFFICE, 6, text(6))).status).toBe(204);
		expect(await stored(OFFICE.id)).toEqual([{ type: 6, ...text(6) }]);
	});
}
