import { GatewayError } from '../../errors.js';
import { type Campus, items, member } from '../campus.js';
import {
	COURSE_LOOKUP_CALLS,
	courseExists,
	courseNotFound,
	EXTERNAL_COURSE_CALLS,
	externalCourse,
	listCodes,
	soapCourse,
} from '../courses/find.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { repeatable } from './calls.registration.js';
import {
	assertSession,
	EXTERNAL_SESSION_CALLS,
	externalSession,
	SESSION_LOOKUP_CALLS,
	type SessionTarget,
	sessionLock,
	sessionPair,
	targetOf,
} from './find.js';

const LOOKUP_CALLS = [...COURSE_LOOKUP_CALLS, ...SESSION_LOOKUP_CALLS] as const;

export const ADD_COURSE_CALLS = ['WSSuscribeCoursesToSession', ...LOOKUP_CALLS] as const;

const EXTERNAL_CALLS = [...EXTERNAL_SESSION_CALLS, ...EXTERNAL_COURSE_CALLS] as const;

export const ADD_KNOWN_COURSE_CALLS = [...ADD_COURSE_CALLS, ...EXTERNAL_CALLS] as const;

export const REMOVE_COURSE_CALLS = [
	'WSUnsuscribeCoursesFromSession',
	'WSSession.UnsubscribeCourseFromSession',
	...LOOKUP_CALLS,
] as const;

export const REMOVE_BY_PAIR_CALLS = ['WSSession.UnsubscribeCourseFromSession', ...LOOKUP_CALLS] as const;

export const REMOVE_KNOWN_COURSE_CALLS = [
	'WSUnsuscribeCoursesFromSession',
	...LOOKUP_CALLS,
	...EXTERNAL_CALLS,
] as const;

type ListOperation = 'WSSuscribeCoursesToSession' | 'WSUnsuscribeCoursesFromSession';

/** One course a call: an unknown one beside a good one is skipped in silence (F152). */
async function callList(campus: Campus, operation: ListOperation, session: Reference, course: Reference) {
	const item = {
		original_course_id_values: [{ course_code: course.value }],
		original_course_id_name: course.field,
		original_session_id_value: session.value,
		original_session_id_name: session.field,
	};
	const [answer] = items(await repeatable(() => campus.command(operation, { coursessessions: [item] })));
	return String(member(answer ?? null, 'result') ?? '').trim();
}

/**
 * Adds a course to a session by their external ids; the operation of soap.php would throw out all other courses
 * (F155).
 */
export async function addCourse(campus: Campus, session: Reference, course: Reference): Promise<void> {
	if (!isExternal(session) || !isExternal(course)) throw needsExternalIds(session, course);
	await addByList(campus, { reference: session, id: null }, session, course);
}

async function addByList(campus: Campus, target: SessionTarget, session: Reference, course: Reference): Promise<void> {
	await campus.withLock([sessionLock(target)], async () => {
		const result = await callList(campus, 'WSSuscribeCoursesToSession', session, course);
		// 1.9: directories of the new courses, then the session's number, which stands alone where the course was in
		// already (F153). 1.11: 1 (F154).
		if (/^(?:.*,)?[1-9]\d*$/.test(result)) return;
		throw await reasonOf(campus, target, course, 'WSSuscribeCoursesToSession');
	});
}

/** The same where the external ids that session and course go by can be looked up. */
export async function addKnownCourse(campus: Campus, session: Reference, course: Reference): Promise<void> {
	const external = await externalSession(campus, session);
	await addByList(campus, await targetOf(campus, session), external, await externalCourse(campus, course));
}

/** Why a list operation answered 0: Chamilo skips what it does not know, and closed courses. */
async function reasonOf(
	campus: Campus,
	target: SessionTarget,
	course: Reference,
	operation: ListOperation,
): Promise<GatewayError> {
	await assertSession(campus, target);
	if (!(await courseExists(campus, course))) return courseNotFound(course);
	return new GatewayError(
		'unsupported-by-chamilo',
		'Session and course exist, but this Chamilo passes over courses that are closed. Open the course first (PATCH /courses/:field/:value with another visibility). Nothing was changed.',
		{ chamilo: { operation } },
	);
}

