import { expect, test } from 'vitest';
import { SPRING_EDITED } from '../../../src/operations/sessions/examples.js';
import { hasSoapPhp } from '../../support/kinds.js';
import { expectProblem } from '../../support/problem.js';
import { ADA, DEMO, withoutMarks } from '../../support/users.js';
import type { Bench } from '../run.js';

const NAMES = ['external_user/1505', 'username/apena', 'username/APENA'];
const NUMBER = `chamilo_user_id/${DEMO.other.id}`;
const UNKNOWN = ['external_user/nobody', 'no_such_field/1505', 'username/nobody', 'chamilo_user_id/999'];

export function testSwitchUser(bench: Bench): void {
	const { kind } = bench;
	/** Where soap.php is dead a number names only users that have an external id of the gateway. */
	const names = !hasSoapPhp(kind) ? NAMES : [...NAMES, NUMBER];
	const state = async () => withoutMarks(await bench.control.state());
	const user = () => bench.control.userById(DEMO.other.id);

	test.each(names)('%s is disabled and enabled, each as often as one likes', async (name) => {
		const before = await state();
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
		expect(await state()).toEqual(before);
	});

	test('a body that comes along is not needed and not read', async () => {
		expect((await bench.send('POST', '/users/external_user/1505/disable', {})).status).toBe(204);
	});

	test.each(names)('%s is deleted; a second time it is 404', async (name) => {
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
		// Its session, which would be the first reason on 1.11, gets another coach.
		expect((await bench.send('PUT', '/sessions/external_session/301', SPRING_EDITED)).status).toBe(204);
		const before = await bench.control.state();
		const problem = expectProblem(await bench.send('DELETE', '/users/external_user/1501'), 'rejected-by-chamilo');
		expect(problem.chamilo).toMatchObject(
			!hasSoapPhp(kind)
				? { operation: 'WSDeleteUsers' }
				: {
						operation: 'WSUser.DeleteUser',
						faultcode: '101',
						faultstring: 'There was a problem while deleting this user',
					},
		);
		expect(problem.detail).toContain('teacher');
		expect(await bench.control.state()).toEqual(before);
	});

	if (kind !== '1.9') {
		test('the coach of a session is not deleted, keeps its courses, and the answer names the sessions', async () => {
			const before = await bench.control.state();
			const problem = expectProblem(await bench.send('DELETE', '/users/external_user/1501'), 'user-coaches-sessions');
			expect(problem.detail).toContain('Otoño 2030');
			expect(problem.sessions).toEqual([{ id: expect.any(Number), name: 'Otoño 2030' }]);
			expect(await bench.control.state()).toEqual(before);
		});
	}

	if (!hasSoapPhp(kind)) {
		test('a number names users that the gateway has found by their username before, and says so', async () => {
			const before = await bench.control.state();
			for (const [method, suffix] of [
				['POST', '/disable'],
				['DELETE', ''],
			] as const) {
				const problem = expectProblem(await bench.send(method, `/users/${NUMBER}${suffix}`), 'unsupported-by-chamilo');
				expect(problem.detail).toContain('by its username');
			}
			expect(await bench.control.state()).toEqual(before);
			expect((await bench.send('POST', '/users/username/apena/enable')).status).toBe(204);
			expect((await bench.send('POST', `/users/${NUMBER}/disable`)).status).toBe(204);
			expect((await user())?.active).toBe(false);
		});
	}

	test('a user that was created without external id is found by its number', async () => {
		const { field: _field, value: _value, ...plain } = ADA;
		const created = await bench.send('POST', '/users', plain);
		const location = created.headers.get('Location') ?? '';
		expect((await bench.send('POST', `${location}/disable`)).status).toBe(204);
		expect((await bench.control.userByName('ada'))?.active).toBe(false);
		expect((await bench.send('DELETE', location)).status).toBe(204);
		expect(await bench.control.userByName('ada')).toBeUndefined();
	});

	test('an inactive user can be deleted', async () => {
		expect((await bench.send('DELETE', '/users/external_user/1509')).status).toBe(204);
		expect(await bench.control.userById(DEMO.inactive.id)).toBeUndefined();
	});
}
