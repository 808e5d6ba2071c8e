import { expect, test } from 'vitest';
import { hasSoapPhp } from '../../support/kinds.js';
import { ADA_EDIT, DEMO, never, storedPassword } from '../../support/users.js';
import type { Bench } from '../run.js';

const CLEARED = { email: null, language: null, phone: null, expiration_date: null };
const PATH = '/users/external_user/1505';

export function testPutUser(bench: Bench): void {
	const { kind } = bench;
	/** Where the platform's language cannot be had without its name. */
	const platform = !hasSoapPhp(kind) ? { language: 'english' } : {};
	const edited = () => bench.control.userById(DEMO.other.id);

	test('gives an existing user the state of the body, and leaves password, active state and external id alone', async () => {
		const before = await edited();
		const answer = await bench.send('PUT', PATH, { ...ADA_EDIT, loginname: 'apena' });
		expect(answer.status).toBe(200);
		expect(answer.json).toEqual({ id: DEMO.other.id, field: 'external_user', value: '1505' });
		expect(await edited()).toEqual({
			...before,
			firstname: 'Ada',
			lastname: 'King',
			status: 1,
			email: 'ada@example.org',
			language: 'french',
			phone: '+32 2 211',
			expirationDate: '2031-01-31 18:00:00',
			// What Chamilo wipes at every edit; the document says so.
			officialCode: '',
		});
	});

	test('touches nobody else', async () => {
		const others = async () => (await bench.control.state()).users.filter(({ id }) => id !== DEMO.other.id);
		const before = await others();
		await bench.send('PUT', PATH, {
			...ADA_EDIT,
			loginname: 'apena',
			password: 'new',
			active: true,
			extras: { a: 'b' },
		});
		expect(await others()).toEqual(before);
	});

	test('null clears, and the language becomes that of the platform', async () => {
		await bench.send('PUT', PATH, { ...ADA_EDIT, loginname: 'apena' });
		expect((await bench.send('PUT', PATH, { ...ADA_EDIT, ...CLEARED, ...platform, loginname: 'apena' })).status).toBe(
			200,
		);
		expect(await edited()).toMatchObject({
			email: '',
			language: 'english',
			phone: '',
			expirationDate: never(kind),
		});
	});

	test('the language, which Chamilo reads from the wrong argument, is stored', async () => {
		for (const [language, stored] of [
			['spanish', 'spanish'],
			['de-AT', 'german'],
		]) {
			await bench.send('PUT', PATH, { ...ADA_EDIT, loginname: 'apena', language });
			expect((await edited())?.language).toBe(stored);
		}
	});

	test('a language that Chamilo does not know is 422, and nothing is changed', async () => {
		const before = await edited();
		const refused = await bench.send('PUT', PATH, { ...ADA_EDIT, loginname: 'apena', language: 'klingon' });
		expect([refused.status, refused.json]).toEqual([
			422,
			expect.objectContaining({
				code: 'unsupported-by-chamilo',
				errors: [expect.objectContaining({ pointer: '/language' })],
			}),
		]);
		expect(await edited()).toEqual(before);
	});

	test.each([
		['&', 'Tom & Jerry', '<b>x</b>'],
		['é 漢字', 'Ñandú', '漢字 é'],
		['an apostrophe', "O'Brien", "D'Arcy"],
		['markup', '<x/>', ']]>&amp;'],
	])('names with %s are stored as they are', async (_, firstname, lastname) => {
		expect((await bench.send('PUT', PATH, { ...ADA_EDIT, loginname: 'apena', firstname, lastname })).status).toBe(200);
		expect(await edited()).toMatchObject({ firstname, lastname });
	});

	test('a user can be renamed, by whatever it is named', async () => {
		expect((await bench.send('PUT', PATH, { ...ADA_EDIT, loginname: 'first' })).status).toBe(200);
		const byName = await bench.send('PUT', '/users/username/first', { ...ADA_EDIT, loginname: 'second' });
		expect(byName.json).toEqual({ id: DEMO.other.id, field: 'username', value: 'second' });
		const byNumber = await bench.send('PUT', `/users/chamilo_user_id/${DEMO.other.id}`, {
			...ADA_EDIT,
			loginname: 'third',
		});
		expect(byNumber.json).toEqual({ id: DEMO.other.id, field: 'chamilo_user_id', value: String(DEMO.other.id) });
		expect((await edited())?.username).toBe('third');
	});

	test('the case of a username can be changed', async () => {
		expect((await bench.send('PUT', PATH, { ...ADA_EDIT, loginname: 'APena' })).status).toBe(200);
		expect((await edited())?.username).toBe('APena');
	});

	test('an inactive user stays inactive unless active says otherwise', async () => {
		const path = '/users/external_user/1509';
		const active = async () => (await bench.control.userById(DEMO.inactive.id))?.active;
		const edit = { ...ADA_EDIT, loginname: 'bakesson' };
		expect((await bench.send('PUT', path, edit)).status).toBe(200);
		expect(await active()).toBe(false);
		expect((await bench.send('PUT', path, { ...edit, active: true })).status).toBe(200);
		expect(await active()).toBe(true);
		expect((await bench.send('PUT', path, edit)).status).toBe(200);
		expect(await active()).toBe(true);
		expect((await bench.send('PUT', path, { ...edit, active: false })).status).toBe(200);
		expect(await active()).toBe(false);
	});

	test.each(['external_user/1505', 'username/apena', `chamilo_user_id/${DEMO.other.id}`])(
		'a password is really changed, for the user named %s',
		async (name) => {
			const edit = { ...ADA_EDIT, loginname: 'apena', password: 'brand new é' };
			expect((await bench.send('PUT', `/users/${name}`, edit)).status).toBe(200);
			expect(await edited()).toMatchObject({
				...storedPassword(kind, 'brand new é'),
				username: 'apena',
				lastname: 'King',
				status: 1,
				active: true,
			});
		},
	);

	test('a password and a new username are stored together', async () => {
		await bench.send('PUT', '/users/username/apena', { ...ADA_EDIT, loginname: 'angel', password: 'new' });
		expect(await edited()).toMatchObject({ username: 'angel', ...storedPassword(kind, 'new') });
	});

	test('an inactive user gets a password where it is enabled at once', async () => {
		const edit = { ...ADA_EDIT, loginname: 'bakesson', password: 'new', active: true };
		expect((await bench.send('PUT', '/users/external_user/1509', edit)).status).toBe(200);
		expect(await bench.control.userById(DEMO.inactive.id)).toMatchObject({
			active: true,
			...storedPassword(kind, 'new'),
		});
	});

	test('a password is changed before the user is disabled', async () => {
		await bench.send('PUT', PATH, { ...ADA_EDIT, loginname: 'apena', password: 'new', active: false });
		expect(await edited()).toMatchObject({ active: false, ...storedPassword(kind, 'new') });
	});

	test('extras are stored beside those the user has', async () => {
		const first = { ...ADA_EDIT, loginname: 'apena', extras: { department: 'Research', seat: '7' } };
		expect((await bench.send('PUT', PATH, first)).status).toBe(200);
		const second = { ...first, extras: { department: 'Research', seat: '8' } };
		expect((await bench.send('PUT', PATH, second)).status).toBe(200);
		expect((await edited())?.extras).toMatchObject({ external_user: '1505', department: 'Research', seat: '8' });
	});

	test('creates the user where there is none', async () => {
		const edit = { ...ADA_EDIT, password: 'new', extras: { department: 'Research' } };
		const answer = await bench.send('PUT', '/users/external_user/n%2F1', edit);
		expect(answer.status).toBe(201);
		expect(answer.json).toEqual({ id: DEMO.nextId, field: 'external_user', value: 'n/1' });
		expect(answer.headers.get('Location')).toBe('/users/external_user/n%2F1');
		expect(await bench.control.userById(DEMO.nextId)).toMatchObject({
			username: 'ada',
			lastname: 'King',
			status: 1,
			email: 'ada@example.org',
			language: 'french',
			phone: '+32 2 211',
			expirationDate: '2031-01-31 18:00:00',
			...storedPassword(kind, 'new'),
			active: true,
			extras: { external_user: 'n/1', department: 'Research' },
		});
	});

	test('creates in a field that does not exist yet, and inactive where that is asked for', async () => {
		const answer = await bench.send('PUT', '/users/new_field/1', { ...ADA_EDIT, password: 'new', active: false });
		expect(answer.status).toBe(201);
		expect(await bench.control.userByName('ada')).toMatchObject({ active: false, extras: { new_field: '1' } });
	});

	test('creates under its username', async () => {
		const answer = await bench.send('PUT', '/users/username/ada', { ...ADA_EDIT, password: 'new' });
		expect(answer.status).toBe(201);
		expect(answer.json).toEqual({ id: DEMO.nextId, field: 'username', value: 'ada' });
		expect(answer.headers.get('Location')).toBe('/users/username/ada');
		expect(await bench.control.userByName('ada')).toMatchObject({ id: DEMO.nextId, ...storedPassword(kind, 'new') });
	});

	test('sent again it changes nothing more', async () => {
		const edit = { ...ADA_EDIT, password: 'new', active: true, extras: { department: 'Research' } };
		expect((await bench.send('PUT', '/users/external_user/n1', edit)).status).toBe(201);
		expect((await bench.send('PUT', '/users/external_user/n1', edit)).status).toBe(200);
		const once = await bench.control.state();
		expect((await bench.send('PUT', '/users/external_user/n1', edit)).status).toBe(200);
		expect(await bench.control.state()).toEqual(once);
	});

	test('two at once for one new user make one user', async () => {
		await bench.control.fault({ kind: 'delay', ms: 30, times: 4 });
		const put = () => bench.send('PUT', '/users/external_user/n1', { ...ADA_EDIT, password: 'new' });
		const answers = await Promise.all([put(), put()]);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 201]);
		expect(await bench.control.usersWith('external_user', 'n1')).toHaveLength(1);
	});
}
