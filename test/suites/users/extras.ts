import { describe, expect, test } from 'vitest';
import { can } from '../../support/kinds.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { ADA, ADA_EDIT, DEMO } from '../../support/users.js';
import type { Bench } from '../run.js';

const PATH = '/users/external_user/1505';
const ACCEPTED = '?accept_side_effects=true';

/** Extra fields of users: numbers, line breaks, clearing, and values that another user has. */
export function testUserExtras(bench: Bench): void {
	const { kind, send } = bench;
	const losesPicture = !can(kind, 'complete-edits');
	const edit = { ...ADA_EDIT, loginname: 'apena' };
	const edited = () => bench.control.userById(DEMO.other.id);
	const put = (extras: Record<string, unknown>, query = '') => send('PUT', `${PATH}${query}`, { ...edit, extras });

	test('numbers and texts of several lines are stored as text; null is nothing', async () => {
		const extras = { seat: 7, room: 0, height: -1.5, notes: 'one\r\ntwo\tthree', empty: null };
		expect((await send('POST', '/users', { ...ADA, extras })).status).toBe(201);
		const stored = (await bench.control.userByName('ada'))?.extras;
		expect(stored).toMatchObject({ seat: '7', room: '0', height: '-1.5', notes: 'one\ntwo\tthree' });
		expect(stored).not.toHaveProperty('empty');
		const path = '/users/external_user/9001';
		const again = { ...ADA_EDIT, extras: { seat: 8, notes: 'one\ntwo' } };
		expect((await send('PUT', path, again)).status).toBe(200);
		expect((await bench.control.userByName('ada'))?.extras).toMatchObject({ seat: '8', notes: 'one\ntwo' });
	});

	test.each([
		[true, 'a string, a number or null'],
		[['a'], 'a string, a number or null'],
		['', 'null clears the field'],
		[2 ** 64, 'send it as a string'],
	])('%j is refused, and what is wanted is said', async (value, said) => {
		const problem = expectProblem(await put({ seat: value }), 'invalid-request');
		expect(pointersOf(problem)).toEqual(['/extras/seat']);
		expect(problem.detail).toContain(said);
	});

	describe.each([
		['null clears a field', null],
		['a value that another user has is stored', '7'],
	])('%s', (_, value) => {
		const prepare = async (status: 'teacher' | 'student') => {
			await send('PUT', '/users/external_user/1504', { ...ADA_EDIT, loginname: 'l', extras: { seat: '7' } });
			await send('PUT', PATH, { ...edit, status, extras: { seat: 'own', floor: '1' } });
			return bench.control.userById(DEMO.other.id);
		};

		test('and nothing else of the user changes', async () => {
			const before = await prepare('teacher');
			if (losesPicture) {
				const state = await bench.control.state();
				const problem = expectProblem(await put({ seat: value }), 'unsupported-by-chamilo');
				expect(problem.detail).toContain('picture');
				expect(pointersOf(problem)).toEqual(['/extras/seat']);
				expect(await bench.control.state()).toEqual(state);
			}
			const answer = await put({ seat: value, floor: 2 }, ACCEPTED);
			expect(answer.status).toBe(200);
			const { seat = '', ...extras } = (await edited())?.extras ?? {};
			expect([seat, extras.floor]).toEqual([value ?? '', '2']);
			expect({ ...(await edited()), extras: null }).toEqual({ ...before, extras: null });
		});

		test('of an inactive user too, who stays inactive', async () => {
			await prepare('student');
			await send('POST', `${PATH}/disable`);
			const before = await edited();
			const answer = await put({ seat: value }, ACCEPTED);
			expect(answer.status).toBe(200);
			expect(await edited()).toMatchObject({ active: false, status: 1, email: before?.email });
			expect((await edited())?.extras.seat ?? '').toBe(value ?? '');
		});

		test('by PATCH, with what cannot be read sent along', async () => {
			await prepare('teacher');
			const { firstname: _, lastname: __, ...along } = edit;
			const patch = { ...along, extras: { seat: value } };
			expect((await send('PATCH', `${PATH}${ACCEPTED}`, patch)).status).toBe(204);
			expect((await edited())?.extras.seat ?? '').toBe(value ?? '');
			expect(await edited()).toMatchObject({ status: 1, lastname: 'King' });
		});
	});

	test('to clear what a new user cannot have is nothing', async () => {
		const body = { ...ADA_EDIT, password: 'new', extras: { seat: null, floor: 1 } };
		expect((await send('PUT', '/users/external_user/n1', body)).status).toBe(201);
		const stored = (await bench.control.userByName('ada'))?.extras;
		expect(stored).toMatchObject({ floor: '1' });
		expect(stored).not.toHaveProperty('seat');
	});

	if (losesPicture) {
		test('a teacher stays one when the call that stores them fails', async () => {
			await put({ seat: 'own' });
			await bench.control.fault({ operation: 'WSEditUser', kind: 'empty-500' });
			const problem = expectProblem(await put({ seat: null }, ACCEPTED), 'partly-done');
			expect(problem).toMatchObject({ done: ['edit'], failed: 'extras.seat' });
			expect(await edited()).toMatchObject({ status: 1, lastname: 'King' });
		});
	}
}
