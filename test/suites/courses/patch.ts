import { expect, test } from 'vitest';
import { can } from '../../support/kinds.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import type { Bench } from '../run.js';
import {
	ALGEBRA,
	CLOSED,
	courseEyes,
	FRENCH,
	FULL_PATCH,
	kindFacts,
	LOGIC,
	namesOf,
	OFFICE,
	pathTo,
	VISIBILITY,
} from './support.js';

const ACCEPTED = '?accept_side_effects=true';
/** What every edit that overwrites a course resets. */
const LOST_ALWAYS = ['disk_quota', 'tutor_name'];

/** The same with a value that no campus can store without overwriting the whole course. */
const WHOLE = { ...FULL_PATCH, subscribe: false };

/** What breaks the schema of a patch. */
const WRONG: [name: string, body: unknown, pointer: string][] = [
	['nothing', {}, ''],
	['an empty title', { title: '' }, '/title'],
	['null for a title', { title: null }, '/title'],
	['a title that is too long', { title: 'x'.repeat(251) }, '/title'],
	['an unknown visibility', { visibility: 'open' }, '/visibility'],
	['a number for the visibility', { visibility: 0 }, '/visibility'],
	['null for the visibility', { visibility: null }, '/visibility'],
	['a text for a boolean', { subscribe: '1' }, '/subscribe'],
	['a number for a boolean', { unsubscribe: 1 }, '/unsubscribe'],
	['an empty language', { language: '' }, '/language'],
	['null for the language', { language: null }, '/language'],
	['an empty visual code', { visual_code: '' }, '/visual_code'],
	['a department of 31 characters', { department_name: 'x'.repeat(31) }, '/department_name'],
	['a link of 181 characters', { department_url: 'x'.repeat(181) }, '/department_url'],
	['an extra that is empty', { extras: { seat: '' } }, '/extras/seat'],
	['an extra that is a truth value', { extras: { seat: true } }, '/extras/seat'],
	['a reserved extra', { extras: { code: 'X' } }, '/extras/code'],
	['a member of the creation', { visibility: 'closed', code: 'X' }, '/code'],
	['a teacher', { visibility: 'closed', teacher: LOGIC.teacher }, '/teacher'],
	['a misspelt member', { visibility: 'closed', titel: 'x' }, '/titel'],
];

/** Whether the course was changed, with or without a loss: other tests are about that. */
const isChanged = ({ status }: { status: number }) => status === 200 || status === 204;

