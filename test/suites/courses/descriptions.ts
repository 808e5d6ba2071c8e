import { expect, test } from 'vitest';
import type { ProblemCode } from '../../../src/errors.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import type { Bench } from '../run.js';
import { testDescriptionRows } from './descriptions-rows.js';
import {
	ALGEBRA,
	CLOSED,
	courseEyes,
	FRENCH,
	kindFacts,
	LOGIC,
	namesOf,
	OFFICE,
	pathTo,
	UNKNOWN_COURSES,
} from './support.js';

type Reference = { field: string; value: string };
type Described = { type: number; title: string; content: string };

/** The two texts of FRENCH that were made in Chamilo itself. */
const FRENCH_TEXTS = [
	{
		type: 1,
		title: 'Présentation',
		content: '<p>Premiers pas en français, du « bonjour » au récit d’une journée.</p>',
	},
	{ type: 2, title: 'Objectifs', content: '<p>Se présenter, compter, comprendre &amp; répondre.</p>' },
];

const TYPES = [1, 2, 3, 4, 5, 6, 7, 8];

/** Contents as people write them, each to be stored and read back to the letter. */
const CONTENTS = [
	'<p>Élèves &amp; <b>maîtres</b> &lt;ici&gt; "q" \'a\' \\</p>',
	'<ul>\n\t<li>eins</li>\n\n\t<li>zwei</li>\n</ul>\n',
	'erste Zeile\r\nzweite Zeile\rdritte',
	'  blanks  at both ends  ',
	'漢字 Żółć ñ «»“”…',
	']]> <!-- x --> <?php ?> <![CDATA[y]]>',
	'&eacute; &#233; &#xe9; &amp;amp;',
	'<script>alert("x")</script>',
	'{"$xml": "<x/>"}',
	'007',
	'x'.repeat(60_000),
];

