import { GatewayError } from '../../errors.js';
import { isExternal } from '../fields/reference.js';
import { lookAfter } from '../look-after.js';
import { isSameUsername, userNotFound } from '../users/find.js';
import { userForChange } from '../users/find-by-marker.js';
import { step, type Way } from '../ways.js';
import { resolveCourse } from './find.js';
import type { Membership } from './membership.js';

/** Numbers of the users of a course, with their roles. Those of its sessions are not among them (F380). */
export const courseMembers = step('Listing the users of a course', {
	needs: ['json-api'],
	calls: ['get_users_subscribed_to_course'],
	run: (campus, course: number) => campus.readJson('get_users_subscribed_to_course', { course }),
});

const NOT_BY_EXTERNAL_IDS = {
	label: 'a course or a user named otherwise than by an external id',
	matches: ({ course, user }: Membership) => !isExternal(course) || !isExternal(user),
};

/** `unsubscribeUser` by the JSON API, which takes numbers. Its answer is true for everybody (F380). */
export const unsubscribeByJsonApi: Way<[Membership], void> = {
	input: NOT_BY_EXTERNAL_IDS,
	needs: ['json-api'],
	calls: [resolveCourse, userForChange, 'unsubscribe_user_from_course', courseMembers],
	async run(campus, { course, user }) {
		// Where course and user are missing, the error is about the course, as everywhere. An unknown course is a page.
		const { id } = await resolveCourse(campus, course);
		const userId = await userForChange(campus, user);
		const member = (await courseMembers(campus, id)).find((one) => one.user_id === userId);
		if (!member) return;
		// The look-up of a username finds other spellings too (F108): nobody else is unsubscribed.
		if (user.field === 'username' && !isSameUsername(member.username, user.value)) throw userNotFound(user);
		await lookAfter(
			() => campus.commandJson('unsubscribe_user_from_course', { course_id: id, user_id: userId }),
			async () => !(await courseMembers(campus, id)).some((member) => member.user_id === userId),
			() =>
				new GatewayError('rejected-by-chamilo', 'Chamilo did not unsubscribe the user and gave no reason.', {
					chamilo: { operation: 'unsubscribe_user_from_course' },
				}),
		);
	},
};
