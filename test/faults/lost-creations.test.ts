import { afterEach, describe, expect, it } from 'vitest';
import { startGateway } from '../../src/node/serve.js';
import type { LoggedCall } from '../../src/sandbox/call-log.js';
import { createClient } from '../support/client.js';
import { can, SANDBOXES } from '../support/kinds.js';
import { expectProblem } from '../support/problem.js';
import { until } from '../support/redis.js';
import { API_KEYS, KEYS, type Stack, startStack } from '../support/stack.js';
import { ADA } from '../support/users.js';

/** Those that differ in how they create and look. */
const KINDS = ['1.9', '1.11', '1.11-php7', '1.11.32-php8'] as const;
const CREATIONS =
	/^WS(User\.CreateUsers?|CreateUsers?|CreateUserPasswordCrypted|CreateCourse|Session\.CreateSession|CreateSession)$/;

const { field: _field, value: _value, ...NAMELESS } = ADA;
const teacher = { field: 'external_user', value: '1501' };
const QUANTUM = { title: 'Quantum', teacher };
const SPRING = { name: 'Spring 2031', start_date: '2031-02-01', end_date: '2031-06-30', coach: teacher };
const EDIT = { email: 'ada@example.org', language: 'english', phone: null, status: 'student', expiration_date: null };
const ENROLMENT = { user: { ...ADA, field: 'badge' }, courses: [], sessions: [] };

let stack: Stack;
afterEach(() => stack.close());

/**
 * Sends a request of whose creation the reply is lost, with a campus that answers nothing more until the request is over.
 */
async function lose(method: string, path: string, body: unknown) {
	const { faults, journal } = stack.sandbox;
	const operations = ['WSUser.CreateUser', 'WSUser.CreateUsers', 'WSCreateUser', 'WSCreateUsers', 'WSCreateCourse'];
	for (const operation of [
		...operations,
		'WSCreateUserPasswordCrypted',
		'WSSession.CreateSession',
		'WSCreateSession',
	]) {
		faults.add({ operation, kind: 'reset-after' });
	}
	const watched = journal as LoggedCall[];
	watched.push = (...entries) => {
		if (entries.some(({ operation }) => CREATIONS.test(operation))) faults.add({ kind: 'empty-500', times: 1_000 });
		return Array.prototype.push.apply(watched, entries);
	};
	const answer = await stack.request(method, path, body, { 'Idempotency-Key': 'the-key' });
	Reflect.deleteProperty(journal, 'push');
	faults.clear();
	return answer;
}

const again = (method: string, path: string, body: unknown) =>
	stack.request(method, path, body, { 'Idempotency-Key': 'the-key' });

