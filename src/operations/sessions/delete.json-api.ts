import { step } from '../ways.js';
import { removeNumbers, sessionMembers } from './members.json-api.js';
import { fetchSession } from './search.js';

/** Takes all users and courses out of a session. The list of courses replaces what is in it: 0 leaves none (F387). */
export const emptySession = step('Emptying a session', {
	needs: ['json-api'],
	calls: [sessionMembers, removeNumbers, 'add_courses_session', fetchSession],
	notes: 'With `empty=true` users and courses are taken out first; should the deletion then fail, they stay out.',
	async run(campus, id: number): Promise<void> {
		const members = await sessionMembers(campus, id);
		await removeNumbers(
			campus,
			id,
			members.map(({ user_id }) => user_id),
		);
		if ((await fetchSession(campus, id))?.courses === 0) return;
		await campus.commandJson('add_courses_session', { id_session: id, list_courses: [0] });
	},
});
