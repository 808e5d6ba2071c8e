import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { User } from '../../src/sandbox/campus/users.js';
import { addCourse, isFatal, isSqlError, original, person, plural, results, returned111, start111 } from './1.11.js';
import { type Client, fault, list, returned } from './client.js';

const NOW = '2031-03-04 05:06:07';

let client: Client;
beforeEach(async () => {
	client = await start111();
	vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-03-04T05:06:07Z') });
});
afterEach(async () => {
	vi.useRealTimers();
	await client.close();
});

const user = (login: string): User | undefined => client.sandbox.campus.users.byUsername(login);
const extras = (id: number) => client.sandbox.campus.userFields.of(id);
const register = (login: string, external: string, members?: Record<string, string>) =>
	client.registration('WSCreateUser', person(login, external, members));

/** WSUser.CreateUser; the arguments after the external id are markup, so that they can be nil. */
function create(login: string, given: Partial<Record<(typeof NAMES)[number], string>> = {}) {
	const values = { ...DEFAULTS, login, ...given };
	return client.soap('WSUser.CreateUser', ...NAMES.map((name) => values[name]));
}
const NAMES = [
	'first',
	'last',
	'status',
	'login',
	'password',
	'method',
	'field',
	'value',
	'active',
	'email',
	'language',
	'phone',
	'expires',
	'extras',
] as const;
const DEFAULTS = {
	first: 'Ana',
	last: 'Gil',
	status: '5',
	login: '',
	password: 'pw',
	method: '',
	field: 'chamilo_user_id',
	value: '',
	active: '1',
	email: 'a@example.org',
	language: 'french',
	phone: '1',
	expires: '2040-01-02 03:04:05',
	extras: list('extras', []),
};
const NIL = '<nil xsi:nil="true"/>';

/** WSUser.EditUser of user 3, who is ana unless said otherwise. */
function edit(
	given: Partial<Record<'status' | 'login' | 'password' | 'method' | 'email' | 'expires' | 'extras', string>> = {},
) {
	const { status = '5', login = 'ana', password = '', method = 'french', email = 'a@x.org' } = given;
	const { expires = '2040-01-02 03:04:05', extras: more = list('extras', []) } = given;
	const values = ['A', 'B', status, login, password, method, email, 'german', '2', expires, more];
	return client.soap('WSUser.EditUser', 'chamilo_user_id', '3', ...values);
}

describe('WSUser.CreateUser', () => {
	it.each([
		['login taken', { login: 'admin' }],
		['login taken but for case', { login: 'ADMIN' }],
		['login taken but for an accent', { login: 'ádmin' }],
		['no login', { login: '' }],
		['no password', { password: '' }],
	])('refuses with 104: %s', async (_, given) => {
		expect(fault(await create('ana', given))).toBe('104 There was an error creating the user');
	});

	it.each(['email', 'status', 'active'] as const)('dies of nil for %s', async (name) => {
		expect(isFatal(await create('ana', { [name]: NIL }))).toBe(true);
		expect(user('ana')).toBeUndefined();
	});

	it.each(['phone', 'language', 'expires', 'extras', 'value'] as const)('takes nil for %s', async (name) => {
		expect(returned(await create('ana', { [name]: NIL }))).toBe('3');
	});

	it('loses the external id, whether its field exists or not', async () => {
		await create('ana', { field: 'ext_user', value: '1' });
		client.sandbox.campus.userFields.ensure('ext_user');
		await create('eva', { field: 'ext_user', value: '2' });
		expect([extras(3).ext_user, extras(4).ext_user]).toEqual([undefined, undefined]);
		expect(fault(await client.soap('WSUser.DisableUser', 'ext_user', '2'))).toBe('100 User not found');
	});

	it('keeps what is called extra_ and a visible field, and fills the others with nothing', async () => {
		client.sandbox.campus.userFields.ensure('ext_user').visible = true;
		await create('ana', { field: 'extra_ext_user', value: '1' });
		await create('eva');
		expect(extras(3)).toMatchObject({ ext_user: '1', skype: '' });
		expect(extras(4).ext_user).toBe('');
		expect(fault(await client.soap('WSUser.DisableUser', 'ext_user', ''))).toBeUndefined();
		expect(user('eva')?.active).toBe(false);
	});

	it.each(['', 'sha1', 'bcrypt'])('hashes whatever it gets, method %j', async (method) => {
		await create('ana', { method, password: '00cafd126182e8a9e7c01bb2f0dfd00496be724f' });
		expect(user('ana')?.password).toBe('bcrypt:00cafd126182e8a9e7c01bb2f0dfd00496be724f');
	});

	it.each([
		['', '2041-03-11 05:06:07'],
		['0000-00-00 00:00:00', '2041-03-11 05:06:07'],
		['no date', NOW],
		['2031-13-01', NOW],
		['2040-05-06', '2040-05-06 00:00:00'],
		['2040-05-06 07:08:09', '2040-05-06 07:08:09'],
		['20400506', '1970-08-25 02:48:26'],
	])('expiration %j becomes %s', async (expires, expected) => {
		await create('ana', { expires });
		expect(user('ana')?.expirationDate).toBe(expected);
	});

	it('reads languages without case, and any status', async () => {
		await create('ana', { language: 'German', status: '300', email: '' });
		expect(user('ana')).toMatchObject({ language: 'german', status: 300, email: '' });
	});

	it('several: each with its own result, until one is fatal', async () => {
		const item = { firstname: 'A', lastname: 'B', status: '5', visibility: '1', email: '', password: 'p' };
		const users = [
			{ ...item, login: 'a' },
			{ ...item, login: 'admin' },
			{ ...item, login: 'b', password: '' },
		];
		const answer = await client.soap('WSUser.CreateUsers', list('users', users));
		expect([...answer.text.matchAll(/<code[^>]*>(\d+)</g)].map(([, code]) => code)).toEqual(['0', '104', '104']);
		expect(isFatal(await client.soap('WSUser.CreateUsers', list('users', [{ login: 'd', password: 'p' }])))).toBe(true);
	});

	it('in registration.soap.php a fatal one stops the list: those before it stay', async () => {
		const { email, ...without } = person('d', 'd');
		const dying = [person('c', 'c', { email: email ?? '' }), without, person('e', 'e')];
		expect(isFatal(await plural(client, 'WSCreateUsers', 'users', dying))).toBe(true);
		expect(['c', 'd', 'e'].map((login) => user(login) !== undefined)).toEqual([true, false, false]);
	});
});

