import { expect, test } from 'vitest';
import { expectBatch } from '../../support/batch.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import type { Bench } from '../run.js';
import { courseEyes, FULL_PATCH, kindFacts, LOGIC } from './support.js';

/** Every route that names a course in its path, with a body that is right. */
const COURSE_ROUTES: [method: string, suffix: string, body?: unknown][] = [
	['GET', ''],
	['PATCH', '', { visibility: 'closed' }],
	['DELETE', ''],
	['GET', '/descriptions'],
	['PUT', '/descriptions/1', { title: 'T', content: 'C' }],
	['PUT', '/users/external_user/1503', {}],
	['DELETE', '/users/external_user/1503'],
	['GET', '/users/external_user/1503'],
];

const USER_ROUTES: [method: string, body?: unknown][] = [['PUT', {}], ['DELETE'], ['GET']];

/** Characters that reach the SQL of Chamilo unescaped. */
const UNSAFE: [name: string, value: string][] = [
	['an apostrophe', "O'Brien"],
	['an injection', "x' OR '1'='1"],
	['a double quote', 'a"b'],
	['a backslash', 'a\\'],
	['a backquote', 'a`b'],
	['a line break', 'a\nb'],
	['a null byte', 'a\0b'],
	['a control character of Latin-1', 'a\u0085b'],
];

/** Identifiers that are wrong in other ways: Chamilo would find another course, or cut them off. */
const INVALID: [name: string, field: string, value: string][] = [
	['a blank', 'external_course', ' '],
	['a zero-width space', 'external_course', '\u200b'],
	['a combining accent alone', 'external_course', '\u0301'],
	['a blank at the end', 'external_course', '201 '],
	['a blank in front of a code', 'code', ' ALGEBRA'],
	['201 characters', 'external_course', 'x'.repeat(201)],
	['a number with letters', 'chamilo_course_id', '2abc'],
	['number zero', 'chamilo_course_id', '0'],
	['a negative number', 'chamilo_course_id', '-1'],
	['a number with a leading zero', 'chamilo_course_id', '01'],
	['a fraction', 'chamilo_course_id', '1.0'],
	['a number in other digits', 'chamilo_course_id', '１'],
	['a number too large', 'chamilo_course_id', '99999999999'],
];

const WRONG_FIELDS = ['chamilo_user_id', 'chamilo_session_id', 'username', 'name', 'two words', 'é', 'x'.repeat(65)];

/** A place in a body, and the body with a text put there. */
const BODY_PLACES: [method: string, path: string, pointer: string, body: (text: string) => unknown][] = [
	['POST', '/courses', '/value', (value) => ({ ...LOGIC, value })],
	['POST', '/courses', '/field', (field) => ({ ...LOGIC, field })],
	['POST', '/courses', '/teacher/value', (value) => ({ ...LOGIC, teacher: { ...LOGIC.teacher, value } })],
	['POST', '/courses', '/teacher/field', (field) => ({ ...LOGIC, teacher: { ...LOGIC.teacher, field } })],
	['POST', '/courses', '/extras/room', (room) => ({ ...LOGIC, extras: { room } })],
	['PATCH', '/courses/external_course/201', '/extras/room', (room) => ({ ...FULL_PATCH, extras: { room } })],
];

