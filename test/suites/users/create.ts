import { expect, test } from 'vitest';
import { type CampusKind, can } from '../../support/kinds.js';
import { expectProblem } from '../../support/problem.js';
import { ADA, CALLS, DEMO, never, sha1, storedPassword, usableHash } from '../../support/users.js';
import type { Bench } from '../run.js';

const FULL = {
	...ADA,
	status: 'teacher',
	email: 'ada@example.org',
	language: 'french',
	phone: '+32 2 211 34 56',
	expiration_date: '2031-01-31T18:00:00+02:00',
	active: true,
	extras: { department: 'Research', building: 'B/7' },
};

export function testCreateUser(bench: Bench): void {
	const { kind } = bench;
	const ada = () => bench.control.userByName('ada');

	test('creates a user with all that was asked for', async () => {
		const answer = await bench.send('POST', '/users', FULL);
		expect(answer.status).toBe(201);
		expect(answer.headers.get('Content-Type')).toBe('application/json');
		expect(answer.json).toEqual({ id: DEMO.nextId, field: 'external_user', value: '9001' });
		expect(answer.headers.get('Location')).toBe('/users/external_user/9001');
		expect(await ada()).toEqual({
			id: DEMO.nextId,
			username: 'ada',
			firstname: 'Ada',
			lastname: 'Lovelace',
			...storedPassword(kind, 'first secret'),
			status: 1,
			active: true,
			email: 'ada@example.org',
			officialCode: '',
			phone: '+32 2 211 34 56',
			language: 'french',
			expirationDate: '2031-01-31 16:00:00',
			authSource: 'platform',
			hrDeptId: 0,
			// On 1.9 extra fields are made by a call that makes an API key on the way.
			hasApiKey: kind === '1.9',
			extras: {
				...visibleFields(kind),
				external_user: '9001',
				department: 'Research',
				building: 'B/7',
				already_logged_in: 'false',
			},
		});
	});

	test('the Location leads to the user', async () => {
		const { headers } = await bench.send('POST', '/users', ADA);
		const found = await bench.send('GET', headers.get('Location') ?? '');
		expect(found.json).toEqual({
			id: DEMO.nextId,
			field: 'external_user',
			value: '9001',
			firstname: 'Ada',
			lastname: 'Lovelace',
			active: true,
			// Of these SOAP tells nothing.
			...{ username: null, email: null, phone: null, status: null, official_code: null },
		});
	});

	test('what is left out becomes a student that is active and has the language of the platform', async () => {
		const { field: _field, value: _value, ...plain } = ADA;
		const answer = await bench.send('POST', '/users', plain);
		expect(answer.json).toEqual({ id: DEMO.nextId, field: null, value: null });
		expect(answer.headers.get('Location')).toBe(`/users/chamilo_user_id/${DEMO.nextId}`);
		expect((await bench.send('GET', answer.headers.get('Location') ?? '')).json).toMatchObject({ id: DEMO.nextId });
		expect(await ada()).toMatchObject({
			status: 5,
			active: true,
			email: '',
			phone: '',
			language: 'english',
			extras: kind === '1.9' ? { already_logged_in: 'false' } : { rest_gateway_id: `u${DEMO.nextId}` },
		});
		// The campus' own default: the document says so.
		const { expirationDate } = (await ada()) ?? {};
		if (!can(kind, 'number-lookup')) expect(expirationDate).toBe(never(kind));
		else expect(Date.parse(`${expirationDate?.replace(' ', 'T')}Z`) - Date.now()).toBeGreaterThan(9 * 365 * 86_400_000);
	});

	test('members left out travel as empty elements, so nothing shifts', async () => {
		await bench.send('POST', '/users', ADA);
		const [call] = (await bench.control.journal()).filter(({ operation }) => operation === CALLS[kind].create);
		if (kind !== '1.9') {
			const email = can(kind, 'create-takes-any-text') ? '' : 'stand-in@example.invalid';
			expect(call?.args).toMatchObject([{ status: '5', email, phone: '', expiration_date: '', active: '1' }]);
			return;
		}
		expect(call?.args).toEqual([
			'Ada',
			'Lovelace',
			5,
			'ada',
			'***',
			'',
			'external_user',
			'9001',
			1,
			'',
			'',
			'',
			'0000-00-00 00:00:00',
			{},
		]);
	});

	test('the order of the members means nothing', async () => {
		await bench.send('POST', '/users', FULL);
		const first = await bench.control.journal();
		await bench.control.reset();
		await bench.send('POST', '/users', Object.fromEntries(Object.entries(FULL).reverse()));
		const second = await bench.control.journal();
		const argsOf = (calls: typeof first) => calls.find(({ operation }) => operation === CALLS[kind].create)?.args;
		expect(argsOf(second)).toEqual(argsOf(first));
		expect(argsOf(first)).toHaveLength(kind === '1.9' ? 14 : 1);
		expect(await ada()).toMatchObject({ firstname: 'Ada', lastname: 'Lovelace', phone: '+32 2 211 34 56', status: 1 });
	});

	test('null stands for nothing where it is allowed', async () => {
		const nulls = { email: null, language: null, phone: null, expiration_date: null };
		expect((await bench.send('POST', '/users', { ...ADA, ...nulls })).status).toBe(201);
		expect(await ada()).toMatchObject({
			email: '',
			language: 'english',
			phone: '',
			expirationDate: never(kind),
			active: true,
		});
	});

	test.each([
		["O'Brien", "O'Brien"],
		['é 漢字', 'Ñandú Żółć'],
		['<x/>', '&amp; "&lt;" \\'],
		['<b>bold</b>', '<script>alert(1)</script>'],
		['Tom & Jerry', 'a < b > c'],
		[']]>', '<!-- & -->'],
		['&#233;', '&eacute;'],
		['{"$xml": "<x/>"}', '$attributes'],
		['日'.repeat(60), 'é'.repeat(60)],
	])('the names %j and %j are stored as they are', async (firstname, lastname) => {
		expect((await bench.send('POST', '/users', { ...ADA, firstname, lastname })).status).toBe(201);
		expect(await ada()).toMatchObject({ firstname, lastname, active: true, extras: { external_user: '9001' } });
		expect((await bench.send('GET', '/users/external_user/9001')).json).toMatchObject({ firstname, lastname });
	});

	test('names with &, < and > leave the rest of the user as it was asked for', async () => {
		expect((await bench.send('POST', '/users', { ...FULL, firstname: 'A & B', phone: '<1> & 2' })).status).toBe(201);
		expect(await ada()).toMatchObject({
			firstname: 'A & B',
			phone: '<1> & 2',
			status: 1,
			email: 'ada@example.org',
			language: 'french',
			expirationDate: '2031-01-31 16:00:00',
			...storedPassword(kind, 'first secret'),
			extras: { external_user: '9001', department: 'Research' },
		});
	});

	test('blanks around a name are removed, within it they stay', async () => {
		await bench.send('POST', '/users', { ...ADA, firstname: '  Ada  Augusta ' });
		expect(await ada()).toMatchObject({ firstname: 'Ada  Augusta' });
	});

	test.each(['pä$$ 漢字 "\'\\<&>', '  blanks  ', '😀😀', '{"$xml":"<x/>"}'])(
		'the password %j is the one that counts',
		async (password) => {
			expect((await bench.send('POST', '/users', { ...ADA, password })).status).toBe(201);
			expect(await ada()).toMatchObject(storedPassword(kind, password));
		},
	);

	test('a password that is hashed already is stored as it is', async () => {
		const hashed = usableHash(kind);
		expect((await bench.send('POST', '/users', { ...ADA, ...hashed })).status).toBe(201);
		const { passwordSha1, password } = (await ada()) ?? {};
		expect(passwordSha1 ?? password).toBe(hashed.password);
		expect(await ada()).toMatchObject({ active: true, extras: { external_user: '9001' } });
	});

	test.each([
		['another method than the campus has', 'md5', sha1('x')],
		['a hash of another form', usableHash(kind).encrypt_method, 'not a hash'],
	])('%s is refused by Chamilo, and no user is left behind', async (_, encrypt_method, password) => {
		const problem = expectProblem(
			await bench.send('POST', '/users', { ...ADA, password, encrypt_method }),
			'password-encryption-refused',
		);
		if (kind === '1.9') {
			expect(problem.chamilo).toEqual({
				operation: 'WSUser.CreateUser',
				faultcode: '103',
				faultstring: 'The encryption of the password is invalid',
			});
		}
		expect(await ada()).toBeUndefined();
	});

	test('a user can be created inactive, its external id stored all the same', async () => {
		expect((await bench.send('POST', '/users', { ...ADA, active: false })).status).toBe(201);
		expect(await ada()).toMatchObject({ active: false, extras: { external_user: '9001' } });
		expect((await bench.send('GET', '/users/external_user/9001')).json).toMatchObject({ active: false });
	});

	test('a user that is inactive and never expires is both', async () => {
		const wanted = { ...ADA, active: false, expiration_date: null };
		expect((await bench.send('POST', '/users', wanted)).status).toBe(201);
		expect(await ada()).toMatchObject({ active: false, expirationDate: never(kind), lastname: 'Lovelace' });
	});

	test.each(['teacher', 'session_admin', 'hr_manager', 'student'])(
		'status %s is stored by its number',
		async (status) => {
			await bench.send('POST', '/users', { ...ADA, status });
			expect((await ada())?.status).toBe({ teacher: 1, session_admin: 3, hr_manager: 4, student: 5 }[status]);
		},
	);

	test('an external id in a field that does not exist yet is stored, and the field is made', async () => {
		const answer = await bench.send('POST', '/users', { ...ADA, field: 'brand_new', value: 'X-1' });
		expect(answer.status).toBe(201);
		expect(await ada()).toMatchObject({ extras: { brand_new: 'X-1' } });
		expect((await bench.send('GET', '/users/brand_new/X-1')).json).toMatchObject({ id: DEMO.nextId, active: true });
	});

	test('extras in fields that exist and in new ones are all stored, whatever their order', async () => {
		await bench.send('POST', '/users', { ...ADA, extras: { known: 'shared' } });
		const extras = { new_one: 'a', known: 'shared', new_two: 'b', external_user_id: 'é 漢字' };
		const next = { ...ADA, loginname: 'eva', value: '9002', extras };
		expect((await bench.send('POST', '/users', next)).status).toBe(201);
		expect((await bench.control.userByName('eva'))?.extras).toMatchObject({ ...extras, external_user: '9002' });
		expect((await ada())?.extras).toMatchObject({ known: 'shared', external_user: '9001' });
	});

	test('the API key that Chamilo makes on the way is never shown', async () => {
		const { field: _field, value: _value, ...plain } = ADA;
		const answer = await bench.send('POST', '/users', kind === '1.9' ? { ...ADA, field: 'brand_new' } : plain);
		expect((await ada())?.hasApiKey).toBe(!can(kind, 'external-id-by-username'));
		expect(answer.text).not.toMatch(/[0-9a-f]{32}/);
	});
}

/** Fields that a fresh 1.11.6 shows to every user; each gets an empty value when it is created. */
function visibleFields(kind: CampusKind): Record<string, string> {
	return can(kind, 'number-lookup') ? { skype: '', linkedin_url: '' } : {};
}
