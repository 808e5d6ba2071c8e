import { operation } from '../operation.js';
import { addCoach, type Coaching, removeCoach } from './course-coaches.js';
import { sessionCoachPath } from './schemas.js';

const tag = 'Session courses';
const scope = 'sessions:write';
const COACH = '/sessions/{field}/{value}/courses/{courseField}/{courseValue}/coaches/{userField}/{userValue}';

function coachingIn(params: {
	field: string;
	value: string;
	courseField: string;
	courseValue: string;
	userField: string;
	userValue: string;
}): Coaching {
	return {
		session: { field: params.field, value: params.value },
		course: { field: params.courseField, value: params.courseValue },
		user: { field: params.userField, value: params.userValue },
	};
}

export const sessionCoachOperations = [
	operation({
		id: 'putSessionCourseCoach',
		method: 'put',
		path: COACH,
		tag,
		summary: 'Make a user coach of a course in a session',
		description:
			'Makes a teacher a coach of the course within the session; its other coaches stay, and so do its users. It is no error if the user is one already. The course must be in the session.',
		scope,
		params: sessionCoachPath,
		pathExamples: { courseValue: '201', userValue: '1502' },
		invalidates: ['memberships'],
		success: { 204: { description: 'The user is a coach of the course in the session.' } },
		problems: [
			'unsafe-identifier',
			'session-not-found',
			'course-not-found',
			'user-not-found',
			'course-not-in-session',
			'rejected-by-chamilo',
			'outcome-unknown',
		],
		ways: [
			{
				calls: [addCoach],
				async run(campus, { params }) {
					await addCoach(campus, coachingIn(params));
					return { status: 204 };
				},
			},
		],
	}),
	operation({
		id: 'deleteSessionCourseCoach',
		method: 'delete',
		path: COACH,
		tag,
		summary: 'Take a coach from a course in a session',
		description:
			'Takes this coach from the course within the session; its other coaches stay, and a coach who is also a user of the session stays one. It is no error if the user is no coach there.',
		scope,
		params: sessionCoachPath,
		pathExamples: { courseValue: '201', userValue: '1502' },
		invalidates: ['memberships'],
		success: { 204: { description: 'The user is no coach of the course in the session.' } },
		problems: [
			'unsafe-identifier',
			'session-not-found',
			'course-not-found',
			'user-not-found',
			'rejected-by-chamilo',
			'outcome-unknown',
		],
		ways: [
			{
				calls: [removeCoach],
				async run(campus, { params }) {
					await removeCoach(campus, coachingIn(params));
					return { status: 204 };
				},
			},
		],
	}),
];
