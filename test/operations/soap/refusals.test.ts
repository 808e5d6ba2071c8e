import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { soapOperations } from '../../../src/operations/soap/operations.js';
import { CONTRACTS } from '../../../src/soap/contracts.js';
import { type RawGateway, startRawGateway } from './gateway.js';

const rows = soapOperations(CONTRACTS);
const soap = (operation: string) => `/soap/WSService/${operation}`;
const registration = (operation: string) => `/soap/WSRegistration/${operation}`;

let gateway: RawGateway;
beforeAll(async () => {
	gateway = await startRawGateway(rows);
});
afterAll(() => gateway.close());
beforeEach(() => {
	gateway.sandbox.reset();
	gateway.calls.length = 0;
	gateway.log.length = 0;
});

describe('refused before Chamilo is asked', () => {
	const user = (user_id_field_name: unknown, user_id_value: unknown) => ({ user_id_field_name, user_id_value });
	const cases: [name: string, path: string, body: unknown, code: string, pointer: string][] = [
		['the key', soap('WSUser.DisableUser'), { ...user('f', 'v'), secret_key: 'x' }, 'invalid-request', '/secret_key'],
		['an unknown member', soap('WS.test'), { x: 1 }, 'invalid-request', '/x'],
		['a quote', soap('WSUser.DisableUser'), user('f', "x' OR '1'='1"), 'unsafe-identifier', '/user_id_value'],
		['a backslash', soap('WSUser.DisableUser'), user('f', 'x\\'), 'unsafe-identifier', '/user_id_value'],
		[
			'a quote in a field name',
			soap('WSUser.DisableUser'),
			user("f'", 'x'),
			'unsafe-identifier',
			'/user_id_field_name',
		],
		['a line feed', soap('WSUser.DisableUser'), user('f', 'x\ny'), 'unsafe-identifier', '/user_id_value'],
		['no identifier', soap('WSUser.DisableUser'), {}, 'invalid-request', '/user_id_field_name'],
		['a nil identifier', soap('WSUser.DisableUser'), user('f', null), 'invalid-request', '/user_id_value'],
		['an empty one', soap('WSUser.DisableUser'), user('f', ''), 'invalid-request', '/user_id_value'],
		['an empty name', soap('WSUser.DisableUser'), user('', 'v'), 'invalid-request', '/user_id_field_name'],
		[
			'a quote in a list',
			soap('WSUser.DeleteUsers'),
			{ users: [user('f', 'v'), user('f', "v'")] },
			'unsafe-identifier',
			'/users/1/user_id_value',
		],
		[
			'an empty one in a list',
			registration('WSDeleteUsers'),
			{ ids: [{ original_user_id_name: 'chamilo_user_id', original_user_id_value: '' }] },
			'invalid-request',
			'/ids/0/original_user_id_value',
		],
		[
			'a quote in a list of a list',
			registration('WSSuscribeCoursesToSession'),
			{
				coursessessions: [
					{
						original_course_id_values: [{ course_code: "C'1" }],
						original_course_id_name: 'external_course_id',
						original_session_id_value: 'S',
						original_session_id_name: 'external_session_id',
					},
				],
			},
			'unsafe-identifier',
			'/coursessessions/0/original_course_id_values/0/course_code',
		],
		[
			'a quote in a username',
			registration('WSGetUserFromUsername'),
			{ username: "a'b" },
			'unsafe-identifier',
			'/username',
		],
		['a quote in a date', registration('WSListSessions'), { date_start: "'" }, 'unsafe-identifier', '/date_start'],
		[
			'a struct left out',
			registration('WSSubscribeUserToCourse'),
			{ userscourses: [{ status: 5 }] },
			'invalid-request',
			'/userscourses/0/course_id',
		],
		[
			'a text XML cannot carry',
			registration('WSCreateCourse'),
			{
				courses: [{ title: 'a\u0001b', original_course_id_name: 'f', original_course_id_value: 'v' }],
			},
			'invalid-request',
			'/courses/0/title',
		],
		[
			'a number as text',
			soap('WSCourse.EditCourseDescription'),
			{ course_id_field_name: 'f', course_id_value: 'v', course_desc_id: '1' },
			'invalid-request',
			'/course_desc_id',
		],
		[
			'too many',
			soap('WSUser.DeleteUsers'),
			{ users: Array.from({ length: 1001 }, (_, index) => user('f', `v${index}`)) },
			'invalid-request',
			'/users',
		],
	];
	test.each(cases)('%s', async (_, path, body, code, pointer) => {
		const answer = await gateway.send('POST', path, body);
		expect(answer).toMatchObject({
			status: 400,
			json: { code, errors: expect.arrayContaining([expect.objectContaining({ pointer })]) },
		});
		expect(gateway.calls).toEqual([]);
	});

	test('what is said about the key', async () => {
		const answer = await gateway.send('POST', soap('WS.test'), { secret_key: 'mine' });
		expect(answer.text).toContain('signs every call itself');
		expect(answer.text).not.toContain('mine');
	});

	test('a caller without the scope', async () => {
		expect((await gateway.sendAsStranger('POST', soap('WS.test'), {})).status).toBe(403);
		expect((await gateway.sendAsStranger('GET', '/soap')).status).toBe(403);
	});
});
