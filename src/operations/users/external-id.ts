import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { GATEWAY_FIELD, isExternal, type Reference } from '../fields/reference.js';
import { findUser, userByExternalId, userNotFound } from './find.js';
import { CHANGE_LOOKUP_CALLS, findUserForChange, userByUsernameMarked } from './find-by-marker.js';

export const ATTACH_CALLS = ['WSUpdateUserApiKey', 'WSGetUser'] as const;

/**
 * Gives a user a value in an extra field, makes the field where it does not exist, and looks whether it is there
 * (F61). The API key that Chamilo answers is a secret of the user: it is dropped.
 * @param username the user's present username.
 * @returns false when the value did not become this user's.
 */
export async function attachExternalId(
	campus: Campus,
	user: { id: number; username: string },
	field: string,
	value: string,
): Promise<boolean> {
	const owner = await userByExternalId(campus, field, value);
	if (owner) return owner.id === user.id;
	await campus.command('WSUpdateUserApiKey', {
		original_user_id_name: field,
		original_user_id_value: value,
		chamilo_username: user.username,
	});
	return (await userByExternalId(campus, field, value))?.id === user.id;
}

/**
 * An external id for a user named otherwise: registration.soap.php knows nothing else.
 * @throws unsupported-by-chamilo when the user could not be given one.
 */
export async function gatewayReference(campus: Campus, user: { id: number; username: string }) {
	const reference = { field: GATEWAY_FIELD, value: `u${user.id}` };
	if (await attachExternalId(campus, user, reference.field, reference.value)) return reference;
	throw new GatewayError(
		'unsupported-by-chamilo',
		'Chamilo can do this only for users that have an external id, and did not let the gateway give it one. Address the user by an external id.',
	);
}

export const EXTERNAL_USER_CALLS = [...CHANGE_LOOKUP_CALLS, ...ATTACH_CALLS] as const;

/**
 * The user under an external id, the only name that registration.soap.php knows. It can leave one of the gateway's on
 * the user: for routes that write.
 * @throws user-not-found, or unsupported-by-chamilo for a number by which the gateway does not know the user yet.
 */
export async function externalUser(
	campus: Campus,
	reference: Reference,
): Promise<{ id: number; reference: Reference }> {
	if (reference.field === 'chamilo_user_id') return externalUserOfNumber(campus, reference);
	const found = await findUserForChange(campus, reference);
	if (!found) throw userNotFound(reference);
	if (isExternal(reference)) return { id: found.id, reference };
	return { id: found.id, reference: await gatewayReference(campus, { id: found.id, username: reference.value }) };
}

async function externalUserOfNumber(campus: Campus, reference: Reference) {
	const id = Number(reference.value);
	const own = { field: GATEWAY_FIELD, value: `u${id}` };
	if ((await userByExternalId(campus, own.field, own.value))?.id === id) return { id, reference: own };
	if (!(await findUser(campus, reference))) throw userNotFound(reference);
	throw new GatewayError(
		'unsupported-by-chamilo',
		'Chamilo can do this only for users that have an external id, and the gateway cannot give one to a user named by its number. Name the user by its username, after which its number works too, or by an external id. Nothing was changed.',
	);
}

export const EXTERNAL_NAME_CALLS = [...EXTERNAL_USER_CALLS, userByUsernameMarked] as const;

/**
 * An external id of a user that was found already.
 * @param likely a username the user may have: where that is so, one named by its number can be given an external id.
 * @throws unsupported-by-chamilo
 */
export async function externalName(
	campus: Campus,
	reference: Reference,
	id: number,
	likely: string,
): Promise<Reference> {
	if (isExternal(reference)) return reference;
	if (reference.field === 'username') return gatewayReference(campus, { id, username: reference.value });
	const own = { field: GATEWAY_FIELD, value: `u${id}` };
	if ((await userByExternalId(campus, own.field, own.value))?.id === id) return own;
	if ((await userByUsernameMarked(campus, likely))?.id === id)
		return gatewayReference(campus, { id, username: likely });
	throw new GatewayError(
		'unsupported-by-chamilo',
		'Chamilo cannot tell the present username of a user given by its number, and needs it to rename the user. Address the user by its username or by an external id.',
	);
}
