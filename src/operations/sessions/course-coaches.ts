import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { RESOLVE_COURSE_CALLS, resolveCourse } from '../courses/find.js';
import type { Reference } from '../fields/reference.js';
import { CHANGE_LOOKUP_CALLS, userForChange } from '../users/find-by-marker.js';
import { repeatable } from './calls.registration.js';
import { datedSessions, RESOLVE_SESSION_CALLS, referenceLock, resolveSession } from './find.js';

/** Whom it is about, by any names. */
export interface Coaching {
	session: Reference;
	course: Reference;
	user: Reference;
}

/** The same by numbers. */
interface Numbers {
	session_id: number;
	course_id: number;
	user_id: number;
}

const RESOLVE_CALLS = [...RESOLVE_SESSION_CALLS, ...RESOLVE_COURSE_CALLS, ...CHANGE_LOOKUP_CALLS] as const;

export const ADD_COACH_CALLS = ['WSSubscribeTeacherToSessionCourse', 'WSListSessions', ...RESOLVE_CALLS] as const;

export const REMOVE_COACH_CALLS = ['WSUnsubscribeTeacherFromSessionCourse', ...RESOLVE_CALLS] as const;

/**
 * Makes a teacher a coach of a course in a session. The operations of soap.php that say so take the user out of the
 * session (F175).
 */
export async function addCoach(campus: Campus, coaching: Coaching): Promise<void> {
	const numbers = await numbersOf(campus, coaching);
	await assertHasCourses(campus, numbers.session_id, coaching.course);
	if (await send(campus, 'WSSubscribeTeacherToSessionCourse', numbers)) return;
	// Session, course and user exist: what is left of the reasons for 0 is the status (F173).
	throw new GatewayError(
		'rejected-by-chamilo',
		'Chamilo did not make the user a coach: only users with the status `teacher` can be. Nothing was changed.',
		{ chamilo: { operation: 'WSSubscribeTeacherToSessionCourse' } },
	);
}

/** Takes a coach from a course in a session; users of the session stay in it. One who is no coach there is as asked. */
export async function removeCoach(campus: Campus, coaching: Coaching): Promise<void> {
	const operation = 'WSUnsubscribeTeacherFromSessionCourse';
	if (await send(campus, operation, await numbersOf(campus, coaching))) return;
	throw new GatewayError('rejected-by-chamilo', 'Chamilo did not take the coach from the course and gave no reason.', {
		chamilo: { operation },
	});
}

async function numbersOf(campus: Campus, { session, course, user }: Coaching): Promise<Numbers> {
	const session_id = await resolveSession(campus, session);
	const { id: course_id } = await resolveCourse(campus, course);
	return { session_id, course_id, user_id: await userForChange(campus, user) };
}

/**
 * Chamilo takes coaches of courses that are not in the session (F174), and tells of a session only whether it has
 * courses: those that have none are not listed.
 */
async function assertHasCourses(campus: Campus, sessionId: number, course: Reference): Promise<void> {
	if ((await datedSessions(campus)).some(({ id }) => id === sessionId)) return;
	throw new GatewayError(
		'course-not-in-session',
		`Session ${sessionId} has no courses, so the course with ${course.field} "${course.value}" is not in it. Nothing was changed.`,
	);
}

async function send(campus: Campus, operation: string, numbers: Numbers): Promise<boolean> {
	const lock = referenceLock({ field: 'chamilo_session_id', value: String(numbers.session_id) });
	const answer = await campus.withLock([lock], () => repeatable(() => campus.command(operation, { ...numbers })));
	return String(answer ?? '').trim() === '1';
}
