import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { retryUncached } from '../retry-uncached.js';
import { cachedUserNumber } from '../users/cached.js';
import { externalUser } from '../users/external-id.js';
import type { Way } from '../ways.js';
import { cachedCodes } from './cached.js';
import { courseExists, courseNotFound, externalCourse, resolveCourse } from './find.js';
import { type CourseRole, isMember, type Membership, ROLE_CODES, subscribeByCode } from './membership.js';

/** `subscribeUser` by registration.soap.php. */
export const subscribeByRegistration: Way<[Membership, CourseRole], void> = {
	needs: ['course-subscription-status'],
	calls: ['WSSubscribeUserToCourse', resolveCourse, cachedUserNumber, subscribeByCode, isMember],
	limits: 'Some releases (1.11.6) take nobody into a course that is closed to subscription, teachers neither: 422.',
	run: (campus, membership, role) => retryUncached(campus, (view) => subscribe(view, membership, role)),
};

async function subscribe(campus: Campus, { course, user }: Membership, role: CourseRole): Promise<void> {
	if (isExternal(course) && isExternal(user) && (await subscribeByIds(campus, { course, user }, role))) return;
	const { code } = await resolveCourse(campus, course, cachedCodes);
	const id = await cachedUserNumber(campus, user);
	const refusal = await subscribeByCode(campus, code, id, role);
	if (refusal === null) return;
	const chamilo = { operation: 'WSSubscribeUserToCourseSimple' };
	if (!(await isMember(campus, code, id))) throw closedToSubscription(code, chamilo);
	// Chamilo does not say in which role; a teacher is no less subscribed than a student.
	if (role === 'student') return;
	throw new GatewayError('already-subscribed', 'The user is subscribed to this course already.', { chamilo });
}

/** Subscribes by one call, without look-ups. False leaves open why it failed: subscribing by code shows that (F129). */
async function subscribeByIds(campus: Campus, { course, user }: Membership, role: CourseRole): Promise<boolean> {
	const answer = await campus.command('WSSubscribeUserToCourse', {
		userscourses: [
			{
				course_id: { original_course_id_name: course.field, original_course_id_value: course.value },
				user_id: { original_user_id_name: user.field, original_user_id_value: user.value },
				status: ROLE_CODES[role],
			},
		],
	});
	// Only Chamilo 1.9 answers one struct, and this is for 1.11.
	return Array.isArray(answer) && answer[0]?.result === 1;
}

function closedToSubscription(code: string, chamilo: { operation: string }): GatewayError {
	return new GatewayError(
		'rejected-by-chamilo',
		`Nobody can be subscribed to the course ${code}: it is closed to subscription. Open it with PATCH /courses/code/${code} and {"subscribe": true}, then send this again. Nothing was changed.`,
		{ chamilo },
	);
}

/** `unsubscribeUser` by registration.soap.php, which knows only external ids (F138). */
export const unsubscribeByRegistration: Way<[Membership], void> = {
	needs: ['course-external-ids'],
	calls: [externalCourse, externalUser, 'WSUnSubscribeUserFromCourseSimple', courseExists],
	async run(campus, { course, user }) {
		const courseId = await externalCourse(campus, course);
		const { reference: userId } = await findExternalUser(campus, course, user);
		const answer = await campus.command('WSUnSubscribeUserFromCourseSimple', {
			original_user_id_name: userId.field,
			original_user_id_value: userId.value,
			original_course_id_name: courseId.field,
			original_course_id_value: courseId.value,
		});
		if (answer?.result === 1) return;
		if (!(await courseExists(campus, course))) throw courseNotFound(course);
		throw new GatewayError('chamilo-error', 'Chamilo did not unsubscribe the user and gave no reason.', {
			chamilo: { operation: 'WSUnSubscribeUserFromCourseSimple' },
		});
	},
};

/** The user under an external id. Where course and user are missing, the error is about the course, as everywhere. */
async function findExternalUser(campus: Campus, course: Reference, user: Reference) {
	// Looking up a username leaves a mark on the user, so it is not done for a course that does not exist.
	if (user.field === 'username' && !(await courseExists(campus, course))) throw courseNotFound(course);
	try {
		return await externalUser(campus, user);
	} catch (failure) {
		const isRefusal = failure instanceof GatewayError && failure.status < 500;
		if (isRefusal && !(await courseExists(campus, course))) throw courseNotFound(course);
		throw failure;
	}
}
