import { expect, test } from 'vitest';
import { can } from '../../support/kinds.js';
import { expectProblem } from '../../support/problem.js';
import type { Fault } from '../../support/sandbox.js';
import { ADA, ADA_EDIT, CALLS, DEMO, storedPassword } from '../../support/users.js';
import type { Bench } from '../run.js';

/** The user is there, only the reply is lost. */
const DONE: [string, Fault][] = [
	['the connection breaks after the work', { kind: 'reset-after' }],
	['PHP dies after the work', { kind: 'empty-500', after: true }],
	['the reply is cut off', { kind: 'truncated' }],
];

/** Nothing happened. */
const NOT_DONE: [string, Fault][] = [
	['the connection breaks before the work', { kind: 'reset-before' }],
	['PHP dies before the work', { kind: 'empty-500' }],
	['a page comes in place of a reply', { kind: 'html-200' }],
	['no answer comes', { kind: 'hang' }],
];

const { field: _field, value: _value, ...NAMELESS } = ADA;

export function testFaultyCreations(bench: Bench): void {
	const { kind } = bench;
	const calls = CALLS[kind];
	const added = async () => (await bench.control.state()).users.filter(({ id }) => id >= DEMO.nextId);
	const fault = (spec: Fault) => bench.control.fault({ operation: calls.create, ...spec });

	test.each(DONE)('%s: the user is found, and the answer is 201', async (_, spec) => {
		await fault(spec);
		const answer = await bench.send('POST', '/users', ADA);
		expect(answer.status).toBe(201);
		expect(answer.json).toEqual({ id: DEMO.nextId, field: 'external_user', value: '9001' });
		expect(await added()).toMatchObject([{ id: DEMO.nextId, username: 'ada', extras: { external_user: '9001' } }]);
	});

	test.each(NOT_DONE)('%s: the creation is sent once more, and there is one user', async (_, spec) => {
		await fault(spec);
		const answer = await bench.send('POST', '/users', { ...ADA, extras: { seat: '1' } });
		expect(answer.status).toBe(201);
		expect(await added()).toMatchObject([
			{ username: 'ada', ...storedPassword(kind, 'first secret'), extras: { external_user: '9001', seat: '1' } },
		]);
	});

	test.each(NOT_DONE)('%s: so it is for a user without external id', async (_, spec) => {
		await fault(spec);
		expect((await bench.send('POST', '/users', NAMELESS)).status).toBe(201);
		expect(await added()).toMatchObject([{ username: 'ada' }]);
	});

	test.each(DONE)(
		'%s, of a user without external id: who has the username is called as was sent, and the answer is 201',
		async (_, spec) => {
			await fault(spec);
			const answer = await bench.send('POST', '/users', NAMELESS);
			expect([answer.status, answer.json]).toEqual([201, { id: DEMO.nextId, field: null, value: null }]);
			// On 1.11 the gateway gives it an external id, by which it is found.
			const extras = kind === '1.9' ? {} : { rest_gateway_id: `u${DEMO.nextId}` };
			expect(await added()).toMatchObject([{ username: 'ada', extras }]);
		},
	);

	test.each(NOT_DONE)('%s, twice: the outcome is unknown', async (_, spec) => {
		await fault({ ...spec, times: 2 });
		expectProblem(await bench.send('POST', '/users', ADA), 'outcome-unknown');
		expect(await added()).toEqual([]);
	});

	test.each(DONE)('%s, and looking fails too: the outcome is unknown, and it is not sent again', async (_, spec) => {
		await fault(spec);
		await bench.control.fault({ operation: calls.findByName, kind: 'reset-before', times: 2 });
		expectProblem(await bench.send('POST', '/users', ADA), 'outcome-unknown');
		expect(await added()).toHaveLength(1);
	});

	test('a username that is taken is never mistaken for the user whose creation broke', async () => {
		await fault({ kind: 'reset-before' });
		const answer = await bench.send('POST', '/users', { ...ADA, loginname: 'apena' });
		expectProblem(answer, 'outcome-unknown');
		expect(await added()).toEqual([]);
		expect((await bench.control.userByName('apena'))?.extras.external_user).toBe('1505');
	});

	test('names with & are put right after a lost reply too', async () => {
		await fault({ kind: 'reset-after' });
		expect((await bench.send('POST', '/users', { ...ADA, lastname: 'King & Co' })).status).toBe(201);
		expect(await added()).toMatchObject([{ lastname: 'King & Co' }]);
	});

	const nothing = { field: undefined, value: undefined };
	/** From 1.11.8 on a creation needs an e-mail address: one without is edited at once, which stores "never" as well. */
	const isLate = !can(kind, 'create-takes-any-text');
	const attaching = isLate ? 'WSUpdateUserOriginalIdFromUsername' : 'WSUpdateUserApiKey';
	const storingNever = isLate ? 'WSEditUsers' : calls.neverExpires;
	const LAST_STEPS: [string, object, Fault][] =
		kind === '1.9'
			? [
					['the external id', { field: 'brand_new' }, { operation: 'WSUpdateUserApiKey', kind: 'empty-500' }],
					['an extra field', { extras: { seat: '1' } }, { operation: 'WSUpdateUserApiKey', kind: 'reset-before' }],
					['a name', { lastname: 'King & Co' }, { operation: 'WSUser.EditUser', kind: 'hang' }],
				]
			: [
					['the external id of the gateway', nothing, { operation: attaching, kind: 'empty-500' }],
					[
						'inactivity',
						{ active: false, expiration_date: null },
						{ operation: calls.deactivate, kind: 'reset-before' },
					],
					['"never"', { expiration_date: null }, { operation: storingNever, kind: 'hang' }],
				];

	test.each(LAST_STEPS)(
		'when %s cannot be stored, the answer carries the number of the user that is there',
		async (_, change, spec) => {
			await bench.control.fault(spec);
			const answer = await bench.send('POST', '/users', { ...ADA, ...change });
			const problem = expectProblem(answer, 'creation-incomplete');
			expect(problem).toMatchObject({ id: DEMO.nextId });
			// On 1.11 a number works only once the user has an external id of the gateway's.
			const number = kind === '1.9' ? `chamilo_user_id/${DEMO.nextId}` : 'username/ada';
			// Its username could be a stand-in.
			const name = isLate && spec.operation === storingNever ? 'external_user/9001' : number;
			expect(problem.detail).toContain(`/users/${name}`);
			expect(await added()).toMatchObject([{ id: DEMO.nextId, username: 'ada' }]);
		},
	);

	test('what was not stored can be sent with PUT, as the answer says', async () => {
		// Elsewhere the creation itself stores extras.
		if (kind === '1.9') await bench.control.fault({ operation: 'WSUpdateUserApiKey', kind: 'empty-500' });
		await bench.send('POST', '/users', { ...ADA, extras: { seat: '1' } });
		const put = await bench.send('PUT', `/users/chamilo_user_id/${DEMO.nextId}`, {
			...ADA_EDIT,
			extras: { seat: '1' },
		});
		expect(put.status).toBe(200);
		expect(await added()).toMatchObject([{ extras: { external_user: '9001', seat: '1' } }]);
	});

	test.each(['reset-before', 'reset-after'])('PUT that creates, with %s: 201 and one user', async (kind) => {
		await fault({ kind });
		const answer = await bench.send('PUT', '/users/external_user/9001', { ...ADA_EDIT, password: 'new' });
		expect(answer.status).toBe(201);
		expect(await added()).toMatchObject([{ username: 'ada', extras: { external_user: '9001' } }]);
	});

	test.each(['empty-500', 'reset-before', 'hang'])(
		'a look-up that fails (%s) before a creation leaves nothing behind',
		async (kind) => {
			// A look-up that breaks on the connection is repeated once.
			await bench.control.fault({ operation: 'WSGetUser', kind, times: kind === 'reset-before' ? 2 : 1 });
			const answer = await bench.send('POST', '/users', ADA);
			expect([502, 503, 504]).toContain(answer.status);
			expect(await added()).toEqual([]);
		},
	);
}
