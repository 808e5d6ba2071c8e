import { expect, test } from 'vitest';
import type { Bench } from '../run.js';
import { ENTRA_USER, errorOf, OKTA_USER, type Resource, scimClient } from './requests.js';

export function testBadInput(bench: Bench): void {
	const { call, patch } = scimClient((...args) => bench.send(...args));
	const list = async (filter: string) => errorOf(await call('GET', `/Users?filter=${encodeURIComponent(filter)}`));
	const added = async () => call('POST', '/Users', ENTRA_USER);

	test.each([
		['userName'],
		['userName eq'],
		['userName eq x'],
		['userName co "a'],
		['('.repeat(60)],
		['userName eq "o\'brien"'],
		['userName eq 3'],
		['shoeSize eq "44"'],
		['emails.value eq "apena@example.org"'],
		['userName eq "apena" and phoneNumbers.value eq "1"'],
	])('the filter %s is refused, and not answered by an empty list', async (filter) => {
		expect(await list(filter)).toBe('400 invalidFilter');
	});

	test('filters joined by and', async () => {
		const { id } = (await added()).json as Resource;
		const found = async (filter: string) =>
			((await call('GET', `/Users?filter=${encodeURIComponent(filter)}`)).json as { Resources: Resource[] }).Resources;
		const both = `userName eq "${ENTRA_USER.userName}" and externalId eq "${ENTRA_USER.externalId}"`;
		expect((await found(both)).map((one) => one.id)).toEqual([id]);
		expect(await found(`${both} and active eq false`)).toEqual([]);
		expect(await found(`id eq "${id}" and userName eq "apena"`)).toEqual([]);
		expect((await found(`urn:ietf:params:scim:schemas:core:2.0:User:userName eq "APENA"`)).map(({ id }) => id)).toEqual(
			['7'],
		);
	});

	test('a list without a filter is refused where the campus has none', async () => {
		expect(errorOf(await call('GET', '/Users'))).toBe(400);
	});

	test.each([
		[{ op: 'replace', path: 'shoeSize', value: '44' }, '400 invalidPath'],
		[{ op: 'replace', path: 'name.nick', value: 'x' }, '400 invalidPath'],
		[{ op: 'replace', path: '__proto__.polluted', value: 'x' }, '400 invalidPath'],
		[{ op: 'replace', path: 'constructor.prototype', value: 'x' }, '400 invalidPath'],
		[{ op: 'replace', value: { 'constructor.prototype.polluted': 'x' } }, '400 invalidPath'],
		[{ op: 'replace', path: 'emails[value eq ].value', value: 'x' }, '400 invalidFilter'],
		[{ op: 'move', path: 'active', value: true }, '400 invalidSyntax'],
		[{ op: 'remove' }, '400 invalidSyntax'],
		[{ op: 'replace', path: 'active', value: 'maybe' }, '400 invalidValue'],
		[{ op: 'replace', path: 'userName', value: "o'brien" }, '400 invalidValue'],
		[{ op: 'replace', path: 'userName', value: { a: 1 } }, '400 invalidValue'],
		[{ op: 'replace', path: 'preferredLanguage', value: 'tlh' }, '400'],
		[{ op: 'replace', path: 'id', value: '1' }, '400 mutability'],
	])('PATCH %j is refused, and nothing is changed', async (operation, expected) => {
		const { id } = (await added()).json as Resource;
		const before = await bench.control.userById(Number(id));
		expect(String(errorOf(await patch(`/Users/${id}`, operation)))).toContain(expected);
		expect(await bench.control.userById(Number(id))).toEqual(before);
		expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
	});

	test('100 operations in one PATCH are one change, in their order', async () => {
		const { id } = (await added()).json as Resource;
		const calls = bench.proxy.exchanges.length;
		const operations = Array.from({ length: 100 }, (_, index) => ({
			op: index % 2 ? 'replace' : 'Add',
			path: 'active',
			value: index === 99 ? 'False' : index % 2 === 0,
		}));
		expect((await patch(`/Users/${id}`, ...operations)).json).toMatchObject({ active: false });
		expect(bench.proxy.exchanges.length - calls).toBeLessThan(10);
	});

	test('a body that is none, and members that are wrong', async () => {
		const post = (body: unknown) => call('POST', '/Users', body).then(errorOf);
		expect(await post({ schemas: [] })).toBe('400 invalidValue');
		expect(await post({ userName: '' })).toBe('400 invalidValue');
		expect(await post({ userName: 'new', emails: [{ value: 'nonsense' }] })).toBe('400 invalidValue');
		expect(await post({ userName: 'new', externalId: "'" })).toBe('400 invalidValue');
		expect(await post([])).toBe('400 invalidValue');
		expect(errorOf(await call('POST', '/Users', '{'))).toContain('400');
		expect(errorOf(await call('POST', '/Users', OKTA_USER, { 'Content-Type': 'text/plain' }))).toBe(415);
		expect(errorOf(await bench.sendAs('usersRead')('GET', '/scim/v2/Users/7'))).toBe(403);
		expect(errorOf(await bench.sendAs(null)('GET', '/scim/v2/Users/7'))).toBe(401);
	});

	test('a taken userName or externalId', async () => {
		expect((await added()).status).toBe(201);
		expect(errorOf(await added())).toBe('409 uniqueness');
		expect(errorOf(await call('POST', '/Users', { ...ENTRA_USER, userName: 'another' }))).toBe('409 uniqueness');
		expect(errorOf(await call('POST', '/Users', { userName: 'APENA' }))).toBe('409 uniqueness');
	});

	test('a stale version', async () => {
		const created = await added();
		const { id } = created.json as Resource;
		const [path, version] = [`/Users/${id}`, created.headers.get('etag') ?? ''];
		expect((await call('GET', path, undefined, { 'If-None-Match': version })).status).toBe(304);
		const { meta: _, ...user } = ENTRA_USER;
		const inactive = { ...user, active: false };
		expect((await call('PUT', path, inactive, { 'If-Match': version })).status).toBe(200);
		for (const method of ['PUT', 'DELETE']) {
			const body = method === 'PUT' ? user : undefined;
			expect(errorOf(await call(method, path, body, { 'If-Match': version }))).toBe(412);
		}
		expect((await bench.control.userById(Number(id)))?.active).toBe(false);
		const now = (await call('GET', path)).headers.get('etag') ?? '';
		expect((await call('DELETE', path, undefined, { 'If-Match': `"x", ${now}` })).status).toBe(204);
	});

	test('attributes and excludedAttributes', async () => {
		const { id } = (await added()).json as Resource;
		const keys = async (query: string) =>
			Object.keys((await call('GET', `/Users/${id}?${query}`)).json as object).sort();
		expect(await keys('attributes=username,name.givenname')).toEqual(['id', 'name', 'schemas', 'userName']);
		expect(await keys('excludedAttributes=name,id,emails,meta,roles')).toEqual(
			['active', 'displayName', 'externalId', 'id', 'schemas', 'userName'].sort(),
		);
		expect(errorOf(await call('GET', `/Users/${id}?attributes=shoeSize`))).toBe('400 invalidPath');
	});
}
