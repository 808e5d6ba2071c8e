import { afterEach, describe, expect, it } from 'vitest';
import { CAMPUS_KINDS, SANDBOXES } from './support/kinds.js';
import { type Stack, startStack } from './support/stack.js';
import { ADA } from './support/users.js';

const AT_ONCE = 6;

let stack: Stack;
afterEach(() => stack.close());

const CREATIONS = {
	users: (index: number) => ({ ...ADA, loginname: `ada${index}`, field: 'badge', value: `B-${index}` }),
	courses: (index: number) => ({
		...{ title: `Course ${index}`, code: `C${index}`, teacher: { field: 'external_user', value: '1501' } },
		...{ field: 'badge', value: `B-${index}` },
	}),
	sessions: (index: number) => ({
		...{ name: `Session ${index}`, start_date: '2031-02-01', end_date: '2031-06-30' },
		...{ coach: { field: 'external_user', value: '1501' }, field: 'badge', value: `B-${index}` },
	}),
};

describe.each(CAMPUS_KINDS)('creates that need a new extra field at the same moment, Chamilo %s', (kind) => {
	/** Calls overlap while they are under way. */
	const start = async () => {
		stack = await startStack({ sandbox: { ...SANDBOXES[kind], latency: { baseMs: 25, perUserMs: 0 } } });
	};
	const all = () => {
		const { userFields, courseFields, sessionFields } = stack.sandbox.campus;
		return { users: userFields, courses: courseFields, sessions: sessionFields };
	};
	const fieldsOf = (records: keyof typeof CREATIONS) =>
		all()
			[records].list()
			.map(({ variable }) => variable);

	it.each(Object.entries(CREATIONS))('make it once, and lose no value: %s', async (records, body) => {
		await start();
		const indexes = Array.from({ length: AT_ONCE }, (_, index) => index);
		const answers = await Promise.all(
			indexes.map((index) => stack.request('POST', `/${records}`, { ...body(index), extras: { room: `R-${index}` } })),
		);
		expect(answers.map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(201));
		const names = fieldsOf(records as keyof typeof CREATIONS);
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
		expect(names).toEqual(expect.arrayContaining(['badge', 'room']));
		const fields = all()[records as keyof typeof CREATIONS];
		for (const index of indexes) {
			const owner = fields.ownerOf('badge', `B-${index}`);
			expect(owner).toBeDefined();
			expect(fields.ownerOf('room', `R-${index}`)).toBe(owner);
		}
	});

	it('make it once in a batch', async () => {
		await start();
		const users = Array.from({ length: 60 }, (_, index) => CREATIONS.users(index));
		const { status } = await stack.request('POST', '/users/batch/create', { users });
		expect(status).toBe(200);
		const badges = fieldsOf('users').filter((name) => name === 'badge');
		expect(badges).toHaveLength(1);
		for (const { value } of users) expect(stack.sandbox.campus.userFields.ownerOf('badge', value)).toBeDefined();
	});
});
