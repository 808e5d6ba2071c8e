import { describe, expect, test } from 'vitest';
import { can } from '../../support/kinds.js';
import type { Bench } from '../run.js';
import { ALGEBRA, courseEyes, kindFacts, LOGIC, NEXT_ID, pathTo } from './support.js';

const FULL = {
	...LOGIC,
	code: 'logic1',
	language: 'french',
	category_code: 'PROJ',
	tutor_name: 'Prof. Noether & fils',
	extras: { department: 'Matemáticas', building: 'B/7' },
};

const { field: _field, value: _value, ...NAMELESS } = LOGIC;

interface Created {
	id: number;
	code: string;
	field: string;
	value: string;
	not_stored: string[];
}

export function testCourseCreate(bench: Bench): void {
	const eyes = courseEyes(bench);
	const { is19, hasSoap, teachers, visibleExtras } = kindFacts(bench);
	const create = async (body: unknown): Promise<Created> => {
		const answer = await bench.send('POST', '/courses', body);
		expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 201 });
		return answer.json as Created;
	};

	test('creates a course with all that was asked for', async () => {
		const answer = await bench.send('POST', '/courses', FULL);
		expect(answer.status).toBe(201);
		expect(answer.headers.get('Content-Type')).toBe('application/json');
		expect(answer.headers.get('Location')).toBe('/courses/external_course/C-100');
		expect(answer.json).toEqual({
			id: NEXT_ID,
			code: 'LOGIC1',
			field: 'external_course',
			value: 'C-100',
			not_stored: is19 ? ['category_code'] : [],
		});
		expect(await eyes.added()).toEqual([
			{
				id: NEXT_ID,
				code: 'LOGIC1',
				visualCode: 'LOGIC1',
				directory: 'LOGIC1',
				title: 'Logic',
				categoryCode: is19 ? '' : 'PROJ',
				tutorName: 'Prof. Noether & fils',
				language: 'french',
				visibility: 2,
				subscribe: 1,
				unsubscribe: 0,
				departmentName: '',
				departmentUrl: '',
				diskQuota: 100_000_000,
				extras: { external_course: 'C-100', department: 'Matemáticas', building: 'B/7', ...visibleExtras },
				members: teachers(4),
				descriptions: [],
				learnpaths: [],
			},
		]);
	});

	test('what is left out becomes an English course whose code comes from its title', async () => {
		const { code: _code, ...plain } = NAMELESS;
		const created = await create({ ...plain, title: 'Lógica & más' });
		expect(created).toMatchObject({ id: NEXT_ID, code: 'LOGICAMAS', not_stored: [] });
		expect(await eyes.added()).toMatchObject([{ code: 'LOGICAMAS', title: 'Lógica & más', language: 'english' }]);
	});

	test('the code that is answered is the one Chamilo has given: 1.11.6 leaves small English words out', async () => {
		const { code: _code, ...plain } = LOGIC;
		const code = can(bench.kind, 'number-lookup') ? 'COURSE' : 'THECOURSE';
		expect(await create({ ...plain, title: 'The Course' })).toMatchObject({ id: NEXT_ID, code });
		expect(await eyes.added()).toMatchObject([{ code, title: 'The Course', members: teachers(4) }]);
	});

	test('the order of the members means nothing', async () => {
		await create(FULL);
		const first = await eyes.added();
		await bench.control.reset();
		await create(Object.fromEntries(Object.entries(FULL).reverse()));
		expect(await eyes.added()).toEqual(first);
	});

	test('the new course leaves all the others as they were', async () => {
		const before = await eyes.all();
		await create(FULL);
		expect((await eyes.all()).filter(({ id }) => id < NEXT_ID)).toEqual(before);
	});

	test.each([
		['external_course', 'C-100'],
		['brand_new', 'X 1'],
	])('the external id in %s is really stored and leads to the course', async (field, value) => {
		await create({ ...LOGIC, field, value });
		expect(await eyes.having(field, value)).toMatchObject([{ code: 'LOGIC1' }]);
		const subscribed = await bench.send('PUT', pathTo({ field, value }, '/users/external_user/1505'), {});
		expect(subscribed.status).toBe(204);
		expect((await eyes.byCode('LOGIC1'))?.members).toContainEqual({ userId: 7, status: 5 });
	});

	test('a course without an identifier of yours gets one that no other has, by which it can be named', async () => {
		const first = await create(NAMELESS);
		const second = await create({ ...NAMELESS, code: 'LOGIC2' });
		expect(first.field).toBe('rest_gateway_id');
		expect(first.value).toMatch(/^\S{10,}$/);
		expect(second.value).not.toBe(first.value);
		expect(await eyes.having('rest_gateway_id', first.value)).toMatchObject([{ code: 'LOGIC1' }]);
		expect(await eyes.having('rest_gateway_id', second.value)).toMatchObject([{ code: 'LOGIC2' }]);
		expect((await bench.send('PATCH', pathTo(second), { visibility: 'closed' })).status).toBe(204);
		expect(await eyes.added()).toMatchObject([
			{ code: 'LOGIC1', visibility: 2, members: teachers(4) },
			{ code: 'LOGIC2', visibility: 0, members: teachers(4) },
		]);
	});

	test.each([
		['an external id of yours', LOGIC],
		['the identifier of the gateway', NAMELESS],
	])('the Location, made of %s, leads to the course', async (_, body) => {
		const { headers } = await bench.send('POST', '/courses', body);
		const location = headers.get('Location') ?? '';
		expect((await bench.send('GET', location)).status).toBe(200);
		expect((await bench.send('PATCH', location, { visibility: 'closed' })).status).toBe(204);
		expect(await eyes.added()).toMatchObject([{ visibility: 0 }]);
	});

	test.each([
		['external_user', '1502', 4],
		['username', 'jlefevre', 4],
		['username', 'JLefevre', 4],
		['chamilo_user_id', '4', 4],
		['chamilo_user_id', '1', 1],
		['external_user', '1504', 6],
		['external_user', '1509', 11],
	])('the teacher named by %s %s really is the teacher', async (field, value, userId) => {
		await create({ ...LOGIC, teacher: { field, value } });
		expect((await eyes.byCode('LOGIC1'))?.members).toEqual(teachers(userId));
	});

	test.each([
		['Économie & société <1> ; "q" \'a\''],
		['<b>fett</b> &amp; &eacute; &#233;'],
		['漢字 Żółć'],
		[']]> <!-- -->'],
		['é'.repeat(250)],
	])('the title %j is stored as it is sent', async (title) => {
		const created = await create({ ...LOGIC, title });
		expect((await eyes.byId(created.id))?.title).toBe(title);
		expect((await bench.send('GET', '/courses/code/LOGIC1')).json).toMatchObject({ title });
	});

	test('blanks around a title are removed, within it they stay', async () => {
		await create({ ...LOGIC, title: '  Logic  1 ' });
		expect((await eyes.added())[0]?.title).toBe('Logic  1');
	});

	test.each([
		['abc', 'ABC'],
		['aBc12', 'ABC12'],
		['007', '007'],
		['00', '00'],
		['1e3', '1E3'],
		['12345678901234567890', '12345678901234567890'],
	])('the code %s is given as %s', async (code, given) => {
		expect(await create({ ...LOGIC, code })).toMatchObject({ id: NEXT_ID, code: given });
		expect(await eyes.added()).toMatchObject([{ code: given, members: teachers(4) }]);
	});

	test('numbers that are text stay text', async () => {
		const body = { ...LOGIC, title: '007', code: '007', tutor_name: '08', value: '007', extras: { seat: '0010' } };
		expect(await create(body)).toMatchObject({ code: '007', value: '007' });
		expect(await eyes.added()).toMatchObject([
			{ title: '007', code: '007', tutorName: '08', extras: { external_course: '007', seat: '0010' } },
		]);
		expect((await bench.send('GET', '/courses/external_course/7')).status).toBe(404);
		expect((await bench.send('GET', '/courses/code/7')).status).toBe(404);
	});

	test.each([
		['spanish2', 'spanish2'],
		['simpl_chinese', 'simpl_chinese'],
		['fr-CA', 'french'],
	])('the language %s is stored as %s', async (language, stored) => {
		await create({ ...LOGIC, language });
		expect((await eyes.added())[0]?.language).toBe(stored);
	});

	test('a language that Chamilo does not know is 422', async () => {
		const { status, json } = await bench.send('POST', '/courses', { ...LOGIC, language: 'klingon' });
		expect([status, json]).toEqual([422, expect.objectContaining({ code: 'unsupported-by-chamilo' })]);
	});

	test('a code of 40 characters is kept, on 1.9 one of 20', async () => {
		const code = 'L'.repeat(40);
		if (!is19) return expect(await create({ ...LOGIC, code })).toMatchObject({ code });
		expect(await create({ ...LOGIC, code: code.slice(20) })).toMatchObject({ code: code.slice(20) });
		const { status, json } = await bench.send('POST', '/courses', { ...LOGIC, value: 'C-other', code: code.slice(19) });
		expect([status, json]).toEqual([422, expect.objectContaining({ code: 'unsupported-by-chamilo' })]);
	});

	test('a category that the campus does not have is told', async () => {
		expect(await create({ ...LOGIC, category_code: 'NOPE' })).toMatchObject({ not_stored: ['category_code'] });
	});

	test('extras in fields that exist and in new ones are all stored, whatever their order', async () => {
		await create({ ...LOGIC, extras: { known: 'shared' } });
		const extras = { new_one: 'a & <b>', known: 'shared', new_two: 'é 漢字' };
		await create({ ...LOGIC, code: 'LOGIC2', value: 'C-200', extras });
		expect((await eyes.byCode('LOGIC2'))?.extras).toEqual({ ...extras, ...visibleExtras, external_course: 'C-200' });
		expect((await eyes.byCode('LOGIC1'))?.extras).toEqual({
			known: 'shared',
			...visibleExtras,
			external_course: 'C-100',
		});
	});

	describe('names of fields, which Chamilo compares without regard to case', () => {
		test('extras cannot overwrite the external id', async () => {
			const answer = await bench.send('POST', '/courses', { ...LOGIC, extras: { External_Course: 'other' } });
			const stored = await eyes.having('external_course', 'C-100');
			expect([answer.status, stored.length]).toEqual(answer.status === 201 ? [201, 1] : [400, 0]);
		});

		test('extras cannot overwrite the identifier that the gateway gives', async () => {
			const answer = await bench.send('POST', '/courses', { ...NAMELESS, extras: { rest_gateway_id: 'mine' } });
			expect(answer.status).toBe(400);
			await eyes.nothingSent();
		});

		test('two extras of one field do not overwrite each other in silence', async () => {
			const answer = await bench.send('POST', '/courses', { ...LOGIC, extras: { room: 'a', ROOM: 'b' } });
			expect(answer.status).toBe(400);
			await eyes.nothingSent();
		});
	});

	test.each(['a/b', 'a b', '100%', '%2F', 'a+b', 'a?b#c', 'a&b=c;d', '<i>1</i>', 'é', '漢字', 'a.b', '...', 'ÄÖ/ß'])(
		'the external id %s is stored as it is and leads back to the course',
		async (value) => {
			const answer = await bench.send('POST', '/courses', { ...LOGIC, value });
			expect(answer.json).toMatchObject({ field: 'external_course', value });
			const location = answer.headers.get('Location') ?? '';
			expect(location).toBe(`/courses/external_course/${encodeURIComponent(value)}`);
			expect(await eyes.having('external_course', value)).toMatchObject([{ code: 'LOGIC1' }]);
			expect((await bench.send('GET', location)).status).toBe(200);
			expect((await bench.send('PUT', `${location}/users/external_user/1505`, {})).status).toBe(204);
			expect((await bench.send('PUT', `${location}/descriptions/1`, { title: 'T', content: 'C' })).status).toBe(204);
			expect((await bench.send('PATCH', location, { visibility: 'closed' })).status).toBe(204);
			const members = [...teachers(4), { userId: 7, status: 5 }];
			expect(await eyes.added()).toMatchObject([{ visibility: 0, members, descriptions: [{ content: 'C' }] }]);
			if (hasSoap) {
				expect((await bench.send('DELETE', location)).status).toBe(204);
				expect(await eyes.added()).toEqual([]);
			}
		},
	);

	test('ten creations of ten courses at once all succeed', async () => {
		const created = await Promise.all(
			Array.from({ length: 10 }, (_, index) => create({ ...LOGIC, code: `L${index}`, value: `v${index}` })),
		);
		for (const { id, code, value } of created) {
			expect(await eyes.byId(id)).toMatchObject({ code, extras: { external_course: value } });
			expect(value).toBe(code.replace('L', 'v'));
		}
		expect(await eyes.added()).toHaveLength(10);
	});

	test('an external id in another field than that of another course is free', async () => {
		await create({ ...LOGIC, field: 'other_field', value: ALGEBRA.value });
		expect(await eyes.having('external_course', ALGEBRA.value)).toMatchObject([{ code: ALGEBRA.code }]);
		expect(await eyes.having('other_field', ALGEBRA.value)).toMatchObject([{ code: 'LOGIC1' }]);
	});
}