export function testCoursePatch(bench: Bench): void {
	const eyes = courseEyes(bench);
	const { is19, hasSoap, visibleExtras } = kindFacts(bench);
	const readable = is19 ? [] : ['title', 'language', 'visibility'];
	const patch = (reference: { field: string; value: string }, body: unknown, query = '') =>
		bench.send('PATCH', pathTo(reference) + query, body);

	test.each([FRENCH, ALGEBRA, OFFICE])('closing $code alone changes nothing else', async (course) => {
		const before = await bench.control.state();
		const answer = await patch(course, { visibility: 'closed' });
		expect([answer.status, answer.text]).toEqual([204, '']);
		const after = await bench.control.state();
		expect(after).toEqual({
			...before,
			courses: before.courses.map((each) => (each.id === course.id ? { ...each, visibility: 0 } : each)),
		});
	});

	test('closing twice, or what is closed already, is as asked', async () => {
		expect((await patch(FRENCH, { visibility: 'closed' })).status).toBe(204);
		const answer = await eyes.unchanged(() => patch(FRENCH, { visibility: 'closed' }));
		expect(answer.status).toBe(204);
		expect((await eyes.unchanged(() => patch(CLOSED, { visibility: 'closed' }))).status).toBe(204);
	});

	test('closing needs no acceptance of side effects, and takes it', async () => {
		expect((await patch(FRENCH, { visibility: 'closed' }, '?accept_side_effects=false')).status).toBe(204);
		expect((await patch(ALGEBRA, { visibility: 'closed' }, ACCEPTED)).status).toBe(204);
		expect(await eyes.byId(2)).toMatchObject({ visibility: 0, diskQuota: 100_000_000 });
	});

	if (!is19) {
		/** Where another call finds the course, nothing is read that could show it: the write is the only call. */
		const unseen = hasSoap ? namesOf(FRENCH).filter(({ field }) => field !== 'code') : [];

		test.each(namesOf(FRENCH))('what the course of a $field shows as already so is not sent', async (reference) => {
			const { title, language } = (await eyes.byId(FRENCH.id)) ?? {};
			const answer = await patch(reference, { title, language, visibility: 'public-registered' }, ACCEPTED);
			expect([answer.status, answer.text]).toEqual([204, '']);
			const isSeen = !unseen.some(({ field }) => field === reference.field);
			expect(await bench.control.operations()).toEqual([isSeen ? 'WSListCourses' : 'WSCourse.EditCourse']);
		});
	}

	/** What cannot be kept and has no value of a new course either: nobody can read it on 1.9. */
	const vital = is19 ? ['title', 'language', 'visibility', 'visual_code'] : [];
	const unreadable = Object.keys(FULL_PATCH).filter((name) => name !== 'subscribe' && !readable.includes(name));

	test('all that this Chamilo would lose is listed by name, and nothing is changed', async () => {
		await eyes.unchanged(async () => {
			const problem = expectProblem(await patch(FRENCH, { subscribe: false }), 'unsupported-by-chamilo');
			expect(pointersOf(problem).sort()).toEqual(unreadable.map((name) => `/${name}`).sort());
			for (const name of unreadable) expect(problem.detail).toContain(name);
			expect(problem.detail).toContain('Nothing was changed');
		});
	});

	test.each(unreadable)('without %s it is reset where that is accepted, and the answer says so', async (name) => {
		const rest = Object.fromEntries(Object.entries(WHOLE).filter(([key]) => key !== name));
		if (vital.includes(name)) {
			await eyes.unchanged(async () => {
				expect(pointersOf(expectProblem(await patch(FRENCH, rest, ACCEPTED), 'unsupported-by-chamilo'))).toEqual([
					`/${name}`,
				]);
			});
			return;
		}
		const answer = await patch(FRENCH, rest, ACCEPTED);
		expect([answer.status, answer.json]).toEqual([200, { reset: [name, ...LOST_ALWAYS] }]);
	});

	if (!is19) {
		test('a change of one member keeps what can be read', async () => {
			const before = await eyes.byId(1);
			const answer = await patch(FRENCH, { unsubscribe: false }, ACCEPTED);
			const reset = ['category_code', 'department_name', 'department_url', 'subscribe', 'visual_code', ...LOST_ALWAYS];
			// A category is readable only where there is none.
			expect(answer.status).toBe(200);
			expect(reset).toEqual(expect.arrayContaining((answer.json as { reset: string[] }).reset));
			const { title, language, visibility, code } = before ?? {};
			expect(await eyes.byId(1)).toMatchObject({ title, language, visibility, visualCode: code, unsubscribe: 0 });
		});
	}

	test.each(['', '?accept_side_effects=false'])('side effects have to be accepted (%j)', async (query) => {
		await eyes.unchanged(async () => {
			const problem = expectProblem(await patch(FRENCH, WHOLE, query), 'unsupported-by-chamilo');
			expect(problem.detail).toContain('accept_side_effects=true');
			expect(problem.detail).toContain('quota');
			expect(problem.detail).toContain('tutor');
		});
	});

	test('all values are stored, and the side effects are those that were named', async () => {
		const before = await eyes.byId(1);
		const others = (await eyes.all()).slice(1);
		const answer = await patch(FRENCH, WHOLE, ACCEPTED);
		expect([answer.status, answer.json]).toEqual([200, { reset: LOST_ALWAYS }]);
		expect(await eyes.byId(1)).toEqual({
			...before,
			title: 'Logique & preuves',
			categoryCode: 'PROJ',
			departmentName: 'Maths',
			departmentUrl: 'https://maths.example.org/?a=1&b=2',
			language: 'french',
			visibility: 1,
			subscribe: 0,
			unsubscribe: 1,
			visualCode: 'LOG-1',
			diskQuota: is19 ? 50_000 : can(bench.kind, 'quota-of-the-portal') ? 100_000_000 : 104_857_600,
			tutorName: '',
		});
		expect((await eyes.all()).slice(1)).toEqual(others);
	});

	if (!is19) {
		test('what can be read is completed, and stays', async () => {
			const before = await eyes.byId(CLOSED.id);
			const { title: _title, language: _language, visibility: _visibility, category_code: _category, ...rest } = WHOLE;
			expect(isChanged(await patch(CLOSED, rest, ACCEPTED))).toBe(true);
			expect(await eyes.byId(CLOSED.id)).toMatchObject({
				title: before?.title,
				language: before?.language,
				visibility: 0,
				categoryCode: '',
				departmentName: 'Maths',
			});
		});

		test('an extra that holds the value already is as asked, and no other changes', async () => {
			await bench.send('POST', '/courses', { ...LOGIC, extras: { room: 'A', floor: '1' } });
			for (const _ of [1, 2]) {
				expect(isChanged(await patch(LOGIC, { ...WHOLE, extras: { room: 'B' } }, ACCEPTED))).toBe(true);
			}
			expect((await eyes.byCode('LOGIC1'))?.extras).toMatchObject({ room: 'B', floor: '1' });
		});

		test('a course that the gateway named is changed by any name', async () => {
			const { field: _field, value: _value, ...nameless } = LOGIC;
			await bench.send('POST', '/courses', nameless);
			expect(isChanged(await patch({ field: 'code', value: 'logic1' }, WHOLE, ACCEPTED))).toBe(true);
			expect((await patch({ field: 'chamilo_course_id', value: '5' }, { visibility: 'closed' })).status).toBe(204);
			expect(await eyes.added()).toMatchObject([{ title: WHOLE.title, visibility: 0 }]);
		});
	}

	if (!is19 && hasSoap) {
		const PARTS: [body: Record<string, unknown>, change: object][] = [
			[{ title: `O'Brien & "x"` }, { title: `O'Brien & "x"` }],
			[{ category_code: 'PC' }, { categoryCode: 'PC' }],
			[
				{ department_name: 'Maths', department_url: 'https://m' },
				{ departmentName: 'Maths', departmentUrl: 'https://m' },
			],
			[{ language: 'german' }, { language: 'german' }],
			[{ visibility: 'private' }, { visibility: 1 }],
			[
				{ subscribe: true, unsubscribe: true },
				{ subscribe: 1, unsubscribe: 1 },
			],
			[{ visual_code: 'V-1' }, { visualCode: 'V-1' }],
		];

		test.each(PARTS)('%j changes that and nothing else, by each name of the course', async (body, change) => {
			for (const reference of namesOf(FRENCH)) {
				await bench.control.reset();
				const before = await bench.control.state();
				expect((await patch(reference, body)).status).toBe(204);
				const courses = before.courses.map((each) => (each.id === FRENCH.id ? { ...each, ...change } : each));
				expect(await bench.control.state()).toEqual({ ...before, courses });
			}
		});

		test('a closed course is opened without touching anything else', async () => {
			const before = await eyes.byId(CLOSED.id);
			expect((await patch({ field: 'code', value: CLOSED.code }, { visibility: 'public' })).status).toBe(204);
			expect(await eyes.byId(CLOSED.id)).toEqual({ ...before, visibility: 3 });
		});

		test('closing with another change does both', async () => {
			const before = await eyes.byId(FRENCH.id);
			expect((await patch(FRENCH, { title: 'Fermé', visibility: 'closed' })).status).toBe(204);
			expect(await eyes.byId(FRENCH.id)).toEqual({ ...before, title: 'Fermé', visibility: 0 });
		});

		test('where closing fails after another change, both are told', async () => {
			await bench.control.fault({ operation: 'WSDeleteCourse', kind: 'reset-before' });
			const problem = expectProblem(await patch(FRENCH, { title: 'Fermé', visibility: 'closed' }), 'partly-done');
			expect(problem).toMatchObject({ done: ['title'], failed: 'visibility' });
			expect(await eyes.byId(FRENCH.id)).toMatchObject({ title: 'Fermé', visibility: 2 });
		});
	}

	test('null empties, false is stored', async () => {
		const nulls = { category_code: null, department_name: null, department_url: null };
		const body = { ...FULL_PATCH, ...nulls, subscribe: false, unsubscribe: false };
		expect(isChanged(await patch(FRENCH, body, ACCEPTED))).toBe(true);
		expect(await eyes.byId(1)).toMatchObject({
			title: 'Logique & preuves',
			categoryCode: '',
			departmentName: '',
			departmentUrl: '',
			subscribe: 0,
			unsubscribe: 0,
			visualCode: 'LOG-1',
		});
	});

	test.each(Object.entries(VISIBILITY))('visibility %s is stored as %i, on a closed course too', async (word, code) => {
		for (const course of [FRENCH, CLOSED]) {
			const body = { ...FULL_PATCH, visibility: word };
			expect(isChanged(await patch(course, body, ACCEPTED))).toBe(true);
			expect(await eyes.byId(course.id)).toMatchObject({ visibility: code, title: FULL_PATCH.title });
			expect((await bench.send('GET', `/courses/code/${course.code}`)).json).toMatchObject({ visibility: word });
		}
	});

	test.each(['Économie & société <1>', 'O\'Brien "x" \\', '漢字', '007'])(
		'the title %j is stored as it is',
		async (title) => {
			expect(isChanged(await patch(FRENCH, { ...FULL_PATCH, title, visual_code: '007' }, ACCEPTED))).toBe(true);
			expect(await eyes.byId(1)).toMatchObject({ title, visualCode: '007' });
		},
	);

	test('extras in fields that exist are stored', async () => {
		await bench.send('POST', '/courses', { ...LOGIC, extras: { room: 'A', floor: '1' } });
		const extras = { room: 'é & <B>', floor: '007' };
		expect(isChanged(await patch(LOGIC, { ...FULL_PATCH, extras }, ACCEPTED))).toBe(true);
		expect((await eyes.byCode('LOGIC1'))?.extras).toEqual({ ...extras, ...visibleExtras, external_course: 'C-100' });
	});

	test.each([
		['alone', { nowhere: 'x' }],
		['before one that exists', { nowhere: 'x', room: 'B' }],
		['behind one that exists', { room: 'B', nowhere: 'x' }],
		['between two that exist', { room: 'B', nowhere: 'x', floor: '2' }],
	])('an extra that does not exist, %s, is told and not lost in silence', async (_, extras) => {
		await bench.send('POST', '/courses', { ...LOGIC, extras: { room: 'A', floor: '1' } });
		const answer = await patch(LOGIC, { ...FULL_PATCH, extras }, ACCEPTED);
		const problem = expectProblem(answer, 'partly-done');
		expect(problem.done).toEqual(expect.arrayContaining(Object.keys(FULL_PATCH)));
		expect(String(problem.failed)).toContain('extras');
		expect(problem.detail).toContain('extra');
		expect(await eyes.byCode('LOGIC1')).toMatchObject({
			title: FULL_PATCH.title,
			extras: { external_course: 'C-100' },
		});
	});

	test('extras that are null are cleared, also those that do not exist', async () => {
		await bench.send('POST', '/courses', { ...LOGIC, extras: { room: 'A', floor: 1 } });
		const extras = { room: null, never_made: null, floor: 2 };
		expect(isChanged(await patch(LOGIC, { ...FULL_PATCH, extras }, ACCEPTED))).toBe(true);
		const stored = (await eyes.byCode('LOGIC1'))?.extras ?? {};
		expect([stored.room ?? '', stored.floor]).toEqual(['', '2']);
		expect(stored).not.toHaveProperty('never_made');
	});

	test('extras cannot give a course the external id of another', async () => {
		const body = { ...FULL_PATCH, extras: { external_course: ALGEBRA.value } };
		const answer = await patch(FRENCH, body, ACCEPTED);
		expect(await eyes.having('external_course', ALGEBRA.value)).toMatchObject([{ code: ALGEBRA.code }]);
		expect(answer.status).toBeGreaterThanOrEqual(400);
	});

	test.each(namesOf(FRENCH).slice(1))(
		'a course named by $field cannot be changed, and the way round is said',
		async (reference) => {
			for (const [body, query] of [
				[{ visibility: 'closed' }, ''],
				[WHOLE, ACCEPTED],
			] as const) {
				const answer = await eyes.unchanged(() => patch(reference, body, query));
				expect(expectProblem(answer, 'unsupported-by-chamilo').detail).toContain('extra field');
			}
		},
	);

	test.each([
		['external_course', 'nothing'],
		['no_such_field', '201'],
	])('no course has %s %s: 404, whatever is sent', async (field, value) => {
		await eyes.unchanged(async () => {
			for (const body of [{ visibility: 'closed' }, FULL_PATCH, { title: 'x' }]) {
				const problem = expectProblem(await patch({ field, value }, body, ACCEPTED), 'course-not-found');
				expect(problem.detail).toContain(value);
			}
		});
	});

	test.each(WRONG)('%s is refused where it stands, and nothing is sent', async (_, body, pointer) => {
		const problem = expectProblem(await patch(FRENCH, body, ACCEPTED), 'invalid-request');
		expect([...new Set(pointersOf(problem))]).toEqual([pointer]);
		await eyes.nothingSent();
	});

	test.each(['yes', '1', '', 'TRUE'])('accept_side_effects=%s is refused', async (word) => {
		const answer = await patch(FRENCH, FULL_PATCH, `?accept_side_effects=${word}`);
		expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual(['query/accept_side_effects']);
		await eyes.nothingSent();
	});

	test('a misspelt query parameter is refused', async () => {
		const answer = await patch(FRENCH, FULL_PATCH, '?accept_sideeffects=true');
		expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual(['query/accept_sideeffects']);
		await eyes.nothingSent();
	});

	test.each([
		['empty-500', 'chamilo-error'],
		['html-200', 'chamilo-error'],
		['reset-before', 'chamilo-unavailable'],
		['reset-after', 'chamilo-unavailable'],
	] as const)('an edit that fails (%s) is told, and can be sent again', async (kind, code) => {
		const edits = [
			['WSDeleteCourse', { visibility: 'closed' }],
			['WSEditCourse', WHOLE],
			...(!is19 && hasSoap ? [['WSCourse.EditCourse', FULL_PATCH] as const] : []),
		] as const;
		for (const [operation, body] of edits) {
			await bench.control.fault({ operation, kind });
			const answer = await patch(FRENCH, body, ACCEPTED);
			// 1.11 never tells that it has closed a course: it is looked whether it has.
			if (!is19 && operation === 'WSDeleteCourse' && kind === 'reset-after') expect(answer.status).toBe(204);
			else expectProblem(answer, code);
			expect(isChanged(await patch(FRENCH, body, ACCEPTED))).toBe(true);
		}
		expect(await eyes.byId(1)).toMatchObject({ title: FULL_PATCH.title, visibility: 1 });
	});

	test('of two edits at once one comes after the other, whole', async () => {
		await bench.control.fault({ kind: 'delay', ms: 20, times: 2 });
		const bodies = ['A', 'B'].map((title) => ({ ...FULL_PATCH, title, department_name: title }));
		const answers = await Promise.all(bodies.map((body) => patch(FRENCH, body, ACCEPTED)));
		expect(answers.map(isChanged)).toEqual([true, true]);
		const course = await eyes.byId(1);
		expect(course?.title).toBe(course?.departmentName);
	});
}