describe.each(KINDS)('a creation whose reply is lost while the campus goes away, Chamilo %s', (kind) => {
	const start = async () => {
		stack = await startStack({ sandbox: SANDBOXES[kind], env: { CHAMILO_TIMEOUT_MS: '3000' } });
	};

	it.each([
		['with an external id', 'POST', '/users', ADA, { external_user: '9001' }],
		['with an external id in a new field', 'POST', '/users', { ...ADA, field: 'badge' }, { badge: '9001' }],
		['without an external id', 'POST', '/users', NAMELESS, {}],
		['with an official code', 'POST', '/users', { ...ADA, official_code: 'M-1' }, { external_user: '9001' }],
		['with an extra in a new field', 'POST', '/users', { ...ADA, extras: { badge: 'B-1' } }, { badge: 'B-1' }],
		['by PUT', 'PUT', '/users/badge/9001', { ...NAMELESS, ...EDIT }, { badge: '9001' }],
		['by an enrolment', 'PUT', '/enrolments', ENROLMENT, { badge: '9001' }],
	])('of a user %s: the repeat finds it and completes it', async (_, method, path, body, extras) => {
		await start();
		expectProblem(await lose(method, path, body), 'outcome-unknown');
		const answer = await again(method, path, body);
		// A PUT finds a user who has the external id already.
		expect(method === 'POST' ? [201] : [200, 201]).toContain(answer.status);
		const users = (await stack.control.state()).users.filter(({ username }) => username === 'ada');
		expect(users).toHaveLength(1);
		expect(users[0]?.extras).toMatchObject(extras);
	});

	it('of a user, whose username somebody else has: the repeat is 409, and that user stays as it is', async () => {
		await start();
		await stack.request('POST', '/users', { ...NAMELESS, firstname: 'Adele', lastname: 'Somebody' });
		const before = await stack.control.userByName('ada');
		const answer = await lose('POST', '/users', { ...ADA, field: 'badge' });
		expect(answer.status).toBeGreaterThanOrEqual(500);
		expectProblem(await again('POST', '/users', { ...ADA, field: 'badge' }), 'username-taken');
		const after = await stack.control.userByName('ada');
		expect({ ...after, extras: null }).toEqual({ ...before, extras: null });
		expect(after?.extras).not.toHaveProperty('badge');
	});

	it('of a user whose call comes late, after the repeat has looked for it: the repeat answers 201', async () => {
		await start();
		for (const operation of ['WSUser.CreateUser', 'WSCreateUser']) {
			stack.sandbox.faults.add({ operation, kind: 'empty-500', times: 2 });
		}
		expectProblem(await again('POST', '/users', ADA), 'outcome-unknown');
		stack.sandbox.faults.clear();
		for (const operation of ['WSUser.CreateUser', 'WSCreateUser']) {
			stack.sandbox.faults.add({ operation, kind: 'delay', ms: 1_500 });
		}
		const repeat = again('POST', '/users', ADA);
		await until(() => stack.sandbox.faults.list().length < 2);
		// Another gateway, which shares no lock, stands for the late call.
		const { url, securityKey } = stack.sandbox;
		const settings = { HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', API_KEYS };
		const other = await startGateway({ ...settings, CHAMILO_URL: url, CHAMILO_SECURITY_KEY: securityKey });
		stack.sandbox.faults.clear();
		const late = await createClient(other.url, KEYS.all)('POST', '/users', ADA);
		await other.close();
		expect(late.status).toBe(201);
		expect(await repeat).toMatchObject({ status: 201, json: { id: (late.json as { id: number }).id } });
		const { users } = await stack.control.state();
		expect(users.filter(({ username }) => username === 'ada')).toHaveLength(1);
	});

	it('of some users of a batch: the repeat does these, and leaves the others as they are', async () => {
		await start();
		const users = [
			{ ...ADA, loginname: '' },
			{ ...ADA, field: 'badge' },
			{ ...NAMELESS, loginname: 'bob', firstname: 'Bob' },
		];
		const first = await lose('POST', '/users/batch/create', { users });
		expect(first).toMatchObject({ status: 207, json: { succeeded: 0, failed: 3 } });
		const second = await again('POST', '/users/batch/create', { users });
		expect(second).toMatchObject({
			status: 207,
			json: {
				results: [
					{ index: 0, status: 400 },
					{ index: 1, status: 201, field: 'badge', value: '9001' },
					{ index: 2, status: 201 },
				],
				succeeded: 2,
				failed: 1,
			},
		});
		const calls = stack.sandbox.journal.length;
		const third = await again('POST', '/users/batch/create', { users });
		expect(third.text).toBe(second.text);
		expect(third.headers.get('Idempotency-Replayed')).toBe('true');
		expect(stack.sandbox.journal).toHaveLength(calls);
		const made = (await stack.control.state()).users.filter(({ username }) => /^(ada|bob)$/.test(username));
		expect(made.map(({ username }) => username).sort()).toEqual(['ada', 'bob']);
		expect(await stack.control.usersWith('badge', '9001')).toHaveLength(1);
	});

	it.each([
		['with an external id', { ...QUANTUM, code: 'QUANTUM1', field: 'external_course', value: 'C-1' }],
		['without one', { ...QUANTUM, code: 'QUANTUM1' }],
		['without one and without a code', QUANTUM],
	])('of a course %s: there is one course, and the repeat answers it', async (_, body) => {
		await start();
		expectProblem(await lose('POST', '/courses', body), 'outcome-unknown');
		const answer = await again('POST', '/courses', body);
		expect(answer.status).toBe(201);
		const made = (await stack.control.state()).courses.filter(({ code }) => code.startsWith('QUANTUM'));
		expect(made.map(({ code }) => code)).toEqual([(answer.json as { code: string }).code]);
	});

	it('of a session without an external id: the repeat finds it, where sessions can be searched', async () => {
		await start();
		expectProblem(await lose('POST', '/sessions', SPRING), 'outcome-unknown');
		const answer = await again('POST', '/sessions', SPRING);
		const made = (await stack.control.state()).sessions.filter(({ name }) => name === SPRING.name);
		expect(made).toHaveLength(1);
		if (!can(kind, 'session-search')) return expectProblem(answer, 'outcome-unknown');
		expect(answer).toMatchObject({ status: 201, json: { id: made[0]?.id } });
	});
});

describe.each(['1.9', '1.11', '1.11.32-php8'] as const)('a campus slower than the deadline, Chamilo %s', (kind) => {
	it.each([
		['POST', '/users', { ...ADA, active: false }],
		['POST', '/users', { ...ADA, active: false, official_code: 'M-1' }],
		['PUT', '/users/external_user/9001', { ...NAMELESS, ...EDIT, active: false }],
	])('an inactive user is never left enabled by the call that came late: %s', async (method, path, body) => {
		stack = await startStack({ sandbox: SANDBOXES[kind], env: { CHAMILO_TIMEOUT_MS: '600' } });
		const isCreation = ({ operation }: { operation: string }) => CREATIONS.test(operation);
		for (const operation of ['WSUser.CreateUser', 'WSCreateUser', 'WSCreateUserPasswordCrypted']) {
			stack.sandbox.faults.add({ operation, kind: 'delay', ms: 1_000 });
			stack.sandbox.faults.add({ operation, kind: 'delay', ms: 500 });
		}
		const first = await stack.request(method, path, body, { 'Idempotency-Key': 'slow' });
		await until(() => stack.sandbox.journal.some(isCreation));
		const late = await stack.control.userByName('ada');
		if (first.status === 201) expect(late?.active).toBe(false);
		stack.sandbox.faults.clear();
		const second = await stack.request(method, path, body, { 'Idempotency-Key': 'slow' });
		// A PUT that finds the user changes it, and refuses a new password for who is inactive.
		expect(method === 'POST' ? [201] : [200, 201, 409]).toContain(second.status);
		const { users } = await stack.control.state();
		expect(users.filter(({ username }) => username === 'ada')).toMatchObject([{ active: false }]);
	});
});

it.each(['1.9', '1.11', '1.11.32-php8'] as const)(
	'a taken username of a user with an official code is 409, Chamilo %s',
	async (kind) => {
		stack = await startStack({ sandbox: SANDBOXES[kind] });
		await stack.request('POST', '/users', NAMELESS);
		expectProblem(await stack.request('POST', '/users', { ...ADA, official_code: 'M-1' }), 'username-taken');
		expect(await stack.control.userByName('ada')).toMatchObject({ officialCode: '' });
	},
);
