import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_OPERATIONS } from '../../src/all-operations.js';
import { expectProblem, pointersOf } from '../support/problem.js';
import { type Stack, startStack } from '../support/stack.js';
import { DEMO } from '../support/users.js';

describe('a query parameter that is not known', () => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack();
	});
	afterAll(() => stack.close());

	it('is refused by every route, and nothing reaches Chamilo', async () => {
		for (const { id, method, path, dialect } of ALL_OPERATIONS) {
			const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => (/field$/i.test(name) ? 'external_x' : '1'));
			const answer = await stack.request(method.toUpperCase(), `${filled}?dry_run=true`);
			if (dialect) {
				expect(answer.json, id).toMatchObject({ status: '400', detail: expect.stringContaining('query/dry_run') });
				continue;
			}
			expect(pointersOf(expectProblem(answer, 'invalid-request')), id).toEqual(['query/dry_run']);
		}
		expect(await stack.control.operations()).toEqual([]);
	});

	it('is told with the known one that comes nearest, or with all that are known', async () => {
		const detailOf = async (target: string) => {
			const answer = await stack.request('GET', target);
			expectProblem(answer, 'invalid-request');
			return (answer.json as { detail: string }).detail;
		};
		expect(await detailOf('/courses?visibilty=public')).toBe('query/visibilty: is not known; did you mean visibility?');
		expect(await detailOf('/sessions?page=2')).toBe('query/page: is not known; known here: limit, cursor');
		expect(await detailOf('/users/external_user/1504?fields=id')).toContain('the route has no query parameters');
	});

	it('however often it stands is refused with a short answer', async () => {
		const target = `/users/external_user/1504?${Array.from({ length: 2_000 }, (_, index) => `a${index}=`).join('&')}`;
		const answer = await stack.request('GET', target);
		expectProblem(answer, 'invalid-request');
		expect((answer.json as { errors: unknown[] }).errors).toHaveLength(100);
	});

	it('is not taken from the response cache either', async () => {
		const { field, value } = DEMO.student;
		for (let times = 0; times < 3; times += 1) await stack.request('GET', `/users/${field}/${value}`);
		expectProblem(await stack.request('GET', `/users/${field}/${value}?x`), 'invalid-request');
	});
});

describe('problems say what is wanted', () => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack();
	});
	afterAll(() => stack.close());

	it('where a list has texts for numbers, or numbers for texts', async () => {
		const { field, value } = DEMO.student;
		const answer = await stack.request('PUT', '/enrolments', { user: { field, value }, sessions: ['1'], courses: [1] });
		expectProblem(answer, 'invalid-request');
		const { errors } = answer.json as { errors: { pointer: string; detail: string }[] };
		expect(errors).toEqual([
			{ pointer: '/courses/0', detail: expect.stringContaining('the code of a course as a text') },
			{ pointer: '/sessions/0', detail: expect.stringContaining("Chamilo's number of a session") },
		]);
	});

	it('where the body is no object', async () => {
		const answer = await stack.request('POST', '/users', []);
		expectProblem(answer, 'invalid-request');
		expect(answer.json).toMatchObject({ detail: 'The body: must be an object', errors: [{ pointer: '' }] });
	});

	it("where a path is one of Chamilo's own", async () => {
		const answer = await stack.request('POST', '/soap/registration.soap.php/WSCreateUser', {});
		expectProblem(answer, 'route-not-found');
		expect(answer.json).toMatchObject({ detail: expect.stringContaining('listed at /soap') });
	});
});
