import { describe, expect, test } from 'vitest';
import { hasSoapPhp } from '../../support/kinds.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { DEMO, forgetGatewayNames, type SessionBench } from './bench.js';

export function testSessionUsers(bench: SessionBench): void {
	const { kind } = bench;
	const hasSoap = hasSoapPhp(kind);
	const SESSIONS = ['chamilo_session_id/1', 'name/Oto%C3%B1o%202030', 'external_session/301'];
	const put = (session: string, user: string) => bench.send('PUT', `/sessions/${session}/users/${user}`);
	const remove = (session: string, user: string) => bench.send('DELETE', `/sessions/${session}/users/${user}`);
	const { outsider, autumn } = DEMO;

	/** Every pair of names by which the outsider can be added to the autumn session. */
	const PAIRS = SESSIONS.flatMap((session) =>
		[`external_user/${outsider.external}`, `username/${outsider.username}`, `chamilo_user_id/${outsider.id}`].map(
			(user) => [session, user] as const,
		),
	).filter(([session, user]) => !(session.startsWith('external') && user.startsWith('chamilo')));

	async function courseRows(userId: number): Promise<string[]> {
		const { courseUsers } = await bench.session(autumn.id);
		return courseUsers.filter((row) => row.userId === userId).map(({ courseCode }) => courseCode);
	}

	describe('adding', () => {
		test.each(PAIRS)('to %s the user %s: in it with its courses, and nobody else is out', async (session, user) => {
			const before = await bench.session(autumn.id);
			for (const _ of ['once', 'again']) {
				const answer = await put(session, user);
				expect([answer.status, answer.text]).toEqual([204, '']);
				const after = await bench.session(autumn.id);
				expect(after.users.toSorted()).toEqual([...autumn.users, outsider.id]);
				expect(after.courses.map(({ courseCode }) => courseCode)).toEqual(autumn.courses);
				expect(after.courseUsers).toEqual(expect.arrayContaining(before.courseUsers));
				expect((await courseRows(outsider.id)).toSorted()).toEqual([...autumn.courses].toSorted());
			}
		});

		test('an inactive user by the number of the session', async () => {
			expect((await put('chamilo_session_id/1', `external_user/${DEMO.inactive.external}`)).status).toBe(204);
			expect((await bench.session(1)).users).toContain(DEMO.inactive.id);
		});

		if (kind === '1.9')
			test('a number to an external id, once the gateway has given the user a name', async () => {
				const before = await bench.session(1);
				const problem = expectProblem(await put('external_session/301', 'chamilo_user_id/9'), 'unsupported-by-chamilo');
				expect(problem.detail).toContain('chamilo_session_id');
				expect(await bench.session(1)).toEqual(before);
				await put('external_session/301', `username/${outsider.username}`);
				await remove('external_session/301', 'chamilo_user_id/9');
				expect((await put('external_session/301', 'chamilo_user_id/9')).status).toBe(204);
				expect((await bench.session(1)).users).toContain(9);
			});

		test('many at once: all of them are in', async () => {
			const ids = [1, 3, 4, 8, 9, 10];
			const answers = await Promise.all(ids.map((id) => put('chamilo_session_id/1', `chamilo_user_id/${id}`)));
			expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 204));
			expect((await bench.session(1)).users.toSorted((a, b) => a - b)).toEqual([1, 3, 4, 5, 6, 7, 8, 9, 10]);
		});
	});

	describe('taking out', () => {
		/** By a number alone registration.soap.php finds nobody. */
		const NAMES = ['external_user/1504', 'username/lzolkiewski', ...(hasSoap ? ['chamilo_user_id/6'] : [])];

		test.each(SESSIONS.flatMap((session) => NAMES.map((user) => [session, user])))(
			'of %s the user %s: just this one',
			async (session, user) => {
				const before = await bench.session(1);
				for (const _ of ['once', 'again']) {
					const answer = await remove(session, user);
					expect([answer.status, answer.text]).toEqual([204, '']);
					const after = await bench.session(1);
					expect(after.users).toEqual([5, 7]);
					expect(after.courseUsers).toEqual(before.courseUsers.filter(({ userId }) => userId !== 6));
					expect(after.courses.length).toBe(before.courses.length);
				}
			},
		);
	});

	describe('who is missing is named, the session first', () => {
		const USERS = ['external_user/nobody', 'username/nobody', 'chamilo_user_id/999'];
		const UNKNOWN = ['chamilo_session_id/99', 'name/Winter', 'external_session/nope'];

		test.each(SESSIONS.flatMap((session) => USERS.map((user) => [session, user])))('%s, %s', async (session, user) => {
			const before = await bench.sessions();
			expectProblem(await put(session, user), 'user-not-found');
			expectProblem(await remove(session, user), 'user-not-found');
			expect(await bench.sessions()).toEqual(before);
		});

		test.each(UNKNOWN.flatMap((session) => [...USERS, 'external_user/1504'].map((user) => [session, user])))(
			'%s, %s',
			async (session, user) => {
				expectProblem(await put(session, user), 'session-not-found');
				expectProblem(await remove(session, user), 'session-not-found');
			},
		);
	});

	describe('refusals', () => {
		if (kind === '1.9')
			test('an inactive user to a session named by an external id', async () => {
				const before = await bench.sessions();
				const answer = await put('external_session/301', `external_user/${DEMO.inactive.external}`);
				expect(expectProblem(answer, 'unsupported-by-chamilo').detail).toContain('active');
				expect(await bench.sessions()).toEqual(before);
			});

		if (hasSoap)
			test('what Chamilo gives no reason for', async () => {
				const add = 'WSSubscribeUserToSessionSimple';
				bench.answerInstead(add, 200, `<${add}Response><return>0</return></${add}Response>`);
				const added = expectProblem(await put('chamilo_session_id/1', 'chamilo_user_id/9'), 'rejected-by-chamilo');
				expect(added.chamilo).toEqual({ operation: add });
				bench.answerInstead(
					'WSSession.UnsubscribeUserFromSession',
					500,
					'<E:Fault><faultcode>303</faultcode><faultstring>x</faultstring></E:Fault>',
				);
				const removed = expectProblem(await remove('chamilo_session_id/1', 'chamilo_user_id/6'), 'rejected-by-chamilo');
				expect(removed.chamilo).toMatchObject({ faultcode: '303' });
			});

		test.each([
			['chamilo_user_id/1.5', 'path/userValue'],
			['name/x', 'path/userField'],
			['chamilo_course_id/1', 'path/userField'],
			['a.b/x', 'path/userField'],
		])('%s does not name a user', async (user, pointer) => {
			for (const send of [put, remove]) {
				const problem = expectProblem(await send('chamilo_session_id/1', user), 'invalid-request');
				expect(pointersOf(problem)).toEqual([pointer]);
			}
			expect(bench.calls()).toEqual([]);
		});

		test('an unsafe name', async () => {
			for (const send of [put, remove])
				expectProblem(await send('chamilo_session_id/1', "username/o'b"), 'unsafe-identifier');
			expect(bench.calls()).toEqual([]);
		});
	});

	test('the operations that throw others out are never called', async () => {
		for (const [session, user] of PAIRS) {
			await put(session, user);
			await remove(session, user);
		}
		expect(bench.calls()).not.toContain('WSSession.SubscribeUserToSession');
		if (hasSoap) expect(bench.calls()).not.toContain('WSUnsuscribeUsersFromSession');
	});

	if (!hasSoap) {
		test('a user named by number is taken out once the gateway has a name for it', async () => {
			const before = await bench.sessions();
			const problem = expectProblem(
				await remove('external_session/301', 'chamilo_user_id/6'),
				'unsupported-by-chamilo',
			);
			expect(problem.detail).toContain('username');
			expect(await bench.sessions()).toEqual(before);
			expect((await remove('external_session/301', 'username/lzolkiewski')).status).toBe(204);
			expect((await put('external_session/301', 'chamilo_user_id/6')).status).toBe(204);
			expect((await remove('external_session/301', 'chamilo_user_id/6')).status).toBe(204);
			expect((await bench.session(1)).users).toEqual([5, 7]);
		});

		test('an inactive user stays in the session until it is enabled', async () => {
			await put('external_session/301', `external_user/${DEMO.inactive.external}`);
			const answer = await remove('external_session/301', `external_user/${DEMO.inactive.external}`);
			expect(expectProblem(answer, 'unsupported-by-chamilo').detail).toContain('active');
			expect((await bench.session(1)).users).toContain(DEMO.inactive.id);
		});

		test('of a session named by number the gateway must know an external id', async () => {
			forgetGatewayNames(bench.sandbox);
			const before = await bench.sessions();
			const answer = await remove('chamilo_session_id/1', 'external_user/1504');
			expect(expectProblem(answer, 'unsupported-by-chamilo').detail).toContain('external id');
			expect(await bench.sessions()).toEqual(before);
		});
	}

	test('a reply that got lost: it is sent again, which does no harm', async () => {
		const add = 'WSSubscribeUserToSessionSimple';
		bench.sandbox.faults.add({ operation: add, kind: 'reset-after' });
		expect((await put('chamilo_session_id/1', 'external_user/1507')).status).toBe(204);
		expect((await bench.session(1)).users.toSorted()).toEqual([...autumn.users, outsider.id]);
		bench.sandbox.faults.add({ operation: add, kind: 'reset-before', times: 2 });
		expectProblem(await put('chamilo_session_id/1', 'external_user/1507'), 'outcome-unknown');
	});
}
