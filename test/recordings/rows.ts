import type { Campus } from '../../src/sandbox/campus/campus.js';
import type { Course } from '../../src/sandbox/campus/courses.js';
import type { Session } from '../../src/sandbox/campus/sessions.js';
import type { User } from '../../src/sandbox/campus/users.js';
import type { Row } from './read-recordings.js';
import { type Columns, compareColumns, note, type RowCheck } from './row-check.js';
import { checkCount, checkShortRow } from './rows-1.11.js';

/** Columns under the names that the recordings' queries gave them. */
const USER_COLUMNS: Columns<User> = {
	username: (user) => user.username,
	firstname: (user) => user.firstname,
	lastname: (user) => user.lastname,
	status: (user) => user.status,
	active: (user) => Number(user.active),
	email: (user) => user.email,
	language: (user) => user.language,
	lang: (user) => user.language,
	phone: (user) => user.phone,
	expiration_date: (user) => user.expirationDate,
	exp: (user) => user.expirationDate,
	password: (user) => user.password,
	pw: (user) => user.password,
	official_code: (user) => user.officialCode,
	oc: (user) => user.officialCode,
	hr: (user) => user.hrDeptId,
	hr_dept_id: (user) => user.hrDeptId,
};

const COURSE_COLUMNS: Columns<Course> = {
	visual_code: (course) => course.visualCode,
	vc: (course) => course.visualCode,
	title: (course) => course.title,
	category_code: (course) => course.categoryCode,
	cat: (course) => course.categoryCode,
	tutor_name: (course) => course.tutorName,
	tutor: (course) => course.tutorName,
	course_language: (course) => course.language,
	lang: (course) => course.language,
	visibility: (course) => course.visibility,
	vis: (course) => course.visibility,
	sub: (course) => course.subscribe,
	unsub: (course) => course.unsubscribe,
	dn: (course) => course.departmentName,
	du: (course) => course.departmentUrl,
	q: (course) => course.diskQuota,
};

const SESSION_COLUMNS: Columns<Session> = {
	name: (session) => session.name,
	date_start: (session) => session.dateStart,
	date_end: (session) => session.dateEnd,
	visibility: (session) => session.visibility,
	id_coach: (session) => session.coachId,
	a: (session) => session.daysAfter,
	b: (session) => session.daysBefore,
	nbr_users: (session) => session.nbrUsers,
	nbr_courses: (session) => session.nbrCourses,
};

/** Compares the rows that were read from the recorded database after a call with those of a campus. */
export function checkRows(campus: Campus, lists: [name: string, rows: Row[]][]): RowCheck {
	const check: RowCheck = { checked: 0, differences: [] };
	const sessionId = Number(lists.find(([name]) => name === 'session')?.[1][0]?.id ?? 0);
	for (const [name, rows] of lists) {
		for (const row of rows) {
			const short = campus.rules.chamilo === '1.11' && checkShortRow(campus, name, row, check);
			if (!short) checkRow(campus, row, sessionId, check);
		}
		if (campus.rules.chamilo === '1.11') checkCount(campus, name, rows, check);
		else checkMembers(campus, name, rows, sessionId, check);
	}
	return check;
}

function checkRow(campus: Campus, row: Row, sessionId: number, check: RowCheck): void {
	if (row.course_code !== undefined && row.user_id !== undefined) {
		const course = campus.courses.byCode(row.course_code ?? '');
		const member = course && campus.courses.isMember(course, Number(row.user_id));
		note(check, `${row.user_id} in ${row.course_code}`, 'true', String(Boolean(member)));
	} else if (row.course_code !== undefined && row.nbr_users !== undefined) {
		const id = Number(row.id_session ?? sessionId);
		const found = campus.sessions.courses.find(
			(entry) => entry.sessionId === id && entry.courseCode === row.course_code,
		);
		if (id > 0)
			note(check, `users of ${row.course_code} in session ${id}`, row.nbr_users ?? '', String(found?.nbrUsers));
	} else if (row.id_session !== undefined && row.id_user !== undefined) {
		const session = campus.sessions.byId(Number(row.id_session));
		const member = session && campus.sessions.hasUser(session, Number(row.id_user));
		note(check, `${row.id_user} in session ${row.id_session}`, 'true', String(Boolean(member)));
	} else if (row.username !== undefined || row.user_id !== undefined) {
		const user = row.user_id ? campus.users.byId(Number(row.user_id)) : campus.users.byUsername(row.username ?? '');
		compareColumns(user, row, USER_COLUMNS, `user ${row.user_id ?? row.username}`, check);
	} else if (row.code !== undefined) {
		compareColumns(campus.courses.byCode(row.code ?? ''), row, COURSE_COLUMNS, `course ${row.code}`, check);
	} else if (row.id !== undefined && (row.date_start !== undefined || row.nbr_courses !== undefined)) {
		compareColumns(campus.sessions.byId(Number(row.id)), row, SESSION_COLUMNS, `session ${row.id}`, check);
	}
}

/** The complete lists of a session's users, and of their rows in its courses. */
function checkMembers(campus: Campus, name: string, rows: Row[], sessionId: number, check: RowCheck): void {
	const session = campus.sessions.byId(sessionId);
	if (!session || !rows.every((row) => row.id_user !== undefined && row.id_session === undefined)) return;
	if (name === 'users') {
		const recorded = rows.map((row) => Number(row.id_user)).sort((a, b) => a - b);
		const ours = campus.sessions.usersOf(session).sort((a, b) => a - b);
		note(check, `users of session ${sessionId}`, recorded.join(), ours.join());
	}
	if (name === 'cu') {
		const recorded = rows.map((row) => `${row.course_code} ${row.id_user}`).sort();
		const mine = campus.sessions.courseUsers.filter((row) => row.sessionId === sessionId);
		note(
			check,
			`course rows of session ${sessionId}`,
			recorded.join(),
			mine
				.map((row) => `${row.courseCode} ${row.userId}`)
				.sort()
				.join(),
		);
	}
}
