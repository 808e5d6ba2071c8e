import { subscribeUser } from '../courses/members.js';
import { operation } from '../operation.js';
import { addUser } from '../sessions/users.js';
import { cachedUserNumber, keysOfNewUser } from '../users/cached.js';
import { createCoalesced } from '../users/create.js';
import { ADA } from '../users/examples.js';
import { enrol } from './enrol.js';
import { enrolled, enrolment, enrolmentDocument } from './schemas.js';

export const enrolmentOperations = [
	operation({
		id: 'putEnrolment',
		method: 'put',
		path: '/enrolments',
		tag: 'Enrolments',
		summary: 'Enrol a user in courses and sessions',
		description:
			'Makes sure that the user exists and is in every course and session named, in one call that can be repeated. A user who exists already is not changed (`PUT /users/{field}/{value}` does that), and stays in other courses and sessions. A part that fails has its problem in its place and does not stop the rest; where the user itself fails, the answer is its problem, and nothing else was done.',
		scope: 'enrolments:write',
		body: enrolment,
		bodyDocument: enrolmentDocument,
		bodyExamples: {
			newcomer: {
				summary: 'A user who may be new, in a course and a session',
				value: { user: ADA, courses: ['ALGEBRA'], sessions: [1] },
			},
			known: {
				summary: 'A user who is known, as teacher of a course',
				value: {
					user: { field: 'external_user', value: '1502' },
					courses: [{ field: 'external_course', value: '202', status: 'teacher' }],
				},
			},
		},
		invalidates: ({ body: { user } }) => [
			{ tag: 'users', ...('loginname' in user ? { keys: keysOfNewUser(user) } : { keys: [] }) },
			{ tag: 'memberships' },
		],
		success: {
			200: { description: 'The user was there, and is in all of them.', schema: enrolled },
			201: { description: 'The user was created, and is in all of them.', schema: enrolled },
			207: { description: 'The user is there; some parts failed.', schema: enrolled },
		},
		problems: [
			'unsafe-identifier',
			'user-not-found',
			'username-taken',
			'password-encryption-refused',
			'rejected-by-chamilo',
			'creation-incomplete',
			'outcome-unknown',
		],
		ways: [
			{
				calls: [cachedUserNumber, createCoalesced, subscribeUser, addUser],
				run: (campus, { body }) => enrol(campus, body),
			},
		],
	}),
];
