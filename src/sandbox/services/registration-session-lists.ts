import type { Campus } from '../campus/campus.js';
import { addCourse, countCourseUsers, enrolUsersEverywhere, removeCourse } from '../campus/enrolment.js';
import type { Session } from '../campus/sessions.js';
import { type PhpValue, phpItems, phpList, phpMember, phpString, phpStruct } from '../php/values.js';
import { originalSession } from './registration-sessions.js';
import { type Handlers, registration } from './service.js';

/** Operations that add to and remove from sessions by lists of external ids: FACTS.md, section Sessions. */
export const registrationSessionListHandlers: Handlers = {
	WSSuscribeUsersToSession: registration(({ campus }, params) =>
		ofUsers(campus, params, (session, users) => {
			enrolUsersEverywhere(campus, session, users);
			// The counter is set to the number of users in the request (F161).
			session.nbrUsers = users.length;
		}),
	),
	WSUnsuscribeUsersFromSession: registration(({ campus }, params) =>
		ofUsers(campus, params, (session, users) => {
			const { sessions } = campus;
			const isRemoved = (row: { sessionId: number; userId: number }) =>
				row.sessionId === session.id && users.includes(row.userId);
			sessions.users = sessions.users.filter((row) => !isRemoved(row));
			// In the courses it removes all users except those it was asked to remove (F163).
			sessions.courseUsers = sessions.courseUsers.filter((row) => row.sessionId !== session.id || isRemoved(row));
			countCourseUsers(sessions, session);
			session.nbrUsers = Math.max(0, (session.nbrUsers ?? 0) - users.length);
		}),
	),
	WSSuscribeCoursesToSession: registration(({ campus }, params) =>
		ofCourses(campus, params, (session, codes) => {
			const added = codes.filter((code) => addCourse(campus, session, code));
			session.nbrCourses = campus.sessions.coursesOf(session).length;
			// The directories of the new courses, then the id of the session (F153).
			return [...added.map((code) => campus.courses.byCode(code)?.directory ?? code), session.id].join(',');
		}),
	),
	WSUnsuscribeCoursesFromSession: registration(({ campus }, params) =>
		ofCourses(campus, params, (session, codes) => {
			for (const code of codes) removeCourse(campus, session, code);
			session.nbrCourses = 0;
			return '1';
		}),
	),
};

/**
 * Builds the columns of the result separately, as Chamilo does: a failing item adds no ids, so the ids of later items
 * move up (F151).
 */
function collect(
	items: PhpValue[],
	idColumn: string,
	work: (item: PhpValue) => { ids: readonly (string | number)[]; result: PhpValue } | undefined,
): PhpValue {
	const ids: string[] = [];
	const results = items.map((item): PhpValue => {
		const done = work(item);
		if (!done) return '0';
		ids.push(done.ids.join(','));
		return done.result;
	});
	return phpList(
		items.map((item, index) =>
			phpStruct({
				[idColumn]: ids[index] ?? null,
				original_session_id_value: phpMember(item, 'original_session_id_value'),
				result: results[index] ?? null,
			}),
		),
	);
}

function ofUsers(campus: Campus, params: PhpValue, work: (session: Session, users: number[]) => void): PhpValue {
	return collect(phpItems(phpMember(params, 'userssessions')), 'original_user_id_values', (item) => {
		const users = activeUsers(campus, item);
		const session = originalSession(campus, item);
		if (users.length === 0 || !session) return undefined;
		work(session, users);
		return { ids: users, result: '1' };
	});
}

/** The ids of the active users named by a list of values and a parallel list of field names (F161). */
export function activeUsers({ users, userFields }: Campus, item: PhpValue): number[] {
	const names = phpMember(item, 'original_user_id_name');
	return phpItems(phpMember(item, 'original_user_id_values')).flatMap((value, index) => {
		// A string, as the WSDL declares, is indexed by character, which yields field names that do not exist (F161).
		const name = names instanceof Map ? (names.get(index) ?? null) : phpString(names).charAt(index);
		const id = userFields.ownerOf(name, value);
		return id !== undefined && users.byId(id)?.active ? [id] : [];
	});
}

function ofCourses(campus: Campus, params: PhpValue, work: (session: Session, codes: string[]) => PhpValue): PhpValue {
	return collect(phpItems(phpMember(params, 'coursessessions')), 'original_course_id_values', (item) => {
		const codes = openCourses(campus, item);
		const session = originalSession(campus, item);
		if (codes.length === 0 || !session) return undefined;
		return { ids: codes, result: work(session, codes) };
	});
}

function openCourses({ courses, courseFields }: Campus, item: PhpValue): string[] {
	const name = phpMember(item, 'original_course_id_name');
	return phpItems(phpMember(item, 'original_course_id_values')).flatMap((value) => {
		const course = courses.byCode(courseFields.ownerOf(name, phpMember(value, 'course_code')));
		return course && course.visibility !== 0 ? [course.code] : [];
	});
}
