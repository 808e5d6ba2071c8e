import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { courseExists, courseNotFound, externalCourse, soapCourse } from '../courses/find.js';
import { listCodes } from '../courses/list.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { repeatable, resultOf } from './calls.registration.js';
import { externalSession } from './external.js';
import { assertSession, type SessionTarget, sessionLock, sessionPair, targetOf } from './find.js';

const BOTH_BY_EXTERNAL_IDS = {
	label: 'a session and a course that are both named by external ids',
	matches: (session: Reference, course: Reference) => isExternal(session) && isExternal(course),
};

const OPEN_FIRST = 'A closed course must be opened first.';

/** One course a call: an unknown one beside a good one is skipped without a word (F152). */
function membership(session: Reference, course: Reference) {
	return {
		coursessessions: [
			{
				original_course_id_values: [{ course_code: course.value }],
				original_course_id_name: course.field,
				original_session_id_value: session.value,
				original_session_id_name: session.field,
			},
		],
	};
}

/** Why a list operation answered 0: Chamilo skips what it does not find, and closed courses. */
const reasonOf = step('Finding out why a course was skipped', {
	calls: [assertSession, courseExists],
	async run(campus, target: SessionTarget, course: Reference, operation: string): Promise<GatewayError> {
		await assertSession(campus, target);
		if (!(await courseExists(campus, course))) return courseNotFound(course);
		return new GatewayError(
			'unsupported-by-chamilo',
			'Session and course exist, but this Chamilo passes over courses that are closed. Open the course first (PATCH /courses/:field/:value with another visibility). Nothing was changed.',
			{ chamilo: { operation } },
		);
	},
});

/** Adds a course to a session by their external ids; the operation of soap.php would throw out all others (F155). */
export const addCourse = step('Adding a course to a session', {
	calls: [externalSession, targetOf, externalCourse, 'WSSuscribeCoursesToSession', reasonOf],
	limits: OPEN_FIRST,
	async run(campus, session: Reference, course: Reference): Promise<void> {
		const external = await externalSession(campus, session);
		const target = await targetOf(campus, session);
		const name = await externalCourse(campus, course);
		await campus.withLock([sessionLock(target)], async () => {
			const operation = 'WSSuscribeCoursesToSession';
			const args = membership(external, name);
			const result = resultOf(await repeatable(() => campus.command(operation, args)));
			// 1.9: directories of the new courses, then the number of the session, which comes alone where the course was in
			// it already (F153). 1.11: 1 (F154).
			if (/^(?:.*,)?[1-9]\d*$/.test(result)) return;
			throw await reasonOf(campus, target, name, operation);
		});
	},
});

/** Takes a course out of a session by the external ids of both. */
const removeByList = step('Taking a course out of a session by external ids', {
	calls: ['WSUnsuscribeCoursesFromSession', reasonOf],
	limits: OPEN_FIRST,
	notes: 'The counter of courses that Chamilo shows with the session becomes wrong.',
	async run(campus, target: SessionTarget, session: Reference, course: Reference): Promise<void> {
		const operation = 'WSUnsuscribeCoursesFromSession';
		const args = membership(session, course);
		if (resultOf(await repeatable(() => campus.command(operation, args))) === '1') return;
		throw await reasonOf(campus, target, course, operation);
	},
});

/** Takes a course out of a session by any names. @returns the fault 304, where Chamilo refused */
const removeByPair = step('Taking a course out of a session by soap.php', {
	needs: ['soap-php'],
	calls: [soapCourse, assertSession, 'WSSession.UnsubscribeCourseFromSession'],
	async run(campus, target: SessionTarget, course: Reference): Promise<GatewayError | null> {
		const pair = await coursePair(campus, target, course);
		try {
			await campus.command('WSSession.UnsubscribeCourseFromSession', { ...pair, ...sessionPair(target) });
			return null;
		} catch (failure) {
			if (failure instanceof GatewayError && failure.chamilo?.faultcode === '304') return failure;
			throw failure;
		}
	},
});

/** Chamilo looks for the session before the course. */
async function coursePair(campus: Campus, target: SessionTarget, course: Reference) {
	try {
		return await soapCourse(campus, course);
	} catch (failure) {
		await assertSession(campus, target);
		throw failure;
	}
}

/** Takes one course out of a session; it need not be in it. */
export const removeCourse = step('Taking a course out of a session', [
	{
		needs: ['session-search'],
		calls: [targetOf, removeByPair],
		async run(campus, session: Reference, course: Reference): Promise<void> {
			const target = await targetOf(campus, session);
			// A refusal says that the course was not in it (F158).
			await campus.withLock([sessionLock(target)], () => repeatable(() => removeByPair(campus, target, course)));
		},
	},
	{
		needs: ['session-search'],
		calls: [externalSession, targetOf, externalCourse, removeByList],
		async run(campus, session: Reference, course: Reference): Promise<void> {
			const external = await externalSession(campus, session);
			const target = await targetOf(campus, session);
			const name = await externalCourse(campus, course);
			await campus.withLock([sessionLock(target)], () => removeByList(campus, target, external, name));
		},
	},
	{
		input: BOTH_BY_EXTERNAL_IDS,
		needs: ['soap-php'],
		calls: [targetOf, removeByList],
		async run(campus, session: Reference, course: Reference): Promise<void> {
			const target = await targetOf(campus, session);
			await campus.withLock([sessionLock(target)], () => removeByList(campus, target, session, course));
		},
	},
	{
		calls: [targetOf, removeByPair, listCodes],
		limits:
			'Where session or course is named otherwise than by an external id, only courses whose code begins with a digit from 1 to 9 are taken out.',
		async run(campus, session: Reference, course: Reference): Promise<void> {
			const target = await targetOf(campus, session);
			await campus.withLock([sessionLock(target)], async () => {
				const refusal = await removeByPair(campus, target, course);
				if (refusal) await assertAbsent(campus, course, refusal);
			});
		},
	},
]);

/** 304 says "not in the session" for codes that begin with a digit, and nothing for others (F157). */
async function assertAbsent(campus: Campus, course: Reference, refusal: GatewayError): Promise<void> {
	const code = await codeOf(campus, course);
	if (code !== null && /^[1-9]/.test(code)) return;
	const which = code === null ? 'Unless the course was not in the session, its' : `The course "${code}"'s`;
	throw new GatewayError(
		'unsupported-by-chamilo',
		`${which} code does not begin with a digit from 1 to 9, and this Chamilo takes such a course out of a session only when session and course are both named by an external id (an extra field). Nothing was changed.`,
		{ cause: refusal, ...(refusal.chamilo ? { chamilo: refusal.chamilo } : {}) },
	);
}

/** The code of a course; null for one named by an external id, of which Chamilo 1.9 does not say the code. */
async function codeOf(campus: Campus, { field, value }: Reference): Promise<string | null> {
	if (field === 'code') return value;
	if (field !== 'chamilo_course_id') return null;
	return (await listCodes(campus)).find(({ id }) => String(id) === value)?.code ?? null;
}