describe('WSUser.EditUser', () => {
	beforeEach(async () => {
		await create('ana', { password: 'first' });
	});

	it('obeys the status, takes the method for the language, wipes the official code, leaves the password', async () => {
		const ana = user('ana');
		if (ana) ana.officialCode = 'OC';
		await edit({ status: '1', method: 'spanish', password: 'second' });
		expect(ana).toMatchObject({ status: 1, language: 'spanish', officialCode: '', password: 'bcrypt:first' });
	});

	it.each([
		[NIL, null],
		['0000-00-00 00:00:00', NOW],
		['2040-05-06 07:08:09', '2040-05-06 07:08:09'],
	])('expiration %j becomes %j', async (expires, expected) => {
		expect(fault(await edit({ expires }))).toBeUndefined();
		expect(user('ana')?.expirationDate).toBe(expected);
	});

	it('dies of an empty expiration', async () => {
		expect(isFatal(await edit({ expires: '' }))).toBe(true);
	});

	it.each(['admin', '', 'ANA'])('refuses the login %j with 105', async (login) => {
		expect(fault(await edit({ login }))).toBe('105 There was an error updating the user');
	});

	const two = (skype: string, other: [string, string]) =>
		list('extras', [
			{ field_name: 'skype', field_value: skype },
			{ field_name: other[0], field_value: other[1] },
		]);

	it('stores extras up to the first that does not change', async () => {
		await edit({ extras: two('one', ['linkedin_url', 'two']) });
		expect(extras(3)).toMatchObject({ skype: 'one', linkedin_url: 'two' });
		await edit({ extras: two('one', ['linkedin_url', 'three']) });
		expect(extras(3).linkedin_url).toBe('two');
		// A second later the time of the change is a change as well.
		vi.setSystemTime(new Date('2031-03-04T05:06:09Z'));
		await edit({ extras: two('one', ['linkedin_url', 'three']) });
		expect(extras(3).linkedin_url).toBe('three');
	});

	it('makes no fields, and in the plural stores no extras', async () => {
		await edit({ extras: two('x', ['no_such', 'y']) });
		expect(client.sandbox.campus.userFields.find('no_such')).toBeUndefined();
		const item = { user_id_field_name: 'chamilo_user_id', user_id_value: '3', loginname: 'ana', expiration_date: NOW };
		await client.soap('WSUser.EditUsers', list('users', [{ ...item, extras: two('plural', ['linkedin_url', '']) }]));
		expect(extras(3).skype).toBe('x');
	});
});

