import type { Campus } from '../../src/sandbox/campus/campus.js';
import type { Session } from '../../src/sandbox/campus/sessions.js';
import type { User } from '../../src/sandbox/campus/users.js';
import type { Row } from './read-recordings.js';
import { type Columns, compareColumns, note, type RowCheck } from './row-check.js';

const USER_COLUMNS: Columns<User> = {
	un: (user) => user.username,
	fn: (user) => user.firstname,
	ln: (user) => user.lastname,
	st: (user) => user.status,
	ac: (user) => Number(user.active),
	em: (user) => user.email,
	lang: (user) => user.language,
	ph: (user) => user.phone,
	oc: (user) => user.officialCode,
	exp: (user) => recent(user.expirationDate),
};

const SESSION_COLUMNS: Columns<Session> = {
	name: (session) => session.name,
	id_coach: (session) => session.coachId,
	adm: (session) => session.adminId ?? null,
	vis: (session) => session.visibility,
	s: (session) => session.dateStart || null,
	e: (session) => session.dateEnd || null,
	cs: (session) => session.coachStart || null,
	ce: (session) => session.coachEnd || null,
	dur: (session) => session.duration ?? null,
	nc: (session) => session.nbrCourses,
	nu: (session) => session.nbrUsers,
	description: (session) => session.description ?? null,
	show_description: (session) => session.showDescription ?? 0,
};

/** Rows that only the queries of 1.11 gave, under their short names; false where it is none of them. */
export function checkShortRow(campus: Campus, name: string, row: Row, check: RowCheck): boolean {
	const { users, courses, sessions } = campus;
	const number = (column: string) => Number(row[column] ?? 0);
	const codeOf = (id: number) => courses.byId(id)?.code ?? '';
	if (row.un !== undefined) {
		compareColumns(users.byId(number('id')), row, USER_COLUMNS, `user ${row.id}`, check);
	} else if (row.f !== undefined) checkExtra(campus, row, check);
	else if (row.c_id !== undefined && row.user_id !== undefined) {
		const member = courses.members.find(
			({ courseCode, userId }) => courseCode === codeOf(number('c_id')) && userId === number('user_id'),
		);
		note(check, `${row.user_id} in course ${row.c_id}`, String(row.status), String(member?.status));
	} else if (name === 'su') {
		const session = sessions.byId(number('s'));
		note(check, `${row.u} in session ${row.s}`, 'true', String(session && sessions.hasUser(session, number('u'))));
	} else if (name === 'sc') {
		const found = sessions.courses.find((r) => r.sessionId === number('s') && r.courseCode === codeOf(number('c')));
		note(check, `course ${row.c} in session ${row.s}`, String(row.nu), String(found?.nbrUsers));
	} else if (name === 'scu') {
		const found = sessions.courseUsers.find(
			(r) => r.sessionId === number('s') && r.courseCode === codeOf(number('c')) && r.userId === number('u'),
		);
		const ours = found && String(found.status ?? 0);
		note(check, `${row.u} in course ${row.c} of session ${row.s}`, String(row.st), String(ours));
	} else if (row.iid !== undefined) {
		const found = courses.descriptions.find(({ id }) => id === number('iid'));
		const ours = found && [found.courseId, found.type, found.title, found.content].join('|');
		const recorded = [row.c_id, row.t, row.title, row.content].join('|');
		note(check, `description ${row.iid}`, recorded, Buffer.from(String(ours), 'latin1').toString('utf8'));
	} else if (row.adm !== undefined || row.show_description !== undefined) {
		compareColumns(sessions.byId(number('id')), row, SESSION_COLUMNS, `session ${row.id}`, check, true);
	} else return false;
	return true;
}

/** How many rows a complete list has: what we have too much is a difference as well. */
export function checkCount(campus: Campus, name: string, rows: Row[], check: RowCheck): void {
	const { sessions, courses, users } = campus;
	const counts: Record<string, number> = {
		su: sessions.users.length,
		sc: sessions.courses.length,
		scu: sessions.courseUsers.length,
		s: sessions.list().length,
		c: courses.list().length,
		cu: courses.members.length,
	};
	const ours = name === 'u' && rows[0]?.id === '3' ? users.list().length - 2 : counts[name];
	if (ours !== undefined) note(check, `rows of ${name}`, String(rows.length), String(ours));
}

function checkExtra({ userFields, courseFields, sessionFields, courses }: Campus, row: Row, check: RowCheck): void {
	const name = row.f ?? '';
	const owner = Number(row.item ?? 0);
	const code = courses.byId(owner)?.code ?? '';
	const values = [
		userFields.valueOf(owner, name),
		courseFields.valueOf(code, name),
		sessionFields.valueOf(owner, name),
	];
	const recorded = row.item === null ? 'no value' : (row.val ?? '');
	const ours = values.map((value) =>
		value === undefined ? 'no value' : Buffer.from(value, 'latin1').toString('utf8'),
	);
	note(check, `extra ${name} of ${row.item}`, recorded, ours.find((value) => value === recorded) ?? ours.join('/'));
}

/** Moments near the call, and those the validity of an account away, in the words of the recorded rows. */
export function recent(date: string | null): string | null {
	if (date === null || date.startsWith('0000')) return date;
	const days = (Date.parse(`${date.replace(' ', 'T')}Z`) - Date.now()) / 86_400_000;
	if (Math.abs(days) < 1) return 'now';
	return Math.abs(days - 3660) < 1 ? 'in ten years' : date;
}
