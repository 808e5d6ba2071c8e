import type { Course } from '../campus/courses.js';
import { type PhpValue, phpInt } from '../php/values.js';
import { type Action, type ActionCall, type Actions, callerOf, forAdmins, isAdmin, withKey } from './action.js';
import { courseOf, teachersOf } from './courses.js';
import { intOf, textOf } from './parameters.js';
import { notAllowed, sqlError } from './reply.js';
import { byText } from './users.js';

/** By code, or by number. */
function namedCourse({ campus: { courses }, body }: ActionCall): Course | undefined {
	const code = textOf(body, 'course_code');
	return code ? courses.byCode(code) : courses.byId(intOf(body, 'course_id'));
}

/** Those of the course itself, never those of a session (F380). */
const getUsersSubscribedToCourse: Action = (call) => {
	const course = courseOf(call);
	const { courses, users } = call.campus;
	const rows = courses.members.flatMap(({ courseCode, userId, status }) => {
		const user = courseCode === course.code ? users.byId(userId) : undefined;
		return user ? [{ user, status }] : [];
	});
	return byText(
		rows.sort((one, other) => one.user.id - other.user.id),
		({ user }) => user.firstname,
	).map(({ user: { id, username, firstname, lastname }, status }) => ({
		user_id: call.column(id),
		username,
		firstname,
		lastname,
		status_rel: call.column(status),
	}));
};

const userCourses: Action = (call) => {
	const { campus, all, root, credentials } = call;
	const caller = callerOf(call);
	const id = all.has('user_id') ? phpInt(all.get('user_id')) : caller.id;
	if (id !== caller.id && !isAdmin(campus, caller)) notAllowed();
	const link = `${root}main/webservices/api/v2.php?action=view_course_home&api_key=${credentials.apiKey}&username=${credentials.username}`;
	return campus.courses
		.list()
		.filter((course) => campus.courses.isMember(course, id))
		.map((course) => ({
			id: course.id,
			title: course.title,
			code: course.code,
			directory: course.directory,
			urlPicture: `${root}main/img/session_default.png`,
			teachers: teachersOf(call, course),
			isSpecial: false,
			url: `${link}&course=${course.id}`,
		}));
};

/** Courses that are closed too; who is in it keeps the role, and the answer is false (F380). */
const subscribeUserToCourse: Action = (call) => {
	const { courses, users } = call.campus;
	const course = namedCourse(call);
	const user = users.byId(intOf(call.body, 'user_id'));
	if (!course || !user || courses.isMember(course, user.id)) return [false];
	courses.addMember(course, user.id, intOf(call.body, 'status') === 1 ? 1 : 5);
	return [true];
};

/** True also for who is not in it; a list of users is taken as well (F380). */
const unsubscribeUserFromCourse: Action = (call) => {
	const course = namedCourse(call) ?? sqlError();
	const users: PhpValue = call.body.get('user_id') ?? null;
	for (const user of users instanceof Map ? users.values() : [users]) {
		call.campus.courses.removeMember(course, phpInt(user));
	}
	return [true];
};

/** Courses of a user with the tests taken; the sandbox has no tests. */
const userCoursesByDates: Action = ({ campus: { courses }, body }) =>
	courses
		.list()
		.filter((course) => courses.isMember(course, intOf(body, 'user_id')))
		.map(({ code, title }) => ({ course_code: code, course_title: title, visible_tests: [], taken_tests: [] }));

/** Members of courses. */
export const courseMemberActions: Actions = {
	get_users_subscribed_to_course: withKey(getUsersSubscribedToCourse),
	user_courses: userCourses,
	user_courses_by_dates: withKey(userCoursesByDates),
	subscribe_user_to_course: forAdmins(subscribeUserToCourse),
	unsubscribe_user_from_course: forAdmins(unsubscribeUserFromCourse),
};
