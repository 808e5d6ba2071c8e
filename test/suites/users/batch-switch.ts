import { expect, test } from 'vitest';
import { expectBatch, outcomes } from '../../support/batch.js';
import { hasSoapPhp } from '../../support/kinds.js';
import { expectProblem } from '../../support/problem.js';
import { ADA, DEMO } from '../../support/users.js';
import type { Bench } from '../run.js';

const ref = (value: string, field = 'external_user') => ({ field, value });

/** External ids of the demo users by number. */
const ACTIVE = ['1503', '1504', '1505'];

export function testBatchSwitch(bench: Bench): void {
	const send = (action: string, users: unknown[]) => bench.send('POST', `/users/batch/${action}`, { users });
	const { kind } = bench;
	/** Where soap.php is dead the number of a user without external id of the gateway is no name. */
	const byNumber = !hasSoapPhp(kind) ? 'unsupported-by-chamilo' : 204;
	const activeOf = async (...ids: number[]) => {
		const { users } = await bench.control.state();
		return ids.map((id) => users.find((user) => user.id === id)?.active);
	};

	test.each(['enable', 'disable', 'delete'])(
		'%s of no items answers an empty list and sends nothing',
		async (action) => {
			expect((await send(action, [])).json).toEqual({ results: [], succeeded: 0, failed: 0 });
			expect(await bench.control.operations()).toEqual([]);
		},
	);

	test.each(['enable', 'disable', 'delete'])('%s of 1,001 items is refused as a whole', async (action) => {
		const users = Array.from({ length: 1001 }, (_, index) => ref(String(index)));
		expectProblem(await send(action, users), 'invalid-request');
		expect(await bench.control.operations()).toEqual([]);
	});

	test('disable really disables two users and more, in plural calls', async () => {
		const results = expectBatch(
			await send(
				'disable',
				ACTIVE.map((value) => ref(value)),
			),
			3,
		);
		expect(outcomes(results)).toEqual([204, 204, 204]);
		expect(results[0]).toMatchObject({ field: 'external_user', value: '1503' });
		expect(await activeOf(5, 6, 7, 8)).toEqual([false, false, false, true]);
		expect(await bench.control.operations()).not.toContain('WSUser.DisableUser');
	});

	test('enable really enables them again', async () => {
		await send(
			'disable',
			ACTIVE.map((value) => ref(value)),
		);
		const results = expectBatch(
			await send(
				'enable',
				ACTIVE.map((value) => ref(value)),
			),
			3,
		);
		expect(outcomes(results)).toEqual([204, 204, 204]);
		expect(await activeOf(5, 6, 7)).toEqual([true, true, true]);
	});

	test.each([
		['disable', false],
		['enable', true],
	] as const)('%s tells the truth for unknown users and those that are so already', async (action, active) => {
		const results = expectBatch(
			await send(action, [
				ref('1504'),
				ref('nobody'),
				ref('1509'),
				ref('1505', 'no_such_field'),
				ref('apena', 'username'),
				ref('9', 'chamilo_user_id'),
				ref('999', 'chamilo_user_id'),
				ref('nobody', 'username'),
				ref("O'Brien"),
				{ field: 'external_user' },
				ref('1504'),
			]),
			11,
		);
		expect(outcomes(results)).toEqual([
			204,
			'user-not-found',
			204,
			'user-not-found',
			204,
			byNumber,
			'user-not-found',
			'user-not-found',
			'unsafe-identifier',
			'invalid-request',
			204,
		]);
		expect(await activeOf(6, 11, 7)).toEqual([active, active, active]);
		expect(await activeOf(9)).toEqual([byNumber === 204 ? active : true]);
		expect(await activeOf(3, 4, 5, 8, 10)).toEqual([true, true, true, true, true]);
	});

	test('disable and enable of 120 users switch all of them', async () => {
		const users = Array.from({ length: 120 }, (_, index) => ({ ...ADA, loginname: `u${index}`, value: `v${index}` }));
		await send('create', users);
		const references = users.map(({ value }) => ref(value));
		const states = async () =>
			(await bench.control.state()).users.filter(({ id }) => id >= DEMO.nextId).map(({ active }) => active);
		expect(outcomes(expectBatch(await send('disable', references), 120))).toEqual(Array(120).fill(204));
		expect(await states()).toEqual(Array(120).fill(false));
		expect(outcomes(expectBatch(await send('enable', references), 120))).toEqual(Array(120).fill(204));
		expect(await states()).toEqual(Array(120).fill(true));
	});

	test('delete tells the truth for each: gone, unknown, the only teacher, sent twice', async () => {
		const before = await bench.control.state();
		const results = expectBatch(
			await send('delete', [
				ref('1504'),
				ref('nobody'),
				ref('1501'),
				ref('apena', 'username'),
				ref('1509'),
				ref("O'Brien"),
				ref('9', 'chamilo_user_id'),
			]),
			7,
		);
		expect(outcomes(results)).toEqual([
			204,
			'user-not-found',
			kind === '1.9' ? 'rejected-by-chamilo' : 'user-coaches-sessions',
			204,
			204,
			'unsafe-identifier',
			byNumber,
		]);
		const gone = byNumber === 204 ? [6, 7, 11, 9] : [6, 7, 11];
		expect((await bench.control.state()).users).toEqual(before.users.filter(({ id }) => !gone.includes(id)));
	});

	test('delete of one user twice in a batch deletes it once: the first item says so, the second that it is gone', async () => {
		await bench.control.fault({ kind: 'delay', ms: 30 });
		expect(outcomes(expectBatch(await send('delete', [ref('1504'), ref('1504')]), 2))).toEqual([204, 'user-not-found']);
		expect((await bench.control.state()).users).toHaveLength(10);
	});

	test('delete of one user by two names in a batch deletes it once', async () => {
		const results = expectBatch(await send('delete', [ref('1504'), ref('lzolkiewski', 'username')]), 2);
		expect(outcomes(results).sort()).toEqual([204, 'user-not-found']);
		expect((await bench.control.state()).users).toHaveLength(10);
	});
}
