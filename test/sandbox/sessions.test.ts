import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, envelope, fault, list, REGISTRATION, returned, startClient } from './client.js';

let client: Client;
beforeAll(async () => {
	client = await startClient();
});
afterAll(() => client.close());

const sessions = () => client.sandbox.campus.sessions;
const session = (id: number) => {
	const found = sessions().byId(id);
	if (!found) throw new Error(`no session ${id}`);
	return found;
};
interface SessionInput {
	name?: string;
	start?: string;
	end?: string;
	nolimit?: string;
	coach?: [string, string];
	id?: [string, string];
	extras?: string;
}
const args = ({ name = 'Autumn', start = '2030-09-01', end = '2030-12-20', nolimit = '0', ...rest }: SessionInput) => {
	const { coach = ['chamilo_user_id', '1'], id = ['chamilo_session_id', ''], extras = '' } = rest;
	return [name, start, end, '0', '0', nolimit, '2', ...coach, ...id, extras];
};
const create = (input: SessionInput = {}) => client.soap('WSSession.CreateSession', ...args(input));
const edit = (input: SessionInput) => client.soap('WSSession.EditSession', ...args(input));
const pair = (operation: string, field: string, value: string, id = '1') =>
	client.soap(operation, field, value, 'chamilo_session_id', id);

beforeEach(async () => {
	client.sandbox.reset();
	for (const [code, name] of [
		['LETTERS', 'C1'],
		['2024', 'C2'],
	] as const) {
		client.sandbox.campus.courses.insert({
			code,
			visualCode: code,
			directory: code,
			title: code,
			categoryCode: '',
			tutorName: '',
			language: 'english',
			visibility: 2,
			subscribe: 1,
			unsubscribe: 0,
			departmentName: '',
			departmentUrl: '',
			diskQuota: 1,
		});
		client.sandbox.campus.courseFields.ensure('external');
		client.sandbox.campus.courseFields.write(code, 'external', name);
	}
	for (const id of [3, 4]) {
		const original = { original_user_id_name: 'external', original_user_id_value: `U${id}` };
		await client.registration('WSCreateUser', { loginname: `u${id}`, active: '1', ...original });
	}
});

describe('WSSession.CreateSession', () => {
	it.each([
		['good', {}, undefined],
		['an empty name', { name: '' }, '301'],
		['no such day', { start: '2030-02-31' }, '301'],
		['another format', { start: '01/09/2030' }, '301'],
		['the end before the start', { end: '2030-08-01' }, '301'],
		['the same day', { end: '2030-09-01' }, '301'],
		['an unknown coach', { coach: ['chamilo_user_id', '99'] }, '100'],
	] as [string, SessionInput, string | undefined][])('%s', async (_, input, expected) => {
		expect(fault(await create(input))?.split(' ')[0]).toBe(expected);
	});

	it('refuses a taken name', async () => {
		await create();
		expect(fault(await create({ name: 'AUTUMN' }))).toBe('301 Could not create the session');
	});

	it('drops the dates without a limit', async () => {
		await create({ nolimit: '1' });
		expect(session(1)).toMatchObject({ dateStart: '0000-00-00', visibility: 1 });
	});

	it('loses a coach named by an external id', async () => {
		await create({ coach: ['external', 'U3'] });
		expect(session(1).coachId).toBe(0);
	});

	it('makes fields for external ids and extras', async () => {
		await create({ id: ['external', 'S1'], extras: list('extras', [{ field_name: 'hue', field_value: 'red' }]) });
		expect(client.sandbox.campus.sessionFields.of(1)).toEqual({ external: 'S1', hue: 'red' });
	});
});

describe('WSSession.EditSession', () => {
	beforeEach(async () => {
		await create();
		await create({ name: 'Winter', id: ['external', 'S2'] });
	});

	it.each([
		['a good one', {}, 'Changed'],
		['an unknown session', { id: ['chamilo_session_id', '99'] }, 'Autumn'],
		['an unknown coach', { coach: ['chamilo_user_id', '99'] }, 'Autumn'],
		['a taken name', { name: 'Winter' }, 'Autumn'],
		['a bad date', { start: 'x' }, 'Autumn'],
	] as [string, SessionInput, string][])('is silent about %s', async (_, input, expected) => {
		const answer = await edit({ name: 'Changed', id: ['chamilo_session_id', '1'], ...input });
		expect(answer.status).toBe(200);
		expect(session(1).name).toBe(expected);
	});

	it('stores the coach by external id, and extras only by number', async () => {
		const extras = list('extras', [{ field_name: 'hue', field_value: 'red' }]);
		await edit({ name: 'Winter', id: ['external', 'S2'], coach: ['external', 'U3'], extras });
		expect(session(2).coachId).toBe(3);
		expect(client.sandbox.campus.sessionFields.of(2)).toEqual({ external: 'S2' });
		await edit({ name: 'Winter', id: ['chamilo_session_id', '2'], extras });
		expect(client.sandbox.campus.sessionFields.of(2)).toEqual({ external: 'S2', hue: 'red' });
	});
});

