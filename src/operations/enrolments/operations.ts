import type { Campus } from '../campus.js';
import { operation } from '../operation.js';
import { keysOfUser } from '../users/cached.js';
import { ADA } from '../users/examples.js';
import { ENROLMENT_CALLS, enrol } from './enrol.js';
import { type Enrolment, enrolled, enrolment, enrolmentDocument } from './schemas.js';

async function runEnrol(campus: Campus, { body }: { body: Enrolment }) {
	return enrol(campus, body);
}

export const enrolmentOperations = [
	operation({
		id: 'putEnrolment',
		method: 'put',
		path: '/enrolments',
		tag: 'Enrolments',
		summary: 'Enrol a user in courses and sessions',
		description:
			'Sees to it that the user exists and is in every course and session named, in one call that can be repeated. A user who is there already is left as it is (`PUT /users/{field}/{value}` changes it), and stays in other courses and sessions. What fails is told in its place and does not stop the rest; where the user itself fails, the answer is its problem, and nothing else was done.',
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
					user: { field: 'external_user', value: '1504' },
					courses: [{ field: 'external_course', value: '201', status: 'teacher' }],
				},
			},
		},
		invalidates: ({ body: { user } }) => [
			{ tag: 'users', ...('loginname' in user ? { keys: keysOfUser(user) } : { keys: [] }) },
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
				needs: ['course-subscription-status', 'session-search', 'plural-outcomes'],
				calls: ENROLMENT_CALLS,
				limits: 'A course that is closed to subscription takes nobody: 422 for that part.',
				run: runEnrol,
			},
			{
				needs: ['soap-php', 'username-lookup', 'create-keeps-external-id'],
				calls: ENROLMENT_CALLS,
				limits: 'To a session named by an external id only active users can be added.',
				run: runEnrol,
			},
		],
	}),
];