function needsExternalIds(session: Reference, course: Reference): GatewayError {
	const lacking = [...(isExternal(session) ? [] : ['the session']), ...(isExternal(course) ? [] : ['the course'])].join(
		' and ',
	);
	return new GatewayError(
		'unsupported-by-chamilo',
		`This Chamilo adds a course to a session without removing its other courses only when both are named by an external id (an extra field); here ${lacking} is not. A session gets one by PUT /sessions/chamilo_session_id/:number with the field in extras; a course only when it is created with field and value. Nothing was changed.`,
	);
}

/** Takes one course out of a session; it need not be in it. */
export async function removeCourse(campus: Campus, session: Reference, course: Reference): Promise<void> {
	const target = await targetOf(campus, session);
	await campus.withLock([sessionLock(target)], async () => {
		if (isExternal(session) && isExternal(course)) return removeByList(campus, target, session, course);
		const refusal = await removeByPair(campus, target, course);
		if (!refusal) return;
		// 304 says "not in the session" for codes that begin with a digit, and nothing for others (F157).
		const code = await codeOf(campus, course);
		if (code !== null && /^[1-9]/.test(code)) return;
		const which = code === null ? 'Unless the course was not in the session, its' : `The course "${code}"'s`;
		throw new GatewayError(
			'unsupported-by-chamilo',
			`${which} code does not begin with a digit from 1 to 9, and this Chamilo takes such a course out of a session only when session and course are both named by an external id (an extra field). Nothing was changed.`,
			{ cause: refusal, ...(refusal.chamilo ? { chamilo: refusal.chamilo } : {}) },
		);
	});
}

/** Takes one course out of a session, where Chamilo can do so whatever the code of the course. */
export async function removeCourseByPair(campus: Campus, session: Reference, course: Reference): Promise<void> {
	const target = await targetOf(campus, session);
	// A refusal says that the course was not in it (F158).
	await campus.withLock([sessionLock(target)], () => repeatable(() => removeByPair(campus, target, course)));
}

/** The same where the external ids that session and course go by can be looked up. */
export async function removeKnownCourse(campus: Campus, session: Reference, course: Reference): Promise<void> {
	const external = await externalSession(campus, session);
	const target = await targetOf(campus, session);
	const name = await externalCourse(campus, course);
	await campus.withLock([sessionLock(target)], () => removeByList(campus, target, external, name));
}

async function removeByList(
	campus: Campus,
	target: SessionTarget,
	session: Reference,
	course: Reference,
): Promise<void> {
	const operation = 'WSUnsuscribeCoursesFromSession';
	if ((await callList(campus, operation, session, course)) === '1') return;
	throw await reasonOf(campus, target, course, operation);
}

/** @returns the fault 304, where Chamilo refused. */
async function removeByPair(campus: Campus, target: SessionTarget, course: Reference): Promise<GatewayError | null> {
	const pair = await coursePair(campus, target, course);
	try {
		await campus.command('WSSession.UnsubscribeCourseFromSession', { ...pair, ...sessionPair(target) });
		return null;
	} catch (failure) {
		if (failure instanceof GatewayError && failure.chamilo?.faultcode === '304') return failure;
		throw failure;
	}
}

/** Chamilo looks for the session before the course. */
async function coursePair(campus: Campus, target: SessionTarget, course: Reference) {
	try {
		return await soapCourse(campus, course);
	} catch (failure) {
		await assertSession(campus, target);
		throw failure;
	}
}

/** The code of a course; null for one named by an external id, which Chamilo 1.9 does not tell. */
async function codeOf(campus: Campus, { field, value }: Reference): Promise<string | null> {
	if (field === 'code') return value;
	if (field !== 'chamilo_course_id') return null;
	return (await listCodes(campus)).find(({ id }) => String(id) === value)?.code ?? null;
}
