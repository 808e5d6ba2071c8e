import { GatewayError } from '../../errors.js';
import type { CallArguments, CallResult, Campus } from '../campus.js';
import { COURSE_LOOKUP_CALLS, courseExists, courseNotFound, soapCourse } from '../courses/find.js';
import type { Reference } from '../fields/reference.js';
import { assertSession, SESSION_LOOKUP_CALLS, sessionPair, targetOf } from '../sessions/find.js';
import { findUser, LOOKUP_CALLS, soapReference, userNotFound } from '../users/find.js';

/** Whom and what a report is about. */
export interface Subject {
	user: Reference;
	course?: Reference;
	session?: Reference;
}

/** SOAP operations by which a user and a course are found, and missing ones told. */
export const COURSE_SUBJECT_CALLS = [...LOOKUP_CALLS, ...COURSE_LOOKUP_CALLS] as const;
/** The same with a session. */
export const SESSION_SUBJECT_CALLS = [...COURSE_SUBJECT_CALLS, ...SESSION_LOOKUP_CALLS] as const;

interface Path {
	field: string;
	value: string;
	courseField?: string;
	courseValue?: string;
	sessionField?: string;
	sessionValue?: string;
}

/** The subject that the path of a request names. */
export function subjectOf({ field, value, courseField, courseValue, sessionField, sessionValue }: Path): Subject {
	return {
		user: { field, value },
		...(courseField !== undefined && courseValue !== undefined
			? { course: { field: courseField, value: courseValue } }
			: {}),
		...(sessionField !== undefined && sessionValue !== undefined
			? { session: { field: sessionField, value: sessionValue } }
			: {}),
	};
}

/** What Chamilo answers in place of "not found", and what the look-ups of names say of it. */
const MAY_BE_MISSING = ['chamilo-error', 'user-not-found', 'course-not-found', 'session-not-found'];

/**
 * Asks for a report. Of unknown users, courses and sessions PHP dies without a word (F179): then, and only then,
 * it is looked for what is missing.
 */
export async function askReport(
	campus: Campus,
	operation: string,
	subject: Subject,
	args: CallArguments = {},
): Promise<CallResult> {
	try {
		return await campus.query(operation, { ...(await pairsOf(campus, subject)), ...args });
	} catch (failure) {
		if (failure instanceof GatewayError && MAY_BE_MISSING.includes(failure.code)) await assertSubject(campus, subject);
		throw failure;
	}
}

async function pairsOf(campus: Campus, { user, course, session }: Subject): Promise<CallArguments> {
	return {
		...(await soapReference(campus, user)),
		...(course ? await soapCourse(campus, course) : {}),
		...(session ? sessionPair(await targetOf(campus, session)) : {}),
	};
}

/** @throws user-not-found, course-not-found, session-not-found, in the order in which Chamilo looks */
export async function assertSubject(campus: Campus, { user, course, session }: Subject): Promise<void> {
	if (!(await findUser(campus, user))) throw userNotFound(user);
	if (course && !(await courseExists(campus, course))) throw courseNotFound(course);
	if (session) await assertSession(campus, await targetOf(campus, session));
}
