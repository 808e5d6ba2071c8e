import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { GATEWAY_FIELD, isExternal } from '../fields/reference.js';
import { gatewayReference } from './external-id.js';
import { activeNumbers, findUser, userNotFound, userOfExternalId, userOfUsername } from './lookup.js';
import type { UserReference } from './schemas.js';

export interface NewCredentials {
	username: string;
	password: string | undefined;
}

/**
 * Changes username and password, and nothing else of the user (call 535).
 * @param reference an external id of the user, the only name the operation knows.
 */
export async function changeCredentials(
	campus: Campus,
	id: number,
	reference: UserReference,
	{ username, password }: NewCredentials,
): Promise<void> {
	const result = await campus.call('WSEditUserCredentials', {
		username,
		password: password ?? '',
		original_user_id_name: reference.field,
		original_user_id_value: reference.value,
	});
	if (String(result).trim() === '1') return;
	// "0" is all Chamilo says; who has the username and whether the user is active tell the reason.
	const owner = await userOfUsername(campus, username);
	if (owner && owner.id !== id) {
		throw new GatewayError('username-taken', `Another user has the username "${username}".`);
	}
	const [active] = await activeNumbers(campus, [reference]);
	if (active === null) throw userInactive(id);
	throw new GatewayError('rejected-by-chamilo', 'Chamilo did not change the credentials and gave no reason.', {
		chamilo: { operation: 'WSEditUserCredentials' },
	});
}

export function userInactive(id: number): GatewayError {
	return new GatewayError(
		'user-inactive',
		`User ${id} is inactive, and Chamilo changes credentials of active users only. Nothing was changed; enable the user first, or send "active": true with PUT.`,
	);
}

/** Finds an external id for the user however it is named, and changes its credentials by it. */
export async function editCredentials(campus: Campus, reference: UserReference, wanted: NewCredentials): Promise<void> {
	const found = await findUser(campus, reference);
	if (!found) throw userNotFound(reference);
	const name = isExternal(reference) ? reference : await externalName(campus, reference, found.id, wanted.username);
	await changeCredentials(campus, found.id, name, wanted);
}

async function externalName(
	campus: Campus,
	reference: UserReference,
	id: number,
	wanted: string,
): Promise<UserReference> {
	if (reference.field === 'username') return gatewayReference(campus, { id, username: reference.value });
	const known = { field: GATEWAY_FIELD, value: `u${id}` };
	if ((await userOfExternalId(campus, known.field, known.value))?.id === id) return known;
	// The present username of a number cannot be read. If it is the wanted one, all is well.
	if ((await userOfUsername(campus, wanted))?.id === id) return gatewayReference(campus, { id, username: wanted });
	throw new GatewayError(
		'unsupported-by-chamilo',
		'Chamilo cannot tell the present username of a user given by its number, and needs it to rename the user. Address the user by its username or by an external id.',
	);
}
