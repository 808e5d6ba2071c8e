import { addCourse, countCourseUsers, enrolUsersEverywhere, removeCourse, removeUser } from '../campus/enrolment.js';
import type { Session } from '../campus/sessions.js';
import { phpEmpty, phpInt, phpItems, phpString } from '../php/values.js';
import { type Action, type ActionCall, type Actions, forAdmins, strictInt, withKey } from './action.js';
import { intOf } from './parameters.js';
import { DatabaseRefusal, Refusal, typeError } from './reply.js';
import { byText, userByLogin } from './users.js';

const INSERT =
	'INSERT INTO session_rel_course_rel_user (session_id,c_id,visibility,status,user_id)\n                    VALUES (:session_id, :c_id, :visibility, :status, :user_id)';
const NO_USER =
	'1452 Cannot add or update a child row: a foreign key constraint fails (`chamilov2`.`session_rel_course_rel_user`, CONSTRAINT `FK_720167EA76ED395` FOREIGN KEY (`user_id`) REFERENCES `user` (`id`))';

/** move_info is declared as a number: without it PHP dies (F362). No coaches of courses. */
const getUsersSubscribedToSession: Action = (call) => {
	const { sessions, users } = call.campus;
	const moved = strictInt(call.body.get('move_info'));
	const session = sessions.byId(strictInt(call.body.get('id_session')));
	const members = session ? sessions.usersOf(session).flatMap((id) => users.byId(id) ?? []) : [];
	return byText(members, ({ firstname }) => firstname).map(({ id, username, firstname, lastname }) => ({
		user_id: call.column(id),
		username,
		firstname,
		lastname,
		status: call.column(0),
		...(moved ? { moved_to: null, moved_status: null, moved_at: null } : {}),
	}));
};

function countUsers({ campus: { sessions } }: ActionCall, session: Session): void {
	session.nbrUsers = sessions.usersOf(session).length;
}

/**
 * Always true. A text in the list, and nobody is added; an unknown number in a session with courses ends it, with those
 * before it in the first course alone (F386).
 */
const addUsersSession: Action = (call) => {
	const { campus, body } = call;
	const added = { status: true, message: 'Users added' };
	const list = body.get('list_users');
	if (!(list instanceof Map)) return call.php >= 8 ? typeError() : added;
	const session = campus.sessions.byId(intOf(body, 'id_session'));
	const texts = phpItems(list).map(phpString);
	if (!session || !texts.every((text) => /^\d+$/.test(text))) return added;
	const ids = [...new Set(texts.map(Number))];
	const unknown = ids.findIndex((id) => !campus.users.byId(id));
	const [first] = campus.sessions.coursesOf(session);
	if (unknown >= 0 && first) {
		const rows = campus.sessions.courseUsers;
		const isIn = (id: number) =>
			rows.some((row) => row.sessionId === session.id && row.courseCode === first.courseCode && row.userId === id);
		const fresh = ids.slice(0, unknown).filter((id) => !isIn(id));
		rows.push(...fresh.map((userId) => ({ sessionId: session.id, courseCode: first.courseCode, userId })));
		const course = campus.courses.byCode(first.courseCode)?.id ?? 0;
		throw new DatabaseRefusal(INSERT, [session.id, course, 1, 0, String(ids[unknown])], NO_USER);
	}
	enrolUsersEverywhere(
		campus,
		session,
		ids.filter((id) => campus.users.byId(id)),
	);
	countUsers(call, session);
	return added;
};

const subscribeUserToSession: Action = (call) => {
	const { campus, body } = call;
	const session = campus.sessions.byId(intOf(body, 'sessionId'));
	if (!session) throw new Refusal('Session not found.');
	const user = userByLogin(call, 'loginname');
	if (!user) throw new Refusal('User not found.');
	enrolUsersEverywhere(campus, session, [user.id]);
	countUsers(call, session);
	return [true];
};

const unsubscribeUsers: Action = (call) => {
	const { campus, body } = call;
	const session = campus.sessions.byId(intOf(body, 'id_session'));
	const removed = session
		? phpItems(body.get('list_users')).filter((id) => removeUser(campus, session, phpInt(id)))
		: [];
	if (session && removed.length > 0) countUsers(call, session);
	return { status: true, message: 'User is now unsubscribed' };
};

/** REPLACES the courses of the session: what is not in the list goes, with its users and coaches (F387). */
const addCoursesSession: Action = (call) => {
	const { campus, body } = call;
	const failed = { status: false, message: 'An error occurred.' };
	const list = body.get('list_courses');
	if (!(list instanceof Map)) return call.php >= 8 ? typeError() : failed;
	const session = campus.sessions.byId(intOf(body, 'id_session'));
	if (!session || phpEmpty(list)) return failed;
	const wanted = phpItems(list).flatMap((id) => campus.courses.byId(phpInt(id)) ?? []);
	for (const { courseCode } of campus.sessions.coursesOf(session)) {
		if (!wanted.some(({ code }) => code === courseCode)) removeCourse(campus, session, courseCode);
	}
	for (const { code } of wanted) addCourse(campus, session, code);
	countCourseUsers(campus.sessions, session);
	session.nbrCourses = campus.sessions.coursesOf(session).length;
	countUsers(call, session);
	return { status: true, message: 'Update successful' };
};

/** Users and courses of sessions. */
export const sessionMemberActions: Actions = {
	get_users_subscribed_to_session: withKey(getUsersSubscribedToSession),
	add_users_session: forAdmins(addUsersSession),
	subscribe_users_to_session: forAdmins(addUsersSession),
	subscribe_user_to_session_from_username: forAdmins(subscribeUserToSession),
	unsubscribe_users_from_session: forAdmins(unsubscribeUsers),
	add_courses_session: forAdmins(addCoursesSession),
};
