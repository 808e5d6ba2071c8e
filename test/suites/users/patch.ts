import { describe, expect, test } from 'vitest';
import { can } from '../../support/kinds.js';
import { expectProblem } from '../../support/problem.js';
import { ADA, ADA_EDIT, DEMO, passwordOf, storedPassword, withoutMarks } from '../../support/users.js';
import type { Bench } from '../run.js';

const PATH = '/users/external_user/1505';

/** PATCH of a user without an API key: what a campus overwrites has to be sent along. */
export function testPatchUser(bench: Bench): void {
	const { kind, send } = bench;
	const isComplete = can(kind, 'complete-edits');
	const user = (id: number = DEMO.other.id) => bench.control.userById(id);
	/** What has to be sent along, beside the names. */
	const along = {
		...{ loginname: 'apena', status: 'student', email: 'apena@example.org', phone: '1' },
		...(isComplete ? {} : { language: 'spanish', expiration_date: null }),
	};

	test.each([false, true])('active %s, and nothing else', async (active) => {
		const before = await user();
		expect((await send('PATCH', PATH, { active })).status).toBe(204);
		expect(await user()).toEqual({ ...before, active });
	});

	test('names that the look before it shows, and extras that the user has, are not sent', async () => {
		const { firstname, lastname } = (await user()) ?? {};
		expect((await send('PATCH', PATH, { firstname, lastname })).status).toBe(204);
		expect(await bench.control.operations()).toEqual(['WSGetUser']);
		await send('PATCH', PATH, { loginname: 'apena', extras: { department: 'Research' } });
		const before = await bench.control.operations();
		expect((await send('PATCH', PATH, { firstname, extras: { department: 'Research' } })).status).toBe(204);
		expect((await bench.control.operations()).slice(before.length)).toEqual(['WSGetUser', 'WSGetUser']);
	});

	test('username and password, and nothing else', async () => {
		const before = await user();
		expect((await send('PATCH', PATH, { loginname: 'renamed' })).status).toBe(204);
		expect(await user()).toEqual({ ...before, username: 'renamed' });
		expect((await send('PATCH', PATH, { loginname: 'renamed', password: 'a new one' })).status).toBe(204);
		expect(await user()).toEqual({ ...before, username: 'renamed', ...storedPassword(kind, 'a new one') });
	});

	test('the password of a user named by its username, together with active and an extra field', async () => {
		const before = withoutMarks(await bench.control.state());
		const change = { password: 'a new one', active: false, extras: { department: 'Research' } };
		expect((await send('PATCH', '/users/username/apena', change)).status).toBe(204);
		const { users } = withoutMarks(await bench.control.state());
		const stored = users.find(({ id }) => id === DEMO.other.id);
		const known = before.users.find(({ id }) => id === DEMO.other.id);
		expect(stored).toEqual({
			...known,
			...storedPassword(kind, 'a new one'),
			active: false,
			extras: { ...known?.extras, department: 'Research' },
		});
	});

	test('a password alone needs the username, which cannot be read', async () => {
		const before = await user();
		const problem = expectProblem(await send('PATCH', PATH, { password: 'new' }), 'unsupported-by-chamilo');
		expect(problem).toMatchObject({ missing: ['loginname'] });
		expect(passwordOf(await user())).toEqual(passwordOf(before));
	});

	test('lists what an edit would overwrite, and changes nothing', async () => {
		const before = await bench.control.state();
		const problem = expectProblem(await send('PATCH', PATH, { firstname: 'Ana' }), 'unsupported-by-chamilo');
		expect(problem.missing).toEqual(Object.keys(along).sort(byDocument));
		expect(await bench.control.state()).toEqual(before);
	});

	test('keeps what is read, and what Chamilo keeps', async () => {
		const before = await user();
		const query = '?accept_side_effects=true';
		expect((await send('PATCH', `${PATH}${query}`, { ...along, firstname: 'Ana' })).status).toBe(204);
		expect(await user()).toEqual({
			...before,
			...{ firstname: 'Ana', email: 'apena@example.org', phone: '1', language: before?.language },
			officialCode: '',
			...(isComplete ? {} : { language: 'spanish' }),
		});
	});

	test('an edit that would wipe the official code is refused before anything is changed', async () => {
		const before = await bench.control.state();
		const problem = expectProblem(await send('PATCH', PATH, { ...along, firstname: 'A' }), 'unsupported-by-chamilo');
		expect(problem.detail).toContain('accept_side_effects=true');
		const code = await send('PATCH', PATH, { ...along, official_code: 'X-1' });
		expect(expectProblem(code, 'unsupported-by-chamilo').detail).toContain('new users only');
		const put = { ...ADA_EDIT, loginname: 'apena', official_code: 'X-1' };
		expectProblem(await send('PUT', PATH, put), 'unsupported-by-chamilo');
		expect(await bench.control.state()).toEqual(before);
		expect((await send('PATCH', PATH, { ...along, official_code: null })).status).toBe(204);
		expect((await user())?.officialCode).toBe('');
	});

	test('PUT and batches refuse to lose a code, or say that it is not stored where that was accepted', async () => {
		const edit = { ...ADA_EDIT, loginname: 'apena', language: 'spanish', official_code: 'X-1' };
		const item = { field: 'external_user', value: '1505', ...edit };
		const { field, value } = item;
		const path = `/users/${field}/${value}`;
		const before = await bench.control.state();
		const refused = await send('POST', '/users/batch/edit', { users: [item] });
		expect(refused.json).toMatchObject({ results: [{ problem: { code: 'unsupported-by-chamilo' } }] });
		expect(await bench.control.state()).toEqual(before);
		const query = '?accept_side_effects=true';
		const put = await send('PUT', `${path}${query}`, edit);
		expect(put).toMatchObject({ status: 200, json: { not_stored: ['official_code'] } });
		const batch = await send('POST', `/users/batch/edit${query}`, { users: [{ ...item, phone: '77' }] });
		expect(batch.json).toMatchObject({ results: [{ status: 200, not_stored: ['official_code'] }] });
	});

	test('refuses unknown users, members and values', async () => {
		expectProblem(await send('PATCH', '/users/external_user/none', { active: true }), 'user-not-found');
		expectProblem(await send('PATCH', '/users/external_user/none', { loginname: 'x' }), 'user-not-found');
		expectProblem(await send('PATCH', PATH, {}), 'invalid-request');
		expectProblem(await send('PATCH', PATH, { active: 'False' }), 'invalid-request');
		expectProblem(await send('PATCH', PATH, { loginname: "o'brien" }), 'unsafe-identifier');
		expectProblem(await send('PATCH', PATH, { extras: { external_user: '1' } }), 'invalid-request');
		expectProblem(await send('PATCH', PATH, { loginname: 'lzolkiewski' }), 'username-taken');
		expectProblem(
			await send('PATCH', '/users/external_user/1509', { loginname: 'bakesson', password: 'x' }),
			'user-inactive',
		);
	});

	test('an inactive user is enabled before its password is changed', async () => {
		const change = { loginname: 'bakesson', password: 'a new one', active: true };
		expect((await send('PATCH', '/users/external_user/1509', change)).status).toBe(204);
		expect(await user(DEMO.inactive.id)).toMatchObject({ active: true, ...storedPassword(kind, 'a new one') });
	});

	describe('the official code of a new user', () => {
		test.each([true, false])('is stored, with active %s', async (active) => {
			const answer = await send('POST', '/users', { ...ADA, official_code: 'ID-9001', active, phone: '12' });
			expect(answer.status).toBe(201);
			expect(await user(DEMO.nextId)).toMatchObject({
				username: 'ada',
				officialCode: 'ID-9001',
				active,
				phone: '12',
				extras: { external_user: '9001' },
				...storedPassword(kind, ADA.password),
			});
		});

		test('also without an external id, in batches and by PUT', async () => {
			const { field, value, ...unnamed } = ADA;
			const code = { official_code: 'ID-9001' };
			const users = [
				{ ...unnamed, ...code },
				{ ...ADA, ...code, loginname: 'ada2' },
				{ ...ADA, loginname: 'ada3', value: '9003' },
			];
			expect((await send('POST', '/users/batch/create', { users })).status).toBe(200);
			expect((await send('PUT', '/users/external_user/9004', { ...ADA_EDIT, ...code, password: 'x' })).status).toBe(
				409,
			);
			const put = { ...ADA_EDIT, ...code, password: 'x', loginname: 'ada4' };
			expect((await send('PUT', `/users/${field}/${value}4`, put)).status).toBe(201);
			const made = (await bench.control.state()).users.slice(-4);
			const codes = Object.fromEntries(made.map(({ username, officialCode }) => [username, officialCode]));
			expect(codes).toEqual({ ada: 'ID-9001', ada2: 'ID-9001', ada3: '', ada4: 'ID-9001' });
		});
	});
}

const NAMES = ['loginname', 'status', 'email', 'phone', 'language', 'expiration_date'];
const byDocument = (left: string, right: string) => NAMES.indexOf(left) - NAMES.indexOf(right);
