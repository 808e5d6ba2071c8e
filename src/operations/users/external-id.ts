import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { GATEWAY_FIELD } from '../fields/reference.js';
import { userOfExternalId } from './lookup.js';

export const ATTACH_CALLS = ['WSUpdateUserApiKey', 'WSGetUser'] as const;

/**
 * Gives a user a value in an extra field, makes the field where it does not exist, and looks whether it is there
 * (CHAMILO-WAYS.md §6). The API key that Chamilo answers is a secret of the user: it is dropped.
 * @param username the user's present username.
 * @returns false when the value did not become this user's.
 */
export async function attachExternalId(
	campus: Campus,
	user: { id: number; username: string },
	field: string,
	value: string,
): Promise<boolean> {
	const owner = await userOfExternalId(campus, field, value);
	if (owner) return owner.id === user.id;
	await campus.call('WSUpdateUserApiKey', {
		original_user_id_name: field,
		original_user_id_value: value,
		chamilo_username: user.username,
	});
	return (await userOfExternalId(campus, field, value))?.id === user.id;
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
