import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isErrorPage, start11132 } from './1.11.32.js';
import { addCourse, isFatal, isSqlError, original, person, plural, results, returned111, start111 } from './1.11.js';
import { type Client, fault, list, returned } from './client.js';

const COACH = '3';
const STUDENT = '4';
const NIL = ' xsi:nil="true"';

let client: Client;
afterEach(() => client.close());

const session = (id = 1) => client.sandbox.campus.sessions.byId(id);
const onPhp8 = () => client.sandbox.switchTo({ chamilo: '1.11.32', php: 8, rawPostData: true });
const extras = (id = 1) => client.sandbox.campus.sessionFields.of(id);

async function prepare(): Promise<void> {
	await client.registration('WSCreateUser', person('coach', '1', { status: '1' }));
	await client.registration('WSCreateUser', person('student', '2'));
	await addCourse(client, 'AA');
	await addSession('S1');
}
const addSession = (name: string) =>
	plural(client, 'WSCreateSession', 'sessions', [
		{
			...{ name, year_start: '2031', month_start: '1', day_start: '10' },
			...{ year_end: '2031', month_end: '6', day_end: '30', user_id: COACH },
			...original('session', name),
		},
	]);
const addCourses = () =>
	plural(client, 'WSSuscribeCoursesToSession', 'coursessessions', [
		{
			original_course_id_values: '<item><course_code>xAA</course_code></item>',
			original_course_id_name: 'ext_course',
			...original('session', 'S1'),
		},
	]);
const soapAddCourse = () => client.soap('WSSession.SubscribeCourseToSession', 'ext_course', 'xAA', 'ext_session', 'S1');
const listed = (members: Record<string, string> = {}) => client.registration('WSListSessions', members);
const ids = async (members: Record<string, string> = {}) =>
	[...(returned111(await listed(members)) ?? '').matchAll(/<id>(\d+)</g)].map(([, id]) => id);
const fetched = async () => returned111(await client.registration('WSFetchSession', { id: '1' })) ?? '';
const addUser = (user_id: string) => client.registration('WSSubscribeUserToSessionSimple', { session: '1', user_id });

describe('WSListSessions', () => {
	/** The same with nil. */
	const nil = async () => {
		const { text } = await client.post(
			'/main/webservices/registration.soap.php',
			`<E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><E:Body><n:WSListSessions xmlns:n="urn:x"><p><from${NIL}/><to${NIL}/><secret_key>${client.key}</secret_key></p></n:WSListSessions></E:Body></E:Envelope>`,
		);
		return text.includes('<title xsi:type="xsd:string">S1</title>');
	};

	it('takes from and to as its statement does', async () => {
		client = await start11132();
		await prepare();
		await soapAddCourse();
		expect(await ids()).toEqual(['1']);
		expect(await nil()).toBe(true);
		expect(await ids({ from: '0', to: '10' })).toEqual(['1']);
		expect(await ids({ from: '1', to: '10' })).toEqual([]);
		expect(await ids({ from: '', to: '' })).toEqual([]);
		expect(isErrorPage(await listed({ from: '-1', to: '10' }))).toBe(true);
	});

	it('takes dates and does not apply them', async () => {
		client = await start11132();
		await prepare();
		await soapAddCourse();
		expect(await ids({ date_start: '2040-01-01', date_end: '2040-02-01' })).toEqual(['1']);
	});

	it('is a fatal error on PHP 8, whatever is sent', async () => {
		client = await start11132({ php: 8 });
		expect(isFatal(await listed())).toBe(true);
		expect(isFatal(await listed({ from: '0', to: '10' }))).toBe(true);
	});

	it('of 1.11.6 has the same limits', async () => {
		client = await start111();
		await prepare();
		await soapAddCourse();
		expect(await ids({ from: '', to: '' })).toEqual([]);
		expect(isSqlError(await listed({ from: '-1', to: '1' }))).toBe(true);
	});
});

