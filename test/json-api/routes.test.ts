import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_OPERATIONS } from '../../src/all-operations.js';
import { capabilitiesOf, withJsonApi } from '../../src/operations/kinds.js';
import { reachOf, supportOn } from '../../src/operations/support.js';
import type { stateOf } from '../../src/sandbox/control.js';
import { can, SANDBOXES } from '../support/kinds.js';
import { expectProblem } from '../support/problem.js';
import { type Stack, startStack } from '../support/stack.js';
import { WITH_KEY } from './with-key.js';

type State = ReturnType<typeof stateOf>;

/** A request to a route that a campus without `soap.php` serves with an API key only. */
interface Example {
	path: string;
	body?: unknown;
	/** What it answers with a key. */
	status: number;
	json?: unknown;
	/** What becomes of the campus; absent: nothing changes. */
	leaves?: (before: State) => unknown;
}

const without = (code: string) => (state: State) => ({
	...state,
	courses: state.courses.filter((course) => course.code !== code),
	sessions: state.sessions.map((session) => ({
		...session,
		courses: session.courses.filter(({ courseCode }) => courseCode !== code),
		courseUsers: session.courseUsers.filter(({ courseCode }) => courseCode !== code),
	})),
});

const user = (username: string, change: object) => (state: State) => ({
	...state,
	users: state.users.map((one) => (one.username === username ? { ...one, ...change } : one)),
});

const session = (id: number, change: object) => (state: State) => ({
	...state,
	sessions: state.sessions.map((one) => (one.id === id ? { ...one, ...change } : one)),
});

const outOf = (code: string, username: string) => (state: State) => {
	const { id } = state.users.find((one) => one.username === username) ?? {};
	return {
		...state,
		courses: state.courses.map((course) =>
			course.code === code ? { ...course, members: course.members.filter(({ userId }) => userId !== id) } : course,
		),
	};
};

/** Every route that is 422 without a key, and done with one. */
const EXAMPLES: Readonly<Record<string, Example>> = {
	deleteCourse: { path: '/courses/code/ALGEBRA', status: 204, leaves: without('ALGEBRA') },
	deleteCourses: {
		path: '/courses/batch/delete',
		body: { courses: [{ field: 'external_course', value: '204' }] },
		status: 200,
		json: { results: [{ status: 204 }], failed: 0 },
		leaves: without('ARCHIVE'),
	},
	listCourseUsers: {
		path: '/courses/code/ALGEBRA/users?limit=2',
		status: 200,
		json: {
			users: [
				{ username: 'mjnunez', status: 'teacher' },
				{ username: 'apena', status: 'student' },
			],
		},
	},
	listSessionUsers: {
		path: '/sessions/external_session/301/users',
		status: 200,
		json: { users: [{ username: 'zbronte' }, { username: 'lzolkiewski' }, { username: 'apena' }] },
	},
	patchSession: {
		path: '/sessions/chamilo_session_id/2',
		body: { name: 'Summer "A" & B', visibility: 'invisible' },
		status: 204,
		leaves: session(2, { name: 'Summer "A" & B', visibility: 3 }),
	},
	getTimeSpent: { path: '/users/username/zbronte/time-spent', status: 200, json: { seconds: 7260 } },
	listLearnpaths: {
		path: '/users/username/zbronte/courses/code/FRANCAISA1/learnpaths',
		status: 200,
		json: { learnpaths: [{ id: 1, title: 'Leçon 1 : se présenter' }] },
	},
};

/** Input that is refused without a key on routes that are otherwise served, and what is done with it by a key. */
const REQUESTS: readonly (Example & { method: string })[] = [
	{ method: 'GET', path: '/users?limit=1', status: 200, json: { users: [{ username: 'admin' }] } },
	{
		...{ method: 'PATCH', path: '/users/external_user/1508', body: { phone: '5' } },
		...{ status: 204, leaves: user('sobrien', { phone: '5' }) },
	},
	{
		...{ method: 'PATCH', path: '/users/username/sobrien', body: { official_code: 'X', email: 'x@example.org' } },
		...{ status: 204, leaves: user('sobrien', { officialCode: 'X', email: 'x@example.org' }) },
	},
	{
		...{ method: 'DELETE', path: '/courses/code/ALGEBRA/users/username/apena' },
		...{ status: 204, leaves: outOf('ALGEBRA', 'apena') },
	},
	{
		...{ method: 'DELETE', path: '/courses/chamilo_course_id/2/users/external_user/1505' },
		...{ status: 204, leaves: outOf('ALGEBRA', 'apena') },
	},
	{
		...{ method: 'GET', path: '/courses/code/FRANCAISA1/descriptions', status: 200 },
		json: { descriptions: [{ type: 1 }, { type: 2 }], complete: true },
	},
];

/** Routes that a key does not help, and why; those of `soap.php` itself below `/soap` besides. */
const IMPOSSIBLE: Readonly<Record<string, string>> = {
	getCourseTimeSpent: 'no action tells the time in one course',
	getSessionCourseTimeSpent:
		'the time in a session is an average over its courses, and which courses those are no action tells',
	getLearnpathProgress: 'actions tell it of the owner of the key alone',
	getLearnpathLocation: 'no action tells it',
	getLearnpathItemScore: 'no action tells it',
	getLearnpathItemStatus: 'no action tells it',
};

