import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../src/node/serve.js';
import { createClient, type Send } from './support/client.js';
import { CAMPUS_KINDS, SANDBOXES } from './support/kinds.js';
import { expectProblem } from './support/problem.js';
import { API_KEYS, KEYS, type Stack, startStack } from './support/stack.js';
import { ADA, ADA_EDIT } from './support/users.js';

const USER = '/users/external_user/1505';

describe.each(CAMPUS_KINDS)('what the gateway remembers, Chamilo %s', (kind) => {
	let stack: Stack;
	/** Another gateway, which shares nothing with the first: whatever it does happens behind its back. */
	let behind: Gateway;
	let elsewhere: Send;
	beforeAll(async () => {
		stack = await startStack({ sandbox: SANDBOXES[kind] });
		behind = await startGateway({
			HOST: '127.0.0.1',
			PORT: '0',
			LOG_LEVEL: 'silent',
			CHAMILO_URL: stack.sandbox.url,
			CHAMILO_SECURITY_KEY: stack.sandbox.securityKey,
			CACHE_TTL_S: '0',
			API_KEYS,
		});
		elsewhere = createClient(behind.url, KEYS.all);
		await elsewhere('GET', USER);
		await send('GET', USER);
	});
	beforeEach(async () => {
		await stack.control.reset();
		// What was before the reset is of another campus: any change makes it be forgotten.
		for (const path of [USER, '/courses/code/ALGEBRA', '/sessions/chamilo_session_id/1']) {
			await stack.request('GET', path);
		}
		await stack.request('DELETE', '/users/external_user/1508');
		await stack.request('PATCH', '/courses/external_course/201', { visibility: 'closed' });
		await stack.control.reset();
	});
	afterAll(async () => {
		await stack?.close();
		await behind?.close();
	});

	/** A client that takes what is remembered. */
	const send: Send = (method, path, body, headers) =>
		stack.request(method, path, body, { 'Cache-Control': null, ...headers });
	const calls = () => stack.control.operations();
	const seat = (code: string, user: string) => `/courses/code/${code}/users/username/${user}`;

	it('a user is asked for once, and told with its age', async () => {
		const first = await send('GET', USER);
		expect(first.headers.get('Age')).toBeNull();
		const asked = await calls();
		const second = await send('GET', USER);
		expect([second.status, second.text, second.headers.get('ETag')]).toEqual([
			200,
			first.text,
			first.headers.get('ETag'),
		]);
		expect(second.headers.get('Age')).toMatch(/^\d+$/);
		expect(second.headers.get('Cache-Control')).toBe('private, no-cache');
		expect(await calls()).toEqual(asked);
	});

	it('Cache-Control: no-cache asks Chamilo, and what it says is remembered', async () => {
		await send('GET', USER);
		expect((await elsewhere('POST', `${USER}/disable`)).status).toBe(204);
		expect((await send('GET', USER)).json).toMatchObject({ active: true });
		expect((await stack.request('GET', USER)).json).toMatchObject({ active: false });
		expect((await send('GET', USER)).json).toMatchObject({ active: false });
	});

	it('many who ask at once wait for one answer', async () => {
		await stack.control.fault({ kind: 'delay', ms: 200, operation: 'WSGetUser' });
		const answers = await Promise.all(Array.from({ length: 20 }, () => send('GET', USER)));
		expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
		expect((await calls()).filter((name) => name === 'WSGetUser')).toHaveLength(1);
	});

	it('an answer that the caller has already is not sent again', async () => {
		const { headers } = await send('GET', '/courses');
		const again = await send('GET', '/courses', undefined, { 'If-None-Match': headers.get('ETag') });
		expect([again.status, again.text, again.headers.get('ETag')]).toEqual([304, '', headers.get('ETag')]);
		expect((await send('GET', '/courses', undefined, { 'If-None-Match': '"other"' })).status).toBe(200);
	});

	it('answers that change something, and those of no memory, are kept by nobody', async () => {
		expect((await send('POST', `${USER}/disable`)).headers.get('Cache-Control')).toBe('no-store');
		expect((await send('GET', '/soap')).headers.get('Cache-Control')).toBe('no-store');
	});

	it('is told again and again with its age, and never once it has changed', async () => {
		for (const age of [null, /^\d+$/, /^\d+$/, /^\d+$/]) {
			const { headers, json } = await send('GET', USER);
			if (age) expect(headers.get('Age')).toMatch(age);
			else expect(headers.get('Age')).toBeNull();
			expect(json).toMatchObject({ active: true });
		}
		const scarce = createClient(stack.url, KEYS.usersWrite);
		expectProblem(await scarce('GET', USER, undefined, { 'Cache-Control': null }), 'forbidden');
		expect((await send('GET', USER, undefined, { 'If-None-Match': '*' })).status).toBe(304);
		expect((await send('GET', `${USER}?more=1`)).status).toBe(400);
		expect((await send('POST', `${USER}/disable`)).status).toBe(204);
		expect((await send('GET', USER)).json).toMatchObject({ active: false });
	});

	it.each([
		['disabled', 'POST', `${USER}/disable`, undefined, { active: false }],
		['edited', 'PUT', USER, { ...ADA_EDIT, loginname: 'apena' }, { lastname: 'King' }],
		[
			'disabled in a batch',
			'POST',
			'/users/batch/disable',
			{ users: [{ field: 'external_user', value: '1505' }] },
			{ active: false },
		],
	])('a user who is %s is told so at once', async (_, method, path, body, expected) => {
		await send('GET', USER);
		expect((await send(method, path, body)).status).toBeLessThan(300);
		expect((await send('GET', USER)).json).toMatchObject(expected);
	});

	it('a user who is missing is remembered as missing, until it is created; one who is deleted is gone', async () => {
		const path = '/users/external_user/9001';
		expectProblem(await send('GET', path), 'user-not-found');
		const asked = await calls();
		expectProblem(await send('GET', path), 'user-not-found');
		expect(await calls()).toEqual(asked);
		expect((await send('POST', '/users', ADA)).status).toBe(201);
		expect((await send('GET', path)).status).toBe(200);
		expect((await send('DELETE', path)).status).toBe(204);
		expectProblem(await send('GET', path), 'user-not-found');
	});

	it('a creation forgets the new user alone', async () => {
		await send('GET', USER);
		await send('POST', '/users', ADA);
		const asked = await calls();
		expect((await send('GET', USER)).headers.get('Age')).not.toBeNull();
		expect(await calls()).toEqual(asked);
	});

	it('a refused change forgets nothing', async () => {
		await send('GET', USER);
		expectProblem(await send('POST', '/users', { ...ADA, value: '1504' }), 'external-id-taken');
		expectProblem(await send('POST', '/users', { ...ADA, loginname: '' }), 'invalid-request');
		expect((await send('GET', USER)).headers.get('Age')).not.toBeNull();
	});

	it('lists are asked for once, whatever the page, and forgotten with every change in them', async () => {
		const students = async () =>
			((await send('GET', '/courses')).json as { courses: { code: string; number_students: number }[] }).courses.find(
				({ code }) => code === '2024OFFICE',
			)?.number_students;
		const before = Number(await students());
		await send('GET', '/courses?limit=1');
		const lists = (await calls()).filter((name) => /ListCourses$/.test(name));
		expect(lists).toHaveLength(1);
		expect((await send('PATCH', '/courses/external_course/204', { visibility: 'closed' })).status).toBe(204);
		await send('GET', '/courses');
		const put = await send('PUT', '/courses/code/2024OFFICE/users/external_user/1507');
		expect(put.status).toBe(204);
		expect(await students()).toBe(before + 1);
	});

	it('a session that is renamed is told by its new name', async () => {
		const session = {
			name: 'Winter',
			start_date: '2031-01-01',
			end_date: '2031-02-01',
			coach: { field: 'chamilo_user_id', value: '1' },
			field: 'external_session',
			value: '2031-W',
		};
		expect((await send('POST', '/sessions', session)).status).toBe(201);
		await send('GET', '/sessions');
		expect((await send('DELETE', '/sessions/external_session/2031-W')).status).toBe(204);
		expectProblem(await send('GET', '/sessions/external_session/2031-W'), 'session-not-found');
		expect((await send('GET', '/sessions')).headers.get('Age')).toBeNull();
	});

	it('what is remembered of names spares look-ups', async () => {
		expect((await send('PUT', seat('ALGEBRA', 'apena'))).status).toBe(204);
		const first = (await calls()).length;
		expect((await send('PUT', seat('ALGEBRA', 'apena'))).status).toBe(204);
		expect((await calls()).length - first).toBeLessThan(first);
		expect((await calls()).slice(first)).not.toContain('WSListCourses');
	});

	it('a remembered number that is nobody any more is asked for again', async () => {
		await elsewhere('POST', '/users', ADA);
		expect((await send('PUT', seat('ALGEBRA', 'ada'))).status).toBe(204);
		await elsewhere('DELETE', '/users/external_user/9001');
		await elsewhere('POST', '/users', ADA);
		const answer = await send('PUT', seat('FRANCAISA1', 'ada'));
		expect(answer.status).toBe(204);
		const { users, courses } = await stack.control.state();
		const ada = users.find(({ username }) => username === 'ada');
		const members = courses.find(({ code }) => code === 'FRANCAISA1')?.members ?? [];
		expect(members.map(({ userId }) => userId)).toContain(ada?.id);
	});

	it('what destroys never goes by what is remembered', async () => {
		await elsewhere('POST', '/users', ADA);
		await send('PUT', seat('ALGEBRA', 'ada'));
		const renamed = await elsewhere('PUT', '/users/external_user/9001', { ...ADA_EDIT, loginname: 'ada.old' });
		expect(renamed.status).toBe(200);
		await elsewhere('POST', '/users', { ...ADA, value: '9002' });
		expect((await send('DELETE', '/users/username/ada')).status).toBe(204);
		const names = (await stack.control.state()).users.map(({ username }) => username);
		expect(names).toContain('ada.old');
		expect(names).not.toContain('ada');
	});
});

describe('lists whose time is over', () => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack({ env: { CACHE_TTL_S: '1' } });
	});
	afterAll(() => stack.close());

	it('are told once more, while a fresh one is fetched', async () => {
		const list = () => stack.request('GET', '/courses', undefined, { 'Cache-Control': null });
		await list();
		await new Promise((resolve) => setTimeout(resolve, 1_100));
		await stack.control.fault({ kind: 'delay', ms: 300, operation: 'WSCourse.ListCourses' });
		const stale = await list();
		expect(Number(stale.headers.get('Age'))).toBeGreaterThanOrEqual(1);
		await expect.poll(async () => (await stack.control.operations()).length, { timeout: 5_000 }).toBe(2);
	});
});
