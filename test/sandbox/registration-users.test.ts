import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { passwordHash } from '../../src/sandbox/campus/users.js';
import { type Client, envelope, list, REGISTRATION, returned, startClient } from './client.js';

let client: Client;
beforeAll(async () => {
	client = await startClient();
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.close());

const users = () => client.sandbox.campus.users;
const external = (value: string) => ({ original_user_id_name: 'external', original_user_id_value: value });
const create = (login: string, value: string, members: Record<string, string> = {}) =>
	client.registration('WSCreateUser', {
		firstname: 'Ana',
		lastname: 'López',
		status: '5',
		email: '',
		loginname: login,
		password: 'p',
		language: 'english',
		phone: '',
		expiration_date: '',
		active: '1',
		...external(value),
		...members,
	});
const call = async (operation: string, members: Record<string, string>) =>
	returned(await client.registration(operation, members));

describe('WSCreateUser', () => {
	it('makes the fields it needs and answers the number', async () => {
		const extra = list('extra', [{ field_name: 'hobby', field_value: 'chess' }]).replace(
			/^<extra[^>]*>|<\/extra>$/g,
			'',
		);
		expect(returned(await create('ana', 'E1', { extra: `<x>${extra}</x>` }))).toBe('3');
		expect(client.sandbox.campus.userFields.of(3)).toMatchObject({ external: 'E1' });
	});

	it('makes an inactive user unless told otherwise', async () => {
		await create('ana', 'E1', { active: '' });
		expect(users().byId(3)?.active).toBe(false);
	});

	it('answers 0 for a taken name or the external id of an active user', async () => {
		await create('ana', 'E1');
		expect(returned(await create('ana', 'E2'))).toBe('0');
		expect(returned(await create('eva', 'E1'))).toBe('0');
	});

	it('takes over an inactive user who has the external id', async () => {
		await create('ana', 'E1', { active: '0' });
		expect(returned(await create('eva', 'E1', { active: '0' }))).toBe('3');
		expect(users().byId(3)).toMatchObject({ username: 'eva', active: true });
	});

	it('trims nothing but names, and purifies nothing', async () => {
		await create('ana', 'E1', { firstname: ' A &amp; &lt;b&gt; ' });
		expect(users().byId(3)?.firstname).toBe('A & <b>');
	});
});

describe('editing', () => {
	beforeEach(async () => {
		await create('ana', 'E1', { status: '1', email: 'a@x', language: 'spanish' });
	});

	it('WSEditUser makes everybody a student and empties what is left out', async () => {
		expect(await call('WSEditUser', { ...external('E1'), username: 'ana' })).toBe('1');
		expect(users().byId(3)).toMatchObject({ status: 5, email: '', firstname: 'Ana', language: 'spanish' });
	});

	it.each([
		[{ ...external('nope'), username: 'x' }, '0'],
		[{ ...external('E1'), username: 'admin' }, '0'],
		[{ ...external('E1'), username: '' }, ''],
	])('WSEditUser %j answers %j', async (members, expected) => {
		expect(await call('WSEditUser', members)).toBe(expected);
	});

	it.each([
		['sha1', 'a'.repeat(40), '1'],
		['sha1', 'plain', 'Encryption sha1 is invalid'],
		['md5', 'a'.repeat(40), 'This encryption md5 is not configured'],
		['', 'x', 'If password is not empty the encrypt_method param is required '],
	])('WSEditUserPasswordCrypted %s %s', async (encrypt_method, password, expected) => {
		expect(
			await call('WSEditUserPasswordCrypted', { ...external('E1'), username: 'ana', password, encrypt_method }),
		).toBe(expected);
	});

	it('WSEditUserCredentials changes the name, and the password if there is one', async () => {
		expect(await call('WSEditUserCredentials', { ...external('E1'), username: 'eva', password: '' })).toBe('1');
		expect(users().byId(3)).toMatchObject({ username: 'eva', password: passwordHash('p'), status: 1 });
		await call('WSEditUserCredentials', { ...external('E1'), username: 'eva', password: 'new' });
		expect(users().byId(3)?.password).toBe(passwordHash('new'));
		expect(await call('WSEditUserCredentials', { ...external('E1'), username: 'admin' })).toBe('0');
	});

	it('leaves inactive users alone', async () => {
		await client.soap('WSUser.DisableUser', 'external', 'E1');
		expect(await call('WSEditUser', { ...external('E1'), username: 'ana' })).toBe('0');
		expect(await call('WSEditUserCredentials', { ...external('E1'), username: 'ana' })).toBe('0');
	});
});

describe('looking up', () => {
	it('WSGetUser knows no chamilo_user_id and answers empty strings', async () => {
		const nobody = '<user_id></user_id><firstname></firstname><lastname></lastname>';
		expect(await call('WSGetUser', { original_user_id_name: 'chamilo_user_id', original_user_id_value: '1' })).toBe(
			nobody,
		);
		await create('ana', 'E1', { active: '0' });
		expect(await call('WSGetUser', external('E1'))).toContain('<user_id>3</user_id>');
		expect(await call('WSGetUserFromUsername', { username: 'ANA' })).toContain('<user_id>3</user_id>');
	});

	it('WSUpdateUserApiKey attaches an external id, once', async () => {
		const attach = (value: string, username: string) =>
			call('WSUpdateUserApiKey', { ...external(value), chamilo_username: username });
		const key = await attach('E1', 'admin');
		expect(key).toMatch(/^[0-9a-f]{32}$/);
		expect(client.sandbox.campus.userFields.ownerOf('external', 'E1')).toBe(1);
		expect(await attach('E1', 'nobody')).toBe(key);
		expect(
			(await client.registration('WSUpdateUserApiKey', { ...external('E2'), chamilo_username: 'nobody' })).text,
		).toContain('<return xsi:nil="true"');
		expect(await attach('E2', '')).toBe('0');
	});

	it('the active probe shows the numbers of active users and changes nothing', async () => {
		await create('ana', 'E1');
		await create('eva', 'E2', { active: '0' });
		const names = list('original_user_id_name', []).replace('></', '><i>external</i></');
		const items = ['E1', 'E2', 'E3'].map(
			(id) =>
				`<item><original_user_id_values xsi:type="enc:Array"><i>${id}</i></original_user_id_values>${names}<original_course_id_value>-</original_course_id_value><original_course_id_name>no_such_field</original_course_id_name></item>`,
		);
		const answer = await client.registration('WSUnsubscribeUserFromCourse', { userscourses: items.join('') });
		// Repeated items under an untyped element fold into one: the list has to be an array.
		expect(returned(answer)?.match(/<item>/g)).toHaveLength(1);
		const typed = `<p><userscourses xsi:type="enc:Array">${items.join('')}</userscourses><secret_key>${client.key}</secret_key></p>`;
		const probe = returned(await client.post(REGISTRATION, envelope('WSUnsubscribeUserFromCourse', typed)));
		expect([...(probe ?? '').matchAll(/values>(\d*)<.*?result>(\d)</g)].map(([, id, result]) => [id, result])).toEqual([
			['3', '0'],
			['', '0'],
			['', '0'],
		]);
	});
});
