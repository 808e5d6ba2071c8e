import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../../src/sandbox/campus/sessions.js';
import { addCourse, isFatal, isSqlError, original, person, plural, results, returned111, start111 } from './1.11.js';
import { type Client, fault, list, returned } from './client.js';

let client: Client;
beforeEach(async () => {
	client = await start111();
	const people = ['t', 'a', 'b', 'c'].map((login) => person(login, login, login === 't' ? { status: '1' } : {}));
	await plural(client, 'WSCreateUsers', 'users', people);
});
afterEach(() => client.close());

const [T, A, B] = [3, 4, 5];
const sessions = () => client.sandbox.campus.sessions;
const session = (id: number): Session | undefined => sessions().byId(id);
const extras = (id: number) => client.sandbox.campus.sessionFields.of(id);

/** WSSession.CreateSession or EditSession with a coach by external id. */
function soap(operation: 'CreateSession' | 'EditSession', given: Record<string, string> = {}) {
	const values = { name: 'S', start: '', end: '', before: '0', after: '0', nolimit: '0', visibility: '2', ...given };
	const { coach = 't', field = 'ext_session', value = 's', extra = list('extras', []) } = given;
	const { name, start, end, before, after, nolimit, visibility } = values;
	const first = [name, start, end, before, after, nolimit, visibility];
	return client.soap(`WSSession.${operation}`, ...first, 'ext_user', coach, field, value, extra);
}

/** A session for registration.soap.php. */
const item = (external: string, given: Record<string, string> = {}): Record<string, string> => ({
	name: external,
	year_start: '2031',
	month_start: '1',
	day_start: '2',
	year_end: '2031',
	month_end: '3',
	day_end: '4',
	user_id: String(T),
	...original('session', external),
	...given,
});
const make = async (...items: Record<string, string>[]) => plural(client, 'WSCreateSession', 'sessions', items);

describe('WSSession.CreateSession', () => {
	it.each([
		['2031-01-01', '2031-02-01'],
		['2031-13-01 00:00', '2031-02-01 00:00'],
		['2031-03-01 00:00', '2031-02-01 00:00'],
		['soon', ''],
	])('wants dates with a time: %s to %s is 301', async (start, end) => {
		expect(fault(await soap('CreateSession', { start, end }))).toBe('301 Could not create the session');
	});

	it('adds the access days to the dates, and minds no limit', async () => {
		const dates = { start: '2031-01-01 00:00', end: '2031-02-01 23:59:58', nolimit: '1' };
		expect(returned(await soap('CreateSession', { ...dates, before: '3', after: '4' }))).toBe('1');
		expect(session(1)).toMatchObject({
			dateStart: '2031-01-01 00:00:00',
			dateEnd: '2031-02-01 23:59:58',
			coachStart: '2031-01-04 00:00:00',
			coachEnd: '2031-02-05 00:00:00',
			coachId: T,
			visibility: 2,
			nbrUsers: null,
		});
	});

	it('a backslash creeps into the name; the same external id is taken twice', async () => {
		await soap('CreateSession', { name: "L'été" });
		await soap('CreateSession', { name: 'other' });
		expect(Buffer.from(session(1)?.name ?? '', 'latin1').toString()).toBe("L\\'été");
		expect([extras(1), extras(2)]).toEqual([{ ext_session: 's' }, { ext_session: 's' }]);
	});

	it('tells an unknown coach from a name that is empty or taken', async () => {
		await soap('CreateSession');
		expect(fault(await soap('CreateSession', { coach: 'nope' }))).toBe('100 User not found');
		expect(fault(await soap('CreateSession', { name: '' }))).toMatch(/^301 /);
		expect(fault(await soap('CreateSession', { name: 's' }))).toMatch(/^301 /);
	});
});

