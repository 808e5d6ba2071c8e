import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { step } from '../ways.js';
import { EXTERNAL_NAME_CALLS, externalName } from './external-id.js';
import { activeNumbers, userByUsername, userNotFound } from './find.js';
import { findUserForChange } from './find-by-marker.js';
import type { UserReference } from './schemas.js';

export interface NewCredentials {
	username: string;
	password: string | undefined;
}

/** Whether the username is why credentials were refused. */
const isNameOfAnother = step('Looking who has a username', [
	{
		needs: ['username-lookup'],
		calls: ['WSGetUserFromUsername'],
		async run(campus, username: string, { id }: { id: number; isActive: boolean }) {
			const owner = await userByUsername(campus, username);
			return owner !== null && owner.id !== id;
		},
	},
	// Whose it is cannot be read; for a user that is there and active no other reason is left.
	{
		needs: [],
		calls: [],
		run: async (_campus, _username: string, { isActive }: { id: number; isActive: boolean }) => isActive,
	},
]);

export const CREDENTIALS_CALLS = [
	...EXTERNAL_NAME_CALLS,
	'WSEditUserCredentials',
	'WSUnsubscribeUserFromCourse',
	isNameOfAnother,
] as const;

/**
 * Changes username and password, and nothing else of the user (F97).
 * @param reference an external id of the user, the only name the operation knows.
 */
export async function changeCredentials(
	campus: Campus,
	id: number,
	reference: UserReference,
	{ username, password }: NewCredentials,
): Promise<void> {
	const result = await campus.command('WSEditUserCredentials', {
		username,
		password: password ?? '',
		original_user_id_name: reference.field,
		original_user_id_value: reference.value,
	});
	if (String(result).trim() === '1') return;
	// "0" is all Chamilo says; who has the username and whether the user is active tell the reason.
	const [active] = await activeNumbers(campus, [reference]);
	const isActive = active === id;
	if (await isNameOfAnother(campus, username, { id, isActive })) {
		throw new GatewayError('username-taken', `Another user has the username "${username}".`);
	}
	if (!isActive) throw userInactive(id);
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
	const found = await findUserForChange(campus, reference);
	if (!found) throw userNotFound(reference);
	const name = await externalName(campus, reference, found.id, wanted.username);
	await changeCredentials(campus, found.id, name, wanted);
}
