import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WITH_KEY } from './json-api/with-key.js';
import { expectProblem } from './support/problem.js';
import { type Stack, startStack } from './support/stack.js';
import { ADA, ADA_EDIT } from './support/users.js';

const PATH = '/users/external_user/9001';
const ITEM = { field: 'external_user', value: '9001', ...ADA_EDIT };
const ACCEPTED = '?accept_side_effects=true';

describe('an official code that the gateway knows it has written', () => {
	let stack: Stack;
	beforeAll(async () => {
		const env = { USER_RECORDS: '1', USER_RECORDS_KEY: 'a secret of the tests', CACHE_TTL_S: '0' };
		stack = await startStack({ sandbox: { chamilo: '1.9', php: 5 }, env });
	});
	afterAll(() => stack.close());

	it('is not wiped by PUT or a batch unless that is accepted; then the gateway knows that it is gone', async () => {
		const { request } = stack;
		const stored = async () => (await stack.control.state()).users.find(({ username }) => username === 'ada');
		expect((await request('POST', '/users', { ...ADA, official_code: 'ID-1' })).status).toBe(201);
		expectProblem(await request('PUT', PATH, ADA_EDIT), 'unsupported-by-chamilo');
		const refused = await request('POST', '/users/batch/edit', { users: [ITEM] });
		expect(refused.json).toMatchObject({ failed: 1, results: [{ problem: { code: 'unsupported-by-chamilo' } }] });
		expect(await stored()).toMatchObject({ officialCode: 'ID-1', lastname: ADA.lastname });

		const accepted = await request('POST', `/users/batch/edit${ACCEPTED}`, { users: [ITEM] });
		expect(accepted.json).toMatchObject({ succeeded: 1, results: [{ status: 200 }] });
		expect(await stored()).toMatchObject({ officialCode: '', lastname: 'King' });
		expect((await request('PATCH', PATH, { phone: '9' })).status).toBe(204);
		expect((await request('PUT', PATH, ADA_EDIT)).status).toBe(200);
	});
});

describe('a campus where soap.php answers and the JSON API takes a key', () => {
	let stack: Stack;
	beforeAll(async () => {
		const sandbox = { chamilo: '1.11.32', php: 7, rawPostData: true } as const;
		stack = await startStack({ sandbox, env: { CACHE_TTL_S: '0', ...WITH_KEY } });
	});
	afterAll(() => stack.close());

	it('keeps official codes in batches, and stores others', async () => {
		const { request } = stack;
		const codes = async () =>
			(await stack.control.state()).users
				.filter(({ username }) => username.startsWith('ada'))
				.map((user) => user.officialCode);
		await request('POST', '/users', { ...ADA, official_code: 'ID-1' });
		await request('POST', '/users', { ...ADA, official_code: 'ID-2', loginname: 'ada2', value: '9002' });
		const second = { ...ITEM, loginname: 'ada2', value: '9002', official_code: 'ID-3' };
		const { json } = await request('POST', '/users/batch/edit', { users: [ITEM, second] });
		expect(json).toMatchObject({ succeeded: 2, results: [{ status: 200 }, { status: 200 }] });
		expect(await codes()).toEqual(['ID-1', 'ID-3']);
	});
});
