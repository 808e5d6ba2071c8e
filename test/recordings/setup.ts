import type { Campus } from '../../src/sandbox/campus/campus.js';
import type { Course } from '../../src/sandbox/campus/courses.js';
import { passwordHash, type User, type UserInput } from '../../src/sandbox/campus/users.js';

/** Adds a user who has to get a number. */
export function addUser(
	{ users, userFields }: Campus,
	id: number,
	username: string,
	external?: string,
	input: UserInput = {},
): void {
	users.skipTo(id);
	const user: User | undefined = users.insert({
		username,
		firstname: 'Fn',
		lastname: 'Ln',
		password: passwordHash('pw'),
		status: 5,
		active: true,
		language: 'english',
		...input,
	});
	if (user?.id !== id) throw new Error(`user ${username} should have got the number ${id}`);
	if (external === undefined) return;
	userFields.ensure('external_user_id');
	userFields.write(id, 'external_user_id', external);
}

/** Adds an open course with an external id. */
export function addNewCourse({ courses, courseFields }: Campus, code: string, external: string, title = code): Course {
	const course = courses.insert({
		code,
		visualCode: code,
		directory: code,
		title,
		categoryCode: '',
		tutorName: 'Tut',
		language: 'english',
		visibility: 2,
		subscribe: 1,
		unsubscribe: 0,
		departmentName: '',
		departmentUrl: '',
		diskQuota: 100_000_000,
	});
	courseFields.ensure('external_course_id');
	courseFields.write(code, 'external_course_id', external);
	return course;
}

/** Adds a session that has to get a number, with an external id. */
export function addSession({ sessions, sessionFields }: Campus, id: number, name: string, external: string) {
	sessions.skipTo(id);
	const dates = { dateStart: '2030-01-01', dateEnd: '2030-12-31' };
	const session = sessions.insert({
		name,
		...dates,
		daysBefore: 0,
		daysAfter: 0,
		visibility: 1,
		coachId: 1,
		onPortal: true,
	});
	sessionFields.ensure('external_session_id');
	sessionFields.write(id, 'external_session_id', external);
	return session;
}

/** Changes columns of a row that should be there. */
export function change<Row extends object>(row: Row | undefined, values: Partial<Row>): void {
	if (row) Object.assign(row, values);
}
