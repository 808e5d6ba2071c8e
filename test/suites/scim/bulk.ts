import { expect, test } from 'vitest';
import type { Bench } from '../run.js';
import { CORE, errorOf, type List, type Resource, scimClient } from './requests.js';

const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

interface Answer {
	method: string;
	status: string;
	bulkId?: string;
	location?: string;
	version?: string;
	response?: { status: string; scimType?: string; detail: string };
}

/** A new user in an operation of its own. */
const added = (name: string, more: object = {}) => ({
	method: 'POST',
	path: '/Users',
	bulkId: name,
	data: {
		schemas: [CORE],
		userName: name,
		externalId: `id-${name}`,
		name: { givenName: 'Bulk', familyName: name },
		...more,
	},
});

const patching = (...Operations: object[]) => ({
	schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
	Operations,
});
const active = (value: boolean) => patching({ op: 'replace', path: 'active', value });

function bulkClient(bench: Bench) {
	const { call, ...others } = scimClient((...args) => bench.send(...args));
	const post = (body: object, headers = {}) => call('POST', '/Bulk', { schemas: [BULK], ...body }, headers);
	const bulk = async (...Operations: object[]) => {
		const answer = await post({ Operations });
		return { ...answer, answers: (answer.json as { Operations: Answer[] }).Operations };
	};
	const idOf = ({ location = '' }: Answer = { method: '', status: '' }) => location.split('/').at(-1) ?? '';
	return { call, post, bulk, idOf, ...others };
}

/** What differs by kind: the calls behind it. */
export function testBulk(bench: Bench): void {
	const { call, bulk, idOf } = bulkClient(bench);
	const stored = (id: string) => bench.control.userById(Number(id));

	test('creates, changes and deletes in one request, each with its own status', async () => {
		const first = await bulk(added('bulk.old'), added('bulk.other'));
		expect(first.status).toBe(200);
		const [old = '', other = ''] = first.answers.map(idOf);
		const version = ((await call('GET', `/Users/${other}`)).json as Resource).meta.version;
		const { answers } = await bulk(
			...['bulk.a', 'bulk.b', 'bulk.c', 'bulk.d', 'bulk.e'].map((name) => added(name)),
			added('apena'),
			{ method: 'PATCH', path: '/Users/bulkId:bulk.b', data: active(false) },
			{ method: 'PUT', path: `/Users/${other}`, version, data: { userName: 'bulk.renamed', active: true } },
			{ method: 'DELETE', path: `/Users/${old}` },
			{ method: 'DELETE', path: `/Users/${old}` },
		);
		expect(answers.map(({ status }) => status)).toEqual([
			...['201', '201', '201', '201', '201', '409', '200', '200', '204', '404'],
		]);
		expect(answers[5]).toEqual({
			...{ method: 'POST', bulkId: 'apena', status: '409' },
			response: expect.objectContaining({ scimType: 'uniqueness', status: '409' }),
		});
		expect(answers[6]).toMatchObject({ method: 'PATCH', location: `/scim/v2/Users/${idOf(answers[1])}` });
		const read = await call('GET', `/Users/${idOf(answers[0])}`);
		expect(read.headers.get('etag')).toBe(answers[0]?.version);
		const users = await Promise.all(answers.slice(0, 5).map((answer) => stored(idOf(answer))));
		expect(users).toMatchObject(
			['bulk.a', 'bulk.b', 'bulk.c', 'bulk.d', 'bulk.e'].map((username) => ({
				...{ username, lastname: username, active: username !== 'bulk.b' },
				extras: { scim_external_id: `id-${username}` },
			})),
		);
		expect(await stored(other)).toMatchObject({ username: 'bulk.renamed', lastname: 'bulk.other', active: true });
		expect(await stored(old)).toBeUndefined();
	});

	test('a user that is created further down becomes a member of a course', async () => {
		const { Resources } = (await call('GET', '/Groups')).json as List;
		const course = Resources.find(({ id }) => id.startsWith('course'))?.id ?? '';
		const value = [{ value: 'bulkId:bulk.member' }];
		const { answers } = await bulk(
			{
				method: 'PATCH',
				path: `/Groups/${course}`,
				data: patching({ op: 'add', path: 'members', value }),
			},
			added('bulk.member'),
		);
		expect(answers.map(({ status }) => status)).toEqual(['200', '201']);
		const number = Number(course.split('-')[1]);
		const found = (await bench.control.state()).courses.find(({ id }) => id === number);
		expect(found?.members.map(({ userId }) => String(userId))).toContain(idOf(answers[1]));
	});
}

