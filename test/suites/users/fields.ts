import { expect, test } from 'vitest';
import type { ProblemCode } from '../../../src/errors.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { ADA } from '../../support/users.js';
import type { Bench } from '../run.js';

/** Changes to a valid user; `undefined` leaves the member out. */
type Case = [what: string, change: Record<string, unknown>, pointer: string];

const INVALID: Case[] = [
	...['firstname', 'lastname', 'loginname', 'password']
		.flatMap((name): Case[] => [
			[`${name} left out`, { [name]: undefined }, `/${name}`],
			[`${name}: null`, { [name]: null }, `/${name}`],
			[`${name}: an empty text`, { [name]: '' }, `/${name}`],
			[`${name}: a number`, { [name]: 5 }, `/${name}`],
			[`${name}: a list`, { [name]: ['a'] }, `/${name}`],
			[`${name}: {"$xml": "<x/>"}`, { [name]: { $xml: '<x/>' } }, `/${name}`],
			[`${name}: {"$attributes": {}}`, { [name]: { $attributes: { 'xsi:nil': 'true' } } }, `/${name}`],
			[`${name}: a control character`, { [name]: 'a\u0001b' }, `/${name}`],
		])
		.filter(([what]) => what !== 'loginname: a control character'),
	['firstname: blanks alone', { firstname: '   ' }, '/firstname'],
	['firstname: a line break', { firstname: 'A\nda' }, '/firstname'],
	['firstname: half of a surrogate pair', { firstname: 'A\ud800' }, '/firstname'],
	['firstname: 61 characters', { firstname: 'a'.repeat(61) }, '/firstname'],
	['lastname: 61 characters', { lastname: 'a'.repeat(61) }, '/lastname'],
	['loginname: 101 characters', { loginname: 'a'.repeat(101) }, '/loginname'],
	['loginname: "0"', { loginname: '0' }, '/loginname'],
	['loginname: blanks alone', { loginname: '  ' }, '/loginname'],
	['loginname: a zero-width space', { loginname: 'a\u200bda' }, '/loginname'],
	['password: half of a surrogate pair', { password: '\udc00' }, '/password'],
	['password: 1,001 characters', { password: 'a'.repeat(1001) }, '/password'],
	['status: unknown', { status: 'wizard' }, '/status'],
	['status: the number Chamilo uses', { status: 1 }, '/status'],
	['status: null', { status: null }, '/status'],
	['email: no @', { email: 'ada' }, '/email'],
	['email: 101 characters', { email: `${'a'.repeat(89)}@example.org` }, '/email'],
	['email: an empty text', { email: '' }, '/email'],
	['phone: 31 characters', { phone: '1'.repeat(31) }, '/phone'],
	['language: an empty text', { language: '' }, '/language'],
	['active: a text', { active: 'true' }, '/active'],
	['active: null', { active: null }, '/active'],
	['active: a number', { active: 1 }, '/active'],
	['expiration_date: no date', { expiration_date: 'tomorrow' }, '/expiration_date'],
	['expiration_date: 30 February', { expiration_date: '2027-02-30' }, '/expiration_date'],
	['expiration_date: day first', { expiration_date: '31/01/2027' }, '/expiration_date'],
	['expiration_date: the zero date', { expiration_date: '0000-00-00 00:00:00' }, '/expiration_date'],
	['expiration_date: a number', { expiration_date: 1_900_000_000 }, '/expiration_date'],
	['expiration_date: hour 24', { expiration_date: '2027-01-31T24:00:00Z' }, '/expiration_date'],
	['field without value', { value: undefined }, '/value'],
	['value without field', { field: undefined }, '/field'],
	['field: an empty text', { field: '' }, '/field'],
	['field: two words', { field: 'my id' }, '/field'],
	['field: chamilo_user_id', { field: 'chamilo_user_id' }, '/field'],
	['field: username', { field: 'username' }, '/field'],
	['field: null', { field: null }, '/field'],
	['value: an empty text', { value: '' }, '/value'],
	['value: a number', { value: 9001 }, '/value'],
	['value: blanks alone', { value: ' ' }, '/value'],
	['value: a no-break space alone', { value: '\u00a0' }, '/value'],
	['value: an invisible character', { value: '90\u200b01' }, '/value'],
	['value: 201 characters', { value: 'a'.repeat(201) }, '/value'],
	['encrypt_method: no name of a method', { encrypt_method: 'SHA-1' }, '/encrypt_method'],
	['extras: a list', { extras: ['a'] }, '/extras'],
	['extras: an empty value', { extras: { dept: '' } }, '/extras/dept'],
	['extras: an object as value', { extras: { dept: { $xml: '<x/>' } } }, '/extras/dept'],
	['extras: a name of two words', { extras: { 'my dept': 'x' } }, '/extras/my dept'],
	['extras: an empty name', { extras: { '': 'x' } }, '/extras/'],
	['extras: a name with a slash', { extras: { 'a/b~c': 'x' } }, '/extras/a~1b~0c'],
	['extras: the external id again', { extras: { external_user: '9001' } }, '/extras/external_user'],
	['extras: the external id again, in capitals', { extras: { External_User: '9002' } }, '/extras/External_User'],
	['extras: one field twice', { extras: { Seat: '1', seat: '2' } }, '/extras/seat'],
	['extras: a reserved name', { extras: { username: 'x' } }, '/extras/username'],
	['an unknown member', { fristname: 'Ada' }, '/fristname'],
	['a member called $xml', { $xml: '<x/>' }, '/$xml'],
	['a member called login, which Chamilo knows', { login: 'other' }, '/login'],
	['a member called secret_key', { secret_key: 'x' }, '/secret_key'],
	['a member called visibility', { visibility: 0 }, '/visibility'],
	['markup as the name of a member', { '</firstname><b>': 'x' }, '/<~1firstname><b>'],
];

