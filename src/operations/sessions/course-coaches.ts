import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { resolveCourse } from '../courses/find.js';
import type { Reference } from '../fields/reference.js';
import { userForChange } from '../users/find-by-marker.js';
import { step } from '../ways.js';
import { repeatable } from './calls.registration.js';
import { referenceLock, resolveSession } from './find.js';
import { datedSessions } from './list.js';
import { fetchSession } from './search.js';

/** A coach of a course in a session, each by any name. */
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

const numbersOf = step('Finding the numbers of a session, a course and a user', {
	calls: [resolveSession, resolveCourse, userForChange],
	async run(campus, { session, course, user }: Coaching): Promise<Numbers> {
		const session_id = await resolveSession(campus, session);
		const { id: course_id } = await resolveCourse(campus, course);
		return { session_id, course_id, user_id: await userForChange(campus, user) };
	},
});

/**
 * Whether a session has any courses. More cannot be known: Chamilo does not list the courses of a session.
 */
const hasCourses = step('Looking whether a session has courses', [
	{
		needs: ['session-course-counts'],
		calls: [fetchSession],
		run: async (campus, id: number): Promise<boolean> => (await fetchSession(campus, id))?.courses !== 0,
	},
	{
		// Sessions without courses are not listed.
		calls: [datedSessions],
		run: async (campus, id: number): Promise<boolean> => (await datedSessions(campus)).some((one) => one.id === id),
	},
]);

/**
 * Makes a teacher a coach of a course in a session. The operations that soap.php has for this take the user out of the
 * session (F175).
 */
export const addCoach = step('Making a user coach of a course in a session', {
	needs: ['session-search', 'session-course-coaches'],
	calls: [numbersOf, hasCourses, 'WSSubscribeTeacherToSessionCourse'],
	limits:
		'Chamilo does not list the courses of a session: only a session without any is noticed. For another course the coach is stored all the same, and counts once the course is added.',
	async run(campus, coaching: Coaching): Promise<void> {
		const operation = 'WSSubscribeTeacherToSessionCourse';
		const numbers = await numbersOf(campus, coaching);
		await assertHasCourses(campus, numbers.session_id, coaching.course);
		if (await send(campus, operation, numbers)) return;
		// Session, course and user exist: what is left of the reasons for 0 is the status (F173).
		throw new GatewayError(
			'rejected-by-chamilo',
			'Chamilo did not make the user a coach: only users with the status `teacher` can be. Nothing was changed.',
			{ chamilo: { operation } },
		);
	},
});

/** Takes a coach from a course in a session; users of the session stay in it. It is no error if the user is no coach. */
export const removeCoach = step('Taking a coach from a course in a session', {
	needs: ['session-search', 'session-course-coaches'],
	calls: [numbersOf, 'WSUnsubscribeTeacherFromSessionCourse'],
	async run(campus, coaching: Coaching): Promise<void> {
		const operation = 'WSUnsubscribeTeacherFromSessionCourse';
		if (await send(campus, operation, await numbersOf(campus, coaching))) return;
		throw new GatewayError(
			'rejected-by-chamilo',
			'Chamilo did not take the coach from the course and gave no reason.',
			{ chamilo: { operation } },
		);
	},
});

/** Chamilo takes coaches of courses that are not in the session (F174). */
async function assertHasCourses(campus: Campus, sessionId: number, course: Reference): Promise<void> {
	if (await hasCourses(campus, sessionId)) return;
	throw new GatewayError(
		'course-not-in-session',
		`Session ${sessionId} has no courses, so the course with ${course.field} "${course.value}" is not in it. Nothing was changed.`,
	);
}

type CoachOperation = 'WSSubscribeTeacherToSessionCourse' | 'WSUnsubscribeTeacherFromSessionCourse';

async function send(campus: Campus, operation: CoachOperation, numbers: Numbers): Promise<boolean> {
	const lock = referenceLock({ field: 'chamilo_session_id', value: String(numbers.session_id) });
	const answer = await campus.withLock([lock], () => repeatable(() => campus.command(operation, numbers)));
	return (answer ?? '').trim() === '1';
}