describe('WSSession.EditSession', () => {
	beforeEach(async () => {
		await soap('CreateSession', { start: '2031-01-01 00:00', end: '2031-02-01 00:00' });
		await soap('CreateSession', { name: 'other', value: 'o' });
	});

	it('stores names right, and wipes description and duration', async () => {
		const mine = session(1);
		if (mine) Object.assign(mine, { description: 'long', duration: 7 });
		await soap('EditSession', { name: "L'x" });
		expect(session(1)).toMatchObject({ name: "L'x", description: null, duration: null, dateStart: '' });
	});

	it.each([
		['a date without a time', { start: '2032-01-01', end: '2032-02-01' }],
		['an unknown coach', { coach: 'nope' }],
		['a taken name', { name: 'other' }],
		['no name', { name: '' }],
		['an unknown session', { value: 'nope' }],
	])('does nothing in silence: %s', async (_, given) => {
		const before = { ...session(1) };
		const answer = await soap('EditSession', { name: 'new', ...given });
		expect(answer.status).toBe(200);
		expect(session(1)).toEqual(before);
	});

	it('stores extras only where the session is named by its number', async () => {
		const extra = list('extras', [{ field_name: 'ext_session', field_value: 'new' }]);
		await soap('EditSession', { extra });
		expect(extras(1).ext_session).toBe('s');
		await soap('EditSession', { extra, field: 'chamilo_session_id', value: '1' });
		expect(extras(1).ext_session).toBe('new');
	});
});

describe('registration.soap.php', () => {
	it('creates from the first second to the last, and 0 says nothing', async () => {
		const refused = [
			item('r1', { name: 'x' }),
			item('y', { name: 'r1' }),
			item('z', { name: '' }),
			item('z', { user_id: '' }),
			item('z', { month_start: '13' }),
			item('z', { year_end: '2030' }),
		];
		expect(results(await make(item('r1', { nb_days_access_before: '3' }), ...refused))).toEqual([
			'1',
			...Array(6).fill('0'),
		]);
		expect(session(1)).toMatchObject({
			dateStart: '2031-01-02 00:00:00',
			dateEnd: '2031-03-04 23:59:59',
			coachStart: '2030-12-30 00:00:00',
			coachEnd: '2031-03-04 23:59:59',
			visibility: 1,
			adminId: 1,
		});
	});

	it('a duration or no limit drops the dates; an unknown coach is fatal and costs a number', async () => {
		expect(isFatal(await make(item('x', { user_id: '99' })))).toBe(true);
		expect(results(await make(item('d', { duration: '30' }), item('n', { nolimit: '1' })))).toEqual(['2', '3']);
		expect([session(2)?.duration, session(2)?.dateStart, session(3)?.dateStart]).toEqual([30, '', '']);
	});

	it('edits with a result that is true, visibility kept, names right', async () => {
		await soap('CreateSession', { value: 'r1' });
		await make(item('r2'));
		const edit = async (...items: Record<string, string>[]) => plural(client, 'WSEditSession', 'sessions', items);
		const items = [item('r1', { name: "L'x" }), item('r1', { name: 'r2' }), item('nope'), item('r1', { user_id: '' })];
		expect(results(await edit(...items))).toEqual(['1', '0', '0', '0']);
		expect(session(1)).toMatchObject({ name: "L'x", visibility: 2 });
		expect(isFatal(await edit(item('r1', { user_id: '99' })))).toBe(true);
	});

	it('deletes only what is empty; broken off, it leaves external ids behind that stay taken', async () => {
		await make(item('r1'), item('r2'));
		await client.registration('WSSubscribeUserToSessionSimple', { session: '2', user_id: String(A) });
		const remove = (...ids: string[]) =>
			plural(
				client,
				'WSDeleteSession',
				'sessions',
				ids.map((id) => original('session', id)),
			);
		expect(isSqlError(await remove('r1', 'r2'))).toBe(true);
		expect([session(1) === undefined, session(2) === undefined]).toEqual([true, false]);
		expect(results(await remove('r1'))).toEqual(['0']);
		expect(results(await make(item('r1', { name: 'again' })))).toEqual(['0']);
		await client.soap('WSSession.UnsubscribeUserFromSession', 'ext_user', 'a', 'ext_session', 'r2');
		expect(results(await remove('r2', 'nope'))).toEqual(['1', '0']);
		expect(results(await make(item('r2', { name: 'again' })))).toEqual(['3']);
	});

	it('soap.php deletes whatever is in it', async () => {
		await make(item('r1'));
		await client.registration('WSSubscribeUserToSessionSimple', { session: '1', user_id: String(A) });
		expect(fault(await client.soap('WSSession.DeleteSession', 'ext_session', 'r1'))).toBeUndefined();
		expect(sessions().list()).toEqual([]);
	});
});

