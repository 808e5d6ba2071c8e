import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isJsonAction } from '../../src/json-api/actions.js';
import { stateOf } from '../../src/sandbox/control.js';
import { expectProblem } from '../support/problem.js';
import { type Stack, startStack } from '../support/stack.js';

/** What the JSON API does on a campus whose soap.php is dead: routes that are 422 there without it. */
describe.each([7, 8] as const)('with an API key, on PHP %d', (php) => {
	let stack: Stack;
	beforeAll(async () => {
		const env = { CHAMILO_API_USER: 'admin', CHAMILO_API_KEY: 'sandbox-json-api-key', CACHE_TTL_S: '0' };
		stack = await startStack({ sandbox: { chamilo: '1.11.32', php }, env });
	});
	afterAll(() => stack.close());
	beforeEach(() => stack.sandbox.reset());

	const state = () => stateOf(stack.sandbox.campus);
	const actions = () =>
		stack.sandbox.journal.filter(({ service }) => service === 'v2.php').map(({ operation }) => operation);

	it.each(['external_course/202', 'code/ALGEBRA', 'code/algebra', 'chamilo_course_id/2'])(
		'DELETE of the course %s deletes it, and nothing else',
		async (reference) => {
			const before = state();
			expect((await stack.request('DELETE', `/courses/${reference}`)).status).toBe(204);
			const after = state();
			expect(after.courses).toEqual(before.courses.filter(({ id }) => id !== 2));
			// The first call of a key says that its owner has logged in.
			expect(after.users.slice(1)).toEqual(before.users.slice(1));
			expect(after.sessions.map(({ courses }) => courses.map(({ courseCode }) => courseCode))).toEqual(
				before.sessions.map(({ courses }) =>
					courses.map(({ courseCode }) => courseCode).filter((code) => code !== 'ALGEBRA'),
				),
			);
			expect((await stack.request('DELETE', `/courses/${reference}`)).status).toBe(404);
		},
	);

	it('DELETE of a course that is not there sends no deletion', async () => {
		expectProblem(await stack.request('DELETE', '/courses/code/NOPE'), 'course-not-found');
		expect(actions()).not.toContain('delete_course');
	});

	it('DELETE of a course whose reply is lost is settled by looking', async () => {
		stack.sandbox.faults.add({ kind: 'reset-after', operation: 'delete_course' });
		expect((await stack.request('DELETE', '/courses/code/ALGEBRA')).status).toBe(204);
		stack.sandbox.faults.add({ kind: 'html-200', operation: 'delete_course' });
		expectProblem(await stack.request('DELETE', '/courses/code/ARCHIVE'), 'chamilo-error');
		expect(state().courses.map(({ code }) => code)).toEqual(['FRANCAISA1', '2024OFFICE', 'ARCHIVE']);
	});

	it('POST /courses/batch/delete tells what became of each', async () => {
		const courses = [
			{ field: 'code', value: 'ALGEBRA' },
			{ field: 'code', value: 'NOPE' },
			{ field: 'external_course', value: '204' },
		];
		const { json } = await stack.request('POST', '/courses/batch/delete', { courses });
		expect(json).toMatchObject({ results: [{ status: 204 }, { status: 404 }, { status: 204 }], failed: 1 });
		expect(state().courses.map(({ code }) => code)).toEqual(['FRANCAISA1', '2024OFFICE']);
	});

	it.each(['code/ALGEBRA/users/username/apena', 'chamilo_course_id/2/users/external_user/1505'])(
		'DELETE /courses/%s unsubscribes one user',
		async (path) => {
			const members = () => state().courses.find(({ code }) => code === 'ALGEBRA')?.members ?? [];
			const { id } = stack.sandbox.campus.users.byUsername('apena') ?? { id: 0 };
			const before = members();
			expect(before.map(({ userId }) => userId)).toContain(id);
			expect((await stack.request('DELETE', `/courses/${path}`)).status).toBe(204);
			expect(members()).toEqual(before.filter(({ userId }) => userId !== id));
			expect((await stack.request('DELETE', `/courses/${path}`)).status).toBe(204);
			expect(actions().filter((name) => name === 'unsubscribe_user_from_course')).toHaveLength(1);
		},
	);

	it('unsubscribes nobody under another spelling of a username', async () => {
		const { campus } = stack.sandbox;
		const course = campus.courses.byCode('ALGEBRA');
		const user = campus.users.insert({ username: Buffer.from('zoé').toString('latin1'), status: 5, active: true });
		if (!course || !user) throw new Error('the demo data have changed');
		campus.courses.addMember(course, user.id, 5);
		expectProblem(await stack.request('DELETE', '/courses/code/ALGEBRA/users/username/zoe'), 'user-not-found');
		expect(campus.courses.isMember(course, user.id)).toBe(true);
		expect(
			(await stack.request('DELETE', `/courses/code/ALGEBRA/users/username/${encodeURIComponent('ZOÉ')}`)).status,
		).toBe(204);
		expect(campus.courses.isMember(course, user.id)).toBe(false);
	});

	it('an unknown course or user is told, and nothing is sent', async () => {
		expectProblem(await stack.request('DELETE', '/courses/code/NOPE/users/username/nobody'), 'course-not-found');
		const nobody = '/courses/code/ALGEBRA/users/external_user/nobody';
		expectProblem(await stack.request('DELETE', nobody), 'user-not-found');
		expect(actions()).not.toContain('unsubscribe_user_from_course');
	});

	it('sends forms, and a course by its number alone', async () => {
		const { proxy } = stack;
		proxy.exchanges.length = 0;
		expect((await stack.request('DELETE', '/courses/code/ALGEBRA/users/username/apena')).status).toBe(204);
		expect((await stack.request('DELETE', '/courses/code/ALGEBRA')).status).toBe(204);
		const sent = proxy.exchanges.filter(({ operation }) => isJsonAction(operation));
		for (const { requestHeaders } of sent) {
			expect(requestHeaders['content-type']).toBe('application/x-www-form-urlencoded');
		}
		const membersOf = (action: string) => {
			const { requestXml = '' } = sent.find(({ operation }) => operation === action) ?? {};
			return [...new URLSearchParams(requestXml).keys()];
		};
		const credentials = ['action', 'username', 'api_key'];
		expect(membersOf('delete_course')).toEqual([...credentials, 'course_id']);
		expect(membersOf('unsubscribe_user_from_course')).toEqual([...credentials, 'course_id', 'user_id']);
	});

	it('a key that stops working leaves 422 and what SOAP can do', async () => {
		stack.sandbox.campus.restKeys.set(1, 'renewed');
		expectProblem(await stack.request('DELETE', '/courses/code/ALGEBRA'), 'unsupported-by-chamilo');
		expect(state().courses).toHaveLength(4);
		expect((await stack.request('GET', '/courses')).status).toBe(200);
	});
});
