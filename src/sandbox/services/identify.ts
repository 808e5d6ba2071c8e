import type { Campus } from '../campus/campus.js';
import type { Course } from '../campus/courses.js';
import type { Session } from '../campus/sessions.js';
import type { User } from '../campus/users.js';
import { type PhpValue, phpInt, phpString, WsError } from '../php/values.js';

export const USER_NOT_FOUND = new WsError(100, 'User not found');
export const COURSE_NOT_FOUND = new WsError(200, 'Course not found');
export const SESSION_NOT_FOUND = new WsError(300, 'Session not found');

/** Finds a user by field name and value, as soap.php does. */
export function findUser(campus: Campus, field: PhpValue | undefined, value: PhpValue | undefined): User | WsError {
	const id = phpString(field) === 'chamilo_user_id' ? phpInt(value) : campus.userFields.ownerOf(field, value);
	return (id !== undefined && campus.users.byId(id)) || USER_NOT_FOUND;
}

/** Finds a course by field name and value, as soap.php does. */
export function findCourse(campus: Campus, field: PhpValue | undefined, value: PhpValue | undefined): Course | WsError {
	const course =
		phpString(field) === 'chamilo_course_id'
			? campus.courses.byId(phpInt(value))
			: campus.courses.byCode(campus.courseFields.ownerOf(field, value));
	return course ?? COURSE_NOT_FOUND;
}

/** Finds a session by field name and value, as soap.php does. */
export function findSession(
	campus: Campus,
	field: PhpValue | undefined,
	value: PhpValue | undefined,
): Session | WsError {
	const id = phpString(field) === 'chamilo_session_id' ? phpInt(value) : campus.sessionFields.ownerOf(field, value);
	return (id !== undefined && campus.sessions.byId(id)) || SESSION_NOT_FOUND;
}