describe('reading', () => {
	const search = async (term: string, extrafields = '') =>
		returned111(await client.registration('WSSearchSession', { term, extrafields })) ?? '';
	const ids = (xml: string) => [...xml.matchAll(/<id>(\d+)</g)].map(([, id]) => id);
	beforeEach(async () => {
		await make(item('S1', { name: 'Été un' }), item('S12', { name: 'deux' }));
		await soap('CreateSession', { name: 'trois', field: 'chamilo_session_id' });
	});

	it('searches anywhere in name, description and extras, without case and accents', async () => {
		expect(ids(await search(''))).toEqual(['1', '2', '3']);
		expect(ids(await search('ete'))).toEqual(['1']);
		expect(ids(await search('s1'))).toEqual(['1', '2']);
		expect(await search("'")).toBe('');
		const mine = session(3);
		if (mine) mine.description = 'About nothing';
		expect(ids(await search('nothing'))).toEqual(['3']);
	});

	it('shows the extras asked for, and leaves out what is NULL', async () => {
		const found = await search('S12', 'ext_session,no_such');
		expect(found).toContain('<variable>ext_session</variable><value>S12</value>');
		expect(found).not.toContain('nbr_users');
		expect(await search('trois', 'ext_session')).toMatch(
			/<extra [^>]*arrayType="tns:searchedSessionExtra\[0\]"><\/extra>/,
		);
		expect(await search('trois')).not.toContain('<extra');
	});

	it('fetches one by its number; unknown is an item without members', async () => {
		const fetchOne = async (id: string) =>
			returned111(await client.registration('WSFetchSession', { id, extrafields: 'ext_session' }));
		expect(await fetchOne('2')).toMatch(/^<item><id>2<\/id><id_coach>3<\/id_coach><name>deux<\/name>/);
		expect(await fetchOne('2')).not.toContain('S12');
		expect(await fetchOne('99')).toBe('<item></item>');
		expect(await fetchOne('x')).toBe('<item></item>');
	});

	it('lists those with a course; a date is an SQL error', async () => {
		await addCourse(client, 'MATH');
		await client.soap('WSSession.SubscribeCourseToSession', 'ext_course', 'xMATH', 'ext_session', 'S1');
		const listed = await client.registration('WSListSessions', {});
		expect(ids(returned111(listed) ?? '')).toEqual(['1']);
		expect(isSqlError(await client.registration('WSListSessions', { date_start: '2031-01-01' }))).toBe(true);
	});
});

