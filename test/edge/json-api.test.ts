import { describe, expect, it } from 'vitest';
import { withKey } from '../json-api/with-key.js';
import { expectProblem } from '../support/problem.js';

describe('the JSON API of a campus as the Worker uses it', () => {
	const bench = withKey({ php: 8 }, {}, 'edge');

	it('reads and lists', async () => {
		const user = { id: 10, username: 'sobrien', email: 'sobrien@example.org', official_code: 'ID-1508' };
		expect((await bench.send('GET', '/users/external_user/1508')).json).toMatchObject(user);
		const page = await bench.send('GET', '/users?status=teacher&limit=2');
		expect(page.json).toMatchObject({ users: [{ username: 'admin' }, { username: 'mjnunez' }], next_cursor: '3' });
		expect((await bench.send('GET', '/courses/code/ALGEBRA/users?limit=1')).json).toMatchObject({ next_cursor: '3' });
		expect((await bench.send('GET', '/sessions/external_session/301/users')).json).toMatchObject({
			users: [{ username: 'zbronte' }, { username: 'lzolkiewski' }, { username: 'apena' }],
		});
	});

	it('changes single members, and nothing else', async () => {
		const before = bench.state();
		const name = { firstname: 'Zoé 漢字 & <b>', phone: null };
		expect(await bench.send('PATCH', '/users/external_user/1508', name)).toMatchObject({ status: 204 });
		expect(await bench.send('PATCH', '/sessions/chamilo_session_id/1', { visibility: 'visible' })).toMatchObject({
			status: 204,
		});
		const after = bench.state();
		const changed = before.users
			.slice(1)
			.map((user) => (user.username === 'sobrien' ? { ...user, firstname: 'Zoé 漢字 & <b>', phone: '' } : user));
		expect(after.users.slice(1)).toEqual(changed);
		expect(after.sessions).toEqual(before.sessions.with(0, { ...before.sessions[0], visibility: 2 } as never));
	});

	it('deletes courses, members, and sessions in use', async () => {
		const codes = () => bench.state().courses.map(({ code }) => code);
		expect((await bench.send('DELETE', '/courses/code/ALGEBRA/users/username/apena')).status).toBe(204);
		expect((await bench.send('DELETE', '/courses/code/ALGEBRA')).status).toBe(204);
		expect((await bench.send('DELETE', '/sessions/external_session/301?empty=true')).status).toBe(204);
		expect(codes()).not.toContain('ALGEBRA');
		expect(bench.state().sessions.map(({ id }) => id)).toEqual([2]);
		expectProblem(await bench.send('DELETE', '/users/username/admin'), 'unsupported-by-chamilo');
	});

	it('goes on with what SOAP can do when the key stops working', async () => {
		bench.sandbox.campus.restKeys.set(1, 'renewed');
		expect((await bench.send('GET', '/users/external_user/1508')).json).toMatchObject({ id: 10, email: null });
		expectProblem(await bench.send('DELETE', '/courses/code/ARCHIVE'), 'unsupported-by-chamilo');
		const { checks } = (await bench.send('GET', '/readyz')).json as { checks: { id: string; status: string }[] };
		expect(checks.find(({ id }) => id === 'json-api')).toMatchObject({ status: 'warning' });
	});
});