describe('deleting', () => {
	beforeEach(async () => {
		await register('ana', '1', { status: '1' });
		await register('eva', '2');
		await addCourse(client, 'MATH');
		await client.soap('WSCourse.SubscribeUserToCourse', 'ext_course', 'xMATH', 'ext_user', '1', '1');
	});

	it('the only teacher is refused, but user 1 teaches everything made here', async () => {
		expect(
			fault(await client.soap('WSCourse.UnsubscribeUserFromCourse', 'ext_course', 'xMATH', 'chamilo_user_id', '1')),
		).toBeUndefined();
		expect(fault(await client.soap('WSUser.DeleteUser', 'ext_user', '1'))).toMatch(/^101 /);
		expect(
			results(await plural(client, 'WSDeleteUsers', 'ids', [original('user', '1'), original('user', '2')])),
		).toEqual(['0', '1']);
	});

	it('the coach of a session stays, but their courses are gone', async () => {
		await client.soap('WSSession.CreateSession', 'S', '', '', '0', '0', '0', '1', 'ext_user', '1', 'ext_session', 's');
		expect(isSqlError(await client.soap('WSUser.DeleteUser', 'ext_user', '1'))).toBe(true);
		expect(user('ana')).toBeDefined();
		expect(client.sandbox.campus.courses.members.map(({ userId }) => userId)).toEqual([1]);
		const ids = ['2', '1'].map((id) => original('user', id));
		expect(isSqlError(await plural(client, 'WSDeleteUsers', 'ids', ids))).toBe(true);
		expect(user('eva')).toBeUndefined();
	});
});

