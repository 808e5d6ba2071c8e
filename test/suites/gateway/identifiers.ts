import { expect, test } from 'vitest';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { ADA, ADA_EDIT } from '../../support/users.js';
import type { Bench } from '../run.js';

/** Every route that names a user in its path, with a body that is right. */
const ROUTES: [method: string, suffix: string, body?: unknown][] = [
	['GET', ''],
	['PUT', '', ADA_EDIT],
	['DELETE', ''],
	['POST', '/enable'],
	['POST', '/disable'],
	['PUT', '/credentials', { username: 'ada', password: 'x' }],
];

const BATCHES = ['edit', 'delete', 'enable', 'disable'] as const;

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

/** Identifiers that are wrong in other ways: Chamilo would find another record, or cut them off. */
const INVALID: [name: string, field: string, value: string][] = [
	['a blank', 'external_user', ' '],
	['a no-break space', 'external_user', '\u00a0'],
	['a zero-width space', 'external_user', '\u200b'],
	['a soft hyphen', 'external_user', '15\u00ad04'],
	['a combining accent alone', 'external_user', '\u0301'],
	['a blank at the end', 'external_user', '1504 '],
	['a blank in front', 'external_user', ' 1504'],
	['201 characters', 'external_user', 'x'.repeat(201)],
	['a number with letters', 'chamilo_user_id', '2abc'],
	['number zero', 'chamilo_user_id', '0'],
	['a negative number', 'chamilo_user_id', '-1'],
	['a number with a leading zero', 'chamilo_user_id', '01'],
	['a fraction', 'chamilo_user_id', '1.0'],
	['a number in other digits', 'chamilo_user_id', '１'],
	['a number too large', 'chamilo_user_id', '99999999999'],
	['a markup in a username', 'username', 'a<b'],
];

const WRONG_FIELDS = [
	'chamilo_course_id',
	'chamilo_session_id',
	'code',
	'name',
	'two words',
	'é',
	'x'.repeat(65),
	'a.b',
];

export function testIdentifiers(bench: Bench): void {
	const nothingSent = async () => expect(await bench.control.operations()).toEqual([]);
	const pathTo = (field: string, value: string, suffix: string) =>
		`/users/${encodeURIComponent(field)}/${encodeURIComponent(value)}${suffix}`;

	for (const [method, suffix, body] of ROUTES) {
		const route = `${method} /users/:field/:value${suffix}`;

		test.each(UNSAFE)(`${route} refuses %s in the value and sends nothing`, async (_, value) => {
			const problem = expectProblem(
				await bench.send(method, pathTo('external_user', value, suffix), body),
				'unsafe-identifier',
			);
			expect(pointersOf(problem)).toEqual(['path/value']);
			await nothingSent();
		});

		test(`${route} refuses an apostrophe in the field`, async () => {
			const answer = await bench.send(method, pathTo("external'user", '1504', suffix), body);
			expect(pointersOf(expectProblem(answer, 'unsafe-identifier'))).toEqual(['path/field']);
			await nothingSent();
		});

		test.each(INVALID)(`${route} refuses %s as identifier`, async (_, field, value) => {
			const answer = await bench.send(method, pathTo(field, value, suffix), body);
			expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual(['path/value']);
			await nothingSent();
		});

		test(`${route} refuses an emoji, which no identifier in Chamilo can hold`, async () => {
			const answer = await bench.send(method, pathTo('external_user', '15😀04', suffix), body);
			const problem = expectProblem(answer, 'unsupported-by-chamilo');
			expect(pointersOf(problem)).toEqual(['path/value']);
			expect(problem.detail).toContain('😀');
			await nothingSent();
		});

		test(`${route} refuses fields that do not name users`, async () => {
			for (const field of WRONG_FIELDS) {
				const answer = await bench.send(method, pathTo(field, '1504', suffix), body);
				expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual(['path/field']);
			}
			await nothingSent();
		});
	}

	test.each(BATCHES)('POST /users/batch/%s refuses unsafe and invalid identifiers item by item', async (action) => {
		const rest = action === 'edit' ? ADA_EDIT : {};
		const wrong = [
			...UNSAFE.map(([, value]) => ({ code: 'unsafe-identifier', field: 'external_user', value })),
			...INVALID.map(([, field, value]) => ({ code: 'invalid-request', field, value })),
			{ code: 'unsupported-by-chamilo', field: 'external_user', value: '😀' },
			{ code: 'invalid-request', field: 'external_user', value: '' },
			{ code: 'invalid-request', field: '', value: '1504' },
		];
		const users = wrong.map(({ field, value }) => ({ ...rest, field, value }));
		const answer = await bench.send('POST', `/users/batch/${action}`, { users });
		const body = answer.json as { results: { problem?: { code: string } }[]; succeeded: number };
		expect(answer.status).toBe(207);
		expect(body.succeeded).toBe(0);
		expect(body.results.map(({ problem }) => problem?.code)).toEqual(wrong.map(({ code }) => code));
		await nothingSent();
	});

	test.each(["O'Brien", 'a\\b', 'a\nb'])('GET /users?username= refuses %j', async (username) => {
		const answer = await bench.send('GET', `/users?username=${encodeURIComponent(username)}`);
		expect(pointersOf(expectProblem(answer, 'unsafe-identifier'))).toEqual(['query/username']);
		await nothingSent();
	});

	test.each([
		['a/b'],
		['a b'],
		['100%'],
		['%2F'],
		['a+b'],
		['a?b#c'],
		['a&b=c;d'],
		['<i>1</i>'],
		['é'],
		['漢字'],
		['a.b'],
		['...'],
		['-'],
		['ÄÖ/ß'],
	])('the external id %s is stored as it is and leads back to the user', async (value) => {
		const created = await bench.send('POST', '/users', { ...ADA, value });
		expect(created.json).toMatchObject({ field: 'external_user', value });
		expect(await bench.control.usersWith('external_user', value)).toMatchObject([{ username: 'ada' }]);

		const location = created.headers.get('Location') ?? '';
		expect(location).toBe(`/users/external_user/${encodeURIComponent(value)}`);
		expect((await bench.send('GET', location)).json).toMatchObject({ value, firstname: 'Ada', active: true });
		expect((await bench.send('POST', `${location}/disable`)).status).toBe(204);
		expect((await bench.control.userByName('ada'))?.active).toBe(false);
		expect((await bench.send('DELETE', location)).status).toBe(204);
		expect(await bench.control.userByName('ada')).toBeUndefined();
	});

	test.each(['.', '..'])('the external id %j, which no URL can carry, is refused', async (value) => {
		expect(pointersOf(expectProblem(await bench.send('POST', '/users', { ...ADA, value }), 'invalid-request'))).toEqual(
			['/value'],
		);
		await nothingSent();
	});

	test.each(['%', '%zz', '%E0%A4', '%FF'])('%s in a path, which encodes no text, is refused', async (value) => {
		for (const [method, suffix, body] of ROUTES) {
			expectProblem(await bench.send(method, `/users/external_user/${value}${suffix}`, body), 'invalid-request');
		}
		await nothingSent();
	});

	test('an empty segment is no route', async () => {
		expectProblem(await bench.send('GET', '/users/external_user/'), 'route-not-found');
		expectProblem(await bench.send('DELETE', '/users//1504'), 'route-not-found');
		await nothingSent();
	});
}
