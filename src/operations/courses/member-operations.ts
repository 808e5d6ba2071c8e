import { z } from '@hono/zod-openapi';
import { operation } from '../operation.js';
import { LOOKUP_CALLS } from '../users/find.js';
import { RESOLVE_COURSE_CALLS } from './find.js';
import { subscribeUser, UNSUBSCRIBE_CALLS, unsubscribeByRegistration } from './members.registration.js';
import { isSubscribed, MEMBER_CALLS, type Membership, unsubscribe } from './members.soap.js';
import { courseUserPath } from './schemas.js';

const tag = 'Course users';
const path = '/courses/{field}/{value}/users/{userField}/{userValue}';

function membership(params: z.output<typeof courseUserPath>): Membership {
	return {
		course: { field: params.field, value: params.value },
		user: { field: params.userField, value: params.userValue },
	};
}

export const courseMemberOperations = [
	operation({
		id: 'subscribeUserToCourse',
		method: 'put',
		path,
		tag,
		summary: 'Subscribe a user to a course',
		description:
			'Subscribes the user. One who is subscribed already is as asked for a student; in which role Chamilo does not tell, so for a teacher that is 409.',
		scope: 'courses:write',
		params: courseUserPath,
		body: z.strictObject({ status: z.enum(['teacher', 'student']).default('student') }).openapi('CourseSubscription'),
		bodyExamples: { student: { summary: 'As a student', value: { status: 'student' } } },
		invalidates: ['memberships'],
		success: { 204: { description: 'The user is subscribed.' } },
		problems: ['unsafe-identifier', 'user-not-found', 'course-not-found', 'already-subscribed', 'rejected-by-chamilo'],
		ways: [
			{
				needs: ['course-subscription-status'],
				calls: [subscribeUser],
				limits: 'A course that is closed to subscription takes nobody, teachers neither: 422.',
				async run(campus, { params, body }) {
					await subscribeUser(campus, membership(params), body.status);
					return { status: 204 };
				},
			},
			{
				needs: ['soap-php', 'username-lookup'],
				calls: [subscribeUser],
				async run(campus, { params, body }) {
					await subscribeUser(campus, membership(params), body.status);
					return { status: 204 };
				},
			},
		],
	}),
	operation({
		id: 'unsubscribeUserFromCourse',
		method: 'delete',
		path,
		tag,
		summary: 'Unsubscribe a user from a course',
		description: 'Unsubscribes the user. One who is not subscribed is as asked.',
		scope: 'courses:write',
		params: courseUserPath,
		invalidates: ['memberships'],
		success: { 204: { description: 'The user is not subscribed.' } },
		problems: ['unsafe-identifier', 'user-not-found', 'course-not-found'],
		ways: [
			{
				needs: ['soap-php'],
				calls: ['WSCourse.UnsubscribeUserFromCourse', ...MEMBER_CALLS],
				async run(campus, { params }) {
					await unsubscribe(campus, membership(params));
					return { status: 204 };
				},
			},
			{
				needs: ['course-external-ids'],
				calls: UNSUBSCRIBE_CALLS,
				limits:
					'Courses named by an external id, or by any name when the gateway made them without one; users named by an external id or a username, or by a number the gateway knows.',
				async run(campus, { params }) {
					await unsubscribeByRegistration(campus, membership(params));
					return { status: 204 };
				},
			},
		],
	}),
	operation({
		id: 'getCourseSubscription',
		method: 'get',
		path,
		tag,
		summary: 'Is a user subscribed to a course?',
		description: 'Tells whether the user is subscribed.',
		scope: 'courses:read',
		params: courseUserPath,
		success: {
			200: {
				description: 'The answer.',
				schema: z.strictObject({ subscribed: z.boolean() }),
				example: { subscribed: true },
			},
		},
		problems: ['unsafe-identifier', 'user-not-found', 'course-not-found'],
		ways: [
			{
				needs: [],
				calls: ['WSUserSubscribedInCourse', ...RESOLVE_COURSE_CALLS, ...LOOKUP_CALLS],
				limits: 'On Chamilo 1.9 courses named by `code` or `chamilo_course_id` only.',
				run: async (campus, { params }) => ({
					status: 200,
					body: { subscribed: await isSubscribed(campus, membership(params)) },
				}),
			},
		],
	}),
];
