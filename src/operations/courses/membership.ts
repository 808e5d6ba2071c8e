import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';

/** Course and user of a subscription. */
export interface Membership {
	course: Reference;
	user: Reference;
}

export type CourseRole = 'teacher' | 'student';

/** Chamilo's codes of the roles in a course. */
export const ROLE_CODES = { teacher: 1, student: 5 } as const;

/** Whether the user of that number is subscribed to the course of that code. */
export const isMember = step('Looking whether a user is subscribed to a course', {
	calls: ['WSUserSubscribedInCourse'],
	async run(campus, code: string, user: number): Promise<boolean> {
		const answer = await campus.query('WSUserSubscribedInCourse', { course: code, user_id: String(user) });
		return (answer ?? '').trim() === '1';
	},
});

/**
 * Subscribes the user of that number to the course of that code.
 * @returns null when it is done, else Chamilo's text, which leaves open whether the user was subscribed already
 */
export const subscribeByCode = step('Subscribing a user to a course by its code', {
	needs: ['course-subscription-status'],
	calls: ['WSSubscribeUserToCourseSimple'],
	async run(campus, code: string, user: number, role: CourseRole): Promise<string | null> {
		const answer = await campus.command('WSSubscribeUserToCourseSimple', {
			course: code,
			user_id: String(user),
			status: ROLE_CODES[role],
		});
		const text = (answer ?? '').trim();
		return text === '1' ? null : text;
	},
});