export function testCourseIdentifiers(bench: Bench): void {
	const eyes = courseEyes(bench);
	const pathTo = (field: string, value: string, suffix: string) =>
		`/courses/${encodeURIComponent(field)}/${encodeURIComponent(value)}${suffix}`;
	const userPath = (field: string, value: string, course = 'code/ALGEBRA') =>
		`/courses/${course}/users/${encodeURIComponent(field)}/${encodeURIComponent(value)}`;

	for (const [method, suffix, body] of COURSE_ROUTES) {
		const route = `${method} /courses/:field/:value${suffix}`;

		test.each(UNSAFE)(`${route} refuses %s in the value and sends nothing`, async (_, value) => {
			for (const field of ['external_course', 'code']) {
				const answer = await bench.send(method, pathTo(field, value, suffix), body);
				expect(pointersOf(expectProblem(answer, 'unsafe-identifier'))).toEqual(['path/value']);
			}
			await eyes.nothingSent();
		});

		test(`${route} refuses an apostrophe in the field`, async () => {
			const answer = await bench.send(method, pathTo("external'course", '201', suffix), body);
			expect(pointersOf(expectProblem(answer, 'unsafe-identifier'))).toEqual(['path/field']);
			await eyes.nothingSent();
		});

		test.each(INVALID)(`${route} refuses %s as identifier`, async (_, field, value) => {
			const answer = await bench.send(method, pathTo(field, value, suffix), body);
			expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual(['path/value']);
			await eyes.nothingSent();
		});

		test(`${route} refuses an emoji, which no identifier in Chamilo can hold`, async () => {
			const answer = await bench.send(method, pathTo('external_course', '2😀1', suffix), body);
			expect(pointersOf(expectProblem(answer, 'unsupported-by-chamilo'))).toEqual(['path/value']);
			await eyes.nothingSent();
		});

		test(`${route} refuses fields that do not name courses`, async () => {
			for (const field of WRONG_FIELDS) {
				const answer = await bench.send(method, pathTo(field, '201', suffix), body);
				expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual(['path/field']);
			}
			await eyes.nothingSent();
		});

		test.each(['%', '%zz', '%E0%A4', '%FF'])(`${route} refuses %s, which encodes no text`, async (value) => {
			expectProblem(await bench.send(method, `/courses/code/${value}${suffix}`, body), 'invalid-request');
			await eyes.nothingSent();
		});
	}

	for (const [method, body] of USER_ROUTES) {
		test.each(UNSAFE)(`${method} …/users/:userField/:userValue refuses %s in the value`, async (_, value) => {
			for (const field of ['external_user', 'username']) {
				const answer = await bench.send(method, userPath(field, value), body);
				expect(pointersOf(expectProblem(answer, 'unsafe-identifier'))).toEqual(['path/userValue']);
			}
			await eyes.nothingSent();
		});

		test.each([
			['external_user', '1503 '],
			['external_user', '\u200b'],
			['chamilo_user_id', '2abc'],
			['chamilo_user_id', '0'],
			['username', 'a<b'],
		])(`${method} …/users/%s/%j is refused`, async (field, value) => {
			const answer = await bench.send(method, userPath(field, value), body);
			expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual(['path/userValue']);
			await eyes.nothingSent();
		});

		test(`${method} …/users refuses fields that do not name users`, async () => {
			for (const field of ['chamilo_course_id', 'code', 'name', 'chamilo_session_id', 'two words']) {
				const answer = await bench.send(method, userPath(field, '1503'), body);
				expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual(['path/userField']);
			}
			await eyes.nothingSent();
		});

		test(`${method} …/users names both places when both are wrong`, async () => {
			const answer = await bench.send(method, userPath('external_user', "O'B", "external_course/2'"), body);
			const pointers = pointersOf(expectProblem(answer, 'unsafe-identifier'));
			expect(pointers.sort()).toEqual(['path/userValue', 'path/value']);
			await eyes.nothingSent();
		});
	}

	for (const [method, path, pointer, body] of BODY_PLACES) {
		// An extra field may hold text of several lines.
		const unsafe = UNSAFE.filter(([, text]) => !(pointer.startsWith('/extras') && text.includes('\n')));
		test.each(unsafe)(`${method} ${path} refuses %s in ${pointer} and sends nothing`, async (_, text) => {
			const answer = await bench.send(method, path, body(text));
			const code = pointer.endsWith('field') ? ['unsafe-identifier', 'invalid-request'] : ['unsafe-identifier'];
			expect(code).toContain((answer.json as { code: string }).code);
			expect([answer.status, (answer.json as { errors: { pointer: string }[] }).errors[0]?.pointer]).toEqual([
				400,
				pointer,
			]);
			await eyes.nothingSent();
		});
	}

	test.each(["ro'om", 'ro"om', 'ro\\om', 'ro\nom'])('an extra named %j is refused', async (name) => {
		for (const [method, path, body] of [
			['POST', '/courses', LOGIC],
			['PATCH', '/courses/external_course/201', FULL_PATCH],
		] as const) {
			const answer = await bench.send(method, path, { ...body, extras: { [name]: 'x' } });
			expectProblem(answer, 'unsafe-identifier');
		}
		await eyes.nothingSent();
	});

	test.each(kindFacts(bench).hasSoap ? ['create', 'delete'] : ['create'])(
		'POST /courses/batch/%s refuses unsafe and invalid identifiers item by item',
		async (action) => {
			const invalid = INVALID.filter(([, field]) => action === 'delete' || field === 'external_course');
			const wrong = [
				...UNSAFE.map(([, value]) => ({ code: 'unsafe-identifier', field: 'external_course', value })),
				...invalid.map(([, field, value]) => ({ code: 'invalid-request', field, value })),
				{ code: 'unsupported-by-chamilo', field: 'external_course', value: '😀' },
				{ code: 'invalid-request', field: 'external_course', value: '' },
				{ code: 'invalid-request', field: '', value: '201' },
				...WRONG_FIELDS.map((field) => ({ code: 'invalid-request', field, value: '201' })),
			];
			const courses = wrong.map(({ field, value }) => ({ ...(action === 'create' ? LOGIC : {}), field, value }));
			const answer = await bench.send('POST', `/courses/batch/${action}`, { courses });
			const results = expectBatch(answer, wrong.length);
			expect(results.map(({ problem }) => problem?.code)).toEqual(wrong.map(({ code }) => code));
			await eyes.nothingSent();
		},
	);

	test.each(['.', '..'])('the external id %j, which no URL can carry, is refused', async (value) => {
		const answer = await bench.send('POST', '/courses', { ...LOGIC, value });
		expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual(['/value']);
		await eyes.nothingSent();
	});

	test('an empty segment is no route', async () => {
		expectProblem(await bench.send('GET', '/courses/external_course/'), 'route-not-found');
		expectProblem(await bench.send('DELETE', '/courses//201'), 'route-not-found');
		expectProblem(await bench.send('DELETE', '/courses/code/ALGEBRA/users//1503'), 'route-not-found');
		await eyes.nothingSent();
	});
}
