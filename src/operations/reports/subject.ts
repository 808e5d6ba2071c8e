import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { courseExists, courseNotFound, soapCourse } from '../courses/find.js';
import type { Reference } from '../fields/reference.js';
import { assertSession, sessionPair, targetOf } from '../sessions/find.js';
import { findUser, soapReference, userNotFound } from '../users/find.js';
import { step } from '../ways.js';

/** Whom and what a report is about: a user in a course. */
export interface CourseSubject {
	user: Reference;
	course: Reference;
}

/** A user in a course of a session. */
export interface SessionSubject extends CourseSubject {
	session: Reference;
}

interface CoursePath extends Reference {
	courseField: string;
	courseValue: string;
}

interface SessionPath extends CoursePath {
	sessionField: string;
	sessionValue: string;
}

/** The user and the course that the path of a request names. */
export function courseSubjectOf({ field, value, courseField, courseValue }: CoursePath): CourseSubject {
	return { user: { field, value }, course: { field: courseField, value: courseValue } };
}

/** The same with the session. */
export function sessionSubjectOf({ sessionField, sessionValue, ...path }: SessionPath): SessionSubject {
	return { ...courseSubjectOf(path), session: { field: sessionField, value: sessionValue } };
}

/** The pairs by which soap.php finds a user and a course. */
export const courseSubjectPairs = step('Naming a user and a course to soap.php', {
	calls: [soapReference, soapCourse],
	run: async (campus, { user, course }: CourseSubject) => ({
		...(await soapReference(campus, user)),
		...(await soapCourse(campus, course)),
	}),
});

/** The pairs by which soap.php finds a user, a course and a session. */
export const sessionSubjectPairs = step('Naming a user, a course and a session to soap.php', {
	calls: [courseSubjectPairs, targetOf],
	run: async (campus, { session, ...subject }: SessionSubject) => ({
		...(await courseSubjectPairs(campus, subject)),
		...sessionPair(await targetOf(campus, session)),
	}),
});

/** @throws user-not-found */
export const assertUser = step('Looking whether a user exists', {
	calls: [findUser],
	async run(campus, user: Reference) {
		if (!(await findUser(campus, user))) throw userNotFound(user);
	},
});

/** @throws user-not-found, course-not-found, in the order in which Chamilo looks */
export const assertCourseSubject = step('Looking whether a user and a course exist', {
	calls: [assertUser, courseExists],
	async run(campus, { user, course }: CourseSubject) {
		await assertUser(campus, user);
		if (!(await courseExists(campus, course))) throw courseNotFound(course);
	},
});

/** @throws user-not-found, course-not-found, session-not-found, in the order in which Chamilo looks */
export const assertSessionSubject = step('Looking whether a user, a course and a session exist', {
	calls: [assertCourseSubject, targetOf, assertSession],
	async run(campus, { session, ...subject }: SessionSubject) {
		await assertCourseSubject(campus, subject);
		await assertSession(campus, await targetOf(campus, session));
	},
});

/** What Chamilo answers in place of "not found", and the errors of the look-ups before the call. */
const MAY_BE_MISSING = ['chamilo-error', 'user-not-found', 'course-not-found', 'session-not-found'];

/**
 * Asks for a report. For unknown users, courses and sessions PHP ends in a fatal error (F179): only then it is looked up
 * what is missing.
 */
export async function askReport<Answer>(
	ask: () => Promise<Answer>,
	assertSubject: () => Promise<void>,
): Promise<Answer> {
	try {
		return await ask();
	} catch (failure) {
		if (failure instanceof GatewayError && MAY_BE_MISSING.includes(failure.code)) await assertSubject();
		throw failure;
	}
}

type CoursePairs = Awaited<ReturnType<typeof courseSubjectPairs>>;

/**
 * Asks for a report about a user in a course. The way that uses it calls `courseSubjectPairs` and
 * `assertCourseSubject`.
 */
export function askCourseReport<Answer>(
	campus: Campus,
	subject: CourseSubject,
	ask: (pairs: CoursePairs) => Promise<Answer>,
): Promise<Answer> {
	return askReport(
		async () => ask(await courseSubjectPairs(campus, subject)),
		() => assertCourseSubject(campus, subject),
	);
}
