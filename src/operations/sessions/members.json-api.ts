import { GatewayError } from '../../errors.js';
import { MOST_VALUES } from '../../json-api/form.js';
import { chunks } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { lookAfter } from '../look-after.js';
import { isSameUsername, userNotFound } from '../users/find.js';
import { userForChange } from '../users/find-by-marker.js';
import { step, type Way } from '../ways.js';
import { resolveSession, sessionLock } from './find.js';

/** The users of a session, inactive ones too; none for a session that does not exist (F386). */
export const sessionMembers = step('Listing the users of a session', {
	needs: ['json-api'],
	calls: ['get_users_subscribed_to_session'],
	run: (campus, id: number) => campus.readJson('get_users_subscribed_to_session', { id_session: id, move_info: 0 }),
});

/** Takes users out of a session and its courses, and looks whether they are: the answer is always true (F386). */
export const removeNumbers = step('Taking users out of a session', {
	calls: [sessionMembers, 'unsubscribe_users_from_session'],
	async run(campus, session: number, users: readonly number[]): Promise<void> {
		for (const list of chunks(users, MOST_VALUES)) {
			await lookAfter(
				() => campus.commandJson('unsubscribe_users_from_session', { id_session: session, list_users: list }),
				async () => !(await sessionMembers(campus, session)).some(({ user_id: id }) => list.includes(id)),
				() =>
					new GatewayError('rejected-by-chamilo', 'Chamilo did not take the users out of the session.', {
						chamilo: { operation: 'unsubscribe_users_from_session' },
					}),
			);
		}
	},
});

/** `removeUser` by the JSON API, inactive users too. */
export const removeByJsonApi: Way<[session: Reference, user: Reference], void> = {
	needs: ['json-api'],
	calls: [resolveSession, userForChange, sessionMembers, removeNumbers],
	async run(campus, session, user) {
		const id = await resolveSession(campus, session);
		const userId = await userForChange(campus, user);
		await campus.withLock([sessionLock({ reference: session, id })], async () => {
			const member = (await sessionMembers(campus, id)).find((one) => one.user_id === userId);
			if (!member) return;
			// The look-up of a username finds other spellings too (F108): nobody else is taken out.
			if (user.field === 'username' && !isSameUsername(member.username, user.value)) throw userNotFound(user);
			await removeNumbers(campus, id, [userId]);
		});
	},
};
