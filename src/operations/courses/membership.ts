import type { Campus } from '../campus.js';

export type CourseRole = 'teacher' | 'student';

/** Chamilo's codes of the roles in a course. */
export const ROLE_CODES = { teacher: 1, student: 5 } as const;

/** Whether the user is subscribed to the course of that code. */
export async function isMember(campus: Campus, code: string, user: number): Promise<boolean> {
	const answer = await campus.query('WSUserSubscribedInCourse', { course: code, user_id: String(user) });
	return String(answer ?? '').trim() === '1';
}

/**
 * Subscribes by code and number.
 * @returns null when it is done, else what Chamilo says, which leaves open whether the user is subscribed already
 */
export async function subscribeByCode(
	campus: Campus,
	code: string,
	user: number,
	role: CourseRole,
): Promise<string | null> {
	const answer = await campus.command('WSSubscribeUserToCourseSimple', {
		course: code,
		user_id: String(user),
		status: ROLE_CODES[role],
	});
	const text = String(answer ?? '').trim();
	return text === '1' ? null : text;
}
