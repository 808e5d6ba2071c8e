import type { Campus } from '../campus/campus.js';
import type { Session } from '../campus/sessions.js';
import type { Bytes } from '../php/bytes.js';
import { columnText } from '../php/database.js';

/** Characters that the name of a session has room for. */
export const NAME_LENGTH = 150;

/** PHP's addslashes, done once too often on the way to the database (F34). */
export function slashed(text: Bytes): Bytes {
	return text.replace(/['"\\]/g, '\\$&');
}

/** True where another session has the name; one that a backslash crept into is not recognised. */
export function isNameTaken({ sessions }: Campus, name: Bytes, except?: Session): boolean {
	const holder = sessions.byName(columnText(name, NAME_LENGTH));
	return holder !== undefined && holder !== except;
}

/**
 * Takes a user out of a session and its courses, rows as a coach included; each counter goes down by the rows that go
 * (F165, F175).
 */
export function takeOut({ sessions }: Campus, session: Session, userId: number): void {
	const his = (row: { sessionId: number; userId: number }) => row.sessionId === session.id && row.userId === userId;
	if (sessions.hasUser(session, userId) && session.nbrUsers !== null) session.nbrUsers--;
	sessions.users = sessions.users.filter((row) => !his(row));
	for (const course of sessions.coursesOf(session)) {
		const rows = sessions.courseUsers.filter((row) => his(row) && row.courseCode === course.courseCode);
		course.nbrUsers -= rows.length;
	}
	sessions.courseUsers = sessions.courseUsers.filter((row) => !his(row));
}
