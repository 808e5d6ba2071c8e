import { afterEach, beforeEach, expect, it } from 'vitest';
import { SANDBOXES } from './support/kinds.js';
import { expectProblem } from './support/problem.js';
import { type Stack, startStack } from './support/stack.js';
import { ADA, ADA_EDIT, DEMO } from './support/users.js';

/** A field that exists twice stores nothing on 1.9, and the creation says that all went well. */
let stack: Stack;
beforeEach(async () => {
	stack = await startStack({ sandbox: SANDBOXES['1.9'] });
	const { userFields, courseFields, sessionFields } = stack.sandbox.campus;
	for (const fields of [userFields, courseFields, sessionFields]) {
		const next = fields.next;
		fields.ensure('badge');
		// As a call that began before the field was made.
		fields.enter(next);
		fields.ensure('badge');
	}
});
afterEach(() => stack.close());

const teacher = { field: DEMO.teacher.field, value: DEMO.teacher.value };
const SPRING = { name: 'Spring 2031', start_date: '2031-02-01', end_date: '2031-06-30', coach: teacher };
const QUANTUM = { title: 'Quantum', code: 'QUANTUM1', teacher };

it.each([
	['a user, its external id', '/users', { ...ADA, field: 'badge' }, 'user_field'],
	['a user, an extra', '/users', { ...ADA, extras: { badge: 'B-1' } }, 'user_field'],
	['a course, its external id', '/courses', { ...QUANTUM, field: 'badge', value: 'B-1' }, 'course_field'],
	['a course, an extra', '/courses', { ...QUANTUM, extras: { badge: 'B-1' } }, 'course_field'],
	['a session, its external id', '/sessions', { ...SPRING, field: 'badge', value: 'B-1' }, 'session_field'],
	['a session, an extra', '/sessions', { ...SPRING, extras: { badge: 'B-1' } }, 'session_field'],
])(
	'%s: the creation says that the value was lost, and where an administrator finds the field',
	async (_, path, body, table) => {
		// The second as well: nothing was learnt from the first.
		const second = { ...body, loginname: 'eva', name: 'Autumn', code: 'QUANTUM2', value: 'B-2' };
		const own = Object.fromEntries(Object.entries(second).filter(([name]) => name in body));
		for (const sent of [body, own]) {
			const answer = await stack.request('POST', path, sent);
			expectProblem(answer, 'creation-incomplete');
			expect((answer.json as { detail: string }).detail).toMatch(new RegExp(`"badge".* exists twice.*${table}`));
		}
	},
);

it('an edit of a user says it as well', async () => {
	const path = `/users/${DEMO.student.field}/${DEMO.student.value}`;
	const answer = await stack.request('PUT', path, { ...ADA_EDIT, extras: { badge: 'B-1' } });
	expectProblem(answer, 'partly-done');
	expect((answer.json as { detail: string }).detail).toMatch(/"badge".* exists twice.*user_field/);
});
