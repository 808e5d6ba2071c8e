import { expect, test } from 'vitest';
import { can } from '../../support/kinds.js';
import { expectProblem } from '../../support/problem.js';
import { ADA, DEMO } from '../../support/users.js';
import type { Bench } from '../run.js';

export function testCreateUserConflicts(bench: Bench): void {
	const usersAdded = async () => (await bench.control.state()).users.filter(({ id }) => id >= DEMO.nextId);

	test.each(['apena', 'APENA', 'Apeña', 'admin'])('the taken username %s is 409', async (loginname) => {
		const before = await bench.control.state();
		const problem = expectProblem(await bench.send('POST', '/users', { ...ADA, loginname }), 'username-taken');
		expect(problem.chamilo).toEqual(
			bench.kind === '1.9'
				? { operation: 'WSUser.CreateUser', faultcode: '102', faultstring: 'This username is already taken' }
				: // Where the creation cannot see that it is taken, the gateway looks.
					can(bench.kind, 'create-takes-any-text') || /^\w+$/.test(loginname)
					? { operation: 'WSCreateUser' }
					: undefined,
		);
		expect(await bench.control.state()).toEqual(before);
	});

	test('the username of an inactive user is taken too', async () => {
		expectProblem(await bench.send('POST', '/users', { ...ADA, loginname: DEMO.inactive.username }), 'username-taken');
		expect(await usersAdded()).toEqual([]);
	});

	test.each([
		['an active user', DEMO.student],
		['an inactive user', DEMO.inactive],
	])('the external id of %s is taken, and nothing is left behind', async (_, { value }) => {
		const before = await bench.control.state();
		const problem = expectProblem(await bench.send('POST', '/users', { ...ADA, value }), 'external-id-taken');
		expect(problem.detail).toContain(value);
		expect(await bench.control.state()).toEqual(before);
	});

	test('an external id that differs in case or accents alone is the same for Chamilo, so it is taken', async () => {
		await bench.send('POST', '/users', { ...ADA, value: 'Ä-1' });
		expectProblem(await bench.send('POST', '/users', { ...ADA, loginname: 'eva', value: 'a-1' }), 'external-id-taken');
		expect(await usersAdded()).toHaveLength(1);
	});

	test('sent twice, the second is told that the external id is taken', async () => {
		expect((await bench.send('POST', '/users', ADA)).status).toBe(201);
		expectProblem(await bench.send('POST', '/users', ADA), 'external-id-taken');
		expect(await usersAdded()).toHaveLength(1);
	});

	test('of two creations of one username at once one succeeds', async () => {
		await bench.control.fault({ kind: 'delay', ms: 30, times: 4 });
		const answers = await Promise.all(
			['1', '2'].map((value) =>
				bench.send('POST', '/users', { ...ADA, loginname: value === '1' ? 'ada' : 'ADA', value }),
			),
		);
		expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
		const lost = answers.find(({ status }) => status === 409);
		if (lost) expectProblem(lost, 'username-taken');
		expect(await usersAdded()).toHaveLength(1);
	});

	test('of two creations of one external id at once one succeeds', async () => {
		await bench.control.fault({ kind: 'delay', ms: 30, times: 4 });
		const answers = await Promise.all(
			['eva', 'ada'].map((loginname) => bench.send('POST', '/users', { ...ADA, loginname })),
		);
		expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
		const lost = answers.find(({ status }) => status === 409);
		if (lost) expectProblem(lost, 'external-id-taken');
		expect(await usersAdded()).toHaveLength(1);
	});

	test('of two creations at once of external ids that Chamilo takes for equal one succeeds', async () => {
		await bench.control.fault({ kind: 'delay', ms: 30, times: 4 });
		const answers = await Promise.all(
			['cafe', 'café'].map((value, index) => bench.send('POST', '/users', { ...ADA, loginname: `u${index}`, value })),
		);
		expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
		expect(await usersAdded()).toHaveLength(1);
	});

	test('of two creations at once in fields that Chamilo takes for equal one succeeds', async () => {
		await bench.control.fault({ kind: 'delay', ms: 30, times: 4 });
		const answers = await Promise.all(
			['external_user', 'External_User'].map((field, index) =>
				bench.send('POST', '/users', { ...ADA, loginname: `u${index}`, field }),
			),
		);
		expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
		expect(await usersAdded()).toHaveLength(1);
	});

	test('ten creations of ten users at once all succeed', async () => {
		const answers = await Promise.all(
			Array.from({ length: 10 }, (_, index) =>
				bench.send('POST', '/users', { ...ADA, loginname: `u${index}`, value: `v${index}` }),
			),
		);
		expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
		const added = await usersAdded();
		expect(new Set(added.map(({ username }) => username)).size).toBe(10);
		for (const { username, extras } of added) expect(extras.external_user).toBe(username.replace('u', 'v'));
	});
}
