import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { passwordHash } from '../../src/sandbox/campus/users.js';
import { type Client, fault, list, returned, startClient } from './client.js';

let client: Client;
beforeAll(async () => {
	client = await startClient();
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.close());

const users = () => client.sandbox.campus.users;
const create = (login: string, field = 'chamilo_user_id', value = '', ...rest: string[]) =>
	client.soap('WSUser.CreateUser', 'Ana', 'López', '5', login, 'secret', '', field, value, ...rest);

describe('WSUser.CreateUser', () => {
	it('answers the number and stores the password as SHA-1', async () => {
		expect(returned(await create('ana'))).toBe('3');
		expect(users().byId(3)?.password).toBe(passwordHash('secret'));
	});

	it.each([
		['the same name', 'ana'],
		['another case', 'ANA'],
		['accents', 'áña'],
		['blanks after it', 'ana  '],
	])('refuses a taken name: %s', async (_, login) => {
		await create('ana');
		expect(fault(await create(login))).toBe('102 This username is already taken');
	});

	it('refuses an empty name as taken, by the anonymous user', async () => {
		expect(fault(await create(''))).toBe('102 This username is already taken');
	});

	it('refuses a name that is taken once it is trimmed, or cut to a hundred characters', async () => {
		await create('ana');
		expect(fault(await create('  ana'))).toBe('104 There was an error creating the user');
		await create('l'.repeat(100));
		expect(fault(await create('l'.repeat(101)))).toBe('104 There was an error creating the user');
	});

	it.each([
		['md5', '0'.repeat(32), '103 The encryption of the password is invalid'],
		['sha1', 'plain', '103 The encryption of the password is invalid'],
		['sha1', 'a'.repeat(40), undefined],
	])('%s with %s', async (method, password, expected) => {
		const answer = await client.soap('WSUser.CreateUser', 'A', 'B', '5', 'u', password, method, 'chamilo_user_id', '');
		expect(fault(answer)).toBe(expected);
	});

	it('loses an external id whose field does not exist, and finds nobody by it', async () => {
		expect(returned(await create('ana', 'external', 'E1'))).toBe('3');
		expect(fault(await client.soap('WSUser.DisableUser', 'external', 'E1'))).toBe('100 User not found');
	});

	it('stores extras up to the first field that does not exist', async () => {
		for (const field of ['external', 'hobby', 'shoe']) client.sandbox.campus.userFields.ensure(field);
		const extras = list('extras', [
			{ field_name: 'hobby', field_value: 'chess' },
			{ field_name: 'nope', field_value: 'x' },
			{ field_name: 'shoe', field_value: '43' },
		]);
		await create('ana', 'external', 'E1', '1', '', 'english', '', '', extras);
		expect(client.sandbox.campus.userFields.of(3)).toEqual({
			external: 'E1',
			hobby: 'chess',
			already_logged_in: 'false',
		});
	});

	it.each([
		['klingon', 'english'],
		['french', 'french'],
	])('stores the language %s as %s', async (language, expected) => {
		await create('ana', 'chamilo_user_id', '', '1', '', language);
		expect(users().byId(3)?.language).toBe(expected);
	});

	it('makes a user of empty strings inactive', async () => {
		await create('ana', 'chamilo_user_id', '', '');
		expect(users().byId(3)?.active).toBe(false);
	});
});

describe('WSUser.CreateUsers', () => {
	const item = (members: Record<string, string>) => ({
		firstname: 'F',
		lastname: 'L',
		status: '5',
		password: 'p',
		encrypt_method: '',
		user_id_field_name: 'chamilo_user_id',
		user_id_value: '',
		visibility: '1',
		email: '',
		language: 'english',
		phone: '',
		expiration_date: '',
		extras: '',
		...members,
	});
	const codes = async (...items: Record<string, string>[]) => {
		const answer = await client.soap('WSUser.CreateUsers', list('users', items));
		return [...answer.text.matchAll(/<code[^>]*>(\d+)</g)].map(([, code]) => Number(code));
	};

	it('reads login and not loginname', async () => {
		expect(await codes(item({ loginname: 'a' }))).toEqual([102]);
		expect(await codes(item({ loginname: 'a', login: 'a' }))).toEqual([0]);
	});

	it('repeats the code of the first failure', async () => {
		const bad = item({ login: 'b', encrypt_method: 'md5' });
		expect(await codes(item({ login: 'a' }), bad, item({ login: 'a' }), item({ login: 'c' }))).toEqual([
			0, 103, 103, 0,
		]);
	});

	it('keeps the members of earlier items that a later one leaves out', async () => {
		await codes(item({ login: 'a', email: 'kept@example.org' }), { login: 'b' });
		expect(users().byUsername('b')).toMatchObject({ email: 'kept@example.org', firstname: 'F' });
	});

	it('takes missing members as null: inactive, status 0', async () => {
		const answer = await client.soap('WSUser.CreateUsers', list('users', [{ login: 'a', password: 'p' }]));
		expect(returned(answer)).toContain('<user_id_value xsi:nil="true"/>');
		expect(users().byUsername('a')).toMatchObject({ active: false, status: 0 });
	});

	it('dies of a member named results, after the work', async () => {
		const answer = await client.soap(
			'WSUser.CreateUsers',
			list('users', [item({ login: 'a', results: 'x' }), item({ login: 'b' })]),
		);
		expect(answer).toMatchObject({ status: 500, text: '' });
		expect([users().byUsername('a')?.id, users().byUsername('b')]).toEqual([3, undefined]);
	});
});

describe('WSUser.EditUser', () => {
	const edit = (login: string, method: string) =>
		client.soap(
			'WSUser.EditUser',
			'chamilo_user_id',
			'1',
			'New',
			'',
			'1',
			login,
			'newpass',
			method,
			'e@x',
			'french',
			'',
			'2031-01-01',
		);

	it('overwrites everything but password and language', async () => {
		await edit('admin', '');
		expect(users().byId(1)).toMatchObject({
			firstname: 'New',
			lastname: '',
			officialCode: '',
			password: passwordHash('admin'),
			expirationDate: '2031-01-01 00:00:00',
		});
	});

	it('takes the encryption method for the language', async () => {
		await edit('admin', 'spanish');
		expect(users().byId(1)?.language).toBe('spanish');
		await edit('admin', '');
		expect(users().byId(1)?.language).toBe('english');
	});

	it('refuses the name of another, and no other', async () => {
		await create('ana');
		expect(fault(await edit('ANA', ''))).toBe('105 There was an error updating the user');
		expect(fault(await edit('ADMIN', ''))).toBeUndefined();
	});

	it('has codes in the items of its plural', async () => {
		const answer = await client.soap(
			'WSUser.EditUsers',
			list('users', [
				{ user_id_field_name: 'chamilo_user_id', user_id_value: '1', loginname: 'admin' },
				{ user_id_field_name: 'chamilo_user_id', user_id_value: '99' },
			]),
		);
		expect([...answer.text.matchAll(/<code[^>]*>(\d+)</g)].map(([, code]) => code)).toEqual(['0', '100']);
	});
});

describe('one user and many', () => {
	it.each([
		['chamilo_user_id', '2abc', undefined],
		['chamilo_user_id', 'abc', '100 User not found'],
		['no_such_field', '1', '100 User not found'],
		['already_logged_in', "O'x", '100 User not found'],
	])('DisableUser %s %s', async (field, value, expected) => {
		expect(fault(await client.soap('WSUser.DisableUser', field, value))).toBe(expected);
	});

	it('an injected condition deletes the first user', async () => {
		await create('ana');
		await create('eva');
		expect(fault(await client.soap('WSUser.DeleteUser', 'already_logged_in', "x' OR '1'='1"))).toBeUndefined();
		expect([users().byUsername('ana'), users().byUsername('eva')?.id]).toEqual([undefined, 4]);
	});

	it('an empty field name finds who was made without an external id', async () => {
		await client.registration('WSCreateUser', {
			loginname: 'ana',
			password: 'p',
			active: '1',
			original_user_id_name: '',
			original_user_id_value: '',
		});
		await client.soap('WSUser.DisableUser', '', '');
		expect(users().byUsername('ana')?.active).toBe(false);
	});

	it('the plural changes the valid items and reports no outcome', async () => {
		const ids = ['2', '99', '1'].map((id) => ({ user_id_field_name: 'chamilo_user_id', user_id_value: id }));
		const answer = await client.soap('WSUser.DisableUsers', list('users', ids));
		expect(returned(answer)?.match(/<item><id xsi:nil="true"\/><title xsi:nil="true"\/><\/item>/g)).toHaveLength(3);
		expect(
			users()
				.list()
				.map(({ active }) => active),
		).toEqual([false, false]);
	});

	it('deletes, but not the only teacher of a course', async () => {
		client.sandbox.campus.courses.members.push({ courseCode: 'C', userId: 2, status: 1 });
		expect(fault(await client.soap('WSUser.DeleteUser', 'chamilo_user_id', '2'))).toBe(
			'101 There was a problem while deleting this user',
		);
		await create('ana');
		expect(fault(await client.soap('WSUser.DeleteUser', 'chamilo_user_id', '3'))).toBeUndefined();
		expect(fault(await client.soap('WSUser.DeleteUser', 'chamilo_user_id', '3'))).toBe('100 User not found');
	});
});