describe('users and courses of a session', () => {
	beforeEach(() => create());

	it('SubscribeUserToSession replaces all others, the Simple one adds', async () => {
		const soap = (user: string) =>
			client.soap('WSSession.SubscribeUserToSession', 'chamilo_user_id', user, 'chamilo_session_id', '1');
		await soap('3');
		await soap('4');
		expect(sessions().usersOf(session(1))).toEqual([4]);
		const simple = async (sessionId: string, user_id: string) =>
			returned(await client.registration('WSSubscribeUserToSessionSimple', { session: sessionId, user_id }));
		expect(await simple('1', '3')).toBe('1');
		expect(sessions().usersOf(session(1))).toEqual([4, 3]);
		expect(await simple('1', '99')).toBe('User 99 does not exist');
		expect(await simple('99', '3')).toBe('Session 99 does not exist.');
		expect(await simple('0', '3')).toBe('0');
	});

	it('UnsubscribeUserFromSession takes exactly one out', async () => {
		await pair('WSSession.SubscribeCourseToSession', 'chamilo_course_id', '1');
		for (const user_id of ['3', '4'])
			await client.registration('WSSubscribeUserToSessionSimple', { session: '1', user_id });
		await pair('WSSession.UnsubscribeUserFromSession', 'chamilo_user_id', '3');
		expect(sessions().courseUsers.map(({ userId }) => userId)).toEqual([4]);
		expect(session(1).nbrUsers).toBe(1);
		expect(fault(await pair('WSSession.UnsubscribeUserFromSession', 'chamilo_user_id', '3'))).toBeUndefined();
		expect(fault(await pair('WSSession.UnsubscribeUserFromSession', 'chamilo_user_id', '0'))).toBe(
			'100 User not found',
		);
		expect(fault(await pair('WSSession.UnsubscribeUserFromSession', 'chamilo_user_id', '0', '9'))).toBe(
			'300 Session not found',
		);
	});

	it('SubscribeCourseToSession replaces, and only codes of digits come out again', async () => {
		await pair('WSSession.SubscribeCourseToSession', 'chamilo_course_id', '1');
		const remove = (id: string) => pair('WSSession.UnsubscribeCourseFromSession', 'chamilo_course_id', id);
		expect(fault(await remove('1'))).toBe('304 Error unsubscribing course from session');
		await pair('WSSession.SubscribeCourseToSession', 'chamilo_course_id', '2');
		expect(
			sessions()
				.coursesOf(session(1))
				.map(({ courseCode }) => courseCode),
		).toEqual(['2024']);
		expect(fault(await remove('2'))).toBeUndefined();
		expect(fault(await remove('2'))).toBe('304 Error unsubscribing course from session');
	});
});

