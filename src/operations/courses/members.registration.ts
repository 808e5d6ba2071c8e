import { GatewayError } from '../../errors.js';
import { type Campus, items, member } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { retryUncached } from '../retry-uncached.js';
import { cachedUserNumber } from '../users/cached.js';
import { EXTERNAL_USER_CALLS, externalUser } from '../users/external-id.js';
import { LOOKUP_CALLS } from '../users/find.js';
import { CHANGE_LOOKUP_CALLS } from '../users/find-by-marker.js';
import { step } from '../ways.js';
import {
	COURSE_LOOKUP_CALLS,
	courseExists,
	courseNotFound,
	EXTERNAL_COURSE_CALLS,
	externalCourse,
	RESOLVE_COURSE_CALLS,
	rememberedCodes,
	resolveCourse,
} from './find.js';
import { MEMBER_CALLS, type Membership, subscribe } from './members.soap.js';
import { type CourseRole, isMember, ROLE_CODES, subscribeByCode } from './membership.js';

const SUBSCRIBE_CALLS = [
	'WSSubscribeUserToCourse',
	'WSSubscribeUserToCourseSimple',
	'WSUserSubscribedInCourse',
	...RESOLVE_COURSE_CALLS,
	...CHANGE_LOOKUP_CALLS,
] as const;

/** Subscribes a user; one who is subscribed already as a student is as asked. */
export const subscribeUser = step('Subscribing a user to a course', [
	{
		needs: ['course-subscription-status'],
		calls: SUBSCRIBE_CALLS,
		run: (campus, membership: Membership, role: CourseRole) =>
			retryUncached(campus, (view) => subscribeByRegistration(view, membership, role)),
	},
	{
		needs: ['soap-php', 'username-lookup'],
		calls: ['WSCourse.SubscribeUserToCourse', 'WSCourse.UnsubscribeUserFromCourse', ...MEMBER_CALLS],
		run: (campus, membership: Membership, role: CourseRole) =>
			retryUncached(campus, (view) => subscribe(view, membership, role)),
	},
]);

async function subscribeByRegistration(campus: Campus, { course, user }: Membership, role: CourseRole) {
	if (isExternal(course) && isExternal(user) && (await subscribeByIds(campus, { course, user }, role))) return;
	const { code } = await resolveCourse(campus, course, rememberedCodes);
	const id = await cachedUserNumber(campus, user);
	const refusal = await subscribeByCode(campus, code, id, role);
	if (refusal === null) return;
	const chamilo = { operation: 'WSSubscribeUserToCourseSimple' };
	if (!(await isMember(campus, code, id))) throw closedToSubscription(code, chamilo);
	// Chamilo does not say in which role; a teacher is no less subscribed than a student.
	if (role === 'student') return;
	throw new GatewayError('already-subscribed', 'The user is subscribed to this course already.', { chamilo });
}

/** The one call that needs no look-up; false leaves open why, which the numbered way tells. */
async function subscribeByIds(campus: Campus, { course, user }: Membership, role: CourseRole): Promise<boolean> {
	const answer = items(
		await campus.command('WSSubscribeUserToCourse', {
			userscourses: [
				{
					course_id: { original_course_id_name: course.field, original_course_id_value: course.value },
					user_id: { original_user_id_name: user.field, original_user_id_value: user.value },
					status: ROLE_CODES[role],
				},
			],
		}),
	);
	return Number(member(answer[0] ?? null, 'result')) === 1;
}

function closedToSubscription(code: string, chamilo: { operation: string }): GatewayError {
	return new GatewayError(
		'rejected-by-chamilo',
		`Nobody can be subscribed to the course ${code}: it is closed to subscription. Open it with PATCH /courses/code/${code} and {"subscribe": true}, then send this again. Nothing was changed.`,
		{ chamilo },
	);
}

export const UNSUBSCRIBE_CALLS = [
	'WSUnSubscribeUserFromCourseSimple',
	...COURSE_LOOKUP_CALLS,
	...EXTERNAL_COURSE_CALLS,
	...EXTERNAL_USER_CALLS,
	...LOOKUP_CALLS,
] as const;

/** Unsubscribes a user by external ids; one who is not subscribed is as asked. */
export async function unsubscribeByRegistration(campus: Campus, { course, user }: Membership): Promise<void> {
	const courseId = await externalCourse(campus, course);
	const { reference: userId } = await userOf(campus, course, user);
	const answer = await campus.command('WSUnSubscribeUserFromCourseSimple', {
		original_user_id_name: userId.field,
		original_user_id_value: userId.value,
		original_course_id_name: courseId.field,
		original_course_id_value: courseId.value,
	});
	if (Number(member(answer, 'result')) === 1) return;
	if (!(await courseExists(campus, course))) throw courseNotFound(course);
	throw new GatewayError('chamilo-error', 'Chamilo did not unsubscribe the user and gave no reason.', {
		chamilo: { operation: 'WSUnSubscribeUserFromCourseSimple' },
	});
}

/** Where both are missing, it is the course that is told, as everywhere. */
async function userOf(campus: Campus, course: Reference, user: Reference) {
	// The look-up of a username leaves a trace on the user: not for a course that does not exist.
	if (user.field === 'username' && !(await courseExists(campus, course))) throw courseNotFound(course);
	try {
		return await externalUser(campus, user);
	} catch (failure) {
		const isRefusal = failure instanceof GatewayError && failure.status < 500;
		if (isRefusal && !(await courseExists(campus, course))) throw courseNotFound(course);
		throw failure;
	}
}
