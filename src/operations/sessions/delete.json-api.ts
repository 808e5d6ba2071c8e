import { GatewayError } from '../../errors.js';
import { GATEWAY_FIELD, isExternal, type Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { findSession } from './find.js';
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

/** An external id by which the session can be deleted: one of the gateway, where it has none that is known. */
export const nameToDelete = step('Finding an external id of a session', {
	needs: ['json-api'],
	calls: [findSession, 'update_session'],
	async run(campus, reference: Reference, id: number): Promise<Reference> {
		if (isExternal(reference)) return reference;
		const byNumber = { field: 'chamilo_session_id', value: String(id) };
		const ownOf = async () => (await findSession(campus, byNumber, [GATEWAY_FIELD]))?.extras.get(GATEWAY_FIELD);
		const own = await ownOf();
		if (own) return { field: GATEWAY_FIELD, value: own };
		const value = crypto.randomUUID();
		await campus.commandJson('update_session', { session_id: id, extra: { [`extra_${GATEWAY_FIELD}`]: value } });
		if ((await ownOf()) === value) return { field: GATEWAY_FIELD, value };
		throw new GatewayError(
			'unsupported-by-chamilo',
			`Session ${id} has no external id, and could not be given one: the campus has no extra field ${GATEWAY_FIELD} for sessions. POST /sessions without \`field\` makes it. Nothing was deleted.`,
		);
	},
});