export function testCourseDescriptions(bench: Bench): void {
	const eyes = courseEyes(bench);
	const { is19, hasSoap } = kindFacts(bench);
	if (!hasSoap) {
		testDescriptionRows(bench);
		return;
	}
	const read = async (reference: Reference) => {
		const answer = await bench.send('GET', pathTo(reference, '/descriptions'));
		expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 200 });
		const { descriptions, complete } = answer.json as { descriptions: Described[]; complete: boolean };
		expect(complete).toBe(true);
		return descriptions;
	};
	const write = (reference: Reference, type: number | string, body: unknown) =>
		bench.send('PUT', pathTo(reference, `/descriptions/${type}`), body);
	const text = (type: number) => ({ title: `Title ${type}`, content: `<p>Text ${type}</p>` });
	const stored = async (id: number) =>
		((await eyes.byId(id))?.descriptions ?? []).map(({ id: row, type, title, content }) => ({
			// 1.9 keeps a text that was written this way in the row of its type, and without it.
			row: is19 ? row : type,
			title,
			content,
		}));

	test.each(namesOf(FRENCH))('the texts of a course named by $field are read with their types', async (reference) => {
		expect(await eyes.unchanged(() => read(reference))).toEqual(FRENCH_TEXTS);
	});

	test.each([OFFICE, CLOSED].flatMap(namesOf))(
		'a course without texts has an empty list ($field $value)',
		async (reference) => {
			expect(await read(reference)).toEqual([]);
		},
	);

	test('a course with one text has a list of one', async () => {
		expect(await read(ALGEBRA)).toMatchObject([{ type: 1, title: 'Descripción' }]);
	});

	test.each(UNKNOWN_COURSES)('no course has $field $value: 404', async (reference) => {
		const answer = await bench.send('GET', pathTo(reference, '/descriptions'));
		expect(expectProblem(answer, 'course-not-found').detail).toContain(reference.value);
	});

	test.each(CONTENTS.slice(0, 4))('a text that is there already is not written again (%j)', async (content) => {
		await write(OFFICE, 3, { title: 'T', content });
		const writes = async () => (await bench.control.operations()).filter((name) => /EditCourseDesc/.test(name)).length;
		const before = await writes();
		expect((await write(OFFICE, 3, { title: 'T', content })).status).toBe(204);
		expect(await writes()).toBe(before);
	});

	test.each(TYPES)('a text of type %i is stored in its row and read as that type', async (type) => {
		const answer = await write(OFFICE, type, text(type));
		expect([answer.status, answer.text]).toEqual([204, '']);
		expect(await stored(OFFICE.id)).toEqual([{ row: type, ...text(type) }]);
		expect(await read(OFFICE)).toEqual([{ type, ...text(type) }]);
	});

	test('all eight, written in any order, stand side by side, and only the course is changed', async () => {
		const before = (await eyes.all()).filter(({ id }) => id !== OFFICE.id);
		for (const type of [...TYPES].reverse()) expect((await write(OFFICE, type, text(type))).status).toBe(204);
		const byType = (await read(OFFICE)).sort((left, right) => left.type - right.type);
		expect(byType).toEqual(TYPES.map((type) => ({ type, ...text(type) })));
		expect((await eyes.all()).filter(({ id }) => id !== OFFICE.id)).toEqual(before);
	});

	test('a text of your own is written over, as often as you like', async () => {
		for (const round of [1, 2, 3]) {
			expect((await write(OFFICE, 2, text(round))).status).toBe(204);
			expect(await stored(OFFICE.id)).toEqual([{ row: 2, ...text(round) }]);
		}
		expect(await read(OFFICE)).toEqual([{ type: 2, ...text(3) }]);
	});

	test('the same text sent twice is as asked', async () => {
		expect((await write(OFFICE, 4, text(4))).status).toBe(204);
		expect((await eyes.unchanged(() => write(OFFICE, 4, text(4)))).status).toBe(204);
	});

	test.each(CONTENTS)('the content %j is intact', async (content) => {
		const title = 'Ziele & <Übersicht> "é"';
		expect((await write(OFFICE, 3, { title, content })).status).toBe(204);
		expect(await stored(OFFICE.id)).toEqual([{ row: 3, title, content }]);
		// Chamilo's reply holds carriage returns as they are, and XML makes line feeds of them.
		const readable = content.replace(/\r\n?/g, '\n');
		expect(await read(OFFICE)).toEqual([{ type: 3, title, content: readable }]);
		expect((await write(OFFICE, 3, text(3))).status).toBe(204);
	});

	test('an empty content is stored', async () => {
		expect((await write(OFFICE, 3, { title: 'Only a title', content: '' })).status).toBe(204);
		expect(await read(OFFICE)).toEqual([{ type: 3, title: 'Only a title', content: '' }]);
	});

	test('texts that are equal are still told apart by their types', async () => {
		for (const type of [5, 3, 7]) expect((await write(OFFICE, type, text(0))).status).toBe(204);
		expect((await read(OFFICE)).map(({ type }) => type).sort()).toEqual([3, 5, 7]);
	});

	test('a text that is equal to one made in Chamilo has its own type and can be written over', async () => {
		const [{ title, content } = { title: '', content: '' }] = FRENCH_TEXTS;
		expect((await write(FRENCH, 3, { title, content })).status).toBe(204);
		expect((await read(FRENCH)).map(({ type }) => type).sort()).toEqual([1, 2, 3]);
		expect((await write(FRENCH, 3, text(3))).status).toBe(204);
		expect(await read(FRENCH)).toEqual([...FRENCH_TEXTS, { type: 3, ...text(3) }]);
	});

	if (is19) {
		test.each([1, 2])('a text of type %i that was made in Chamilo is not written over', async (type) => {
			await eyes.unchanged(async () => {
				const problem = expectProblem(await write(FRENCH, type, text(type)), 'unsupported-by-chamilo');
				expect(problem.detail).toContain('Nothing was changed');
			});
			expect(await read(FRENCH)).toEqual(FRENCH_TEXTS);
		});
	} else {
		test.each([1, 2])('a text of type %i that was made in Chamilo is written over', async (type) => {
			expect((await write(FRENCH, type, text(type))).status).toBe(204);
			expect(await read(FRENCH)).toEqual(
				FRENCH_TEXTS.map((made) => (made.type === type ? { type, ...text(type) } : made)),
			);
		});

		test.each(["it's", 'say "x"', 'a\\b'])(
			'%j, before which Chamilo would put backslashes, does not replace a text, and the way round is said',
			async (broken) => {
				await eyes.unchanged(async () => {
					for (const body of [
						{ title: 'T', content: broken },
						{ title: broken, content: 'C' },
					]) {
						const problem = expectProblem(await write(FRENCH, 2, body), 'unsupported-by-chamilo');
						expect(pointersOf(problem)).toEqual([body.title === 'T' ? '/content' : '/title']);
						expect(problem.detail).toContain('Delete the text of type 2 in Chamilo first');
					}
				});
			},
		);

		test('a text with quotes that stands there already is as asked', async () => {
			const quoted = { title: "It's", content: '<p class="x">\\</p>' };
			expect((await write(OFFICE, 1, quoted)).status).toBe(204);
			expect((await eyes.unchanged(() => write(OFFICE, 1, quoted))).status).toBe(204);
			expect(await read(OFFICE)).toEqual([{ type: 1, ...quoted }]);
		});

		test('a write whose reply is lost is found done', async () => {
			for (const [operation, round] of [
				['WSCourse.EditCourseDescription', 1],
				['WSEditCourseDescription', 2],
			] as const) {
				await bench.control.fault({ operation, kind: 'reset-after' });
				expect((await write(OFFICE, 6, text(round))).status).toBe(204);
				expect(await read(OFFICE)).toEqual([{ type: 6, ...text(round) }]);
			}
		});
	}

	test('beside texts made in Chamilo others are written, and those stay', async () => {
		expect((await write(FRENCH, 5, text(5))).status).toBe(204);
		expect(await read(FRENCH)).toEqual([...FRENCH_TEXTS, { type: 5, ...text(5) }]);
		const typed = (await eyes.byId(FRENCH.id))?.descriptions.slice(0, 2);
		expect(typed).toMatchObject([{ type: 1 }, { type: 2 }]);
	});

	test('a closed course takes texts', async () => {
		expect((await write(CLOSED, 1, text(1))).status).toBe(204);
		expect(await read(CLOSED)).toEqual([{ type: 1, ...text(1) }]);
	});

	test('a new course takes texts, and they go with it', async () => {
		await bench.send('POST', '/courses', LOGIC);
		expect((await write(LOGIC, 8, text(8))).status).toBe(204);
		expect(await read({ field: 'chamilo_course_id', value: '5' })).toMatchObject([text(8)]);
		await bench.send('DELETE', pathTo(LOGIC));
		await bench.send('POST', '/courses', LOGIC);
		expect(await read(LOGIC)).toEqual([]);
	});

	if (is19) {
		test.each(namesOf(OFFICE).slice(1))(
			'to a course named by $field nothing can be written, and the way round is said',
			async (reference) => {
				await eyes.unchanged(async () => {
					const problem = expectProblem(await write(reference, 1, text(1)), 'unsupported-by-chamilo');
					expect(problem.detail).toContain('external id');
				});
			},
		);
	} else {
		test.each(namesOf(OFFICE).slice(1))(
			'a course named by $field takes new texts; over one that exists only external ids write',
			async (reference) => {
				expect((await write(reference, 1, text(1))).status).toBe(204);
				expect(await read(reference)).toEqual([{ type: 1, ...text(1) }]);
				await eyes.unchanged(async () => {
					const problem = expectProblem(await write(reference, 1, text(2)), 'unsupported-by-chamilo');
					expect(problem.detail).toContain('external id');
				});
			},
		);
	}

	test.each([
		['external_course', 'nothing'],
		['no_such_field', '203'],
	])('to no course (%s %s) nothing can be written', async (field, value) => {
		await eyes.unchanged(async () => {
			expectProblem(await write({ field, value }, 1, text(1)), 'course-not-found');
		});
	});

	test.each(['0', '9', '12', '-1', '1.0', '01', '1e0', 'objectives', '１', ' 1'])(
		'the type %j does not exist',
		async (type) => {
			const answer = await write(OFFICE, encodeURIComponent(type), text(1));
			expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual(['path/type']);
			await eyes.nothingSent();
		},
	);

	test.each([
		['no title', { content: 'x' }, '/title'],
		['an empty title', { title: ' ', content: 'x' }, '/title'],
		['a number for a title', { title: 1, content: 'x' }, '/title'],
		['a title of 256 characters', { title: 'x'.repeat(256), content: 'x' }, '/title'],
		['a line break in the title', { title: 'a\nb', content: 'x' }, '/title'],
		['no content', { title: 'x' }, '/content'],
		['null for a content', { title: 'x', content: null }, '/content'],
		['a list for a content', { title: 'x', content: ['x'] }, '/content'],
		['a content that is too long', { title: 'x', content: 'é'.repeat(32_768) }, '/content'],
		['a null byte in the content', { title: 'x', content: 'a\0b' }, '/content'],
		['a vertical tab in the content', { title: 'x', content: 'a\u000bb' }, '/content'],
		['an unpaired surrogate in the content', { title: 'x', content: 'a\udc00b' }, '/content'],
		['a member it does not know', { title: 'x', content: 'x', type: 2 }, '/type'],
	])('%s is refused where it stands', async (_, body, pointer) => {
		const problem = expectProblem(await write(OFFICE, 1, body), 'invalid-request');
		expect([...new Set(pointersOf(problem))]).toEqual([pointer]);
		await eyes.nothingSent();
	});

	test.each(['title', 'content'])('an emoji in the %s, which Chamilo cannot store, is refused', async (name) => {
		const answer = await write(OFFICE, 1, { ...text(1), [name]: 'x 😀' });
		expect(pointersOf(expectProblem(answer, 'unsupported-by-chamilo'))).toEqual([`/${name}`]);
		await eyes.nothingSent();
	});

	test('of two texts written at once to two types both are there', async () => {
		await bench.control.fault({ kind: 'delay', ms: 20, times: 4 });
		const answers = await Promise.all([1, 2].map((type) => write(OFFICE, type, text(type))));
		expect(answers.map(({ status }) => status)).toEqual([204, 204]);
		expect((await read(OFFICE)).map(({ type }) => type).sort()).toEqual([1, 2]);
	});

	const BROKEN: [operation: string, kind: string, code: ProblemCode][] = [
		['WSCourse.GetCourseDescriptions', 'empty-500', 'chamilo-error'],
	];
	if (is19) {
		BROKEN.push(
			['WSCourseDescription', 'reset-before', 'chamilo-unavailable'],
			['WSEditCourseDescription', 'empty-500', 'chamilo-error'],
			['WSEditCourseDescription', 'reset-after', 'chamilo-unavailable'],
		);
	} else {
		BROKEN.push(
			['WSCourse.EditCourseDescription', 'empty-500', 'chamilo-error'],
			['WSCourse.EditCourseDescription', 'reset-before', 'chamilo-unavailable'],
		);
	}

	test.each(BROKEN)(
		'a write whose %s fails (%s) is no success, and can be sent again',
		async (operation, kind, code) => {
			// A read is repeated once where its connection breaks.
			await bench.control.fault({ operation, kind, times: operation === 'WSCourseDescription' ? 2 : 1 });
			expectProblem(await write(OFFICE, 6, text(6)), code);
			expect((await write(OFFICE, 6, text(6))).status).toBe(204);
			expect(await read(OFFICE)).toEqual([{ type: 6, ...text(6) }]);
		},
	);

	test('a list that fails is no empty list', async () => {
		for (const operation of ['WSCourse.GetCourseDescriptions', 'WSCourse.UnsubscribeUserFromCourse']) {
			await bench.control.fault({ operation, kind: 'empty-500' });
			expectProblem(await bench.send('GET', pathTo(OFFICE, '/descriptions')), 'chamilo-error');
		}
	});
}
