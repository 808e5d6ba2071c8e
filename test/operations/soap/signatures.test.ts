import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { soapOperations } from '../../../src/operations/soap/operations.js';
import { CONTRACTS } from '../../../src/soap/contracts.js';
import { CAMPUS_KINDS, hasSoapPhp, SANDBOXES } from '../../support/kinds.js';
import { type RawGateway, startRawGateway } from './gateway.js';

const rows = soapOperations(CONTRACTS);
const soap = (operation: string) => `/soap/WSService/${operation}`;
const registration = (operation: string) => `/soap/WSRegistration/${operation}`;

const USER = { original_user_id_name: 'external_user', original_user_id_value: '1504' };
const COURSE = { original_course_id_name: 'external_course', original_course_id_value: '201' };
const SESSION = { original_session_id_name: 'external_session', original_session_id_value: '301' };

/** A body in the form of each version, and what of it the other version does not know. */
const FORMS: Record<string, { '1.9': object; '1.11': object; pointer: Record<'1.9' | '1.11', string> }> = {
	WSEditUser: {
		'1.9': { ...USER, firstname: 'A', lastname: 'B', username: 'ab', email: '', status: '5' },
		'1.11': { ...USER, firstname: 'A', lastname: 'B', username: 'ab', email: '', status: '5', enable: true },
		// Every body of 1.9 is one of 1.11, too.
		pointer: { '1.9': '/enable', '1.11': '' },
	},
	WSCreateCourse: {
		'1.9': { courses: [{ ...COURSE, title: 'T', wanted_code: 'T1' }] },
		'1.11': { courses: [{ ...COURSE, title: 'T', wanted_code: 'T1', disk_quota: '10', subscribe: '1' }] },
		pointer: { '1.9': '/courses/0/disk_quota', '1.11': '' },
	},
	WSListCourses: { '1.9': {}, '1.11': { from: 0, to: 1 }, pointer: { '1.9': '/from', '1.11': '' } },
	WSSubscribeUserToCourseSimple: {
		'1.9': { course: 'ALGEBRA', user_id: '7' },
		'1.11': { course: 'ALGEBRA', user_id: '7', status: 5 },
		pointer: { '1.9': '/status', '1.11': '' },
	},
	WSSuscribeUsersToSession: {
		'1.9': {
			userssessions: [{ ...SESSION, original_user_id_values: ['1505'], original_user_id_name: ['external_user'] }],
		},
		'1.11': {
			userssessions: [
				{
					...SESSION,
					original_user_id_values: [{ original_user_id_value: '1505' }],
					original_user_id_name: 'external_user',
				},
			],
		},
		pointer: {
			'1.9': '/userssessions/0/original_user_id_values/0',
			'1.11': '/userssessions/0/original_user_id_values/0',
		},
	},
};

describe.each(CAMPUS_KINDS)('raw operations on Chamilo %s', (kind) => {
	const version = kind === '1.9' ? '1.9' : '1.11';
	const other = kind === '1.9' ? '1.11' : '1.9';
	let gateway: RawGateway;
	beforeAll(async () => {
		gateway = await startRawGateway(rows, { sandbox: SANDBOXES[kind] });
	});
	afterAll(() => gateway.close());
	beforeEach(() => {
		gateway.sandbox.reset();
		gateway.calls.length = 0;
	});

	test.each(Object.keys(FORMS))('%s takes the form of its own version', async (name) => {
		const answer = await gateway.send('POST', registration(name), FORMS[name]?.[version]);
		expect(answer, answer.text).toMatchObject({ status: 200 });
		expect(gateway.sandbox.journal.at(-1)).toMatchObject({ operation: name, fault: null });
	});

	test.each(Object.entries(FORMS).filter(([, { pointer }]) => pointer[version] !== ''))(
		'%s says so of the other form, and sends nothing',
		async (name, forms) => {
			const answer = await gateway.send('POST', registration(name), forms[other]);
			expect(answer, answer.text).toMatchObject({
				status: 422,
				json: {
					code: 'unsupported-by-chamilo',
					detail: expect.stringContaining(`this campus takes that of Chamilo ${version}`),
					errors: expect.arrayContaining([expect.objectContaining({ pointer: forms.pointer[version] })]),
				},
			});
			expect(gateway.calls).toEqual([]);
		},
	);

	test('a body in no form at all is told what it lacks to the closest, before the campus is asked', async () => {
		const nobody = { original_user_id_name: 'external_user', username: 'ab', enable: true };
		const answer = await gateway.send('POST', registration('WSEditUser'), nobody);
		expect(answer).toMatchObject({
			status: 400,
			json: { code: 'invalid-request', errors: [{ pointer: '/original_user_id_value', detail: 'is missing' }] },
		});
		const unsafe = await gateway.send('POST', registration('WSEditUser'), { ...nobody, original_user_id_value: "1'" });
		expect(unsafe).toMatchObject({
			status: 400,
			json: { code: 'unsafe-identifier', errors: [{ pointer: '/original_user_id_value' }] },
		});
		const signed = await gateway.send('POST', registration('WSEditUser'), { ...nobody, secret_key: 'x' });
		expect(signed).toMatchObject({ status: 400, json: { code: 'invalid-request' } });
		expect(gateway.sandbox.journal).toEqual([]);
	});

	test('a result is typed by the form of the campus', async () => {
		const disabled = await gateway.send('POST', registration('WSDisableUsers'), { ids: [USER] });
		expect(disabled.json).toEqual({
			result: kind === '1.9' ? null : [{ original_user_id_value: '1504', result: '1' }],
		});
		const subscription = { course_id: COURSE, user_id: USER, status: 5 };
		const subscribed = await gateway.send('POST', registration('WSSubscribeUserToCourse'), {
			userscourses: [subscription],
		});
		expect(Array.isArray((subscribed.json as { result: unknown }).result)).toBe(kind !== '1.9');
	});

	test('what only 1.11 has is 422 on 1.9, and says who has it', async () => {
		const found = await gateway.send('POST', registration('WSSearchSession'), { term: 'Summer', extrafields: '' });
		if (kind !== '1.9') {
			expect(found, found.text).toMatchObject({ status: 200 });
		} else {
			expect(found).toMatchObject({
				status: 422,
				json: { code: 'unsupported-by-chamilo', detail: expect.stringContaining('as Chamilo 1.11 does') },
			});
			expect(gateway.calls).toEqual([]);
		}
	});

	test('soap.php is refused where it is dead, with the cure; registration.soap.php is not', async () => {
		const answer = await gateway.send('POST', soap('WSUser.DisableUser'), {
			user_id_field_name: 'external_user',
			user_id_value: '1504',
		});
		if (hasSoapPhp(kind)) {
			expect(answer, answer.text).toMatchObject({ status: 200, json: { result: null } });
		} else {
			expect(answer).toMatchObject({
				status: 422,
				json: { code: 'unsupported-by-chamilo', detail: expect.stringContaining('auto_prepend_file') },
			});
			expect(gateway.calls).toEqual([]);
		}
		const user = await gateway.send('POST', registration('WSGetUser'), USER);
		expect(user.json).toMatchObject({ result: { user_id: '6' } });
	});
});

test('a dead soap.php that CHAMILO_KIND says to be alive', async () => {
	const gateway = await startRawGateway(rows, { sandbox: SANDBOXES['1.11-php7'], kind: '1.11' });
	try {
		expect(await gateway.send('POST', soap('WS.test'), {})).toMatchObject({
			status: 422,
			json: { code: 'unsupported-by-chamilo', detail: expect.stringContaining('auto_prepend_file') },
		});
	} finally {
		await gateway.close();
	}
});
