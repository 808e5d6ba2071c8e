import { operation } from '../operation.js';
import { ADD_COURSE_CALLS, addCourse, REMOVE_COURSE_CALLS, removeCourse } from './course-plan.js';
import { sessionCoursePath, sessionUserPath } from './schemas.js';
import { ADD_USER_CALLS, addUser, REMOVE_USER_CALLS, removeUser } from './user-plan.js';

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
			'Adds the user to the session and its courses; the others stay in it. A user who is in the session already is as asked.',
		scope,
		params: sessionUserPath,
		success: { 204: { description: 'The user is in the session.' } },
		problems: ['unsafe-identifier', 'session-not-found', 'user-not-found', 'rejected-by-chamilo'],
		ways: [
			{
				needs: ['soap-php', 'username-lookup', 'session-user-name-lists'],
				calls: ADD_USER_CALLS,
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
		success: { 204: { description: 'The user is not in the session.' } },
		problems: ['unsafe-identifier', 'session-not-found', 'user-not-found', 'rejected-by-chamilo'],
		ways: [
			{
				needs: ['soap-php', 'username-lookup'],
				calls: REMOVE_USER_CALLS,
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
			'Adds the course to the session, with all users of the session; its other courses stay. A course that is in the session already is as asked. Session and course have to be named by external ids.',
		scope,
		params: sessionCoursePath,
		success: { 204: { description: 'The course is in the session.' } },
		problems: ['unsafe-identifier', 'session-not-found', 'course-not-found'],
		ways: [
			{
				needs: ['soap-php', 'session-course-lists'],
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
			'Takes this course out of the session; its other courses stay. A course that is not in the session is as asked. By the external ids of session and course that works for every course.',
		scope,
		params: sessionCoursePath,
		success: { 204: { description: 'The course is not in the session.' } },
		problems: ['unsafe-identifier', 'session-not-found', 'course-not-found'],
		ways: [
			{
				needs: ['soap-php', 'session-course-lists'],
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
