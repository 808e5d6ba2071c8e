import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { resolveUser, soapReference } from '../users/lookup.js';
import { courseExists, courseNotFound, resolveCourse, soapCourse } from './lookup.js';

/** Course and user of a subscription. */
export interface Membership {
	course: Reference;
	user: Reference;
}

export const MEMBER_CALLS = ['WSListCourses', 'WSGetUserFromUsername'] as const;

/** Subscribes a user; one who is subscribed already as a student is as asked. */
export async function subscribe(campus: Campus, membership: Membership, status: 'teacher' | 'student') {
	const pairs = await soapPairs(campus, membership);
	try {
		await campus.call('WSCourse.SubscribeUserToCourse', { ...pairs, status: status === 'teacher' ? 1 : 5 });
	} catch (failure) {
		// 203 does not say in which role; a teacher is no less subscribed than a student.
		if (failure instanceof GatewayError && failure.code === 'already-subscribed' && status === 'student') return;
		throw failure;
	}
}

/** Unsubscribes a user; one who is not subscribed is as asked. */
export async function unsubscribe(campus: Campus, membership: Membership): Promise<void> {
	await campus.call('WSCourse.UnsubscribeUserFromCourse', await soapPairs(campus, membership));
}

/** Where both are missing, it is the course that is told, as Chamilo does. */
async function soapPairs(campus: Campus, { course, user }: Membership) {
	const coursePair = await soapCourse(campus, course);
	try {
		return { ...coursePair, ...(await soapReference(campus, user)) };
	} catch (failure) {
		const isMissing = failure instanceof GatewayError && failure.code === 'user-not-found';
		if (isMissing && !(await courseExists(campus, course))) throw courseNotFound(course);
		throw failure;
	}
}

/** Whether the user is subscribed. Chamilo wants the code of the course and the number of the user for that. */
export async function isSubscribed(campus: Campus, { course, user }: Membership): Promise<boolean> {
	const found = await resolveCourse(campus, course);
	const id = await resolveUser(campus, user);
	const answer = await campus.ask('WSUserSubscribedInCourse', { course: found.code, user_id: String(id) });
	return String(answer ?? '').trim() === '1';
}
