import { GatewayError } from '../../errors.js';
import { GATEWAY_FIELD, isExternal, type Reference } from '../fields/reference.js';
import { onlyFor, step } from '../ways.js';
import { giveExternalId } from './change.json-api.js';
import { BY_EXTERNAL_ID, BY_NAME, BY_NUMBER, findSession, knownName, nameFields, sessionNotFound } from './find.js';

const BY_NUMBER_OR_NAME = {
	label: 'a session named by its number or name',
	matches: (reference: Reference) => !isExternal(reference),
};

const OTHERWISE =
	'Name the session by the extra field that holds your identifier; PUT /sessions/chamilo_session_id/:number with that field in `extras` gives it one. Nothing was changed.';

/** A session named by its number or name, and an external id of it alone; null where the gateway knows none. */
const namedSession = step('Finding an external id of a session', {
	calls: [onlyFor(findSession, BY_NUMBER.label, BY_NAME.label), knownName],
	async run(campus, reference: Reference): Promise<{ id: number; name: Reference | null }> {
		const session = await findSession(campus, reference, nameFields(campus));
		if (!session) throw sessionNotFound(reference);
		return { id: session.id, name: await knownName(campus, session) };
	},
});

/**
 * An external id of the session, the only name that most of registration.soap.php understands: the one it is named by,
 * or the one the gateway gave it.
 * @throws session-not-found, unsupported-by-chamilo
 */
export const externalSession = step('Finding an external id of a session', [
	{
		input: BY_EXTERNAL_ID,
		calls: [onlyFor(findSession, BY_EXTERNAL_ID.label)],
		// Looked up, so that it is known to be the external id of one session only.
		async run(campus, reference: Reference): Promise<Reference> {
			if (!(await findSession(campus, reference))) throw sessionNotFound(reference);
			return reference;
		},
	},
	{
		input: BY_EXTERNAL_ID,
		run: async (_campus, reference: Reference): Promise<Reference> => reference,
	},
	{
		input: BY_NUMBER_OR_NAME,
		needs: ['json-api'],
		otherwise: OTHERWISE,
		calls: [namedSession, giveExternalId],
		limits:
			'A session named by its number or name that has no external id which the gateway knows is given one in the extra field `rest_gateway_id`, which must exist: `POST /sessions` makes it.',
		async run(campus, reference: Reference): Promise<Reference> {
			const { id, name } = await namedSession(campus, reference);
			if (name) return name;
			const given = { field: GATEWAY_FIELD, value: crypto.randomUUID() };
			await giveExternalId(campus, id, given);
			return given;
		},
	},
	{
		input: BY_NUMBER_OR_NAME,
		otherwise: OTHERWISE,
		calls: [namedSession],
		limits:
			'A session named by its number or name must have an external id: the one that the gateway gave it when it created the session, or one in an extra field that CHAMILO_EXTERNAL_FIELDS names or that earlier requests have used.',
		async run(campus, reference: Reference): Promise<Reference> {
			const { name } = await namedSession(campus, reference);
			if (name) return name;
			throw new GatewayError(
				'unsupported-by-chamilo',
				`This Chamilo does that only for sessions named by an external id, and the gateway does not know one of the session with ${reference.field} "${reference.value}". Name the session by the extra field that holds your identifier, or name that field in CHAMILO_EXTERNAL_FIELDS. Where soap.php answers, PUT /sessions/chamilo_session_id/:number gives it one by \`extras\`; with an API key for Chamilo's JSON API (CHAMILO_API_KEY, from 1.11.30 on) the gateway does. Nothing was changed.`,
			);
		},
	},
]);
