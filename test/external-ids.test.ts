import { afterEach, describe, expect, it } from 'vitest';
import { CAMPUS_KINDS, can, hasSoapPhp, SANDBOXES } from './support/kinds.js';
import { type Stack, startStack } from './support/stack.js';
import { ADA } from './support/users.js';

/** Where registration.soap.php, which knows only external ids, has to do it alone. */
const KINDS = CAMPUS_KINDS.filter((kind) => can(kind, 'course-external-ids') && !hasSoapPhp(kind));

const SESSION = { start_date: '2031-02-01', end_date: '2031-06-30', coach: { field: 'external_user', value: '1501' } };

let stack: Stack;
afterEach(() => stack.close());

describe.each(KINDS)('records named otherwise than by an external id, Chamilo %s', (kind) => {
	const start = async (fields?: string) => {
		stack = await startStack({
			sandbox: SANDBOXES[kind],
			...(fields === undefined ? {} : { env: { CHAMILO_EXTERNAL_FIELDS: fields } }),
		});
	};
	const isInAlgebra = async (username: string) => {
		const { users, courses } = await stack.control.state();
		const id = users.find((user) => user.username === username)?.id;
		return courses.find(({ code }) => code === 'ALGEBRA')?.members.some(({ userId }) => userId === id);
	};
	const unsubscribe = async () => {
		const put = await stack.request('PUT', '/courses/code/ALGEBRA/users/username/apena', { status: 'student' });
		expect(put.status).toBe(204);
		return stack.request('DELETE', '/courses/code/ALGEBRA/users/username/apena');
	};

	it('a course without a known external id is refused with what to do', async () => {
		await start();
		const answer = await unsubscribe();
		expect(answer.status).toBe(422);
		expect(answer.json).toMatchObject({ detail: expect.stringContaining('CHAMILO_EXTERNAL_FIELDS') });
	});

	it('a course is found by the extra field that the settings name', async () => {
		await start('course:external_course');
		expect((await unsubscribe()).status).toBe(204);
		expect(await isInAlgebra('apena')).toBe(false);
	});

	it('a course is found by the extra field that an earlier request has used', async () => {
		await start();
		expect((await stack.request('GET', '/courses/external_course/201')).status).toBe(200);
		await stack.request('PUT', '/courses/external_course/201/users/username/apena', { status: 'student' });
		expect((await unsubscribe()).status).toBe(204);
		expect(await isInAlgebra('apena')).toBe(false);
	});

	it('a course whose external id another course has as well is refused', async () => {
		await start('course:external_course');
		stack.sandbox.campus.courseFields.write('FRANCAISA1', 'external_course', '202');
		expect((await unsubscribe()).status).toBe(422);
	});

	it('a session is found by the extra field that the settings name', async () => {
		await start('session:external_session');
		const edit = { name: 'Otoño 2030', ...SESSION, nb_days_access_before: 0, nb_days_access_after: 0 };
		const put = await stack.request('PUT', '/sessions/name/Oto%C3%B1o%202030', { ...edit, visibility: 'read-only' });
		expect({ status: put.status, text: put.text }).toEqual({ status: 204, text: '' });
	});

	it('a user named by its number is found by the external id that an earlier request has used', async () => {
		await start();
		const { id } = (await stack.request('POST', '/users', { ...ADA, field: 'badge', value: 'B-1' })).json as {
			id: number;
		};
		expect((await stack.request('POST', `/users/chamilo_user_id/${id}/disable`)).status).toBe(204);
		const { users } = await stack.control.state();
		expect(users.find((user) => user.id === id)?.active).toBe(false);
	});

	it('learned names are checked before they are acted on', async () => {
		await start();
		const made = await stack.request('POST', '/users', { ...ADA, field: 'badge', value: 'B-1' });
		const { id } = made.json as { id: number };
		stack.sandbox.campus.userFields.write(id, 'badge', 'B-2');
		const answer = await stack.request('POST', `/users/chamilo_user_id/${id}/disable`);
		expect(answer.status).toBe(422);
	});
});