describe.each(['1.11.32-php7', '1.11.32-php8'] as const)('routes that are 422 on %s', (kind) => {
	const refused = ALL_OPERATIONS.filter((row) => supportOn(row, capabilitiesOf(kind)).missing !== undefined);
	const own = refused.filter(({ path }) => !path.startsWith('/soap/'));
	const stacks: Record<'without' | 'with', Stack | undefined> = { without: undefined, with: undefined };
	beforeAll(async () => {
		const settings = { sandbox: SANDBOXES[kind], env: { CACHE_TTL_S: '0' } };
		stacks.without = await startStack(settings);
		stacks.with = await startStack({ ...settings, env: { ...settings.env, ...WITH_KEY } });
	});
	afterAll(async () => {
		await stacks.without?.close();
		await stacks.with?.close();
	});

	/** Sends the request to a campus with the demo data. */
	async function send(which: 'without' | 'with', method: string, { path, body }: Pick<Example, 'path' | 'body'>) {
		const stack = stacks[which];
		if (!stack) throw new Error('the gateway did not start');
		stack.sandbox.reset();
		const before = await campusOf(stack);
		const answer = await stack.request(method.toUpperCase(), path, body);
		return { before, answer, after: await campusOf(stack) };
	}

	it('are done with a key, or stand in the list of those that stay impossible', () => {
		const names = [...Object.keys(EXAMPLES), ...Object.keys(IMPOSSIBLE)].sort();
		expect(own.map(({ id }) => id).sort()).toEqual(names);
		const helped = own.filter((row) => supportOn(row, withJsonApi(kind)).missing === undefined);
		expect(helped.map(({ id }) => id).sort()).toEqual(Object.keys(EXAMPLES).sort());
	});

	it('below /soap are the operations of soap.php, and stay so', () => {
		const ofSoap = refused.filter(({ path }) => path.startsWith('/soap/'));
		expect(ofSoap.every(({ path }) => path.startsWith('/soap/WSService/'))).toBe(true);
		expect(ofSoap).toHaveLength(40);
		expect(ofSoap.filter((row) => supportOn(row, withJsonApi(kind)).missing === undefined)).toEqual([]);
	});

	it('no input is refused with a key', () => {
		expect(can(kind, 'soap-php')).toBe(false);
		const left = ALL_OPERATIONS.flatMap(({ id, ways }) =>
			reachOf(ways, withJsonApi(kind)).refused.map(({ input }) => `${id}: ${input}`),
		);
		expect(left).toEqual([]);
	});

	it.each(Object.entries(EXAMPLES))('%s', async (id, example) => {
		const { method = '' } = own.find((row) => row.id === id) ?? {};
		const refusal = await send('without', method, example);
		const problem = expectProblem(refusal.answer, 'unsupported-by-chamilo');
		expect(problem.detail).toContain('set CHAMILO_API_USER and CHAMILO_API_KEY');
		expect(refusal.after).toEqual(refusal.before);
		const { before, answer, after } = await send('with', method, example);
		expect(answer).toMatchObject({ status: example.status, ...(example.json ? { json: example.json } : {}) });
		expect(after).toEqual(example.leaves?.(before) ?? before);
	});

	it.each(REQUESTS)('$method $path is refused without a key, and done with one', async (request) => {
		const refusal = await send('without', request.method, request);
		expect(expectProblem(refusal.answer, 'unsupported-by-chamilo').detail).toContain('CHAMILO_API_KEY');
		expect(refusal.after).toEqual(refusal.before);
		const { before, answer, after } = await send('with', request.method, request);
		expect(answer).toMatchObject({ status: request.status, ...(request.json ? { json: request.json } : {}) });
		expect(after).toEqual(request.leaves?.(before) ?? before);
	});

	it.each(Object.keys(IMPOSSIBLE))('%s stays impossible, and a key is not promised to help', async (id) => {
		const { method = '', path = '' } = own.find((row) => row.id === id) ?? {};
		const example = { path: exampleOf(path) };
		for (const which of ['without', 'with'] as const) {
			const { before, answer, after } = await send(which, method, example);
			expect(expectProblem(answer, 'unsupported-by-chamilo').detail).not.toContain('CHAMILO_API_KEY');
			expect(after).toEqual(before);
		}
	});
});

/** The state of the campus, but for the account of the gateway: a call says that it has logged in. */
async function campusOf({ sandbox }: Stack): Promise<State> {
	const state = (await (await fetch(`${sandbox.url}/sandbox/state`)).json()) as State;
	return { ...state, users: state.users.filter(({ username }) => username !== WITH_KEY.CHAMILO_API_USER) };
}

const NAMES: Record<string, string> = {
	...{ field: 'username', value: 'zbronte', sessionField: 'external_session', sessionValue: '301' },
	...{ courseField: 'code', courseValue: 'FRANCAISA1', learnpathId: '1', itemId: '1' },
};

function exampleOf(path: string): string {
	return path.replace(/\{(\w+)\}/g, (_, name: string) => NAMES[name] ?? '');
}
