import { enrolUsersEverywhere } from '../campus/enrolment.js';
import { phpInt } from '../php/values.js';
import { type Action, type Actions, callerOf, forAdmins, withKey } from './action.js';
import { courseRow } from './course-rows.js';
import { intOf, textOf } from './parameters.js';
import { Refusal } from './reply.js';

const addGroup: Action = ({ campus: { classes }, body }) => {
	const name = textOf(body, 'name') ?? '';
	if (classes.byName(name)) throw new Refusal(`${name} Already exists`);
	const [description, visibility] = [textOf(body, 'description') ?? '', intOf(body, 'visibility')];
	return [classes.add({ name, description, visibility, type: intOf(body, 'type') }).id];
};

const getGroups: Action = ({ campus: { classes }, body, column }) => {
	const type = textOf(body, 'type') ?? '';
	return classes
		.list()
		.filter((group) => type === '*' || group.type === phpInt(type))
		.map(({ id, name, description, visibility, type: kind }) => ({
			id: column(id),
			name,
			description,
			visibility: column(visibility),
			type: column(kind),
			type_name: kind === 0 ? 'class' : 'social',
			visibility_name: visibility === 1 ? 'open' : 'closed',
		}));
};

/** Twice added is there twice; nobody is subscribed to the courses of the class (F388). */
const addUser: Action = ({ campus: { classes, users }, body }) => {
	const [groupId, userId] = [intOf(body, 'group_id'), intOf(body, 'user_id')];
	if (!classes.byId(groupId) || !users.byId(userId)) throw new Refusal('user_id or group_id does not exist');
	classes.users.push({ groupId, userId });
	return [true];
};

/** Those who are in the class at that time are subscribed (F388). */
const addCourse: Action = ({ campus: { classes, courses }, body }) => {
	const [groupId, courseId] = [intOf(body, 'group_id'), intOf(body, 'course_id')];
	const course = courses.byId(courseId);
	if (!classes.byId(groupId) || !course) throw new Refusal('course_id or group_id does not exist');
	classes.courses.push({ groupId, courseId });
	for (const userId of classes.usersOf(groupId)) {
		if (!courses.isMember(course, userId)) courses.addMember(course, userId, 5);
	}
	return [[courseId]];
};

const addSession: Action = ({ campus, body }) => {
	const { classes, sessions } = campus;
	const [groupId, sessionId] = [intOf(body, 'group_id'), intOf(body, 'session_id')];
	const session = sessions.byId(sessionId);
	if (!classes.byId(groupId) || !session) throw new Refusal('session_id or group_id does not exist');
	classes.sessions.push({ groupId, sessionId });
	enrolUsersEverywhere(campus, session, classes.usersOf(groupId));
	session.nbrUsers = sessions.usersOf(session).length;
	return [[sessionId]];
};

const subUsers: Action = ({ campus: { classes, users }, body, column }) => {
	const members = classes.usersOf(intOf(body, 'id')).flatMap((id) => users.byId(id) ?? []);
	return new Map(
		members.map(({ id, firstname, lastname }) => [
			id,
			{ id: column(id), firstname, lastname, relation_type: column(0) },
		]),
	);
};

const subCourses: Action = (call) => {
	const { classes, courses } = call.campus;
	const rows = classes.courses.filter(({ groupId }) => groupId === intOf(call.body, 'id'));
	const found = rows.flatMap(({ courseId }) => courses.byId(courseId) ?? []);
	return new Map(found.map((course) => [course.id, courseRow(call, course)]));
};

const subSessions: Action = ({ campus: { classes, sessions }, body, column }) => {
	const rows = classes.sessions.filter(({ groupId }) => groupId === intOf(body, 'id'));
	const found = rows.flatMap(({ sessionId }) => sessions.byId(sessionId) ?? []);
	return new Map(
		found.map(({ id, name, description, nbrUsers, nbrCourses }) => [
			id,
			{
				session_id: column(id),
				name,
				description: description ?? null,
				nbr_users: column(nbrUsers ?? 0),
				nbr_courses: column(nbrCourses ?? 0),
			},
		]),
	);
};

/** Classes: groups of users. Every user with a key may put himself into one (F388). */
export const classActions: Actions = {
	add_group: forAdmins(addGroup),
	get_groups: forAdmins(getGroups),
	group_exists: withKey(({ campus, body }) => [campus.classes.byName(textOf(body, 'name') ?? '') !== undefined]),
	delete_group: forAdmins(({ campus: { classes }, body }) => {
		const group = classes.byId(intOf(body, 'id'));
		if (!group) throw new Refusal('NotDeleted');
		classes.delete(group);
		return [1];
	}),
	add_group_sub_user: withKey(addUser),
	add_group_sub_course: withKey(addCourse),
	add_group_sub_session: withKey(addSession),
	get_group_sub_users: withKey(subUsers),
	get_group_sub_courses: withKey(subCourses),
	get_group_sub_sessions: withKey(subSessions),
	get_user_sub_group: withKey(({ campus: { classes }, body, column }) => {
		const own = classes.users.filter(({ userId }) => userId === intOf(body, 'user_id'));
		return { groups: own.map(({ groupId }) => column(groupId)) };
	}),
	delete_group_sub_user: withKey(({ campus: { classes }, body }) => {
		classes.removeUser(intOf(body, 'group_id'), intOf(body, 'user_id'));
		return [{}];
	}),
	delete_group_sub_course: withKey(({ campus: { classes }, body }) => {
		classes.removeCourse(intOf(body, 'group_id'), intOf(body, 'course_id'));
		return [[intOf(body, 'course_id')]];
	}),
	delete_group_sub_session: withKey(({ campus: { classes }, body }) => {
		classes.removeSession(intOf(body, 'group_id'), intOf(body, 'session_id'));
		return [[intOf(body, 'session_id')]];
	}),
	// Another portal, which the sandbox does not keep.
	add_campus: (call) => {
		callerOf(call);
		return { status: true, id_campus: '2' };
	},
};
