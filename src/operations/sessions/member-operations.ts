import { operation } from '../operation.js';
import { addCourse, removeCourse } from './courses.js';
import { sessionCoursePath, sessionUserPath } from './schemas.js';
import { addUser, removeUser } from './users.js';

const userTag = 'Session users';
const courseTag = 'Session courses';
const scope = 'sessions:write';
const USER = '/sessions/{field}/{value}/users/{userField}/{userValue}';
const COURSE = '/sessions/{field}/{value}/courses/{courseField}/{courseValue}';

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
			'Adds the user to the session and its courses; the others stay in it. It is no error if the user is in it already.',
		scope,
		params: sessionUserPath,
		invalidates: ['memberships'],
		success: { 204: { description: 'The user is in the session.' } },
		problems: ['unsafe-identifier', 'session-not-found', 'user-not-found', 'rejected-by-chamilo', 'outcome-unknown'],
		ways: [
			{
				calls: [addUser],
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
			'Takes this user out of the session and its courses; the others stay. It is no error if the user is not in it.',
		scope,
		params: sessionUserPath,
		invalidates: ['memberships'],
		success: { 204: { description: 'The user is not in the session.' } },
		problems: ['unsafe-identifier', 'session-not-found', 'user-not-found', 'rejected-by-chamilo', 'outcome-unknown'],
		ways: [
			{
				calls: [removeUser],
				async run(campus, { params }) {
					await removeUser(campus, params, userIn(params));
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
			'Adds the course to the session, with all users of the session; its other courses stay. It is no error if the course is in it already. Session and course are best named by external ids: a session gets one by `PUT /sessions/chamilo_session_id/:number` with the field in `extras`, a course only when it is created with `field` and `value`.',
		scope,
		params: sessionCoursePath,
		invalidates: ['memberships'],
		success: { 204: { description: 'The course is in the session.' } },
		problems: ['unsafe-identifier', 'session-not-found', 'course-not-found', 'outcome-unknown'],
		ways: [
			{
				calls: [addCourse],
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
			'Takes this course out of the session; its other courses stay. It is no error if the course is not in it. By the external ids of session and course that works on every Chamilo and for every course.',
		scope,
		params: sessionCoursePath,
		invalidates: ['memberships'],
		success: { 204: { description: 'The course is not in the session.' } },
		problems: ['unsafe-identifier', 'session-not-found', 'course-not-found', 'outcome-unknown'],
		ways: [
			{
				calls: [removeCourse],
				async run(campus, { params }) {
					await removeCourse(campus, params, courseIn(params));
					return { status: 204 };
				},
			},
		],
	}),
];
