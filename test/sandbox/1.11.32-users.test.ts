import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { User } from '../../src/sandbox/campus/users.js';
import { utf8Bytes } from '../../src/sandbox/php/bytes.js';
import { isErrorPage, start11132 } from './1.11.32.js';
import { isFatal, original, person, plural, results, returned111 } from './1.11.js';
import { type Client, fault, list } from './client.js';

let client: Client;
beforeEach(async () => {
	client = await start11132();
});
afterEach(() => client.close());

const user = (login: string): User | undefined => client.sandbox.campus.users.byUsername(login);
const extras = (id: number) => client.sandbox.campus.userFields.of(id);
const register = async (login: string, external: string, members: Record<string, string> = {}) =>
	returned111(await client.registration('WSCreateUser', person(login, external, members)));
const byLogin = async (username: string) =>
	returned111(await client.registration('WSGetUserFromUsername', { username }));
const shown = (id: string, extra: string) =>
	`<user_id>${id}</user_id><firstname>${id && 'Ana'}</firstname><lastname>${id && 'Gil'}</lastname><extra_fields>${extra}</extra_fields>`;
const create = (login: string, email: string, field = 'chamilo_user_id', value = '', extra = list('extras', [])) =>
	client.soap('WSUser.CreateUser', 'A', 'B', '5', login, 'pw', '', field, value, '1', email, 'english', '', '', extra);

describe('WSGetUserFromUsername', () => {
	it('reads logins, whose case and outer blanks do not matter, and no numbers', async () => {
		await register('ana', '1');
		await register('3', '2');
		expect(await byLogin(' ANA ')).toBe(shown('3', '[]'));
		expect(await byLogin('3')).toBe(shown('4', '[]'));
		expect(await byLogin('4')).toBe(shown('', ''));
	});

	it.each([
		[7, (id: number) => `"${id}"`, '"1"'],
		[8, String, '1'],
	] as const)('on PHP %s gives extra fields whose filter is on as JSON', async (php, number, type) => {
		client.sandbox.switchTo({ chamilo: '1.11.32', php });
		await register('ana', '1');
		const { userFields } = client.sandbox.campus;
		const field = userFields.ensure('hobby');
		userFields.write(3, 'hobby', utf8Bytes('a/é'));
		expect(await byLogin('ana')).toBe(shown('3', '[]'));
		field.filter = true;
		const json = `[{"value":"a\\/\\u00e9","variable":"hobby","field_type":${type},"id":${number(field.id)},"display_text":"hobby"}]`;
		expect(await byLogin('ana')).toBe(shown('3', json.replaceAll('"', '&quot;')));
	});
});

describe('attaching an external id', () => {
	const attach = async (username: string, value: string, name = 'ext_user') =>
		returned111(
			await client.registration('WSUpdateUserOriginalIdFromUsername', {
				username,
				original_user_id_name: name,
				original_user_id_value: value,
			}),
		);

	it('by WSUpdateUserOriginalIdFromUsername answers the user, makes no field, and takes a value of another', async () => {
		await register('ana', '1');
		await register('bob', '2');
		const ana = '<user_id>3</user_id><firstname>Ana</firstname><lastname>Gil</lastname>';
		expect(await attach('ana', '9')).toBe(ana);
		expect(extras(3).ext_user).toBe('9');
		expect(await attach('ana', '9', 'new_field')).toBe(ana);
		expect(client.sandbox.campus.userFields.find('new_field')).toBeUndefined();
		expect(await attach('ana', '2')).toBe(ana);
		expect([extras(3).ext_user, extras(4).ext_user]).toEqual(['2', '2']);
		expect(await attach('nobody', '3')).toBe('<user_id></user_id><firstname></firstname><lastname></lastname>');
	});

	it('by WSUpdateUserApiKey to an unknown login is the error page, and makes the field', async () => {
		const call = { original_user_id_name: 'mark', original_user_id_value: '1', chamilo_username: 'nobody' };
		expect(isErrorPage(await client.registration('WSUpdateUserApiKey', call))).toBe(true);
		expect(client.sandbox.campus.userFields.find('mark')).toBeDefined();
	});
});

