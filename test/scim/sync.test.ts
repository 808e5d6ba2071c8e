import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WITH_KEY } from '../json-api/with-key.js';
import { errorOf, type List, type Resource, scimClient } from '../suites/scim/requests.js';
import { type Stack, startStack } from '../support/stack.js';

/** 500 take minutes. Each is dealt with by itself, so some show the same. */
const USERS = 40;
const READS = [
	'WSGetUser',
	'WSGetUserFromUsername',
	'WSUnsubscribeUserFromCourse',
	'get_user_info_from_username',
	'users_profiles_by_extra_field',
];

/** A user as a Keycloak extension sends it: all of it, at every run. */
const userOf = (index: number) => ({
	schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
	externalId: `kc-${index}`,
	userName: `user.${index}`,
	name: { givenName: `Given ${index}`, familyName: 'Family' },
	emails: [{ value: `user.${index}@example.org`, primary: true }],
	active: index % 10 !== 0,
});

describe.each([
	['with records', { USER_RECORDS: '1', USER_RECORDS_KEY: 'a secret of the tests' }],
	['with an API key', WITH_KEY],
])('a sync, %s', (_, env) => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack({ sandbox: { chamilo: '1.11.32', php: 7 }, env: { CACHE_TTL_S: '0', ...env } });
	});
	afterAll(() => stack.close());

	it('writes nothing the second time', async () => {
		const { call, find } = scimClient(stack.request);
		const indices = Array.from({ length: USERS }, (_, index) => index);
		const each = async (work: (index: number) => Promise<void>) => {
			const left = [...indices];
			const worker = async () => {
				for (let index = left.pop(); index !== undefined; index = left.pop()) await work(index);
			};
			await Promise.all(Array.from({ length: 8 }, worker));
		};
		const ids = new Map<number, string>();
		await each(async (index) => {
			const created = await call('POST', '/Users', userOf(index));
			expect(created.status).toBe(201);
			ids.set(index, (created.json as Resource).id);
		});
		expect((await stack.control.state()).users.filter(({ username }) => username.startsWith('user.'))).toHaveLength(
			USERS,
		);
		const before = stack.sandbox.journal.length;
		await each(async (index) => {
			// It finds the user by one or the other, and sends all of it again.
			if (index % 50 === 0) expect((await find(`externalId eq "kc-${index}"`)).Resources[0]?.id).toBe(ids.get(index));
			const answer = await call('PUT', `/Users/${ids.get(index)}`, userOf(index));
			expect(answer.status).toBe(200);
			expect(answer.json).toMatchObject({ userName: `user.${index}`, active: index % 10 !== 0 });
		});
		const calls = stack.sandbox.journal.slice(before).map(({ operation }) => operation);
		expect([...new Set(calls)].filter((name) => !READS.includes(name))).toEqual([]);
		const state = await stack.control.state();
		expect(state.users.find(({ username }) => username === 'user.10')).toMatchObject({ active: false });
	}, 240_000);
});

describe('SCIM with an API key', () => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack({ sandbox: { chamilo: '1.11.32', php: 8 }, env: { CACHE_TTL_S: '0', ...WITH_KEY } });
	});
	afterAll(() => stack.close());

	it('lists users in pages and by any filter on what the list tells', async () => {
		const { call, find } = scimClient(stack.request);
		const first = (await call('GET', '/Users?startIndex=1&count=2')).json as List;
		expect(first).toMatchObject({ totalResults: 11, startIndex: 1, itemsPerPage: 2 });
		expect((await call('GET', `/Users/${first.Resources[1]?.id}`)).json).toMatchObject({
			userName: first.Resources[1]?.userName,
		});
		expect((await call('GET', '/Users?count=0')).json).toMatchObject({ totalResults: 11, itemsPerPage: 0 });
		expect((await call('GET', '/Users?startIndex=11&count=5')).json).toMatchObject({ itemsPerPage: 1 });
		const names = async (filter: string) => (await find(filter)).Resources.map(({ userName }) => userName);
		expect(await names('emails.value eq "APENA@example.org"')).toEqual(['apena']);
		expect(await names('emails[type eq "work"].value eq "apena@example.org"')).toEqual(['apena']);
		expect(await names('userName eq "apena" and emails.value eq "apena@example.org"')).toEqual(['apena']);
		expect(await names('active eq false')).toEqual(['bakesson']);
		expect(await names('userName sw "a" and active eq true')).toContain('apena');
		expect(errorOf(await call('GET', '/Users?filter=phoneNumbers%20pr'))).toBe('400 invalidFilter');
	});

	it('reads and replaces members of groups, and keeps what it is not told', async () => {
		const { call, patch } = scimClient(stack.request);
		expect((await call('GET', '/ServiceProviderConfig')).json).toMatchObject({
			'urn:ietf:params:scim:schemas:extension:chamilo:2.0:ServiceProviderConfig': { groupMembers: 'readWrite' },
		});
		const group = (await call('GET', '/Groups/course-2')).json as Resource;
		const members = group.members?.map(({ value }) => value) ?? [];
		expect(members.length).toBeGreaterThan(0);
		const next = [...members.slice(1), '8'];
		const put = { displayName: group.displayName, members: next.map((value) => ({ value })) };
		const answer = await call('PUT', '/Groups/course-2', put, { 'If-Match': group.meta.version });
		expect((answer.json as Resource).members?.map(({ value }) => value).sort()).toEqual([...new Set(next)].sort());
		expect(errorOf(await call('PUT', '/Groups/course-2', put, { 'If-Match': group.meta.version }))).toBe(412);
		expect(errorOf(await call('PUT', '/Groups/course-2', { ...put, displayName: 'x' }))).toBe('400 mutability');
		expect(errorOf(await patch('/Groups/course-999', { op: 'add', path: 'members', value: [] }))).toBe(404);
		const removed = await patch('/Groups/course-2', { op: 'remove', path: 'members[value eq "8"]' });
		expect((removed.json as Resource).members?.map(({ value }) => value)).not.toContain('8');
		const session = (await call('GET', '/Groups/session-1')).json as Resource;
		const [member] = session.members ?? [];
		const out = await patch('/Groups/session-1', { op: 'Remove', path: 'members', value: [{ value: member?.value }] });
		expect((out.json as Resource).members).toEqual(session.members?.slice(1));
		const before = await stack.control.userById(10);
		expect((await patch('/Users/10', { op: 'replace', path: 'name.givenName', value: 'S.' })).status).toBe(200);
		expect(await stack.control.userById(10)).toEqual({ ...before, firstname: 'S.' });
		const code = {
			op: 'add',
			path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber',
			value: '7',
		};
		expect((await patch('/Users/10', code)).status).toBe(200);
		expect(await stack.control.userById(10)).toMatchObject({ officialCode: '7' });
	});

	it('tells resource types and schemas', async () => {
		const { call } = scimClient(stack.request);
		expect((await call('GET', '/ResourceTypes')).json).toMatchObject({ totalResults: 2 });
		const schemas = (await call('GET', '/Schemas')).json as List;
		expect(schemas.totalResults).toBe(4);
		for (const { id } of schemas.Resources) expect((await call('GET', `/Schemas/${id}`)).json).toMatchObject({ id });
		expect(errorOf(await call('GET', '/Schemas/none'))).toBe(404);
	});
});
