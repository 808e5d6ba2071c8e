import type { Campus } from '../../src/sandbox/campus/campus.js';
import { addCourse, enrolUsersEverywhere } from '../../src/sandbox/campus/enrolment.js';
import type { UserInput } from '../../src/sandbox/campus/users.js';
import { utf8Bytes } from '../../src/sandbox/php/bytes.js';
import { addUser, change } from './setup.js';

const KEY = '0123456789abcdef0123456789abcdef';
export const RUNNING = { dateStart: '2020-01-10 08:00:00', dateEnd: '2031-06-30 18:00:00' };
const AHEAD = { dateStart: '2031-01-10 08:00:00', dateEnd: '2031-06-30 18:00:00' };

/** A database fresh from the installer, with the key of the administrator put into it. */
export function fresh({ users, userFields, restKeys }: Campus, hasCalled = true): void {
	change(users.byId(1), { email: 'admin@example.com', phone: '' });
	change(users.byId(2), { email: 'anonymous@example.com' });
	restKeys.set(1, KEY);
	// The first call of a key says that its owner has logged in.
	if (hasCalled) userFields.write(1, 'already_logged_in', 'true');
}

export function person(campus: Campus, id: number, username: string, external?: string, input: UserInput = {}): void {
	const name = username.charAt(0).toUpperCase() + username.slice(1);
	const password = campus.rules.hashPassword(`pw ${username}`);
	const columns = { firstname: utf8Bytes(name), lastname: 'Test', email: `${username}@example.org`, password };
	addUser(campus, id, username, undefined, { ...columns, expires: null, ...input });
	campus.userFields.write(id, 'already_logged_in', 'false');
	if (external === undefined) return;
	campus.userFields.ensure('external_user');
	campus.userFields.write(id, 'external_user', utf8Bytes(external));
}

/** A course of the administrator. */
export function course(campus: Campus, code: string, title: string, visibility = 2): void {
	const texts = { code, visualCode: code, directory: code, title, language: 'english' };
	const empty = { categoryCode: '', tutorName: '', departmentName: '', departmentUrl: '' };
	const added = campus.courses.insert({
		...{ ...texts, ...empty, visibility },
		...{ subscribe: 1, unsubscribe: 0, diskQuota: 100_000_000 },
	});
	campus.courses.addMember(added, 1, 1);
	for (const [field, value] of [
		['special_course', '0'],
		['video_url', ''],
	] as const) {
		campus.courseFields.write(code, field, value);
	}
}

/** A session with courses and users in them. */
export function session(
	campus: Campus,
	id: number,
	input: { name?: string; dates?: typeof AHEAD; coachId: number; courses?: string[]; users?: number[] },
): void {
	const { name = 'World', dates = AHEAD, coachId, courses, users } = input;
	campus.sessions.skipTo(id);
	const added = campus.sessions.insert({
		...{ ...dates, displayStart: dates.dateStart, displayEnd: dates.dateEnd },
		...{ name, coachId, adminId: 1, daysBefore: 0, daysAfter: 0, visibility: 1, duration: 0, onPortal: true },
		...{ description: '', showDescription: 1 },
	});
	refill(campus, added.id, courses, users);
}

export function refill(campus: Campus, id: number, courses?: string[], users?: number[]): void {
	const found = campus.sessions.byId(id);
	if (!found) throw new Error(`session ${id} should be there`);
	for (const code of courses ?? []) addCourse(campus, found, code);
	enrolUsersEverywhere(campus, found, users ?? []);
	if (courses) change(found, { nbrCourses: courses.length, nbrUsers: campus.sessions.usersOf(found).length });
}

export function teachersAndStudents(campus: Campus): void {
	fresh(campus);
	person(campus, 3, 'tina', 'T1', { status: 1 });
	person(campus, 4, 'stu', 'S1');
	person(campus, 5, 'sue', 'S2');
	campus.restKeys.set(3, '7'.repeat(32)).set(4, '5'.repeat(32));
}

export function runningSession(campus: Campus): void {
	fresh(campus);
	person(campus, 3, 'stu', 'S1');
	person(campus, 4, 'tina', 'T1', { status: 1 });
	for (const id of [23, 25]) person(campus, id, `p${id}`);
	campus.restKeys.set(3, '5'.repeat(32));
	course(campus, 'CA', 'Course A');
	session(campus, 1, { coachId: 4, dates: RUNNING, courses: ['CA'] });
	session(campus, 2, { name: 'NoCourse', coachId: 1, dates: RUNNING });
	campus.sessionFields.ensure('external_session');
	campus.sessionFields.write(1, 'external_session', 'X1');
}
