import { expect, test } from 'vitest';
import { expectBatch, outcomes } from '../../support/batch.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { ADA, CALLS, DEMO, storedPassword, usableHash } from '../../support/users.js';
import type { Bench } from '../run.js';

const PATH = '/users/batch/create';

/** A user that differs from all others of the batch. */
const user = (index: number) => ({
	...ADA,
	loginname: `user${index}`,
	value: `v${index}`,
	password: `secret ${index}`,
});

export function testBatchCreate(bench: Bench): void {
	const { kind } = bench;
	const plural = CALLS[kind].createMany;
	const usersAdded = async () => (await bench.control.state()).users.filter(({ id }) => id >= DEMO.nextId);
	const create = (users: unknown[]) => bench.send('POST', PATH, { users });

	test('of no items answers an empty list and sends nothing', async () => {
		expect((await create([])).json).toEqual({ results: [], succeeded: 0, failed: 0 });
		expect(await bench.control.operations()).toEqual([]);
	});

	test('of one item creates one user', async () => {
		const full = {
			...user(1),
			status: 'teacher',
			email: 'a@example.org',
			language: 'french',
			phone: '1',
			expiration_date: '2031-01-31',
		};
		expect(expectBatch(await create([full]), 1)).toEqual([
			{ index: 0, status: 201, id: DEMO.nextId, field: 'external_user', value: 'v1' },
		]);
		expect(await usersAdded()).toMatchObject([
			{
				id: DEMO.nextId,
				username: 'user1',
				firstname: 'Ada',
				lastname: 'Lovelace',
				...storedPassword(kind, 'secret 1'),
				status: 1,
				active: true,
				email: 'a@example.org',
				language: 'french',
				phone: '1',
				expirationDate: '2031-01-31 00:00:00',
				extras: { external_user: 'v1' },
			},
		]);
	});

	test('of two items creates both, by one plural call', async () => {
		expect(outcomes(expectBatch(await create([user(1), user(2)]), 2))).toEqual([201, 201]);
		expect((await usersAdded()).map(({ username }) => username)).toEqual(['user1', 'user2']);
		const calls = (await bench.control.operations()).filter((name) => name.includes('CreateUser'));
		expect(calls).toEqual([plural]);
	});

	test('of 1,000 items creates each, with its own name, password and external id', async () => {
		const users = Array.from({ length: 1000 }, (_, index) => ({ ...user(index), firstname: `Zoë ${index}` }));
		const results = expectBatch(await create(users), 1000);
		expect(outcomes(results)).toEqual(Array(1000).fill(201));
		const added = new Map((await usersAdded()).map((one) => [one.username, one]));
		expect(added.size).toBe(1000);
		const wrong = results.filter(({ index, id }) => {
			const one = added.get(`user${index}`);
			return (
				one?.id !== id ||
				one?.firstname !== `Zoë ${index}` ||
				one.extras.external_user !== `v${index}` ||
				(one.passwordSha1 ?? one.password) !== Object.values(storedPassword(kind, `secret ${index}`))[0]
			);
		});
		expect(wrong).toEqual([]);
		const calls = (await bench.control.operations()).filter((name) => name.includes('CreateUser'));
		expect(calls).toEqual(Array(20).fill(plural));
	});

	test('of 1,001 items is refused as a whole', async () => {
		const users = Array.from({ length: 1001 }, (_, index) => user(index));
		const problem = expectProblem(await create(users), 'invalid-request');
		expect(problem.errors).toEqual([{ pointer: '/users', detail: 'at most 1000 items' }]);
		expect(await bench.control.operations()).toEqual([]);
	});

	test('whose third item is wrong creates the others', async () => {
		const wrong = { ...user(3), lastname: undefined, status: 'wizard' };
		const results = expectBatch(await create([user(1), user(2), wrong, user(4)]), 4);
		expect(outcomes(results)).toEqual([201, 201, 'invalid-request', 201]);
		expect(results[2]?.problem?.errors?.map(({ pointer }) => pointer).sort()).toEqual([
			'/users/2/lastname',
			'/users/2/status',
		]);
		expect((await usersAdded()).map(({ username }) => username)).toEqual(['user1', 'user2', 'user4']);
	});

	test.each([null, 5, 'text', [], [user(1)], {}])('with %j as an item refuses that item', async (item) => {
		expect(outcomes(expectBatch(await create([user(1), item]), 2))).toEqual([201, 'invalid-request']);
		expect(await usersAdded()).toHaveLength(1);
	});

	test.each([
		['no users', {}, '/users'],
		['an object in place of the list', { users: { 0: user(1) } }, '/users'],
		['null in place of the list', { users: null }, '/users'],
		['another member', { users: [user(1)], dryRun: true }, '/dryRun'],
	])('with %s is refused as a whole', async (_, body, pointer) => {
		expect(pointersOf(expectProblem(await bench.send('POST', PATH, body), 'invalid-request'))).toEqual([pointer]);
		expect(await bench.control.operations()).toEqual([]);
	});

	test('tells the true code of every failure, though Chamilo repeats the first one', async () => {
		const results = expectBatch(
			await create([
				user(0),
				{ ...user(1), loginname: 'apena' },
				{ ...user(2), encrypt_method: 'md5' },
				{ ...user(3), value: DEMO.student.value },
				{ ...user(4), value: DEMO.inactive.value },
				{ ...user(5), encrypt_method: 'sha1' },
				{ ...user(6), loginname: 'SOBRIEN' },
				{ ...user(7), firstname: '' },
				{ ...user(8), value: "O'Brien" },
				{ ...user(9), lastname: '😀' },
				user(10),
			]),
			11,
		);
		expect(outcomes(results)).toEqual([
			201,
			'username-taken',
			'password-encryption-refused',
			'external-id-taken',
			'external-id-taken',
			'password-encryption-refused',
			'username-taken',
			'invalid-request',
			'unsafe-identifier',
			'unsupported-by-chamilo',
			201,
		]);
		expect(results[1]).toMatchObject({ field: 'external_user', value: 'v1' });
		expect((await usersAdded()).map(({ username }) => username)).toEqual(['user0', 'user10']);
	});

	test('leaves the owner of a taken external id as it was', async () => {
		const before = (await bench.control.state()).users;
		const taken = [DEMO.student, DEMO.inactive].map(({ value }, index) => ({ ...user(index), value }));
		expect(outcomes(expectBatch(await create(taken), 2))).toEqual(['external-id-taken', 'external-id-taken']);
		expect((await bench.control.state()).users).toEqual(before);
	});

	test('refuses doubles within itself: the first stands', async () => {
		const results = expectBatch(
			await create([
				user(1),
				{ ...user(2), loginname: 'USER1' },
				{ ...user(3), value: 'v1' },
				user(1),
				user(4),
				{ ...user(5), loginname: 'üser4' },
				{ ...user(6), value: 'V4' },
			]),
			7,
		);
		expect(outcomes(results)).toEqual([
			201,
			'username-taken',
			'external-id-taken',
			'external-id-taken',
			201,
			'username-taken',
			'external-id-taken',
		]);
		expect((await usersAdded()).map(({ username }) => username)).toEqual(['user1', 'user4']);
	});

	test('refuses a double of external ids that only Chamilo takes for equal', async () => {
		const results = expectBatch(
			await create([
				{ ...user(1), value: 'cafe' },
				{ ...user(2), value: 'café' },
			]),
			2,
		);
		expect(outcomes(results)).toEqual([201, 'external-id-taken']);
		expect(await usersAdded()).toHaveLength(1);
	});

	test('stores external ids in fields that do not exist yet', async () => {
		const users = [1, 2, 3].map((index) => ({ ...user(index), field: index === 3 ? 'other_new' : 'brand_new' }));
		expect(outcomes(expectBatch(await create(users), 3))).toEqual([201, 201, 201]);
		const added = (await usersAdded()).toSorted((left, right) => left.username.localeCompare(right.username));
		expect(added.map(({ extras }) => extras)).toMatchObject([
			{ brand_new: 'v1' },
			{ brand_new: 'v2' },
			{ other_new: 'v3' },
		]);
	});

	test('tells the number of each user who was made, whatever look-up after it breaks', async () => {
		// The field is known then: nobody is created alone first.
		await create([user(9)]);
		await bench.control.fault(
			{ operation: 'WSUnsubscribeUserFromCourse', kind: 'empty-500', after: 1, times: 20 },
			{ operation: 'WSGetUser', kind: 'empty-500', times: 20 },
		);
		const results = expectBatch(await create([user(1), user(2)]), 2);
		// On 1.11 nothing is looked up: the answer to the creation tells all.
		const outcome = bench.kind === '1.9' ? 'creation-incomplete' : 201;
		expect(outcomes(results)).toEqual([outcome, outcome]);
		const made = (await usersAdded()).filter(({ username }) => username !== 'user9');
		expect(results.map(({ id }) => id)).toEqual(made.map(({ id }) => id));
	});

	test('stores extras that nobody has yet for all who are created with them', async () => {
		const users = Array.from({ length: 70 }, (_, index) => ({
			...user(index),
			extras: { department: `d${index % 3}`, badge: `b${index}` },
		}));
		expect(outcomes(expectBatch(await create(users), 70))).toEqual(users.map(() => 201));
		const stored = new Map((await usersAdded()).map(({ username, extras }) => [username, extras]));
		for (const { loginname, extras } of users) expect(stored.get(loginname)).toMatchObject(extras);
	});

	test('stores an extra that somebody has, though the field of the external id is new or gone', async () => {
		const extras = { team: 'red' };
		const added = async () => new Map((await usersAdded()).map(({ username, extras: all }) => [username, all]));
		const first = { ...user(1), extras };
		const alone = { ...user(2), field: 'gone_later', extras };
		expect((await bench.send('POST', '/users', first)).status).toBe(201);
		expect((await bench.send('POST', '/users', alone)).status).toBe(201);
		expect((await added()).get('user2')).toMatchObject({ gone_later: 'v2', team: 'red' });

		// The gateway still takes the field for known.
		await bench.control.reset();
		expect((await bench.send('POST', '/users', first)).status).toBe(201);
		const users = [3, 4].map((index) => ({ ...user(index), field: 'gone_later', extras }));
		expect(outcomes(expectBatch(await create(users), 2))).toEqual([201, 201]);
		for (const { loginname, value } of users) {
			expect((await added()).get(loginname)).toMatchObject({ gone_later: value, team: 'red' });
		}
	});

	test('and single creations store extras that nobody has yet for all who are created at once', async () => {
		const users = Array.from({ length: 20 }, (_, index) => ({ ...user(index), extras: { site: `s${index % 2}` } }));
		const answers = await Promise.all(users.map((one) => bench.send('POST', '/users', one)));
		expect(answers.map(({ status }) => status)).toEqual(users.map(() => 201));
		const stored = new Map((await usersAdded()).map(({ username, extras }) => [username, extras]));
		for (const { loginname, extras } of users) expect(stored.get(loginname)).toMatchObject(extras);
	});

	test('stores what is special about single users: names with markup, inactive ones, extras, no external id', async () => {
		const { field: _f, value: _v, ...plain } = user(4);
		const users = [
			{ ...user(1), firstname: 'A & <b>', lastname: "O'Brien 漢字" },
			{ ...user(2), active: false },
			{ ...user(3), extras: { department: 'Research' } },
			plain,
			{ ...user(5), ...usableHash(kind) },
		];
		const results = expectBatch(await create(users), 5);
		expect(outcomes(results)).toEqual([201, 201, 201, 201, 201]);
		const byName = new Map((await usersAdded()).map((one) => [one.username, one]));
		expect(byName.get('user1')).toMatchObject({ firstname: 'A & <b>', lastname: "O'Brien 漢字", active: true });
		expect(byName.get('user2')).toMatchObject({ active: false, extras: { external_user: 'v2' } });
		expect(byName.get('user3')).toMatchObject({ extras: { external_user: 'v3', department: 'Research' } });
		const made = byName.get('user4');
		if (kind === '1.9') expect(made?.extras).toEqual({ already_logged_in: 'false' });
		else expect(made?.extras).toMatchObject({ rest_gateway_id: `u${made?.id}` });
		const hashed = byName.get('user5');
		expect(hashed?.passwordSha1 ?? hashed?.password).toBe(usableHash(kind).password);
		expect(results[3]).toEqual({ index: 3, status: 201, id: byName.get('user4')?.id });
	});

	test('and a single creation of the same user at once make one user', async () => {
		await bench.control.fault({ kind: 'delay', ms: 30, times: 4 });
		const [batch, single] = await Promise.all([create([user(1), user(2)]), bench.send('POST', '/users', user(1))]);
		expect([single.status, expectBatch(batch, 2)[0]?.status].sort()).toEqual([201, 409]);
		expect((await usersAdded()).map(({ username }) => username).sort()).toEqual(['user1', 'user2']);
	});
}