describe('registration.soap.php', () => {
	const original = (value: string) => ({ original_session_id_name: 'external', original_session_id_value: value });
	const many = async (operation: string, wrapper: string, content: string) => {
		const struct = `<p><${wrapper} xsi:type="enc:Array">${content}</${wrapper}><secret_key>${client.key}</secret_key></p>`;
		return returned(await client.post(REGISTRATION, envelope(operation, struct))) ?? '';
	};
	const items = (entries: Record<string, string>[]) => list('x', entries).replace(/^<x[^>]*>|<\/x>$/g, '');
	const results = (text: string) => [...text.matchAll(/<result>([^<]*)</g)].map(([, result]) => result);
	const dates = {
		year_start: '2031',
		month_start: '1',
		day_start: '1',
		year_end: '2031',
		month_end: '2',
		day_end: '1',
	};
	const make = (...entries: Record<string, string>[]) =>
		many('WSCreateSession', 'sessions', items(entries.map((entry) => ({ ...dates, user_id: '1', ...entry }))));

	it('creates, with 0 for whatever is wrong', async () => {
		const text = await make(
			{ name: 'A', ...original('S1') },
			{ name: 'A', ...original('S2') },
			{ name: 'B', ...original('S1') },
			{ name: 'C', ...original('S3'), day_start: '32' },
			{ name: 'D', ...original('S4'), user_id: '999' },
		);
		expect(results(text)).toEqual(['1', '0', '0', '0', '2']);
		expect(session(2).coachId).toBe(999);
	});

	it('edits, with 1 where the name belongs to another', async () => {
		await make({ name: 'A', ...original('S1') }, { name: 'B', ...original('S2') });
		const change = (entry: Record<string, string>) =>
			many('WSEditSession', 'sessions', items([{ ...dates, user_id: '1', ...entry }]));
		expect(results(await change({ name: 'B', ...original('S1') }))).toEqual(['1']);
		expect(session(1).name).toBe('A');
		expect(results(await change({ name: 'C', ...original('nope') }))).toEqual(['0']);
	});

	it('deletes, with the name of the field in the id column', async () => {
		await make({ name: 'A', ...original('S1') });
		const text = await many('WSDeleteSession', 'sessions', items([original('S1'), original('S1')]));
		expect(results(text)).toEqual(['1', '0']);
		expect(text).toContain('<original_session_id_value>external<');
	});

	it('lists only sessions of soap.php that have a course and a coach', async () => {
		await make({ name: 'A', ...original('S1') });
		await create({ name: 'Empty' });
		await create({ name: 'Full' });
		for (const id of ['1', '3']) await pair('WSSession.SubscribeCourseToSession', 'chamilo_course_id', '1', id);
		const titles = async (members: Record<string, string>) =>
			[...(returned(await client.registration('WSListSessions', members)) ?? '').matchAll(/<title>([^<]*)</g)].map(
				([, title]) => title,
			);
		expect(await titles({ date_start: '', date_end: '' })).toEqual(['Full']);
		expect(await titles({ date_start: '2031-01-01', date_end: '' })).toEqual([]);
		expect(await titles({ date_start: '', date_end: 'no date' })).toEqual([]);
	});

	it('adds courses, and moves the ids of later items up', async () => {
		await make({ name: 'A', ...original('S1') });
		const item = (course: string, id: string) =>
			`<item><original_course_id_values xsi:type="enc:Array"><i><course_code>${course}</course_code></i></original_course_id_values><original_course_id_name>external</original_course_id_name><original_session_id_value>${id}</original_session_id_value><original_session_id_name>external</original_session_id_name></item>`;
		const text = await many(
			'WSSuscribeCoursesToSession',
			'coursessessions',
			item('nope', 'S1') + item('C1', 'S1') + item('C1', 'S1'),
		);
		expect(results(text)).toEqual(['0', 'LETTERS,1', '1']);
		expect(text.indexOf('LETTERS')).toBeLessThan(text.indexOf('<result>0'));
		expect(results(await many('WSUnsuscribeCoursesFromSession', 'coursessessions', item('C1', 'S1')))).toEqual(['1']);
		expect(sessions().courses).toEqual([]);
	});

	it('adds users by parallel lists, and takes the wrong rows out', async () => {
		await make({ name: 'A', ...original('S1') });
		sessions().courses.push({ sessionId: 1, courseCode: 'LETTERS', nbrUsers: 0 });
		const item = (users: string[], names: string) =>
			`<item><original_user_id_values xsi:type="enc:Array">${users.map((user) => `<i>${user}</i>`).join('')}</original_user_id_values>${names}<original_session_id_value>S1</original_session_id_value><original_session_id_name>external</original_session_id_name></item>`;
		const parallel =
			'<original_user_id_name xsi:type="enc:Array"><i>external</i><i>external</i></original_user_id_name>';
		const single = '<original_user_id_name>external</original_user_id_name>';
		expect(results(await many('WSSuscribeUsersToSession', 'userssessions', item(['U3'], single)))).toEqual(['0']);
		expect(results(await many('WSSuscribeUsersToSession', 'userssessions', item(['U3', 'U4'], parallel)))).toEqual([
			'1',
		]);
		expect(sessions().courseUsers.map(({ userId }) => userId)).toEqual([3, 4]);
		await many('WSUnsuscribeUsersFromSession', 'userssessions', item(['U3'], parallel));
		expect(sessions().usersOf(session(1))).toEqual([4]);
		expect(sessions().courseUsers.map(({ userId }) => userId)).toEqual([3]);
	});
});
