import { z } from '@hono/zod-openapi';
import { operation } from '../operation.js';
import { resolveUser } from '../users/find.js';
import { resolveCourse } from './find.js';
import { subscribeUser, unsubscribeUser } from './members.js';
import { isMember, type Membership } from './membership.js';
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
			'Subscribes the user. A user who is subscribed already gets 204 as a student. Chamilo does not show the role, so as a teacher the answer is 409.',
		scope: 'courses:write',
		params: courseUserPath,
		body: z.strictObject({ status: z.enum(['teacher', 'student']).default('student') }).openapi('CourseSubscription'),
		bodyExamples: { student: { summary: 'As a student', value: { status: 'student' } } },
		invalidates: ['memberships'],
		success: { 204: { description: 'The user is subscribed.' } },
		problems: ['unsafe-identifier', 'user-not-found', 'course-not-found', 'already-subscribed', 'rejected-by-chamilo'],
		ways: [
			{
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
		description: 'Unsubscribes the user. The answer is 204 also for a user who is not subscribed.',
		scope: 'courses:write',
		params: courseUserPath,
		invalidates: ['memberships'],
		success: { 204: { description: 'The user is not subscribed.' } },
		problems: ['unsafe-identifier', 'user-not-found', 'course-not-found'],
		ways: [
			{
				calls: [unsubscribeUser],
				async run(campus, { params }) {
					await unsubscribeUser(campus, membership(params));
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
		// By its code on every kind of campus.
		pathExamples: { field: 'code', value: 'FRANCAISA1' },
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
				calls: [resolveCourse, resolveUser, isMember],
				async run(campus, { params }) {
					const { course, user } = membership(params);
					const { code } = await resolveCourse(campus, course);
					const subscribed = await isMember(campus, code, await resolveUser(campus, user));
					return { status: 200, body: { subscribed } };
				},
			},
		],
	}),
];
