import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Release } from '../src/sandbox/release.js';
import { type Stack, startStack } from './support/stack.js';

/** What differs between the releases of Chamilo 1.11, and the gateway must never get wrong on any of them. */
const RELEASES: [name: string, release: Partial<Release>][] = [
	['1.11.6 on PHP 5', { chamilo: '1.11', php: 5 }],
	['1.11.6 on PHP 7', { chamilo: '1.11', php: 7 }],
	['1.11.32 on PHP 7', { chamilo: '1.11.32', php: 7 }],
	['1.11.32 on PHP 7, soap.php cured', { chamilo: '1.11.32', php: 7, rawPostData: true }],
	['1.11.32 on PHP 8', { chamilo: '1.11.32', php: 8 }],
	['1.11.32 on PHP 8, soap.php cured', { chamilo: '1.11.32', php: 8, rawPostData: true }],
];

const userIn = ({ json }: { json: unknown }) => json as { id: number; lastname: string | null };

describe.each(RELEASES)('a user whose username is the number of another, Chamilo %s', (_, release) => {
	let stack: Stack;
	/** The user whose number is the username of the other. */
	let owner: number;
	/** The user who is called like that number. */
	let namesake: number;

	beforeAll(async () => {
		stack = await startStack({ sandbox: release });
		owner = userIn(await stack.request('GET', '/users/external_user/1501')).id;
		const body = {
			firstname: 'Name',
			lastname: 'Sake',
			loginname: String(owner),
			password: 'a password',
			email: 'namesake@example.org',
			field: 'external_user',
			value: 'namesake',
		};
		const created = await stack.request('POST', '/users', body);
		expect(created.status).toBe(201);
		namesake = userIn(created).id;
	});
	afterAll(() => stack.close());

	const stateOf = async (code: string) => (await stack.control.state()).courses.find((course) => course.code === code);

	it('is never taken for the user of that number', async () => {
		const read = await stack.request('GET', `/users/chamilo_user_id/${owner}`);
		expect(read.status).toBe(200);
		expect(userIn(read)).toMatchObject({ id: owner });
		expect(userIn(read).lastname).not.toBe('Sake');
	});

	it('is not made a member in the place of that user', async () => {
		const path = `/courses/code/ALGEBRA/users/chamilo_user_id/${owner}`;
		expect((await stack.request('PUT', path, { status: 'student' })).status).toBe(204);
		const members = (await stateOf('ALGEBRA'))?.members.map(({ userId }) => userId);
		expect(members).toContain(owner);
		expect(members).not.toContain(namesake);
	});

	it('nobody is found by a number that nobody has', async () => {
		expect((await stack.request('GET', '/users/chamilo_user_id/9999')).status).toBe(404);
	});
});

describe.each(RELEASES.slice(0, 4))('the dates of sessions, Chamilo %s', (_, release) => {
	it('are read', async () => {
		const stack = await startStack({ sandbox: release });
		const { sessions } = (await stack.request('GET', '/sessions')).json as { sessions: object[] };
		expect(sessions).toContainEqual(expect.objectContaining({ id: 1, start_date: expect.stringMatching(/^\d{4}-/) }));
		await stack.close();
	});
});

describe.each(RELEASES.filter(([, { php, rawPostData }]) => php === 5 || rawPostData))(
	'PATCH of a course where soap.php answers, Chamilo %s',
	(_, release) => {
		it('changes what it is given, and leaves the course open', async () => {
			const stack = await startStack({ sandbox: release });
			const course = async () => (await stack.request('GET', '/courses/code/ALGEBRA')).json;
			const before = (await course()) as { visibility: string };
			expect(before.visibility).not.toBe('closed');
			expect((await stack.request('PATCH', '/courses/code/ALGEBRA', { title: 'Another title' })).status).toBe(204);
			expect(await course()).toEqual({ ...before, title: 'Another title' });
			await stack.close();
		});
	},
);

const LATE = RELEASES.slice(2);