const UNSAFE: Case[] = [
	["loginname: O'Brien", { loginname: "O'Brien" }, '/loginname'],
	['loginname: a backslash', { loginname: 'a\\b' }, '/loginname'],
	['loginname: a control character', { loginname: 'a\u0001b' }, '/loginname'],
	["value: O'Brien", { value: "O'Brien" }, '/value'],
	['value: a double quote', { value: '"' }, '/value'],
	['value: a line break', { value: 'a\nb' }, '/value'],
	["field: it's", { field: "it's" }, '/field'],
	["extras: O'Brien as value", { extras: { dept: "O'Brien" } }, '/extras/dept'],
	["extras: O'Brien as name", { extras: { "O'Brien": 'x' } }, "/extras/O'Brien"],
];

const UNSTORABLE: Case[] = [
	['firstname: an emoji', { firstname: 'Ada 😀' }, '/firstname'],
	['lastname: a rare ideograph', { lastname: '𠮷' }, '/lastname'],
	['loginname: an emoji', { loginname: 'ada😀' }, '/loginname'],
	['phone: an emoji', { phone: '📞 1' }, '/phone'],
	['email: an emoji', { email: '😀@example.org' }, '/email'],
	['value: an emoji', { value: '😀' }, '/value'],
	['extras: an emoji', { extras: { dept: '😀' } }, '/extras/dept'],
	['firstname: "0"', { firstname: '0' }, '/firstname'],
	['password: "0"', { password: '0' }, '/password'],
	['loginname: markup', { loginname: 'a<b>' }, '/loginname'],
];

export function testUserFields(bench: Bench): void {
	const refused = async (code: ProblemCode, change: Record<string, unknown>, pointer: string) => {
		const before = await bench.control.state();
		const single = expectProblem(await bench.send('POST', '/users', { ...ADA, ...change }), code);
		expect(pointersOf(single)).toContain(pointer);

		// The same in a batch, beside an item that is right: told at its place, and the other is done.
		const right = { ...ADA, loginname: 'right', value: 'right' };
		const batch = await bench.send('POST', '/users/batch/create', { users: [right, { ...ADA, ...change }] });
		const { results } = batch.json as { results: { status: number; problem?: { code: string; errors: object[] } }[] };
		expect(results[0]).toMatchObject({ status: 201 });
		expect(results[1]).toMatchObject({ status: single.status, problem: { code } });
		expect(results[1]?.problem?.errors).toContainEqual(expect.objectContaining({ pointer: `/users/1${pointer}` }));
		const added = (await bench.control.state()).users.slice(before.users.length);
		expect(added.map(({ username }) => username)).toEqual(['right']);
	};

	test.each(INVALID)('refused: %s', (_, change, pointer) => refused('invalid-request', change, pointer));
	test.each(UNSAFE)('refused as unsafe: %s', (_, change, pointer) => refused('unsafe-identifier', change, pointer));
	test.each(UNSTORABLE)('refused as more than Chamilo can store: %s', (_, change, pointer) =>
		refused('unsupported-by-chamilo', change, pointer),
	);

	test('all mistakes are named at once, and nothing is sent', async () => {
		const wrong = { firstname: '', lastname: 5, value: ' ', extra: true, status: 'wizard' };
		const problem = expectProblem(await bench.send('POST', '/users', wrong), 'invalid-request');
		expect(new Set(pointersOf(problem))).toEqual(
			new Set(['/extra', '/firstname', '/lastname', '/loginname', '/password', '/status', '/value']),
		);
		expect(await bench.control.operations()).toEqual([]);
	});

	test('what is missing is told apart from what has another type', async () => {
		const wrong = {
			lastname: { $xml: '<x/>' },
			loginname: null,
			password: 5,
			active: 'yes',
			extras: [],
			status: 'wizard',
		};
		const problem = expectProblem(await bench.send('POST', '/users', wrong), 'invalid-request');
		const details = Object.fromEntries((problem.errors ?? []).map(({ pointer, detail }) => [pointer, detail]));
		expect(details).toEqual({
			'/firstname': 'is missing',
			'/lastname': 'must be a string',
			'/loginname': 'must be a string',
			'/password': 'must be a string',
			'/status': 'must be one of teacher, session_admin, hr_manager, student',
			'/active': 'must be a boolean',
			'/extras': 'must be an object',
		});
	});

	test('a plain mistake decides the code when an unsafe one stands beside it', async () => {
		const problem = expectProblem(
			await bench.send('POST', '/users', { ...ADA, value: "O'Brien", status: 'wizard' }),
			'invalid-request',
		);
		expect(pointersOf(problem).sort()).toEqual(['/status', '/value']);
	});

	test('more than 50 extra fields are refused', async () => {
		const extras = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`f${index}`, 'x']));
		const problem = expectProblem(await bench.send('POST', '/users', { ...ADA, extras }), 'invalid-request');
		expect(pointersOf(problem)).toEqual(['/extras']);
		expect(await bench.control.operations()).toEqual([]);
	});

	test('no refusal repeats a password', async () => {
		const answer = await bench.send('POST', '/users', { ...ADA, password: 'hush-hush\u0001', firstname: '' });
		expectProblem(answer, 'invalid-request');
		expect(answer.text).not.toContain('hush');
	});
}
