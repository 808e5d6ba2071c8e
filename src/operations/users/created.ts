import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { step } from '../ways.js';
import { userByExternalId } from './find.js';
import { userByUsernameMarked } from './find-by-marker.js';
import type { NewUser } from './schemas.js';
import { asCreated } from './stand-ins.js';

/** A user that was created: its number, and its external id, or null where it has none. */
export interface CreatedUser {
	id: number;
	field: string | null;
	value: string | null;
}

export function identityOf(id: number, user: NewUser): CreatedUser {
	return { id, field: user.field ?? null, value: user.value ?? null };
}

/** Whether the user of a number has the username of a user that was to be created, or its stand-in. */
const isCalled = step('Creating a user', {
	calls: [userByUsernameMarked, asCreated],
	async run(campus, id: number, user: NewUser): Promise<boolean> {
		if ((await userByUsernameMarked(campus, user.loginname))?.id === id) return true;
		const { loginname } = await asCreated(campus, user);
		return loginname !== user.loginname && (await userByUsernameMarked(campus, loginname))?.id === id;
	},
});

/**
 * Looks who has the external id. When the request was begun before and broke off, it may be the user that it created:
 * then the creation is completed.
 * @returns the user's number, or null where the external id is free. @throws external-id-taken
 */
export const createdEarlier = step('Creating a user', {
	calls: [userByExternalId, isCalled],
	async run(campus, user: NewUser): Promise<number | null> {
		if (user.field === undefined || user.value === undefined) return null;
		const owner = await userByExternalId(campus, user.field, user.value);
		if (!owner) return null;
		if (campus.resumed && (await isCalled(campus, owner.id, user))) return owner.id;
		throw externalIdTaken(user);
	},
});

export function externalIdTaken(user: NewUser): GatewayError {
	return new GatewayError('external-id-taken', `Another user already has ${user.field} "${user.value}".`);
}

/** The error for a username that is taken: perhaps by the user that this same request created before it broke off. */
export function usernameTaken(campus: Campus, user: NewUser, failure: GatewayError): GatewayError {
	return campus.resumed ? outcomeUnknown(user, failure) : failure;
}

export function outcomeUnknown(user: NewUser, failure: GatewayError, cause: unknown = failure): GatewayError {
	const detail = `It is not known whether the user "${user.loginname}" was created: ${failure.message} Look the username up before sending it again.`;
	return new GatewayError('outcome-unknown', detail, {
		cause,
		outcomeUnknown: true,
		...(failure.chamilo ? { chamilo: failure.chamilo } : {}),
	});
}
