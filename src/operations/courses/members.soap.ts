import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { cachedUserNumber } from '../users/cached.js';
import { resolveUser } from '../users/find.js';
import { CHANGE_LOOKUP_CALLS, userForChange } from '../users/find-by-marker.js';
import { step } from '../ways.js';
import {
	COURSE_LOOKUP_CALLS,
	courseExists,
	courseNotFound,
	listCodes,
	rememberedCodes,
	resolveCourse,
	soapCourse,
} from './find.js';
import { type CourseRole, isMember, ROLE_CODES } from './membership.js';

/** Course and user of a subscription. */
export interface Membership {
	course: Reference;
	user: Reference;
}

type FindUser = (campus: Campus, user: Reference) => Promise<number>;

const numberOfUsername = step('Finding the user of a username', [
	{
		needs: ['username-lookup'],
		calls: CHANGE_LOOKUP_CALLS,
		run: (campus, { user }: Membership, find: FindUser) => find(campus, user),
	},
	{
		// This look-up leaves a trace on the user: not for a course that does not exist.
		needs: [],
		calls: [...COURSE_LOOKUP_CALLS, ...CHANGE_LOOKUP_CALLS],
		async run(campus, { course, user }: Membership, find: FindUser) {
			if (!(await courseExists(campus, course))) throw courseNotFound(course);
			return find(campus, user);
		},
	},
]);

export const MEMBER_CALLS = ['WSListCourses', numberOfUsername] as const;

/** Subscribes a user; one who is subscribed already as a student is as asked. */
export async function subscribe(campus: Campus, membership: Membership, role: CourseRole) {
	const pairs = await soapPairs(campus, membership, { codes: rememberedCodes, find: cachedUserNumber });
	try {
		await campus.command('WSCourse.SubscribeUserToCourse', { ...pairs, status: ROLE_CODES[role] });
	} catch (failure) {
		// 203 does not say in which role; a teacher is no less subscribed than a student.
		if (failure instanceof GatewayError && failure.code === 'already-subscribed' && role === 'student') return;
		throw failure;
	}
}

/** Unsubscribes a user; one who is not subscribed is as asked. */
export async function unsubscribe(campus: Campus, membership: Membership): Promise<void> {
	await campus.command('WSCourse.UnsubscribeUserFromCourse', await soapPairs(campus, membership, AFRESH));
}

const AFRESH = { codes: listCodes, find: userForChange };

/** Where both are missing, it is the course that is told, as Chamilo does. */
async function soapPairs(campus: Campus, { course, user }: Membership, { codes, find }: typeof AFRESH) {
	const coursePair = await soapCourse(campus, course, codes);
	try {
		const byNumber = user.field === 'username';
		return {
			...coursePair,
			user_id_field_name: byNumber ? 'chamilo_user_id' : user.field,
			user_id_value: byNumber ? String(await numberOfUsername(campus, { course, user }, find)) : user.value,
		};
	} catch (failure) {
		const isMissing = failure instanceof GatewayError && failure.code === 'user-not-found';
		if (isMissing && !(await courseExists(campus, course))) throw courseNotFound(course);
		throw failure;
	}
}

/** Whether the user is subscribed. Chamilo wants the code of the course and the number of the user for that. */
export async function isSubscribed(campus: Campus, { course, user }: Membership): Promise<boolean> {
	const found = await resolveCourse(campus, course);
	return isMember(campus, found.code, await resolveUser(campus, user));
}