/** What is the same on every kind. */
export function testBulkInput(bench: Bench): void {
	const { call, post, bulk } = bulkClient(bench);

	test('bulk: operations that are wrong get their errors, and the others are done', async () => {
		const { answers } = await bulk(
			{ method: 'GET', path: '/Users/7' },
			{ method: 'POST', path: '/Users', data: { userName: 'without.id' } },
			{ method: 'POST', path: '/Groups', bulkId: 'g', data: { displayName: 'A course' } },
			{ method: 'DELETE', path: '/Groups/course-2' },
			{ method: 'POST', path: '/Bulk', bulkId: 'b', data: {} },
			{ method: 'DELETE', path: '/Users/7?x=1' },
			{ method: 'DELETE', path: '/Users/bulkId:nobody' },
			{ method: 'PATCH', path: '/Users/7', data: { schemas: [], Operations: [] } },
			{ method: 'PATCH', path: '/Users/7', version: 'W/"stale"', data: active(false) },
			added('bulk.good'),
			{ ...added('bulk.good'), data: { userName: 'bulk.second' } },
		);
		expect(answers.map(({ status, response }) => `${status} ${response?.scimType ?? ''}`.trim())).toEqual([
			...['501', '400 invalidSyntax', '501', '501', '400 invalidPath', '400 invalidPath', '400 invalidValue'],
			...['400 invalidValue', '412', '201', '400 invalidValue'],
		]);
		expect(answers[2]?.response?.detail).toContain('POST /courses');
		expect((await bench.control.userById(7))?.active).toBe(true);
	});

	test('bulk: failOnErrors stops, and what was not tried is not answered', async () => {
		const Operations = [
			added('bulk.one'),
			added('apena'),
			added('bulk.two'),
			{ method: 'DELETE', path: '/Users/999' },
			added('bulk.never'),
		];
		const answers = ((await post({ failOnErrors: 2, Operations })).json as { Operations: Answer[] }).Operations;
		expect(answers.map(({ status }) => status)).toEqual(['201', '409', '201', '404']);
		const { users } = await bench.control.state();
		expect(users.filter(({ username }) => username.startsWith('bulk.')).map(({ username }) => username)).toEqual([
			...['bulk.one', 'bulk.two'],
		]);
	});

	test('bulk: too many operations and too large a body are 413, and a body that is none 400', async () => {
		const { bulk: limits } = (await call('GET', '/ServiceProviderConfig')).json as {
			bulk: { supported: boolean; maxOperations: number; maxPayloadSize: number };
		};
		expect(limits.supported).toBe(true);
		const operation = { method: 'DELETE', path: '/Users/999' };
		expect(errorOf(await post({ Operations: new Array(limits.maxOperations + 1).fill(operation) }))).toBe(413);
		expect(errorOf(await post({ more: 'x'.repeat(limits.maxPayloadSize), Operations: [operation] }))).toBe(413);
		for (const body of [{}, { Operations: [] }, { Operations: [3] }, { failOnErrors: 0, Operations: [operation] }]) {
			expect(errorOf(await post(body))).toBe('400 invalidValue');
		}
		expect(errorOf(await bench.sendAs('usersRead')('POST', '/scim/v2/Bulk', { Operations: [operation] }))).toBe(403);
	});

	test('bulk: the same key a second time is the same answer', async () => {
		const headers = { 'Idempotency-Key': 'bulk-1' };
		const body = { Operations: [added('bulk.once'), { method: 'DELETE', path: '/Users/bulkId:bulk.once' }] };
		const first = await post(body, headers);
		expect((first.json as { Operations: Answer[] }).Operations.map(({ status }) => status)).toEqual(['201', '204']);
		expect((await post(body, headers)).json).toEqual(first.json);
	});

	test('groups are not created or deleted, and the error says what to do', async () => {
		const refused = await call('POST', '/Groups', { displayName: 'A course' });
		expect(errorOf(refused)).toBe(501);
		expect((refused.json as { detail: string }).detail).toContain('POST /courses');
		expect(errorOf(await call('DELETE', '/Groups/course-2'))).toBe(501);
		expect(errorOf(await call('GET', '/Devices'))).toBe(404);
	});
}
