import { operation } from '../operation.js';
import {
	ADD_COURSE_CALLS,
	ADD_KNOWN_COURSE_CALLS,
	addCourse,
	addKnownCourse,
	REMOVE_BY_PAIR_CALLS,
	REMOVE_COURSE_CALLS,
	REMOVE_KNOWN_COURSE_CALLS,
	removeCourse,
	removeCourseByPair,
	removeKnownCourse,
} from './courses.js';
import { sessionCoursePath, sessionUserPath } from './schemas.js';
import { addUser, REMOVE_BY_LIST_CALLS, REMOVE_USER_CALLS, removeUser, removeUserByList } from './users.js';

const userTag = 'Session users';
const courseTag = 'Session courses';
const scope = 'sessions:write';
const USER = '/sessions/{field}/{value}/users/{userField}/{userValue}';
const COURSE = '/sessions/{field}/{value}/courses/{courseField}/{courseValue}';

const MARKED =
	'To find a user by its username, Chamilo 1.11 is made to write a mark of the gateway into an extra field of the user.';
const BY_NAME =
	'A session or course named otherwise than by an external id must have been made by the gateway, which gave it one.';

interface SessionAndUser {
	field: string;
	value: string;
	userField: string;
	userValue: string;
}

interface SessionAndCourse {
	field: string;
	value: string;
	courseField: string;
	courseValue: string;
}

function userIn({ userField, userValue }: SessionAndUser) {
	return { field: userField, value: userValue };
}

function courseIn({ courseField, courseValue }: SessionAndCourse) {
	return { field: courseField, value: courseValue };
}

export const sessionMemberOperations = [
	operation({
		id: 'putSessionUser',
		method: 'put',
		path: USER,
		tag: userTag,
		summary: 'Add a user to a session',
		description:
			'Adds the user to the session and its courses; the others stay in it. A user who is in the session already is as asked.',
		scope,
		params: sessionUserPath,
		invalidates: ['memberships'],
		success: { 204: { description: 'The user is in the session.' } },
		problems: ['unsafe-identifier', 'session-not-found', 'user-not-found', 'rejected-by-chamilo', 'outcome-unknown'],
		ways: [
			{
				needs: ['session-search'],
				calls: [addUser],
				limits: `A user who is in some courses of the session already gets no others by this. ${MARKED}`,
				async run(campus, { params }) {
					await addUser(campus, params, userIn(params));
					return { status: 204 };
				},
			},
			{
				needs: ['soap-php'],
				calls: [addUser],
				limits:
					'To a session named by an external id only active users can be added; one named by username is given an external id in the extra field `rest_gateway_id`, one named by number needs that already. A user who is in some courses of the session already gets no others by this. The counter of users that Chamilo shows with the session becomes wrong.',
				async run(campus, { params }) {
					await addUser(campus, params, userIn(params));
					return { status: 204 };
				},
			},
		],
	}),
	operation({
		id: 'deleteSessionUser',
		method: 'delete',
		path: USER,
		tag: userTag,
		summary: 'Take a user out of a session',
		description:
			'Takes this user out of the session and its courses; the others stay. A user who is not in the session is as asked.',
		scope,
		params: sessionUserPath,
		invalidates: ['memberships'],
		success: { 204: { description: 'The user is not in the session.' } },
		problems: ['unsafe-identifier', 'session-not-found', 'user-not-found', 'rejected-by-chamilo', 'outcome-unknown'],
		ways: [
			{
				needs: ['soap-php'],
				calls: REMOVE_USER_CALLS,
				async run(campus, { params }) {
					await removeUser(campus, params, userIn(params));
					return { status: 204 };
				},
			},
			{
				needs: ['session-search'],
				calls: REMOVE_BY_LIST_CALLS,
				limits: `Only active users. A session named by number or name must have been made by the gateway, a user named by number must be known to it. ${MARKED}`,
				async run(campus, { params }) {
					await removeUserByList(campus, params, userIn(params));
					return { status: 204 };
				},
			},
		],
	}),
	operation({
		id: 'putSessionCourse',
		method: 'put',
		path: COURSE,
		tag: courseTag,
		summary: 'Add a course to a session',
		description:
			'Adds the course to the session, with all users of the session; its other courses stay. A course that is in the session already is as asked. Session and course are best named by external ids.',
		scope,
		params: sessionCoursePath,
		invalidates: ['memberships'],
		success: { 204: { description: 'The course is in the session.' } },
		problems: ['unsafe-identifier', 'session-not-found', 'course-not-found', 'outcome-unknown'],
		ways: [
			{
				needs: ['session-search'],
				calls: ADD_KNOWN_COURSE_CALLS,
				limits: `${BY_NAME} No course that is closed.`,
				async run(campus, { params }) {
					await addKnownCourse(campus, params, courseIn(params));
					return { status: 204 };
				},
			},
			{
				needs: ['soap-php'],
				calls: ADD_COURSE_CALLS,
				limits:
					'Chamilo 1.9 adds a course without removing the others only by the external ids of both, and no course that is closed.',
				async run(campus, { params }) {
					await addCourse(campus, params, courseIn(params));
					return { status: 204 };
				},
			},
		],
	}),
	operation({
		id: 'deleteSessionCourse',
		method: 'delete',
		path: COURSE,
		tag: courseTag,
		summary: 'Take a course out of a session',
		description:
			'Takes this course out of the session; its other courses stay. A course that is not in the session is as asked. By the external ids of session and course that works on every Chamilo and for every course.',
		scope,
		params: sessionCoursePath,
		invalidates: ['memberships'],
		success: { 204: { description: 'The course is not in the session.' } },
		problems: ['unsafe-identifier', 'session-not-found', 'course-not-found', 'outcome-unknown'],
		ways: [
			{
				needs: ['soap-php', 'session-search'],
				calls: REMOVE_BY_PAIR_CALLS,
				async run(campus, { params }) {
					await removeCourseByPair(campus, params, courseIn(params));
					return { status: 204 };
				},
			},
			{
				needs: ['session-search'],
				calls: REMOVE_KNOWN_COURSE_CALLS,
				limits: `${BY_NAME} A closed course must be opened first. The counter of courses that Chamilo shows with the session becomes wrong.`,
				async run(campus, { params }) {
					await removeKnownCourse(campus, params, courseIn(params));
					return { status: 204 };
				},
			},
			{
				needs: ['soap-php'],
				calls: REMOVE_COURSE_CALLS,
				limits:
					'Where session or course is named otherwise, Chamilo 1.9 takes out only courses whose code begins with a digit from 1 to 9. A closed course must be opened first. The counter of courses that Chamilo shows with the session becomes wrong.',
				async run(campus, { params }) {
					await removeCourse(campus, params, courseIn(params));
					return { status: 204 };
				},
			},
		],
	}),
];
