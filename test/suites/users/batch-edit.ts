import { expect, test } from 'vitest';
import { expectBatch, outcomes } from '../../support/batch.js';
import { hasSoapPhp } from '../../support/kinds.js';
import { ADA_EDIT, DEMO, never, storedPassword } from '../../support/users.js';
import type { Bench } from '../run.js';

const item = (value: string, loginname: string) => ({ field: 'external_user', value, ...ADA_EDIT, loginname });

export function testBatchEdit(bench: Bench): void {
	const { kind } = bench;
	/** Null where the platform's language can be had without its name. */
	const language = !hasSoapPhp(kind) ? 'english' : null;
	const edit = (users: unknown[]) => bench.send('POST', '/users/batch/edit', { users });

	test('of no items answers an empty list and sends nothing', async () => {
		expect((await edit([])).json).toEqual({ results: [], succeeded: 0, failed: 0 });
		expect(await bench.control.operations()).toEqual([]);
	});

	test('of accounts that are never to expire edits each by itself where the plural call breaks', async () => {
		const operation = hasSoapPhp(kind) ? 'WSUser.EditUsers' : 'WSEditUsers';
		await bench.control.fault({ operation, kind: 'empty-500' });
		const users = [item('1504', 'lukasz'), item('1505', 'apena')];
		const answer = await edit(users.map((user) => ({ ...user, expiration_date: null })));
		expect(outcomes(expectBatch(answer, 2))).toEqual([200, 200]);
		for (const { id } of [DEMO.student, DEMO.other]) {
			expect((await bench.control.userById(id))?.expirationDate).toBe(never(kind));
		}
	});

	test('gives each user the state of its item, and leaves the others alone', async () => {
		const before = await bench.control.state();
		const answer = await edit([
			{ ...item('1504', 'lukasz'), firstname: 'Tom & <b>', lastname: "O'Brien 漢字" },
			{ ...item('1505', 'apena'), email: null, language, phone: null, expiration_date: null, status: 'student' },
		]);
		expect(outcomes(expectBatch(answer, 2))).toEqual([200, 200]);
		const after = await bench.control.state();
		const expected = before.users.map((user) => {
			if (user.id === DEMO.student.id) {
				return {
					...user,
					username: 'lukasz',
					firstname: 'Tom & <b>',
					lastname: "O'Brien 漢字",
					status: 1,
					email: 'ada@example.org',
					language: 'french',
					phone: '+32 2 211',
					expirationDate: '2031-01-31 18:00:00',
					officialCode: '',
				};
			}
			if (user.id !== DEMO.other.id) return user;
			return {
				...user,
				firstname: 'Ada',
				lastname: 'King',
				email: '',
				language: 'english',
				phone: '',
				expirationDate: never(kind),
				officialCode: '',
			};
		});
		expect(after.users).toEqual(expected);
	});

	test('tells the truth of every item: edited, created, taken, unknown, wrong', async () => {
		const answer = await edit([
			item('1504', 'lukasz'),
			{ ...item('n1', 'new.one'), password: 'first' },
			item('1505', 'SOBRIEN'),
			item('n2', 'new.two'),
			{ ...item('999', 'x'), field: 'chamilo_user_id' },
			{ ...item('1506', 'mgarcon'), status: undefined },
			{ ...item('1507', 'myamada'), password: 'second' },
			{ ...item('1509', 'bakesson'), password: 'third' },
			{ ...item('10', 'sobrien'), field: 'chamilo_user_id', active: false },
		]);
		const results = expectBatch(answer, 9);
		expect(outcomes(results)).toEqual([
			200,
			201,
			'username-taken',
			'invalid-request',
			'user-not-found',
			'invalid-request',
			200,
			'user-inactive',
			200,
		]);
		expect(results[1]).toMatchObject({ id: DEMO.nextId, field: 'external_user', value: 'n1' });
		expect(results[5]?.problem?.errors).toMatchObject([{ pointer: '/users/5/status' }]);
		expect(await bench.control.userByName('lukasz')).toMatchObject({ id: DEMO.student.id });
		expect(await bench.control.userByName('new.one')).toMatchObject({
			...storedPassword(kind, 'first'),
			extras: { external_user: 'n1' },
		});
		expect(await bench.control.userByName('apena')).toMatchObject({ lastname: 'Peña' });
		expect(await bench.control.userByName('new.two')).toBeUndefined();
		expect(await bench.control.userByName('mgarcon')).toMatchObject({ firstname: 'Maëlle' });
		expect(await bench.control.userByName('myamada')).toMatchObject({
			lastname: 'King',
			...storedPassword(kind, 'second'),
		});
		expect(await bench.control.userByName('bakesson')).toMatchObject({ lastname: 'Åkesson', active: false });
		expect(await bench.control.userByName('sobrien')).toMatchObject({ lastname: 'King', active: false });
	});

	test('a missing password of a user to be created is told at its item', async () => {
		const results = expectBatch(await edit([item('1504', 'lukasz'), item('n1', 'new.one')]), 2);
		expect(results[1]?.problem?.errors).toMatchObject([{ pointer: '/users/1/password' }]);
	});

	test('names the item in the pointer where an extra field repeats the identifier', async () => {
		const wrong = { ...item('1505', 'apena'), extras: { external_user: '1505' } };
		const results = expectBatch(await edit([item('1504', 'lukasz'), wrong]), 2);
		expect(results[1]?.problem?.errors).toMatchObject([{ pointer: '/users/1/extras/external_user' }]);
	});

	test('two items about one user are done in their order', async () => {
		const results = expectBatch(await edit([item('1504', 'first'), item('1505', 'apena'), item('1504', 'last')]), 3);
		expect(outcomes(results)).toEqual([200, 200, 200]);
		expect(await bench.control.userById(DEMO.student.id)).toMatchObject({ username: 'last' });
	});

	test('a username that one item gives up can be taken by a later one', async () => {
		const results = expectBatch(await edit([item('1504', 'elsewhere'), item('1505', 'lzolkiewski')]), 2);
		expect(outcomes(results)).toEqual([200, 200]);
		expect(await bench.control.userById(DEMO.other.id)).toMatchObject({ username: 'lzolkiewski' });
	});

	test('of 200 new users creates them all, and edits them all when sent again', async () => {
		const users = Array.from({ length: 200 }, (_, index) => ({ ...item(`n${index}`, `user${index}`), password: 'x' }));
		expect(outcomes(expectBatch(await edit(users), 200))).toEqual(Array(200).fill(201));
		const again = users.map(({ password: _, ...rest }) => ({ ...rest, lastname: 'Changed' }));
		expect(outcomes(expectBatch(await edit(again), 200))).toEqual(Array(200).fill(200));
		const changed = (await bench.control.state()).users.filter(({ lastname }) => lastname === 'Changed');
		expect(changed).toHaveLength(200);
	});
}