describe.each(LATE)('users whose creation Chamilo refuses as they are, %s', (_, release) => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack({ sandbox: release });
	});
	afterAll(() => stack.close());

	let count = 0;
	const user = (members: object) => {
		count += 1;
		const base = { firstname: 'José', lastname: 'Peña', loginname: `jose${count}`, password: 'a password' };
		return { ...base, language: 'french', field: 'external_user', value: `late-${count}`, ...members };
	};
	const stored = async (value: string) =>
		(await stack.control.state()).users.find(({ extras }) => extras.external_user === value);

	it.each([
		['without e-mail', {}],
		['with null for the e-mail', { email: null }],
		['with an e-mail of other letters', { email: 'josé@exämple.org' }],
		['with an e-mail without a dot in the domain', { email: 'ana@localhost' }],
		['with a username of other letters', { loginname: 'josé', email: 'jose@example.org' }],
		['with a plus in the username', { loginname: 'a+b', email: 'jose@example.org' }],
		['with a username of 51 characters', { loginname: 'x'.repeat(51), email: 'jose@example.org' }],
		['that is inactive', { loginname: 'josé+2', active: false }],
		['that expires', { loginname: 'josé+3', expiration_date: '2031-01-31T18:00:00Z' }],
	])('%s: stored as it was sent', async (_name, members) => {
		const sent = user(members);
		const answer = await stack.request('POST', '/users', sent);
		expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
		const {
			email = null,
			active = true,
			expiration_date,
		} = sent as {
			email?: string | null;
			active?: boolean;
			expiration_date?: string;
		};
		expect(await stored(sent.value)).toMatchObject({
			username: sent.loginname,
			email: email ?? '',
			active,
			language: 'french',
			expirationDate: expiration_date === undefined ? null : '2031-01-31 18:00:00',
		});
	});

	it('whose edit fails: said with the number, and completed by the PUT that is named', async () => {
		const sent = user({ loginname: 'josé+fails' });
		await stack.control.fault({ operation: 'WSEditUsers', kind: 'empty-500' });
		const { status, json } = await stack.request('POST', '/users', sent);
		const problem = json as { code: string; detail: string; id: number };
		expect([status, problem.code]).toEqual([502, 'creation-incomplete']);
		expect(problem.detail).toContain(`PUT /users/external_user/${sent.value}`);
		const { password: _password, field, value, ...rest } = sent;
		const edit = { ...rest, status: 'student', email: null, phone: null, expiration_date: null };
		expect((await stack.request('PUT', `/users/${field}/${value}`, edit)).status).toBe(200);
		expect(await stored(sent.value)).toMatchObject({ id: problem.id, username: sent.loginname, email: '' });
	});

	it('in a batch: in plural calls', async () => {
		const users = Array.from({ length: 20 }, () => user({}));
		await stack.control.reset();
		const { json } = await stack.request('POST', '/users/batch/create', { users });
		expect((json as { succeeded: number }).succeeded).toBe(20);
		for (const { value } of users) expect(await stored(value)).toMatchObject({ email: '', active: true });
		const edits = (await stack.control.operations()).filter((operation) => operation === 'WSEditUsers');
		expect(edits).toHaveLength(1);
	});

	it('with a username that somebody has in another spelling: 409, and nobody is made', async () => {
		const sent = user({ loginname: 'Apeña' });
		expect((await stack.request('POST', '/users', sent)).json).toMatchObject({ code: 'username-taken' });
		expect(await stored(sent.value)).toBeUndefined();
	});

	it('with a quote in the username: refused before anything is sent', async () => {
		const sent = user({ loginname: "o'brien" });
		expect((await stack.request('POST', '/users', sent)).json).toMatchObject({ code: 'unsafe-identifier' });
	});

	it('of a username that nobody has: 404 on every route that writes, and no field is made', async () => {
		const before = (await stack.control.state()).extraFields;
		for (const [method, path, body] of [
			['POST', '/users/username/nobody/disable', undefined],
			['DELETE', '/users/username/nobody', undefined],
			['PUT', '/courses/code/ALGEBRA/users/username/nobody', {}],
		] as const) {
			expect((await stack.request(method, path, body)).status).toBe(404);
		}
		expect((await stack.control.state()).extraFields).toEqual(before);
	});
});

describe.each(LATE)('courses, Chamilo %s', (_, release) => {
	it('are created with the quota of the portal, and keep a known one when they are overwritten', async () => {
		const stack = await startStack({ sandbox: release });
		const quotaOf = async (code: string) =>
			((await stack.control.state()).courses as { code: string; diskQuota?: number }[]).find((one) => one.code === code)
				?.diskQuota;
		const portal = await quotaOf('ALGEBRA');
		const teacher = { field: 'username', value: 'admin' };
		const course = { title: 'Quota', language: 'english', teacher, field: 'external_course', value: 'Q-1' };
		expect((await stack.request('POST', '/courses', course)).json).toMatchObject({ code: 'QUOTA' });
		expect(await quotaOf('QUOTA')).toBe(portal);
		const path = '/courses/external_course/Q-1?accept_side_effects=true';
		const edited = await stack.request('PATCH', path, { subscribe: false });
		expect([edited.status, edited.json]).toMatchObject([200, { reset: expect.arrayContaining(['disk_quota']) }]);
		expect(await quotaOf('QUOTA')).toBe(100 * 1024 * 1024);
		await stack.close();
	});
});
