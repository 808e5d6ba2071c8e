import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SANDBOXES } from '../support/kinds.js';
import { expectProblem } from '../support/problem.js';
import { type Stack, startStack } from '../support/stack.js';
import { ADA, ADA_EDIT, DEMO, storedPassword } from '../support/users.js';

/** 36 characters of two bytes, and one byte more. */
const LONGEST = 'é'.repeat(36);
const TOO_LONG = `${LONGEST}x`;

describe.each(['1.9', '1.11', '1.11.32-php8'] as const)('the longest password, Chamilo %s', (kind) => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack({ sandbox: SANDBOXES[kind] });
	});
	afterAll(() => stack.close());
	const isBounded = kind !== '1.9';
	const path = `/users/${DEMO.student.field}/${DEMO.student.value}`;

	it.each([
		['POST', '/users', { ...ADA, password: TOO_LONG }, 201],
		['PUT', path, { ...ADA_EDIT, loginname: 'lz', password: TOO_LONG }, 200],
		['PUT', `${path}/credentials`, { username: 'lz', password: TOO_LONG }, 204],
	])('is kept to before anything is sent: %s %s', async (method, route, body, status) => {
		// What kind of campus it is is found out first.
		await stack.request('GET', path);
		const calls = stack.sandbox.journal.length;
		const answer = await stack.request(method, route, body);
		if (!isBounded) return expect(answer.status).toBe(status);
		expectProblem(answer, 'unsupported-by-chamilo');
		expect(answer.json).toMatchObject({ errors: [{ pointer: '/password' }] });
		expect(stack.sandbox.journal).toHaveLength(calls);
	});

	it('fails one item of a batch, and stores what is no longer', async () => {
		const users = [
			{ ...ADA, loginname: 'eva', value: 'E-1', password: TOO_LONG },
			{ ...ADA, loginname: 'ida', value: 'I-1', password: LONGEST },
		];
		const { json } = await stack.request('POST', '/users/batch/create', { users });
		expect(json).toMatchObject({ results: [{ status: isBounded ? 422 : 201 }, { status: 201 }] });
		expect(await stack.control.userByName('ida')).toMatchObject(storedPassword(kind, LONGEST));
	});
});
