import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { retryUncached } from '../retry-uncached.js';
import { cachedUserNumber } from '../users/cached.js';
import { userForChange } from '../users/find-by-marker.js';
import { step, type Way } from '../ways.js';
import { cachedCodes } from './cached.js';
import { type Codes, courseExists, courseNotFound, soapCourse } from './find.js';
import { listCodes } from './list.js';
import { type CourseRole, type Membership, ROLE_CODES } from './membership.js';

/** How the names of a membership are looked up: with the cache or without. */
interface LookUps {
	codes: Codes;
	userNumber: (campus: Campus, user: Reference) => Promise<number>;
}

const CACHED: LookUps = { codes: cachedCodes, userNumber: cachedUserNumber };
const UNCACHED: LookUps = { codes: listCodes, userNumber: userForChange };

const numberOfUsername = step('Finding the user of a username', [
	{
		needs: ['username-lookup'],
		calls: [cachedUserNumber, userForChange],
		run: (campus, { user }: Membership, userNumber: LookUps['userNumber']) => userNumber(campus, user),
	},
	{
		// This look-up leaves a mark on the user, so it is not made for a course that does not exist.
		calls: [courseExists, userForChange],
		async run(campus, { course, user }: Membership, userNumber: LookUps['userNumber']) {
			if (!(await courseExists(campus, course))) throw courseNotFound(course);
			return userNumber(campus, user);
		},
	},
]);

/** The pairs by which soap.php finds course and user. Where both are missing, the error is about the course, as in Chamilo. */
const soapPairs = step('Naming a course and a user to soap.php', {
	calls: [soapCourse, numberOfUsername, courseExists],
	async run(campus, { course, user }: Membership, { codes, userNumber }: LookUps) {
		const coursePair = await soapCourse(campus, course, codes);
		try {
			const byNumber = user.field === 'username';
			return {
				...coursePair,
				user_id_field_name: byNumber ? 'chamilo_user_id' : user.field,
				user_id_value: byNumber ? String(await numberOfUsername(campus, { course, user }, userNumber)) : user.value,
			};
		} catch (failure) {
			const isMissing = failure instanceof GatewayError && failure.code === 'user-not-found';
			if (isMissing && !(await courseExists(campus, course))) throw courseNotFound(course);
			throw failure;
		}
	},
});

/** `subscribeUser` by soap.php. */
export const subscribeBySoap: Way<[Membership, CourseRole], void> = {
	needs: ['soap-php'],
	calls: [soapPairs, 'WSCourse.SubscribeUserToCourse'],
	run: (campus, membership, role) => retryUncached(campus, (view) => subscribe(view, membership, role)),
};

async function subscribe(campus: Campus, membership: Membership, role: CourseRole): Promise<void> {
	const pairs = await soapPairs(campus, membership, CACHED);
	try {
		await campus.command('WSCourse.SubscribeUserToCourse', { ...pairs, status: ROLE_CODES[role] });
	} catch (failure) {
		// 203 does not say in which role; a teacher is no less subscribed than a student.
		if (failure instanceof GatewayError && failure.code === 'already-subscribed' && role === 'student') return;
		throw failure;
	}
}

/** `unsubscribeUser` by soap.php (F138). */
export const unsubscribeBySoap: Way<[Membership], void> = {
	needs: ['soap-php'],
	calls: [soapPairs, 'WSCourse.UnsubscribeUserFromCourse'],
	async run(campus, membership) {
		await campus.command('WSCourse.UnsubscribeUserFromCourse', await soapPairs(campus, membership, UNCACHED));
	},
};
