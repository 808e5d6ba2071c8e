import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ADA, LUKASZ_EDITED } from '../../src/operations/users/examples.js';
import { type CampusKind, SANDBOXES } from '../support/kinds.js';
import { expectProblem } from '../support/problem.js';
import { type Stack, startStack } from '../support/stack.js';

/** Calls that only rare failures and rare input lead to. */
function campusOf(kind: CampusKind): () => Stack {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack({ sandbox: SANDBOXES[kind] });
	});
	beforeEach(() => stack.control.reset());
	afterAll(() => stack.close());
	return () => stack;
}

describe.each([
	['1.9', 'WSUser.CreateUser', { operation: 'WSGetUserFromUsername', kind: 'reset-before', times: 20 }],
	['1.11-php7', 'WSCreateUser', { operation: 'WSGetUser', kind: 'reset-before', times: 20, after: 1 }],
] as const)('a creation whose outcome could not be looked up, Chamilo %s', (kind, creation, blind) => {
	const stack = campusOf(kind);

	it('is completed by the same Idempotency-Key', async () => {
		const { request, control } = stack();
		const send = () => request('POST', '/users', ADA, { 'Idempotency-Key': `broken-off-${kind}` });
		await control.fault({ operation: creation, kind: 'reset-after' }, blind);
		expectProblem(await send(), 'outcome-unknown');
		await control.reset();
		// The reset has cleared the faults, and the user too: as in a campus where the creation has arrived, it is there.
		await request('POST', '/users', ADA);
		const again = await send();
		expect(again.status).toBe(201);
		const [user, ...others] = await control.usersWith(ADA.field, ADA.value);
		expect(others).toEqual([]);
		expect(again.json).toMatchObject({ id: user?.id, field: ADA.field, value: ADA.value });
	});
});

describe.each([
	['1.9', 'WSUser.CreateUser', { operation: 'WSGetUserFromUsername', kind: 'reset-before', times: 20 }],
	['1.11-php7', 'WSCreateUser', { operation: 'WSGetUser', kind: 'reset-before', times: 20, after: 1 }],
] as const)(
	'a creation that broke off and whose external id somebody else has by now, Chamilo %s',
	(kind, creation, blind) => {
		const stack = campusOf(kind);

		it('is refused by the same Idempotency-Key', async () => {
			const { request, control } = stack();
			const send = () => request('POST', '/users', ADA, { 'Idempotency-Key': `overtaken-${kind}` });
			await control.fault({ operation: creation, kind: 'reset-after' }, blind);
			expectProblem(await send(), 'outcome-unknown');
			await control.reset();
			expect((await request('POST', '/users', { ...ADA, loginname: 'other' })).status).toBe(201);
			expectProblem(await send(), 'external-id-taken');
			expect(await control.usersWith(ADA.field, ADA.value)).toMatchObject([{ username: 'other' }]);
		});
	},
);

describe('on Chamilo 1.11', () => {
	const stack = campusOf('1.11-php7');

	it('a creation over which PHP dies is refused where the username turns out to be taken', async () => {
		const { request, control } = stack();
		await control.fault({ operation: 'WSCreateUser', kind: 'empty-500' });
		const taken = { ...ADA, loginname: 'zbronte' };
		expectProblem(await request('POST', '/users', taken), 'username-taken');
		expect(await control.usersWith(ADA.field, ADA.value)).toEqual([]);
	});

	it('a batch of deletions that breaks off deletes the others one by one', async () => {
		const { request, control } = stack();
		const users = ['7001', '7002', '7003'].map((value) => ({ ...ADA, loginname: `user${value}`, value }));
		expect((await request('POST', '/users/batch/create', { users })).status).toBe(200);
		await control.fault({ operation: 'WSDeleteUsers', kind: 'empty-500', item: 1 });
		const named = users.map(({ field, value }) => ({ field, value }));
		const answer = await request('POST', '/users/batch/delete', { users: named });
		expect(answer.json).toMatchObject({ succeeded: 3, failed: 0 });
		for (const { value } of users) expect(await control.usersWith(ADA.field, value)).toEqual([]);
		const deletions = (await control.operations()).filter((name) => name === 'WSDeleteUsers');
		expect(deletions.length).toBeGreaterThan(1);
	});
});

describe('on Chamilo 1.11 with both services', () => {
	const stack = campusOf('1.11');

	it('an inactive user gets another spelling of their username, and stays inactive', async () => {
		const { request, control } = stack();
		expect((await request('POST', '/users', { ...ADA, active: false })).status).toBe(201);
		const path = `/users/${ADA.field}/${ADA.value}`;
		const { password: _, ...edit } = LUKASZ_EDITED;
		const loginname = ADA.loginname.toUpperCase();
		expect((await request('PUT', path, { ...edit, loginname })).status).toBe(200);
		const [user] = await control.usersWith(ADA.field, ADA.value);
		expect(user).toMatchObject({ username: loginname, active: false, lastname: edit.lastname });
	});
});