describe('a create', () => {
	it.each(['', 'nonsense', 'josé@exämple.test', 'ana@localhost', '<x xsi:nil="true"/>'])(
		'refuses the e-mail %j',
		async (email) => {
			expect(fault(await create('ana', email))).toBe('104 There was an error creating the user');
			expect(user('ana')).toBeUndefined();
			const given = email.startsWith('<') ? '' : email;
			expect(await register('ana', '1', { email: given })).toBe('0');
		},
	);

	it('takes an empty e-mail where the setting is off, and no bad one', async () => {
		client.sandbox.campus.settings.emailRequired = false;
		expect(await register('ana', '1', { email: '' })).toBe('3');
		expect(user('ana')?.email).toBe('');
		expect(await register('bob', '2', { email: 'nonsense' })).toBe('0');
	});

	it.each(['a b', "a'b", 'a+b', 'zoé', 'x'.repeat(51)])('refuses the login %j', async (login) => {
		expect(await register(login, '1')).toBe('0');
	});

	it.each(['ANA', '123', 'a@b.c', 'a-b_c.d$', 'x'.repeat(50)])('takes the login %j', async (login) => {
		expect(await register(login, '1')).toBe('3');
	});

	it('makes the items after a bad one', async () => {
		const users = [person('a', '1'), person('b', '2', { email: 'x' }), person('c+', '3'), person('d', '4')];
		expect(results(await plural(client, 'WSCreateUsers', 'users', users))).toEqual(['3', '0', '0', '4']);
	});

	it.each(['', '0000-00-00', '0000-00-00 00:00:00'])(
		'with the expiration %j never expires',
		async (expiration_date) => {
			await register('ana', '1', { expiration_date });
			const expected = expiration_date === '0000-00-00' ? 'string' : 'object';
			expect(typeof user('ana')?.expirationDate).toBe(expected);
		},
	);

	it('stores extra_NAME whether the field is visible or not, and no empty values', async () => {
		await register('bob', '1');
		const { userFields } = client.sandbox.campus;
		await create('ana', 'a@example.org', 'extra_ext_user', '2');
		expect(extras(4)).toMatchObject({ ext_user: '2' });
		await create('eva', 'a@example.org', 'ext_user', '3');
		expect(extras(5)).toEqual({ already_logged_in: 'false' });
		userFields.ensure('ext_user').visible = true;
		await create('mia', 'a@example.org', 'ext_user', '4');
		expect(extras(6)).toEqual({ already_logged_in: 'false' });
		expect(fault(await client.soap('WSUser.DisableUser', 'ext_user', ''))).toBe('100 User not found');
	});

	it('under a field name with a blank makes a field each time', async () => {
		for (const login of ['ana', 'bob']) await register(login, '1', { original_user_id_name: 'my field' });
		const names = client.sandbox.campus.userFields.list().map(({ variable }) => variable);
		expect(names.filter((name) => name === 'my_field')).toHaveLength(2);
		expect([extras(3).my_field, extras(4).my_field]).toEqual([undefined, undefined]);
	});
});

it('edits check neither e-mail nor login', async () => {
	await register('ana', '1');
	const edit = { ...original('user', '1'), username: 'é +', email: 'nonsense' };
	expect(returned111(await client.registration('WSEditUser', edit))).toBe('3');
	expect(user(utf8Bytes('é +'))?.email).toBe('nonsense');
	expect(returned111(await client.registration('WSEditUser', { ...edit, email: '' }))).toBe('3');
	const credentials = { ...original('user', '1'), username: 'é + 2' };
	expect(returned111(await client.registration('WSEditUserCredentials', credentials))).toBe('1');
});

it('apostrophes are safe in external ids, and not in the username of an edit', async () => {
	expect(await register('ana', "q'q\\")).toBe('3');
	expect(returned111(await client.registration('WSGetUser', original('user', "q'q\\")))).toContain('<user_id>3<');
	const injection = { original_user_id_name: 'ext_user', original_user_id_value: "zz' OR '1'='1" };
	expect(returned111(await client.registration('WSGetUser', injection))).toContain('<user_id></user_id>');
	expect(fault(await client.soap('WSUser.DisableUser', 'ext_user', "zz' OR '1'='1"))).toBe('100 User not found');
	expect(results(await plural(client, 'WSDisableUsers', 'ids', [original('user', "q'q\\")]))).toEqual(['1']);
	const edit = { ...original('user', "q'q\\"), username: "a'b", email: 'a@example.org' };
	expect(isErrorPage(await client.registration('WSEditUser', edit))).toBe(true);
});

describe('hashed passwords', () => {
	const crypted = (login: string, external: string) => ({
		...person(login, external),
		username: login,
		encrypt_method: 'bcrypt',
		password: '$2y$04$hash',
		expiration_date: '',
	});

	it('WSCreateUsersPasswordCrypted stores, with the zero date for an empty expiration', async () => {
		const users = [crypted('ana', '1')];
		expect(results(await plural(client, 'WSCreateUsersPasswordCrypted', 'users', users))).toEqual(['3']);
		expect(user('ana')).toMatchObject({ password: '$2y$04$hash', expirationDate: '0000-00-00 00:00:00' });
	});

	it('WSEditUsersPasswordCrypted changes everybody and then fails', async () => {
		await register('ana', '1');
		await register('bob', '2');
		const users = [crypted('ana2', '1'), crypted('bob2', '2')];
		expect(isFatal(await plural(client, 'WSEditUsersPasswordCrypted', 'users', users))).toBe(true);
		expect([user('ana2')?.id, user('bob2')?.id]).toEqual([3, 4]);
	});
});

it('WSEditUserWithPicture is refused before the key is looked at', async () => {
	const refused = /^Server WSEditUserWithPicture is disabled/;
	expect(fault(await client.registration('WSEditUserWithPicture', {}))).toMatch(refused);
});

describe('a struct in the place of the list of WSDisableUsers', () => {
	const wrong = () =>
		client.registration('WSDisableUsers', {
			ids: '<original_user_id_value>1</original_user_id_value><original_user_id_name>ext_user</original_user_id_name>',
		});

	it('is a fatal error on PHP 8', async () => {
		await register('ana', '1');
		expect(results(await wrong())).toEqual(['0', '0']);
		client.sandbox.switchTo({ chamilo: '1.11.32', php: 8 });
		expect(isFatal(await wrong())).toBe(true);
		expect(user('ana')?.active).toBe(true);
	});
});
