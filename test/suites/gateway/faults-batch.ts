import { expect, test } from 'vitest';
import { type BatchItem, expectBatch, outcomes } from '../../support/batch.js';
import { hasSoapPhp } from '../../support/kinds.js';
import type { Fault } from '../../support/sandbox.js';
import { ADA, ADA_EDIT, CALLS, DEMO } from '../../support/users.js';
import type { Bench } from '../run.js';

const FAULTS: [string, Fault][] = [
	['PHP dies after the second item', { kind: 'empty-500', item: 2 }],
	['PHP dies after the last item', { kind: 'empty-500', item: 5 }],
	['PHP dies before the work', { kind: 'empty-500' }],
	['PHP dies after the work', { kind: 'empty-500', after: true }],
	['a page comes in place of a reply', { kind: 'html-200' }],
	['the reply is cut off', { kind: 'truncated' }],
	['no answer comes', { kind: 'hang' }],
	['the connection breaks before the work', { kind: 'reset-before' }],
	['the connection breaks after the work', { kind: 'reset-after' }],
];

const user = (index: number) => ({ ...ADA, loginname: `user${index}`, value: `v${index}` });
const five = [0, 1, 2, 3, 4];
const demo = ['1503', '1504', '1505', '1506', '1507'].map((value) => ({ field: 'external_user', value }));

export function testFaultyBatches(bench: Bench): void {
	const { kind } = bench;
	const calls = CALLS[kind];
	const added = async () => (await bench.control.state()).users.filter(({ id }) => id >= DEMO.nextId);
	const create = (users: unknown[]) => bench.send('POST', '/users/batch/create', { users });

	/** Every item that succeeded is there under the number told, nobody twice, and nobody else. */
	const expectTruth = async (results: BatchItem[]) => {
		const users = await added();
		const names = users.map(({ username }) => username);
		expect(new Set(names).size).toBe(names.length);
		for (const { index, id, status } of results.filter(({ problem }) => !problem)) {
			expect({ index, status, id }).toEqual({
				index,
				status: 201,
				id: users.find(({ username }) => username === `user${index}`)?.id,
			});
		}
	};

	test.each(FAULTS)('create: %s, and every item is done exactly once', async (_, fault) => {
		await bench.control.fault({ ...fault, operation: calls.createMany });
		const results = expectBatch(await create(five.map(user)), 5);
		expect(outcomes(results)).toEqual([201, 201, 201, 201, 201]);
		await expectTruth(results);
		expect((await added()).map(({ username, extras }) => `${username} ${extras.external_user}`).sort()).toEqual(
			five.map((index) => `user${index} v${index}`),
		);
	});

	test('create without external ids: every item is done exactly once', async () => {
		await bench.control.fault({ kind: 'empty-500', item: 2, operation: calls.createMany });
		const users = five.map(user).map(({ field: _f, value: _v, ...rest }) => rest);
		const results = expectBatch(await create(users), 5);
		expect(outcomes(results)).toEqual([201, 201, 201, 201, 201]);
		await expectTruth(results);
		expect(await added()).toHaveLength(5);
	});

	test('create, failures and a fatal together: each item its own code', async () => {
		await bench.control.fault({ kind: 'empty-500', item: 3, operation: calls.createMany });
		const results = expectBatch(
			await create([
				user(0),
				{ ...user(1), encrypt_method: 'md5' },
				user(2),
				{ ...user(3), value: DEMO.student.value },
				{ ...user(4), encrypt_method: 'sha1' },
				user(5),
			]),
			6,
		);
		expect(outcomes(results)).toEqual([
			201,
			'password-encryption-refused',
			201,
			'external-id-taken',
			'password-encryption-refused',
			201,
		]);
		await expectTruth(results);
		expect(await added()).toHaveLength(3);
	});

	test('create of 120, one of the three plural calls fails: all are there once', async () => {
		await bench.control.fault({ kind: 'empty-500', item: 20, operation: calls.createMany, after: 1 });
		const results = expectBatch(await create(Array.from({ length: 120 }, (_, index) => user(index))), 120);
		expect(outcomes(results)).toEqual(Array(120).fill(201));
		await expectTruth(results);
		expect(await added()).toHaveLength(120);
	});

	test('create, the look before it fails: every item says so, and nobody is created', async () => {
		// A look that breaks on the connection is repeated once.
		await bench.control.fault({ kind: 'reset-before', operation: 'WSUnsubscribeUserFromCourse', times: 2 });
		const results = expectBatch(await create(five.map(user)), 5);
		expect(outcomes(results)).toEqual(Array(5).fill('chamilo-unavailable'));
		expect(await added()).toEqual([]);
	});

	test('create, the look after it fails: each user is looked up by itself', async () => {
		await bench.control.fault({ kind: 'empty-500', operation: 'WSUnsubscribeUserFromCourse', after: 1 });
		const results = expectBatch(await create(five.map(user)), 5);
		expect(outcomes(results)).toEqual(Array(5).fill(201));
		await expectTruth(results);
	});

	test.each(FAULTS)('edit: %s, and every item is stored', async (_, fault) => {
		await bench.control.fault({ ...fault, operation: calls.editMany });
		const users = demo.map((reference, index) => ({ ...reference, ...ADA_EDIT, loginname: `edited${index}` }));
		const results = expectBatch(await bench.send('POST', '/users/batch/edit', { users }), 5);
		if (!hasSoapPhp(kind)) {
			// One call each: the one that broke says so, and can be sent again.
			const broken = results.filter(({ status }) => status !== 200);
			expect(broken.map(({ status }) => status >= 502)).toEqual([true]);
			const again = broken.map(({ index }) => users[index]);
			expect(outcomes(expectBatch(await bench.send('POST', '/users/batch/edit', { users: again }), 1))).toEqual([200]);
		} else expect(outcomes(results)).toEqual([200, 200, 200, 200, 200]);
		for (const { value } of demo) {
			expect(await bench.control.usersWith('external_user', value)).toMatchObject([{ lastname: 'King' }]);
		}
	});

	test.each(FAULTS)('disable and enable: %s, and each item tells the truth', async (_, fault) => {
		const references = [...demo.slice(0, 4), { field: 'external_user', value: 'nobody' }];
		for (const [action, operation, active] of [
			['disable', calls.disableMany, false],
			['enable', calls.enableMany, true],
		] as const) {
			await bench.control.fault({ ...fault, operation });
			const results = expectBatch(await bench.send('POST', `/users/batch/${action}`, { users: references }), 5);
			expect(outcomes(results)).toEqual([204, 204, 204, 204, 'user-not-found']);
			for (const { value } of demo.slice(0, 4)) {
				expect(await bench.control.usersWith('external_user', value)).toMatchObject([{ active }]);
			}
		}
	});

	test('disable, the look after it fails: the single calls tell', async () => {
		await bench.control.fault({ kind: 'empty-500', operation: 'WSUnsubscribeUserFromCourse', after: 1 });
		const results = expectBatch(await bench.send('POST', '/users/batch/disable', { users: demo }), 5);
		expect(outcomes(results)).toEqual(Array(5).fill(204));
		for (const { value } of demo) {
			expect(await bench.control.usersWith('external_user', value)).toMatchObject([{ active: false }]);
		}
	});

	test('delete, the call breaks after its work: looking shows that all are gone', async () => {
		await bench.control.fault({ kind: 'reset-after', operation: calls.removeMany });
		const results = expectBatch(await bench.send('POST', '/users/batch/delete', { users: demo }), 5);
		expect(outcomes(results)).toEqual(Array(5).fill(204));
		expect((await bench.control.state()).users).toHaveLength(6);
	});
}
