import { expect, test } from 'vitest';
import { expectProblem } from '../support/problem.js';
import { DEMO } from '../support/users.js';
import type { Bench } from './gateway.js';

const NAMES = ['external_user/1505', 'username/apena', 'username/APENA', `chamilo_user_id/${DEMO.other.id}`];
const UNKNOWN = ['external_user/nobody', 'no_such_field/1505', 'username/nobody', 'chamilo_user_id/999'];

export function testSwitchUser(bench: Bench): void {
	const user = () => bench.control.userById(DEMO.other.id);

	test.each(NAMES)('%s is disabled and enabled, each as often as one likes', async (name) => {
		const before = await bench.control.state();
		for (const [action, active] of [
			['disable', false],
			['disable', false],
			['enable', true],
			['enable', true],
		] as const) {
			const answer = await bench.send('POST', `/users/${name}/${action}`);
			expect([answer.status, answer.text]).toEqual([204, '']);
			expect((await user())?.active).toBe(active);
		}
		expect(await bench.control.state()).toEqual(before);
	});

	test('a body that comes along is not needed and not read', async () => {
		expect((await bench.send('POST', '/users/external_user/1505/disable', {})).status).toBe(204);
	});

	test.each(NAMES)('%s is deleted; a second time it is 404', async (name) => {
		const others = async () => (await bench.control.state()).users.filter(({ id }) => id !== DEMO.other.id);
		const before = await others();
		const answer = await bench.send('DELETE', `/users/${name}`);
		expect([answer.status, answer.text]).toEqual([204, '']);
		expect(await user()).toBeUndefined();
		expect(await others()).toEqual(before);
		expectProblem(await bench.send('DELETE', `/users/${name}`), 'user-not-found');
		expect(await others()).toEqual(before);
	});

	for (const [method, suffix] of [
		['POST', '/enable'],
		['POST', '/disable'],
		['DELETE', ''],
	] as const) {
		test.each(UNKNOWN)(`${method} /users/%s${suffix} is 404 and changes nobody`, async (name) => {
			const before = await bench.control.state();
			expectProblem(await bench.send(method, `/users/${name}${suffix}`), 'user-not-found');
			expect(await bench.control.state()).toEqual(before);
		});
	}

	test('the only teacher of a course cannot be deleted', async () => {
		const before = await bench.control.state();
		const problem = expectProblem(await bench.send('DELETE', '/users/external_user/1501'), 'rejected-by-chamilo');
		expect(problem.chamilo).toEqual({
			operation: 'WSUser.DeleteUser',
			faultcode: '101',
			faultstring: 'There was a problem while deleting this user',
		});
		expect(problem.detail).toContain('teacher');
		expect(await bench.control.state()).toEqual(before);
	});

	test('an inactive user can be deleted', async () => {
		expect((await bench.send('DELETE', '/users/external_user/1509')).status).toBe(204);
		expect(await bench.control.userById(DEMO.inactive.id)).toBeUndefined();
	});
}
