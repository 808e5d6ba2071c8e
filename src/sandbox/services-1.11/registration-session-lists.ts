import type { Campus } from '../campus/campus.js';
import type { Course } from '../campus/courses.js';
import { addCourse, enrolUsersEverywhere } from '../campus/enrolment.js';
import type { Session } from '../campus/sessions.js';
import type { User } from '../campus/users.js';
import { type PhpValue, phpInt, phpItems, phpList, phpMember, phpString, phpStruct } from '../php/values.js';
import { originalCourse } from '../services/registration-courses.js';
import { originalSession } from '../services/registration-sessions.js';
import { originalUser } from '../services/registration-users.js';
import { type Handlers, registration } from '../services/service.js';
import { takeOut } from './session-rules.js';

/** Users, courses and coaches of sessions in registration.soap.php of 1.11: FACTS.md, section Sessions. */
export const registrationSessionListHandlers: Handlers = {
	WSSuscribeUsersToSession: registration(({ campus }, params) =>
		eachUser(campus, params, (session, user) => {
			enrolUsersEverywhere(campus, session, [user.id]);
			// Until 1.11.6 it is incremented on a repeat too, and NULL stays NULL (F160).
			if (campus.rules.countsSessionUsers) session.nbrUsers = campus.sessions.usersOf(session).length;
			else if (session.nbrUsers !== null) session.nbrUsers++;
		}),
	),
	WSUnsuscribeUsersFromSession: registration(({ campus }, params) =>
		eachUser(campus, params, (session, user) => takeOut(campus, session, user.id)),
	),
	WSSuscribeCoursesToSession: registration(({ campus }, params) =>
		collect(campus, phpItems(phpMember(params, 'coursessessions')), {
			values: 'original_course_id_values',
			member: 'course_code',
			work: (session, item, code) => {
				const { courses, courseFields } = campus;
				const course = courses.byCode(courseFields.ownerOf(phpMember(item, 'original_course_id_name'), code));
				if (!course || course.visibility === 0) return false;
				addCourse(campus, session, course.code);
				session.nbrCourses = campus.sessions.coursesOf(session).length;
				if (campus.rules.countsSessionUsers) session.nbrUsers = campus.sessions.usersOf(session).length;
				return true;
			},
		}),
	),
	WSSubscribeTeacherToSessionCourse: registration(({ campus }, params) => {
		const { user, session, course } = named(campus, params);
		if (!session || !course || !user || !campus.rules.coachStatus.includes(user.status)) return '0';
		const { courseUsers } = campus.sessions;
		const row = { sessionId: session.id, courseCode: course.code, userId: user.id, status: 2 };
		const inCourse = courseUsers.find((other) => isSameUser(other, row));
		// It is not checked whether the course is in the session (F174). 1.11.32 has one row for each user (F205).
		if (inCourse && campus.rules.chamilo === '1.11.32') inCourse.status = 2;
		else if (!courseUsers.some((other) => isCoach(other, row))) courseUsers.push(row);
		return '1';
	}),
	WSUnsubscribeTeacherFromSessionCourse: registration(({ campus }, params) => {
		const { user, session, course } = named(campus, params);
		if (!session || !course || !user) return '0';
		const row = { sessionId: session.id, courseCode: course.code, userId: user.id };
		const { sessions, rules } = campus;
		if (rules.chamilo === '1.11.32' && sessions.hasUser(session, user.id)) {
			for (const other of sessions.courseUsers) if (isCoach(other, row)) other.status = 0;
		}
		sessions.courseUsers = sessions.courseUsers.filter((other) => !isCoach(other, row));
		return '1';
	}),
};

type CourseUser = Campus['sessions']['courseUsers'][number];

function isSameUser(row: CourseUser, of: CourseUser): boolean {
	return row.sessionId === of.sessionId && row.courseCode === of.courseCode && row.userId === of.userId;
}

function isCoach(row: CourseUser, of: CourseUser): boolean {
	return isSameUser(row, of) && row.status === 2;
}

interface Named {
	user: User | undefined;
	session: Session | undefined;
	course: Course | undefined;
}

/** Finds user, session and course by their ids, or by external id if there is none (F173). */
function named(campus: Campus, params: PhpValue): Named {
	const number = (name: string) => phpInt(phpMember(params, name));
	return {
		user: number('user_id') > 0 ? campus.users.byId(number('user_id')) : originalUser(campus, params),
		session: number('session_id') > 0 ? campus.sessions.byId(number('session_id')) : originalSession(campus, params),
		course: number('course_id') > 0 ? campus.courses.byId(number('course_id')) : originalCourse(campus, params),
	};
}

/**
 * Processes active users, given as a list of structs with one field name. With the parameters of 1.9 none is found
 * (F162).
 */
function eachUser(campus: Campus, params: PhpValue, work: (session: Session, user: User) => void): PhpValue {
	return collect(campus, phpItems(phpMember(params, 'userssessions')), {
		values: 'original_user_id_values',
		member: 'original_user_id_value',
		work: (session, item, value) => {
			const id = campus.userFields.ownerOf(phpString(phpMember(item, 'original_user_id_name')), value);
			const user = id === undefined ? undefined : campus.users.byId(id);
			if (!user?.active) return false;
			work(session, user);
			return true;
		},
	});
}

/** Returns a row per value, but only one for an unknown session, so that the first column is shifted (F150). */
function collect(
	campus: Campus,
	items: PhpValue[],
	{
		values,
		member,
		work,
	}: { values: string; member: string; work: (session: Session, item: PhpValue, value: PhpValue) => boolean },
): PhpValue {
	const ids: PhpValue[] = [];
	const rows = items.flatMap((item) => {
		const session = originalSession(campus, item);
		const sessionValue = phpMember(item, 'original_session_id_value');
		if (!session) return [{ sessionValue, result: 0 }];
		return phpItems(phpMember(item, values)).map((entry) => {
			const value = phpMember(entry, member);
			ids.push(value);
			return { sessionValue, result: work(session, item, value) ? 1 : 0 };
		});
	});
	return phpList(
		rows.map(({ sessionValue, result }, index) =>
			phpStruct({ [values]: ids[index] ?? null, original_session_id_value: sessionValue, result }),
		),
	);
}
