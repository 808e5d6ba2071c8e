import type { Bytes } from '../php/bytes.js';
import type { Campus } from './campus.js';
import type { Session } from './sessions.js';

/**
 * Subscribes users to a session and its courses.
 * @param replacing Whether all other users are removed first, as WSSession.SubscribeUserToSession does.
 */
export function enrolUsers({ sessions }: Campus, session: Session, userIds: number[], replacing: boolean): void {
	const known = new Set(rowsOf(sessions.courseUsers, session).map(({ userId }) => userId));
	if (replacing) {
		sessions.users = sessions.users.filter(({ sessionId }) => sessionId !== session.id);
		sessions.courseUsers = sessions.courseUsers.filter(
			({ sessionId, userId }) => sessionId !== session.id || userIds.includes(userId),
		);
	}
	for (const course of sessions.coursesOf(session)) {
		// A user who has a row in any course of the session gets none in the others (F176).
		const fresh = userIds.filter((userId) => !known.has(userId));
		for (const userId of fresh)
			sessions.courseUsers.push({ sessionId: session.id, courseCode: course.courseCode, userId });
	}
	addUsers(sessions.users, session, userIds);
	countCourseUsers(sessions, session);
}

/** Subscribes users to a session and all its courses, as the list operations of registration.soap.php do. */
export function enrolUsersEverywhere({ sessions }: Campus, session: Session, userIds: number[]): void {
	for (const { courseCode } of sessions.coursesOf(session)) addCourseUsers(sessions, session, courseCode, userIds);
	addUsers(sessions.users, session, userIds);
	countCourseUsers(sessions, session);
}

/**
 * Adds a course to a session, with a row for each user of the session.
 * @returns false if it is in the session already.
 */
export function addCourse({ sessions }: Campus, session: Session, courseCode: Bytes): boolean {
	if (sessions.coursesOf(session).some((row) => row.courseCode === courseCode)) return false;
	sessions.courses.push({ sessionId: session.id, courseCode, nbrUsers: 0 });
	addCourseUsers(sessions, session, courseCode, sessions.usersOf(session));
	countCourseUsers(sessions, session);
	return true;
}

/** Removes a course and its user rows from a session. */
export function removeCourse({ sessions }: Campus, session: Session, courseCode: Bytes): void {
	const others = (row: { sessionId: number; courseCode: Bytes }) =>
		row.sessionId !== session.id || row.courseCode !== courseCode;
	sessions.courses = sessions.courses.filter(others);
	sessions.courseUsers = sessions.courseUsers.filter(others);
}

/** Removes a user from a session and its courses. @returns false if the user is not in the session. */
export function removeUser({ sessions }: Campus, session: Session, userId: number): boolean {
	if (!sessions.hasUser(session, userId)) return false;
	const others = (row: { sessionId: number; userId: number }) => row.sessionId !== session.id || row.userId !== userId;
	sessions.users = sessions.users.filter(others);
	sessions.courseUsers = sessions.courseUsers.filter(others);
	countCourseUsers(sessions, session);
	return true;
}

/** Recalculates the user counters of the courses of a session. */
export function countCourseUsers(sessions: Campus['sessions'], session: Session): void {
	for (const course of sessions.coursesOf(session)) {
		const rows = rowsOf(sessions.courseUsers, session).filter(({ status = 0 }) => status === 0);
		course.nbrUsers = rows.filter(({ courseCode }) => courseCode === course.courseCode).length;
	}
}

function addUsers(rows: { sessionId: number; userId: number }[], session: Session, userIds: number[]): void {
	for (const userId of userIds) {
		const present = rows.some((row) => row.sessionId === session.id && row.userId === userId);
		if (!present) rows.push({ sessionId: session.id, userId });
	}
}

function addCourseUsers(sessions: Campus['sessions'], session: Session, courseCode: Bytes, userIds: number[]): void {
	const rows = rowsOf(sessions.courseUsers, session).filter((row) => row.courseCode === courseCode);
	const present = new Set(rows.map(({ userId }) => userId));
	for (const userId of userIds) {
		if (!present.has(userId)) sessions.courseUsers.push({ sessionId: session.id, courseCode, userId });
	}
}

function rowsOf<Row extends { sessionId: number }>(rows: readonly Row[], session: Session): Row[] {
	return rows.filter(({ sessionId }) => sessionId === session.id);
}
