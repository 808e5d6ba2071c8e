/** Users by the id that SCIM gives them: their number, whatever names them now. */
import type { Campus, UserRecord } from '../../operations/campus.js';
import { gatewayName, type Reference } from '../../operations/fields/reference.js';
import { gatewayReference } from '../../operations/users/external-id.js';
import { userNotFound } from '../../operations/users/find.js';
import { userByUsernameMarked } from '../../operations/users/find-by-marker.js';
import { fetchUser } from '../../operations/users/read-operations.js';
import type { User } from '../../operations/users/schemas.js';
import { step } from '../../operations/ways.js';
import { EXTERNAL_FIELD, type UserState } from './state.js';

/** A user with what is known of it. */
export interface KnownUser {
	id: number;
	/** What names it to the operations of the gateway. */
	reference: Reference;
	state: UserState;
	/** The same, with what a request has just said of it: more than a reading may tell. */
	shown?: UserState;
}

/** What a reading tells, over what the gateway has written last. */
async function knownOf(campus: Campus, user: User, reference: Reference, more: UserState = {}): Promise<KnownUser> {
	const { id, username: loginname, firstname, lastname, active, status, phone, official_code } = user;
	// An empty e-mail is none.
	const email = user.email === '' ? null : (user.email ?? undefined);
	const told = { loginname, firstname, lastname, active, status, phone, official_code };
	const read = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null)) as UserState;
	const record = recorded(await campus.records?.recall(id));
	return { id, reference, state: { ...record, ...read, ...(email === undefined ? {} : { email }), ...more } };
}

/** A record as the state of a user. A language that is that of the platform has no name. */
function recorded(record: UserRecord | undefined): UserState {
	if (!record) return {};
	const { extras = {}, language, ...members } = record as UserState & { language?: string | null };
	const { [EXTERNAL_FIELD]: externalId, ...others } = extras;
	return {
		...members,
		...(language ? { language } : {}),
		...(externalId === undefined ? {} : { externalId }),
		...(Object.keys(others).length > 0 ? { extras: others } : {}),
	};
}

/**
 * The user of an id; null when there is none. The extra field in which the gateway keeps the number is tried first: by an
 * external id every campus tells and does the most.
 */
export const userOfId = step('Reading a user', {
	calls: [fetchUser],
	async run(campus, id: number): Promise<KnownUser | null> {
		const own = gatewayName(id);
		const linked = await fetchUser(campus, own);
		if (linked?.id === id) return knownOf(campus, linked, own);
		const byNumber = { field: 'chamilo_user_id', value: String(id) };
		const found = await fetchUser(campus, byNumber);
		return found ? knownOf(campus, found, byNumber) : null;
	},
});

/** The same. @throws user-not-found */
export const existingUser = step('Reading a user', {
	calls: [userOfId],
	async run(campus, id: number): Promise<KnownUser> {
		const found = await userOfId(campus, id);
		if (!found) throw userNotFound({ field: 'chamilo_user_id', value: String(id) });
		return found;
	},
});

/** Keeps the number of a user in an extra field, so that the user is found by it everywhere. */
export const linkUser = step('Giving a user an id for SCIM', {
	calls: [gatewayReference],
	async run(campus, user: { id: number; username: string }): Promise<Reference> {
		return gatewayReference(campus, user);
	},
});

/** The user of a username; null when there is none. */
export const userOfName = step('Finding a user by its username', [
	{
		needs: ['json-api'],
		calls: [fetchUser],
		async run(campus, username: string): Promise<KnownUser | null> {
			const reference = { field: 'username', value: username };
			const found = await fetchUser(campus, reference);
			return found ? knownOf(campus, found, reference) : null;
		},
	},
	{
		calls: [userByUsernameMarked, linkUser, userOfId],
		notes: 'A user that is looked for by its username gets its number in the extra field `rest_gateway_id`.',
		async run(campus, username: string): Promise<KnownUser | null> {
			const found = await userByUsernameMarked(campus, username);
			if (!found) return null;
			await linkUser(campus, { id: found.id, username });
			const known = await userOfId(campus, found.id);
			return known && { ...known, state: { loginname: username, ...known.state } };
		},
	},
]);

/** The user of an external id; null when there is none. */
export const userOfExternalId = step('Finding a user by an external id', {
	calls: [fetchUser],
	async run(campus, externalId: string): Promise<KnownUser | null> {
		const reference = { field: EXTERNAL_FIELD, value: externalId };
		const found = await fetchUser(campus, reference);
		return found ? knownOf(campus, found, reference, { externalId }) : null;
	},
});
