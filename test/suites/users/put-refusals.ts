import { expect, test } from 'vitest';
import { hasSoapPhp } from '../../support/kinds.js';
import { expectProblem, pointersOf } from '../../support/problem.js';
import { ADA_EDIT, DEMO, usableHash, withoutMarks } from '../../support/users.js';
import type { Bench } from '../run.js';

const PATH = '/users/external_user/1505';
const EDIT = { ...ADA_EDIT, loginname: 'apena' };

export function testPutUserRefusals(bench: Bench): void {
	const { kind } = bench;
	/** Runs what must be refused and checks that nobody was changed by it. */
	const unchanged = async <T>(work: () => Promise<T>): Promise<T> => {
		const before = withoutMarks(await bench.control.state());
		const result = await work();
		expect(withoutMarks(await bench.control.state())).toEqual(before);
		return result;
	};

	test.each(['firstname', 'lastname', 'loginname', 'status', 'email', 'language', 'phone', 'expiration_date'])(
		'%s cannot be left out, because Chamilo would blank it',
		async (name) => {
			const problem = expectProblem(await bench.send('PUT', PATH, { ...EDIT, [name]: undefined }), 'invalid-request');
			expect(pointersOf(problem)).toEqual([`/${name}`]);
			expect(await bench.control.operations()).toEqual([]);
		},
	);

	test.each(['firstname', 'lastname', 'loginname', 'status'])('%s cannot be null', async (name) => {
		const problem = expectProblem(await bench.send('PUT', PATH, { ...EDIT, [name]: null }), 'invalid-request');
		expect(pointersOf(problem)).toEqual([`/${name}`]);
	});

	test.each(['field', 'value', 'id', 'login'])('%s in the body is refused by name', async (name) => {
		const problem = expectProblem(await bench.send('PUT', PATH, { ...EDIT, [name]: '1505' }), 'invalid-request');
		expect(pointersOf(problem)).toEqual([`/${name}`]);
		expect(await bench.control.operations()).toEqual([]);
	});

	test('the taken username of another is 409, and nothing is changed', async () => {
		// On 1.11 with PHP 7 a user named by number is found by its present username alone, and this is not it.
		const byNumber = !hasSoapPhp(kind) ? [] : [`chamilo_user_id/${DEMO.other.id}`];
		for (const name of ['external_user/1505', 'username/apena', ...byNumber]) {
			const problem = await unchanged(async () =>
				expectProblem(await bench.send('PUT', `/users/${name}`, { ...EDIT, loginname: 'SOBRIEN' }), 'username-taken'),
			);
			expect(problem.chamilo).toMatchObject(
				!hasSoapPhp(kind) ? { operation: 'WSEditUser' } : { operation: 'WSUser.EditUser', faultcode: '105' },
			);
		}
	});

	test('a new user whose username is taken is 409, and nobody is created', async () => {
		const edit = { ...EDIT, password: 'new' };
		await unchanged(async () =>
			expectProblem(await bench.send('PUT', '/users/external_user/n1', edit), 'username-taken'),
		);
	});

	test('a new user needs a password', async () => {
		const problem = await unchanged(async () =>
			expectProblem(await bench.send('PUT', '/users/external_user/n1', ADA_EDIT), 'invalid-request'),
		);
		expect(pointersOf(problem)).toEqual(['/password']);
	});

	test.each(['/users/chamilo_user_id/999', '/users/username/other'])('%s is not created, but 404', async (path) => {
		await unchanged(async () =>
			expectProblem(await bench.send('PUT', path, { ...ADA_EDIT, password: 'new' }), 'user-not-found'),
		);
	});

	test('a password for an inactive user is 409 before anything is changed', async () => {
		const edit = { ...ADA_EDIT, loginname: 'bakesson', password: 'new' };
		await unchanged(async () =>
			expectProblem(await bench.send('PUT', '/users/external_user/1509', edit), 'user-inactive'),
		);
		await unchanged(async () =>
			expectProblem(await bench.send('PUT', '/users/external_user/1509', { ...edit, active: false }), 'user-inactive'),
		);
	});

	test('where the active state cannot be seen beforehand, the answer says what was done', async () => {
		const edit = { ...ADA_EDIT, loginname: 'bakesson', password: 'new' };
		const path = `/users/chamilo_user_id/${DEMO.inactive.id}`;
		if (!hasSoapPhp(kind)) {
			// It is found under an external id, so it is seen.
			await unchanged(async () => expectProblem(await bench.send('PUT', path, edit), 'user-inactive'));
			return;
		}
		const problem = expectProblem(await bench.send('PUT', path, edit), 'partly-done');
		expect(problem).toMatchObject({ done: ['edit'], failed: 'password', problem: { code: 'user-inactive' } });
		expect(await bench.control.userById(DEMO.inactive.id)).toMatchObject({ lastname: 'King', active: false });
	});

	test('a hashed password for an existing user is 422, and nothing is changed', async () => {
		const edit = { ...EDIT, password: 'a'.repeat(40), encrypt_method: 'sha1' };
		await unchanged(async () => expectProblem(await bench.send('PUT', PATH, edit), 'unsupported-by-chamilo'));
	});

	test('a wrong hash for a new user is 422, and nobody is created', async () => {
		const edit = { ...ADA_EDIT, ...usableHash(kind), password: 'x' };
		const problem = await unchanged(async () =>
			expectProblem(await bench.send('PUT', '/users/external_user/n1', edit), 'password-encryption-refused'),
		);
		if (kind === '1.9') expect(problem.chamilo?.faultcode).toBe('103');
	});

	if (!hasSoapPhp(kind)) {
		test("the platform's language has to be named", async () => {
			const problem = await unchanged(async () =>
				expectProblem(await bench.send('PUT', PATH, { ...EDIT, language: null }), 'unsupported-by-chamilo'),
			);
			expect(pointersOf(problem)).toEqual(['/language']);
		});

		test('a user named by number whose username is another is 422, and nothing is changed', async () => {
			const path = `/users/chamilo_user_id/${DEMO.other.id}`;
			const edit = { ...ADA_EDIT, loginname: 'elsewhere' };
			const problem = await unchanged(async () =>
				expectProblem(await bench.send('PUT', path, edit), 'unsupported-by-chamilo'),
			);
			expect(problem.detail).toContain('external id');
		});
	}

	test('the identifier of the path cannot stand in extras too', async () => {
		const answer = await bench.send('PUT', PATH, { ...EDIT, extras: { external_user: '1505' } });
		expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual(['/extras/external_user']);
	});

	test('nor under another case of its name, which Chamilo takes for the same field', async () => {
		const answer = await bench.send('PUT', PATH, { ...EDIT, extras: { EXTERNAL_user: '1599' } });
		expect(pointersOf(expectProblem(answer, 'invalid-request'))).toEqual(['/extras/EXTERNAL_user']);
		expect(await bench.control.usersWith('external_user', '1505')).toHaveLength(1);
	});

	test('extras of a user whose username is changed at the same time are stored', async () => {
		const edit = { ...ADA_EDIT, loginname: 'renamed', extras: { seat: '9' } };
		expect((await bench.send('PUT', PATH, edit)).status).toBe(200);
		expect(await bench.control.userByName('renamed')).toMatchObject({ extras: { seat: '9', external_user: '1505' } });
	});
}
