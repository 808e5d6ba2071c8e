import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Release } from '../src/sandbox/release.js';
import { type Stack, startStack } from './support/stack.js';

/** Releases of Chamilo 1.11 that the gateway cannot tell from 1.11.6 yet: what it must never get wrong on them. */
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
