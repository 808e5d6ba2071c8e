import type { Campus } from '../campus/campus.js';
import type { Session } from '../campus/sessions.js';
import type { Bytes } from '../php/bytes.js';
import { columnText } from '../php/database.js';

/** Maximum length of a session name in characters. */
export const NAME_LENGTH = 150;

/** PHP's addslashes, which 1.11 applies once too often (F34). */
export function slashed(text: Bytes): Bytes {
	return text.replace(/['"\\]/g, '\\$&');
}

/** Whether another session has the name. A stored name with added backslashes is not recognised. */
export function isNameTaken({ sessions }: Campus, name: Bytes, except?: Session): boolean {
	const holder = sessions.byName(columnText(name, NAME_LENGTH));
	return holder !== undefined && holder !== except;
}

/**
 * Removes a user from a session and its courses, including rows as a coach. Each counter is decreased by the number of
 * deleted rows (F165, F175).
 */
export function takeOut({ sessions }: Campus, session: Session, userId: number): void {
	const isOfUser = (row: { sessionId: number; userId: number }) =>
		row.sessionId === session.id && row.userId === userId;
	if (sessions.hasUser(session, userId) && session.nbrUsers !== null) session.nbrUsers--;
	sessions.users = sessions.users.filter((row) => !isOfUser(row));
	for (const course of sessions.coursesOf(session)) {
		const rows = sessions.courseUsers.filter((row) => isOfUser(row) && row.courseCode === course.courseCode);
		course.nbrUsers -= rows.length;
	}
	sessions.courseUsers = sessions.courseUsers.filter((row) => !isOfUser(row));
}
