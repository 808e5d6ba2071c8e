import { expect, test } from 'vitest';
import { storedPassword } from '../../support/users.js';
import type { Bench } from '../run.js';
import { errorOf, OKTA_USER, type Resource, scimClient } from './requests.js';

/** The requests of Okta's test suite for SCIM 2.0, and of its provisioning. */
export function testOkta(bench: Bench): void {
	const { call, find, patch } = scimClient((...args) => bench.send(...args));
	const stored = (id: string) => bench.control.userById(Number(id));

	test('creates a user, refuses a second one, updates its profile by PUT, deactivates it', async () => {
		expect(await find('userName eq "test.user@okta.local"')).toMatchObject({ totalResults: 0 });
		expect(errorOf(await call('GET', '/Users/0101001'))).toBe(404);
		const created = await call('POST', '/Users', OKTA_USER);
		expect(created.status).toBe(201);
		const { id } = created.json as Resource;
		expect(await stored(id)).toMatchObject({
			...{ username: 'test.user@okta.local', firstname: 'Test', lastname: 'User', language: 'english', active: true },
			...storedPassword(bench.kind, '1mz050nq'),
		});
		expect(errorOf(await call('POST', '/Users', OKTA_USER))).toBe('409 uniqueness');
		expect((await call('GET', '/Groups?startIndex=1&count=2')).json).toMatchObject({ itemsPerPage: 2, startIndex: 1 });

		const { password: _, ...profile } = OKTA_USER;
		const updated = { ...profile, id, name: { givenName: 'Another', familyName: 'Name' } };
		expect((await call('PUT', `/Users/${id}`, updated)).json).toMatchObject({ name: { formatted: 'Another Name' } });
		expect(await stored(id)).toMatchObject({ firstname: 'Another', lastname: 'Name', email: 'test.user@okta.local' });
		const value = { active: false };
		expect((await patch(`/Users/${id}`, { op: 'replace', value })).json).toMatchObject({ active: false });
		expect((await stored(id))?.active).toBe(false);
		expect((await call('PUT', `/Users/${id}`, { ...updated, active: true })).json).toMatchObject({ active: true });
		expect((await patch(`/Users/${id}`, { op: 'replace', value: { password: 'another one' } })).status).toBe(200);
		expect(await stored(id)).toMatchObject({ active: true, ...storedPassword(bench.kind, 'another one') });
	});

	test('a user of the campus that it did not create is linked and locked out', async () => {
		const { Resources } = await find('userName eq "apena"');
		expect(Resources).toMatchObject([{ id: '7', userName: 'apena', active: true, name: { familyName: 'Peña' } }]);
		const before = await stored('7');
		expect((await patch('/Users/7', { op: 'replace', value: { active: false } })).status).toBe(200);
		expect(await stored('7')).toMatchObject({
			...before,
			active: false,
			extras: expect.anything(),
			hasApiKey: expect.anything(),
		});
	});
}