describe('registration.soap.php', () => {
	it('creates with external id, extras and fields; the number is the result', async () => {
		const more = list('extra', [{ field_name: 'hobby', field_value: 'chess' }]);
		const users = [person('a', '1'), person('admin', '2'), person('b', '1'), person('c', '4')];
		expect(results(await plural(client, 'WSCreateUsers', 'users', users))).toEqual(['3', '0', '0', '4']);
		expect(extras(4)).toMatchObject({ ext_user: '4', skype: '' });
		expect(returned111(await register('d', '5', { extra: more.replace(/^<extra[^>]*>|<\/extra>$/g, '') }))).toBe('5');
	});

	it('overwrites and enables the inactive user of a taken external id', async () => {
		await register('ana', '1', { active: '0' });
		expect(returned111(await register('eva', '1', { password: 'new' }))).toBe('3');
		expect(user('eva')).toMatchObject({ id: 3, active: true, password: 'bcrypt:new' });
	});

	it('an empty external id makes a field without a name, and the next one gets 0', async () => {
		const nothing = { original_user_id_name: '', original_user_id_value: '' };
		expect(returned111(await register('a', '', nothing))).toBe('3');
		expect(returned111(await register('b', '', nothing))).toBe('0');
	});

	it('a field name with a blank is stored with "_", and its value lost every time', async () => {
		for (const login of ['a', 'b']) await register(login, login, { original_user_id_name: 'My Field' });
		expect(client.sandbox.campus.userFields.list().filter(({ variable }) => variable === 'my_field')).toHaveLength(1);
		expect(extras(3)).not.toHaveProperty('my_field');
		await register('c', 'c', { original_user_id_name: 'Ext_Id' });
		expect(extras(5).ext_id).toBe('c');
	});

	it('dies without an e-mail', async () => {
		const { email, ...without } = person('a', '1');
		expect(email).toBeDefined();
		expect(isFatal(await client.registration('WSCreateUser', without))).toBe(true);
	});

	it('takes hashes of the platform only: bcrypt', async () => {
		const crypted = (login: string, method: string) => ({
			...person(login, login),
			encrypt_method: method,
			password: '$2y$x',
		});
		const call = async (members: Record<string, string>) =>
			returned111(await client.registration('WSCreateUserPasswordCrypted', members));
		expect(await call(crypted('a', 'sha1'))).toBe('This encryption sha1 is not configured');
		expect(await call(crypted('b', 'bcrypt'))).toBe('3');
		expect(user('b')).toMatchObject({ password: '$2y$x', expirationDate: null });
		expect(isSqlError(await plural(client, 'WSCreateUsersPasswordCrypted', 'users', [crypted('c', 'bcrypt')]))).toBe(
			true,
		);
	});

	it('disables and enables with a result each', async () => {
		await register('ana', '1');
		const ids = ['1', 'nope', '1'].map((id) => original('user', id));
		expect(results(await plural(client, 'WSDisableUsers', 'ids', ids))).toEqual(['1', '0', '1']);
		expect(user('ana')?.active).toBe(false);
		expect(results(await plural(client, 'WSEnableUsers', 'ids', ids))).toEqual(['1', '0', '1']);
	});

	it('reads by number what should be read by name', async () => {
		const read = async (username: string) =>
			returned111(await client.registration('WSGetUserFromUsername', { username }));
		expect(await read('admin')).toContain('<user_id></user_id>');
		expect(await read('1')).toContain('<user_id>1</user_id>');
		expect(await read('1abc')).toContain('<firstname>John</firstname>');
	});

	it('attaches an external id by name, and dies of an unknown one', async () => {
		await create('ana');
		const attach = (value: string, name: string) =>
			client.registration('WSUpdateUserApiKey', { ...original('user', value), chamilo_username: name });
		expect(returned111(await attach('1', 'ana'))).toMatch(/^[0-9a-f]{32}$/);
		expect(extras(3).ext_user).toBe('1');
		expect(isFatal(await attach('9', 'nope'))).toBe(true);
		expect(returned111(await attach('9', ''))).toBe('0');
	});

	describe('editing', () => {
		beforeEach(async () => {
			await register('ana', '1', { expiration_date: '2040-01-01 00:00:00', phone: '7', language: 'french' });
			await register('eva', '2');
		});
		const editR = async (members: Record<string, string>) =>
			client.registration('WSEditUser', { ...original('user', '1'), username: 'ana', ...members });

		it('empties what is left out, but names, language and expiration', async () => {
			expect(returned111(await editR({}))).toBe('3');
			expect(user('ana')).toMatchObject({
				firstname: 'Ana',
				status: 5,
				email: '',
				phone: '',
				language: 'french',
				expirationDate: '2040-01-01 00:00:00',
			});
		});

		it('stores an empty username, and the zero date', async () => {
			expect(returned111(await editR({ username: '', expiration_date: '0000-00-00 00:00:00' }))).toBe('3');
			expect(client.sandbox.campus.users.byId(3)).toMatchObject({
				username: '',
				expirationDate: '0000-00-00 00:00:00',
			});
		});

		it('0 for another name, unknown and inactive users; enable wakes them', async () => {
			expect(returned111(await editR({ username: 'eva' }))).toBe('0');
			expect(returned111(await editR({ original_user_id_value: 'nope' }))).toBe('0');
			await plural(client, 'WSDisableUsers', 'ids', [original('user', '1')]);
			expect(returned111(await editR({}))).toBe('0');
			expect(returned111(await editR({ enable: '1' }))).toBe('3');
			expect(user('ana')?.active).toBe(true);
		});

		it('a bad date is fatal, an apostrophe in the name an SQL error', async () => {
			expect(isFatal(await editR({ expiration_date: 'soon' }))).toBe(true);
			expect(isSqlError(await editR({ username: "o'x" }))).toBe(true);
		});

		it('in the plural a missing date is never, an empty one fatal', async () => {
			const item = { ...original('user', '1'), username: 'ana' };
			expect(results(await plural(client, 'WSEditUsers', 'users', [item]))).toEqual(['3']);
			expect(user('ana')?.expirationDate).toBeNull();
			expect(isFatal(await plural(client, 'WSEditUsers', 'users', [{ ...item, expiration_date: '' }]))).toBe(true);
		});

		it('credentials: password and name, an empty name too', async () => {
			const call = async (members: Record<string, string>) =>
				client.registration('WSEditUserCredentials', { ...original('user', '1'), ...members });
			expect(returned111(await call({ username: 'anna', password: 'new' }))).toBe('1');
			expect(user('anna')?.password).toBe('bcrypt:new');
			expect(returned111(await call({ username: 'eva' }))).toBe('0');
			expect(isSqlError(await call({ username: "o'x" }))).toBe(true);
			expect(returned111(await call({ username: '' }))).toBe('1');
			expect(client.sandbox.campus.users.byId(3)?.username).toBe('');
		});
	});
});

describe('two at once', () => {
	beforeEach(async () => {
		await client.close();
		client = await start111({ latency: { baseMs: 50 } });
	});

	it('of one login: one number, the others die', async () => {
		const answers = await Promise.all([1, 2, 3, 4].map((n) => register('ana', String(n))));
		expect(answers.filter(isFatal)).toHaveLength(3);
		expect(answers.map(returned111)).toContain('3');
	});

	it('of one external id: nobody notices', async () => {
		await Promise.all(['a', 'b', 'c'].map((login) => register(login, '1')));
		expect(client.sandbox.campus.users.list()).toHaveLength(5);
		expect(returned111(await register('d', '1'))).toBe('0');
	});

	it('twice in one request is just taken', async () => {
		const users = [person('a', '1'), person('a', '2'), person('b', '1')];
		expect(results(await plural(client, 'WSCreateUsers', 'users', users))).toEqual(['3', '0', '0']);
	});
});

it('the state shows what the hash is made of', async () => {
	await create('ana', { password: 'open sesame' });
	const state = await (await fetch(`${client.sandbox.url}/sandbox/state`)).json();
	expect(state.users[2]).toMatchObject({ username: 'ana', password: 'bcrypt:open sesame' });
});
