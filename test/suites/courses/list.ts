import { expect, test } from 'vitest';
import { expectProblem, pointersOf } from '../../support/problem.js';
import type { Bench } from '../run.js';
import { CLOSED, courseEyes, FRENCH, kindFacts, LOGIC, namesOf, pathTo, UNKNOWN_COURSES } from './support.js';

interface Page {
	courses: { id: number; code: string; visibility: string }[];
	next_cursor: string | null;
}

const FRENCH_READ = {
	id: 1,
	code: 'FRANCAISA1',
	title: 'Français débutant A1',
	language: 'french',
	visibility: 'public-registered',
	category_name: 'Language skills',
	number_students: 5,
	field: null,
	value: null,
};

const NOTHING_READABLE = {
	id: null,
	code: null,
	title: null,
	language: null,
	visibility: null,
	category_name: null,
	number_students: null,
};

export function testCourseList(bench: Bench): void {
	const eyes = courseEyes(bench);
	/** 1.11 tells everything in the list of registration.soap.php. */
	const { is19, hasSoap } = kindFacts(bench);
	const tellsExternalIds = !is19;
	const LIST = tellsExternalIds ? 'WSListCourses' : 'WSCourse.ListCourses';
	const list = async (query = '') => {
		const answer = await bench.send('GET', `/courses${query}`);
		expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'application/json']);
		return answer.json as Page;
	};
	const createMany = async (count: number) => {
		const courses = Array.from({ length: count }, (_, index) => ({
			...LOGIC,
			code: `N${index}`,
			value: `v${index}`,
		}));
		expect((await bench.send('POST', '/courses/batch/create', { courses })).status).toBe(200);
	};
	/** Follows the cursors to the end; the numbers in the order they came. */
	const walk = async (query: string) => {
		const ids: number[] = [];
		const sizes: number[] = [];
		for (let cursor: string | null = ''; cursor !== null; ) {
			const page: Page = await list(`?${query}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
			ids.push(...page.courses.map(({ id }) => id));
			sizes.push(page.courses.length);
			cursor = page.next_cursor;
		}
		return { ids, sizes };
	};

	test('the list has every course with all that can be read of it, ordered by number', async () => {
		const { courses, next_cursor } = await list();
		expect(next_cursor).toBeNull();
		expect(courses[0]).toEqual(FRENCH_READ);
		expect(courses).toMatchObject([
			{ id: 1, code: 'FRANCAISA1', visibility: 'public-registered' },
			{ id: 2, code: 'ALGEBRA', visibility: 'public', title: 'Álgebra lineal', category_name: 'Projects' },
			{ id: 3, code: '2024OFFICE', visibility: 'private', number_students: 3 },
			{ id: 4, code: 'ARCHIVE', visibility: 'closed', category_name: null, number_students: 1 },
		]);
		expect(await bench.control.operations()).toEqual([LIST]);
	});

	if (hasSoap) {
		test('a campus without courses has an empty list', async () => {
			for (const id of [1, 2, 3, 4]) await bench.send('DELETE', `/courses/chamilo_course_id/${id}`);
			expect(await list()).toEqual({ courses: [], next_cursor: null });
		});

		test('a list of one course is a list', async () => {
			for (const id of [1, 2, 3]) await bench.send('DELETE', `/courses/chamilo_course_id/${id}`);
			expect(await list()).toMatchObject({ courses: [{ id: 4 }], next_cursor: null });
		});
	}

	test.each([
		['public', 2],
		['public-registered', 1],
		['private', 3],
		['closed', 4],
	])('visibility=%s lists the courses that have it', async (word, id) => {
		const { courses, next_cursor } = await list(`?visibility=${word}`);
		expect(courses).toMatchObject([{ id, visibility: word }]);
		expect(next_cursor).toBeNull();
	});

	test.each(['nix', '', 'Closed', '3', 'closed,private', ' closed'])('visibility=%j is refused', async (word) => {
		const answer = await bench.send('GET', `/courses?visibility=${encodeURIComponent(word)}`);
		const problem = expectProblem(answer, 'invalid-request');
		expect(pointersOf(problem)).toEqual(['query/visibility']);
		expect(problem.detail).toContain('public-registered');
		await eyes.nothingSent();
	});

	test.each([1, 2, 3, 4, 5, 6, 7, 8, 1000])('pages of %i lead to the end without loss or doubling', async (limit) => {
		await createMany(3);
		const { ids, sizes } = await walk(`limit=${limit}`);
		expect(ids).toEqual([1, 2, 3, 4, 5, 6, 7]);
		expect(sizes.slice(0, -1).every((size) => size === limit)).toBe(true);
		expect(sizes.at(-1)).toBe(7 % limit || limit);
	});

	test('the cursor and the visibility work together', async () => {
		await createMany(4);
		const open = [1, 5, 6, 7, 8];
		expect((await walk('visibility=public-registered&limit=2')).ids).toEqual(open);
		expect((await walk('visibility=public-registered&limit=5')).ids).toEqual(open);
	});

	test('a page holds 100 courses when no limit is given', async () => {
		await createMany(99);
		const { ids, sizes } = await walk('');
		expect(sizes).toEqual([100, 3]);
		expect(ids).toEqual(Array.from({ length: 103 }, (_, index) => index + 1));
	});

	test('courses that come or go between two pages neither hide nor repeat others', async () => {
		await createMany(2);
		const first = await list('?limit=3');
		await bench.send('DELETE', '/courses/chamilo_course_id/3');
		await bench.send('DELETE', '/courses/chamilo_course_id/1');
		await bench.send('POST', '/courses', LOGIC);
		const rest = await list(`?limit=100&cursor=${first.next_cursor}`);
		expect(rest.courses.map(({ id }) => id)).toEqual([4, 5, 6, 7]);
	});

	test.each(['0', '-1', '1.5', '1e2', 'abc', '', '1001', '9999999', '01', ' 5', '٥'])(
		'limit=%j is refused',
		async (limit) => {
			const answer = await bench.send('GET', `/courses?limit=${encodeURIComponent(limit)}`);
			expect([...new Set(pointersOf(expectProblem(answer, 'invalid-request')))]).toEqual(['query/limit']);
			await eyes.nothingSent();
		},
	);

	test.each(['abc', '-1', '1.5', 'Infinity', 'NaN', '9'.repeat(21), '', '1e1', '0x2', '1.0', '+3', ' 3', '03'])(
		'cursor=%j, which the gateway never gives, is refused',
		async (cursor) => {
			const answer = await bench.send('GET', `/courses?cursor=${encodeURIComponent(cursor)}`);
			expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual(['query/cursor']);
		},
	);

	test('a page names the next one in Link, also from memory', async () => {
		const page = (query: string) => bench.send('GET', `/courses?${query}`, undefined, { 'Cache-Control': null });
		for (const _ of ['asked', 'from memory']) {
			const first = await page('limit=1&cursor=1');
			expect(first.headers.get('Link')).toMatch(/^<\?limit=1&cursor=\d+>; rel="next"$/);
		}
		expect((await page('limit=100')).headers.has('Link')).toBe(false);
	});

	test('a cursor behind the last course leads to an empty page', async () => {
		expect(await list('?cursor=4')).toEqual({ courses: [], next_cursor: null });
	});

	test.each(['visible', 'page', 'Limit', 'code'])(
		'the query parameter %s, which does not exist, is refused',
		async (name) => {
			const answer = await bench.send('GET', `/courses?${name}=1`);
			expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual([`query/${name}`]);
			await eyes.nothingSent();
		},
	);

	test.each([
		['chamilo_course_id', '1'],
		['code', 'FRANCAISA1'],
		['code', 'francaisa1'],
		['code', 'FrancaisA1'],
	])('a course is read by %s %s', async (field, value) => {
		const answer = await bench.send('GET', pathTo({ field, value }));
		expect([answer.status, answer.json]).toEqual([200, FRENCH_READ]);
	});

	test('a closed course can be read', async () => {
		for (const reference of namesOf(CLOSED).slice(1)) {
			expect((await bench.send('GET', pathTo(reference))).json).toMatchObject({ id: 4, visibility: 'closed' });
		}
	});

	if (tellsExternalIds) {
		test('a course is read by its external id', async () => {
			const { field, value } = FRENCH;
			expect((await bench.send('GET', pathTo(FRENCH))).json).toEqual({ ...FRENCH_READ, field, value });
			expect(await bench.control.operations()).toEqual(['WSListCourses']);
			const inCapitals = { field: 'EXTERNAL_COURSE', value };
			expect((await bench.send('GET', pathTo(inCapitals))).json).toEqual({ ...FRENCH_READ, ...inCapitals });
		});

		test('the list tells the external ids of a field', async () => {
			const { courses } = await list('?field=external_course');
			expect(courses).toMatchObject(
				['201', '202', '203', '204'].map((value, index) => ({ id: index + 1, field: 'external_course', value })),
			);
			const { courses: others } = await list('?field=no_such_field');
			expect(others).toMatchObject([1, 2, 3, 4].map((id) => ({ id, field: null, value: null })));
		});

		test('the list tells the identifiers that the gateway gave', async () => {
			const { field: _field, value: _value, ...unnamed } = LOGIC;
			const created = (await bench.send('POST', '/courses', unnamed)).json as { value: string };
			expect((await list()).courses.at(-1)).toMatchObject({ id: 5, field: 'rest_gateway_id', value: created.value });
			expect((await list('?field=rest_gateway_id&limit=1')).courses).toMatchObject([{ field: null, value: null }]);
		});

		test('an external id that several courses have names none of them', async () => {
			await bench.send('POST', '/courses', { ...LOGIC, extras: { external_number: '7' } });
			await bench.send('POST', '/courses', {
				...LOGIC,
				code: 'SECOND',
				value: 'C-101',
				extras: { external_number: '7' },
			});
			const answer = await bench.send('GET', pathTo({ field: 'external_number', value: '7' }));
			expect(expectProblem(answer, 'ambiguous-identifier').detail).toContain('LOGIC1, SECOND');
		});
	} else {
		test.each([FRENCH, CLOSED])(
			'of a course named by an external id ($value) only its being there can be told',
			async ({ field, value }) => {
				const answer = await bench.send('GET', pathTo({ field, value }));
				expect([answer.status, answer.json]).toEqual([200, { ...NOTHING_READABLE, field, value }]);
			},
		);

		test('the list cannot tell external ids', async () => {
			expect((await list('?field=external_course')).courses[0]).toEqual(FRENCH_READ);
			expect(await bench.control.operations()).toEqual([LIST]);
		});
	}

	test.each(['', 'chamilo_course_id', 'code', "a'b", 'a b'])(
		'field=%j, which is no extra field, is refused',
		async (name) => {
			const answer = await bench.send('GET', `/courses?field=${encodeURIComponent(name)}`);
			const problem = expectProblem(answer, name.includes("'") ? 'unsafe-identifier' : 'invalid-request');
			expect(pointersOf(problem)).toEqual(['query/field']);
			await eyes.nothingSent();
		},
	);

	test.each(UNKNOWN_COURSES)('no course has $field $value: 404', async (reference) => {
		const problem = expectProblem(await bench.send('GET', pathTo(reference)), 'course-not-found');
		expect(problem.detail).toContain(reference.value);
	});

	const SHARP = [
		['GET', 'a sharp s for no SS', 'MASS', 'maß'],
		['DELETE', 'a sharp s for no SS', 'MASS', 'maß'],
		['GET', 'a long s for no S', 'MASS', 'maſs'],
		['DELETE', 'a long s for no S', 'MASS', 'maſs'],
		['GET', 'a kelvin sign for no K', 'KURS', '\u212aurs'],
		['DELETE', 'a kelvin sign for no K', 'KURS', '\u212aurs'],
	] as const;

	test.each(SHARP.filter(([method]) => hasSoap || method === 'GET'))(
		'%s takes %s: codes hold ASCII only, so it is another code',
		async (method, _, code, value) => {
			await bench.send('POST', '/courses', { ...LOGIC, code });
			await eyes.unchanged(async () => {
				expectProblem(await bench.send(method, pathTo({ field: 'code', value })), 'course-not-found');
			});
		},
	);

	test('reading changes nothing', async () => {
		await eyes.unchanged(async () => {
			await list();
			for (const reference of [...namesOf(FRENCH), ...UNKNOWN_COURSES]) await bench.send('GET', pathTo(reference));
		});
	});

	const FAILURES = [
		['empty-500', 'chamilo-error'],
		['truncated', 'chamilo-error'],
		['html-200', 'chamilo-error'],
		['reset-before', 'chamilo-unavailable'],
	] as const;

	test.each(FAILURES)('a list that fails (%s) is no empty list', async (kind, code) => {
		// A read is repeated once where its connection breaks.
		const times = ['truncated', 'reset-before'].includes(kind) ? 2 : 1;
		for (const path of ['/courses', '/courses/code/ALGEBRA']) {
			await bench.control.fault({ operation: LIST, kind, times });
			expectProblem(await bench.send('GET', path), code);
		}
		await bench.control.fault({
			operation: tellsExternalIds ? LIST : 'WSCourse.UnsubscribeUserFromCourse',
			kind,
			times,
		});
		expectProblem(await bench.send('GET', pathTo(FRENCH)), code);
	});
}