describe('on 1.11.32', () => {
	beforeEach(async () => {
		client = await start11132();
		await prepare();
	});

	it('WSFetchSession gives the number of courses, 0 for none', async () => {
		expect(await fetched()).toContain('<nbr_courses>0</nbr_courses>');
		expect(await fetched()).not.toContain('nbr_users');
		const search = await client.registration('WSSearchSession', { term: '', extrafields: '' });
		expect(returned111(search)).not.toContain('nbr_courses');
		await soapAddCourse();
		expect(await fetched()).toContain('<nbr_courses>1</nbr_courses><nbr_users>0</nbr_users>');
	});

	it('the counter of users does not count a repeat', async () => {
		expect(session()?.nbrUsers).toBeNull();
		for (let time = 0; time < 2; time++) expect(returned(await addUser(STUDENT))).toBe('1');
		expect(session()?.nbrUsers).toBe(1);
		await addUser(COACH);
		expect(session()?.nbrUsers).toBe(2);
	});

	it('WSSuscribeCoursesToSession makes a counter that is NULL a number', async () => {
		await addCourses();
		expect(session()).toMatchObject({ nbrCourses: 1, nbrUsers: 0 });
	});

	it('CreateSession needs no extras on PHP 7, but EditSession does', async () => {
		const given = ['2031-01-01 00:00', '2031-02-01 00:00', '0', '0', '0', '2', 'chamilo_user_id', COACH];
		const made = await client.soap('WSSession.CreateSession', 'S2', ...given, 'ext_session', 'S2');
		expect(returned(made)).toBe('2');
		const edited = await client.soap('WSSession.EditSession', 'S3', ...given, 'ext_session', 'S2');
		expect(isFatal(edited)).toBe(true);
	});

	it.each([
		[7, false],
		[8, true],
	] as const)('on PHP %s EditSession stores extras by external id: %s', async (php, stores) => {
		client.sandbox.switchTo({ chamilo: '1.11.32', php, rawPostData: true });
		const given = ['2031-01-01 00:00', '2031-02-01 00:00', '0', '0', '0', '2', 'chamilo_user_id', COACH];
		const extra = list('extras', [{ field_name: 'hue', field_value: 'red' }]);
		await client.soap('WSSession.EditSession', 'S1b', ...given, 'ext_session', 'S1', extra);
		expect(session()?.name).toBe('S1b');
		expect(extras().hue).toBe(stores ? 'red' : undefined);
	});

	it('a coach of a session course has one row in it, and may have status 3', async () => {
		await soapAddCourse();
		await addUser(COACH);
		const members = { user_id: COACH, session_id: '1', course_id: '1' };
		const rows = () => client.sandbox.campus.sessions.courseUsers.map(({ userId, status = 0 }) => [userId, status]);
		expect(rows()).toEqual([[3, 0]]);
		Object.assign(client.sandbox.campus.users.byId(3) ?? {}, { status: 3 });
		expect(returned111(await client.registration('WSSubscribeTeacherToSessionCourse', members))).toBe('1');
		expect(rows()).toEqual([[3, 2]]);
		expect(returned111(await client.registration('WSUnsubscribeTeacherFromSessionCourse', members))).toBe('1');
		expect(rows()).toEqual([[3, 0]]);
		const student = { ...members, user_id: STUDENT };
		expect(returned111(await client.registration('WSSubscribeTeacherToSessionCourse', student))).toBe('0');
	});

	it('deleting a coach is the error page, and takes them out of courses', async () => {
		await soapAddCourse();
		await addUser(COACH);
		const { courses, sessions, users } = client.sandbox.campus;
		courses.members.push({ courseCode: 'AA', userId: 3, status: 5 });
		expect(isErrorPage(await client.soap('WSUser.DeleteUser', 'chamilo_user_id', COACH))).toBe(true);
		expect(users.byId(3)).toBeDefined();
		expect(courses.members.filter(({ userId }) => userId === 3)).toEqual([]);
		expect([sessions.courseUsers, sessions.users]).toEqual([[], [{ sessionId: 1, userId: 3 }]]);
	});

	it('the form of 1.9 for users of a session does nothing on PHP 7, and is a fatal error on PHP 8', async () => {
		const old = () =>
			plural(client, 'WSSuscribeUsersToSession', 'userssessions', [
				{
					original_user_id_values: '<item>2</item>',
					original_user_id_name: '<item>ext_user</item>',
					...original('session', 'S1'),
				},
			]);
		expect(results(await old())).toEqual(['0']);
		onPhp8();
		expect(isFatal(await old())).toBe(true);
		expect(client.sandbox.campus.sessions.users).toEqual([]);
		expect(fault(await addUser(STUDENT))).toBeUndefined();
	});
});