describe('users and courses of a session', () => {
	beforeEach(async () => {
		await make(item('r1'));
		for (const code of ['MATH', 'PHYS']) await addCourse(client, code);
		await plural(client, 'WSDisableUsers', 'ids', [original('user', 'c')]);
	});

	/** The lists within the items of these operations. */
	const inner = (name: string, member: string, values: string[]) =>
		list(
			name,
			values.map((value) => ({ [member]: value })),
		).replace(/^<[^>]*>|<\/[^>]*>$/g, '');
	const TYPED = 'xsi:type="enc:Array" enc:arrayType="x[1]"';
	const users = (operation: string, external: string, values: string[]) => groups(operation, [[external, values]]);
	const groups = (operation: string, rows: [string, string[]][]) => {
		const items = rows.map(([external, values]) => {
			const names = { original_user_id_name: 'ext_user', ...original('session', external) };
			const members = Object.entries(names)
				.map(([name, value]) => `<${name}>${value}</${name}>`)
				.join('');
			const ids = inner('x', 'original_user_id_value', values);
			return `<item><original_user_id_values ${TYPED}>${ids}</original_user_id_values>${members}</item>`;
		});
		return send(operation, `<userssessions ${TYPED}>${items.join('')}</userssessions>`);
	};
	const courses = (operation: string, external: string, values: string[]) => {
		const names = { original_course_id_name: 'ext_course', ...original('session', external) };
		const members = Object.entries(names)
			.map(([name, value]) => `<${name}>${value}</${name}>`)
			.join('');
		const ids = `<original_course_id_values ${TYPED}>${inner('x', 'course_code', values)}</original_course_id_values>`;
		return send(operation, `<coursessessions ${TYPED}><item>${ids}${members}</item></coursessessions>`);
	};
	const send = (operation: string, content: string) =>
		client.post(
			'/main/webservices/registration.soap.php',
			`<E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/"><E:Body><${operation}><p>${content}<secret_key>${client.key}</secret_key></p></${operation}></E:Body></E:Envelope>`,
		);

	it('adds users with a result each, active ones only', async () => {
		expect(results(await users('WSSuscribeUsersToSession', 'r1', ['a', 'nope', 'c', 'b']))).toEqual([
			'1',
			'0',
			'0',
			'1',
		]);
		expect(sessions().users.map(({ userId }) => userId)).toEqual([A, B]);
		expect(session(1)?.nbrUsers).toBeNull();
	});

	it('an unknown session moves the first column up', async () => {
		const answer = await groups('WSSuscribeUsersToSession', [
			['nope', ['a']],
			['r1', ['b']],
		]);
		expect(returned111(answer)).toContain(
			'<original_user_id_values>b</original_user_id_values><original_session_id_value>nope<',
		);
		expect(returned111(answer)).toContain('<original_user_id_values xsi:nil="true"/><original_session_id_value>r1<');
		expect(results(answer)).toEqual(['0', '1']);
	});

	it('adds courses with a result each, open ones only, and takes them out with one for all', async () => {
		const phys = client.sandbox.campus.courses.byCode('PHYS');
		expect(results(await courses('WSSuscribeCoursesToSession', 'r1', ['xMATH', 'xMATH', 'nope', 'xPHYS']))).toEqual([
			'1',
			'1',
			'0',
			'1',
		]);
		expect(session(1)?.nbrCourses).toBe(2);
		if (phys) phys.visibility = 0;
		expect(results(await courses('WSSuscribeCoursesToSession', 'r1', ['xPHYS']))).toEqual(['0']);
		const out = await courses('WSUnsuscribeCoursesFromSession', 'r1', ['xMATH']);
		expect(returned111(out)).toContain('<original_course_id_values>MATH<');
		expect(session(1)?.nbrCourses).toBe(0);
	});

	it('takes users out of the session and its courses', async () => {
		await courses('WSSuscribeCoursesToSession', 'r1', ['xMATH']);
		await users('WSSuscribeUsersToSession', 'r1', ['a', 'b']);
		expect(results(await users('WSUnsuscribeUsersFromSession', 'r1', ['a', 'nope']))).toEqual(['1', '0']);
		expect(sessions().courseUsers.map(({ userId }) => userId)).toEqual([B]);
		expect(sessions().courses[0]?.nbrUsers).toBe(1);
	});

	it('soap.php takes a course with a letter code out, and says 304 the second time', async () => {
		await courses('WSSuscribeCoursesToSession', 'r1', ['xMATH']);
		const out = () => client.soap('WSSession.UnsubscribeCourseFromSession', 'ext_course', 'xMATH', 'ext_session', 'r1');
		expect(fault(await out())).toBeUndefined();
		expect(fault(await out())).toMatch(/^304 /);
	});

	describe('coaches', () => {
		const coach = async (operation: string, members: Record<string, string>) =>
			returned111(await client.registration(operation, members));
		const numbers = (userId: number) => ({ user_id: String(userId), session_id: '1', course_id: '1' });

		it('teachers only, by numbers or external ids, the course need not be in it', async () => {
			expect(await coach('WSSubscribeTeacherToSessionCourse', numbers(A))).toBe('0');
			expect(await coach('WSSubscribeTeacherToSessionCourse', numbers(99))).toBe('0');
			expect(await coach('WSSubscribeTeacherToSessionCourse', numbers(T))).toBe('1');
			expect(sessions().courseUsers).toEqual([{ sessionId: 1, courseCode: 'MATH', userId: T, status: 2 }]);
			const named = { ...original('user', 't'), ...original('session', 'r1'), ...original('course', 'xMATH') };
			expect(await coach('WSUnsubscribeTeacherFromSessionCourse', named)).toBe('1');
			expect(sessions().courseUsers).toEqual([]);
		});

		it('both operations of soap.php throw the user out of the session', async () => {
			await users('WSSuscribeUsersToSession', 'r1', ['a', 'b']);
			const of = ['ext_session', 'r1', 'ext_course', 'xMATH'];
			await client.soap('WSSession.SubscribeTeacherToSessionCourse', 'ext_user', 'a', ...of);
			await client.soap('WSSession.UnsubscribeTeacherFromSessionCourse', 'ext_user', 'b', ...of);
			expect(sessions().users).toEqual([]);
		});
	});
});
