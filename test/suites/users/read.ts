import { expect, test } from 'vitest';
import { can } from '../../support/kinds.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { DEMO } from '../../support/users.js';
import type { Bench } from '../run.js';

/** What only the JSON API tells. */
const UNREAD = { username: null, email: null, status: null, phone: null, official_code: null };

export function testReadUser(bench: Bench): void {
	test('by external id: number, names and active state', async () => {
		const answer = await bench.send('GET', '/users/external_user/1507');
		expect(answer.status).toBe(200);
		expect(answer.json).toEqual({
			id: 9,
			field: 'external_user',
			value: '1507',
			...UNREAD,
			firstname: '美咲',
			lastname: '山田',
			active: true,
		});
	});

	test('an inactive user is found and told to be inactive', async () => {
		expect((await bench.send('GET', '/users/external_user/1509')).json).toEqual({
			id: DEMO.inactive.id,
			field: 'external_user',
			value: '1509',
			...UNREAD,
			firstname: 'Björn',
			lastname: 'Åkesson',
			active: false,
		});
	});

	const readsUsernames = can(bench.kind, 'username-lookup');
	const BY_USERNAME = ['/users/username/sobrien', '/users?username=sobrien', '/users?username=nobody'];

	if (!readsUsernames) {
		test.each(BY_USERNAME)('%s is 422: only a route that writes can find it', async (path) => {
			const before = await bench.control.state();
			const problem = expectProblem(await bench.send('GET', path), 'unsupported-by-chamilo');
			expect(problem.detail).toContain('external id');
			expect(await bench.control.state()).toEqual(before);
			expect(await bench.control.operations()).not.toContain('WSUpdateUserApiKey');
		});
	}

	test.each(readsUsernames ? BY_USERNAME.slice(0, 2) : [])('%s: what Chamilo can tell', async (path) => {
		expect((await bench.send('GET', path)).json).toEqual({
			id: 10,
			field: 'username',
			value: 'sobrien',
			...UNREAD,
			firstname: 'Siobhán',
			lastname: "O'Brien",
			active: null,
		});
	});

	test('by number: that the user exists, and its names where they can be read', async () => {
		expect((await bench.send('GET', '/users/chamilo_user_id/11')).json).toEqual({
			id: 11,
			field: 'chamilo_user_id',
			value: '11',
			...UNREAD,
			...(can(bench.kind, 'number-lookup')
				? { firstname: 'Björn', lastname: 'Åkesson' }
				: { firstname: null, lastname: null }),
			active: null,
		});
	});

	test.each([
		'/users/external_user/nobody',
		'/users/no_such_field/1504',
		'/users/chamilo_user_id/999',
		// Joe Anonymous, who has an empty username, is found by nobody who looks for a name.
		...(readsUsernames ? ['/users/username/nobody', '/users?username=nobody', '/users?username=-'] : []),
	])('%s is 404', async (path) => {
		expectProblem(await bench.send('GET', path), 'user-not-found');
	});

	test('reading changes nothing', async () => {
		const before = await bench.control.state();
		for (const name of ['external_user/1504', 'external_user/1509', 'chamilo_user_id/3']) {
			expect((await bench.send('GET', `/users/${name}`)).status).toBe(200);
		}
		if (readsUsernames) expect((await bench.send('GET', '/users/username/apena')).status).toBe(200);
		expect(await bench.control.state()).toEqual(before);
	});

	test('a list of users takes the JSON API', async () => {
		const problem = expectProblem(await bench.send('GET', '/users?limit=5'), 'unsupported-by-chamilo');
		expect(problem.detail).toContain('CHAMILO_API_KEY');
	});

	test.each([
		['/users?username=', 'query/username'],
		['/users?username=apena&limit=0', 'query/limit'],
		['/users?user=apena', 'query/user'],
		['/users?username=apena&username=sobrien', 'query/username'],
	])('GET %s names the parameter that is wrong', async (path, pointer) => {
		expect(pointersOf(expectProblem(await bench.send('GET', path), 'invalid-request'))).toContain(pointer);
		expect(await bench.control.operations()).toEqual([]);
	});
}
