import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { createArguments, editArguments } from './arguments.soap.js';
import { ATTACH_CALLS, attachExternalId } from './external-id.js';
import { userByExternalId, userByUsername } from './find.js';
import { userByUsernameMarked } from './find-by-marker.js';
import type { NewUser } from './schemas.js';

export const CREATE_CALLS = ['WSUser.CreateUser', ...ATTACH_CALLS, 'WSGetUserFromUsername', 'WSUser.EditUser'] as const;

export interface CreatedUser {
	id: number;
	field: string | null;
	value: string | null;
}

/**
 * Creates one user and sees to it that all of it is stored. The caller holds the lock on its names.
 * @throws external-id-taken, username-taken, creation-incomplete, outcome-unknown …
 */
export async function createBySoap(campus: Campus, user: NewUser): Promise<CreatedUser> {
	const earlier = await createdEarlier(campus, user);
	const knownExtras = await existingExtraFields(campus, user);
	const id = earlier ?? (await createOrSettle(campus, user, knownExtras));
	await completeCreation(campus, id, user, { extras: knownExtras });
	return identityOf(id, user);
}

export function identityOf(id: number, user: NewUser): CreatedUser {
	return { id, field: user.field ?? null, value: user.value ?? null };
}

export function externalIdTaken(user: NewUser): GatewayError {
	return new GatewayError('external-id-taken', `Another user already has ${user.field} "${user.value}".`);
}

/**
 * Looks who has the external id. When the request was begun before and broke off, it may be the very user: then the
 * creation goes on where it was.
 * @returns the user's number, or null where the external id is free. @throws external-id-taken
 */
export async function createdEarlier(campus: Campus, user: NewUser): Promise<number | null> {
	if (user.field === undefined || user.value === undefined) return null;
	const owner = await userByExternalId(campus, user.field, user.value);
	if (!owner) return null;
	if (campus.resumed && (await userByUsernameMarked(campus, user.loginname))?.id === owner.id) return owner.id;
	throw externalIdTaken(user);
}

/** A username that is taken: perhaps by the user whom this very request made before it broke off. */
export function usernameTaken(campus: Campus, user: NewUser, failure: GatewayError): GatewayError {
	return campus.resumed ? outcomeUnknown(user, failure) : failure;
}

/**
 * The extra fields that exist for certain, because somebody has the very value. Chamilo stops storing extras at the
 * first unknown field (F94), so only these travel with the creation; the others are attached after it.
 */
async function existingExtraFields(campus: Campus, user: NewUser): Promise<string[]> {
	const names = Object.entries(user.extras ?? {});
	const owners = await Promise.all(names.map(([field, value]) => userByExternalId(campus, field, value)));
	return names.filter((_, index) => owners[index]).map(([field]) => field);
}

async function createOrSettle(campus: Campus, user: NewUser, knownExtras: readonly string[]): Promise<number> {
	try {
		return await create(campus, user, knownExtras);
	} catch (failure) {
		if (!(failure instanceof GatewayError)) throw failure;
		if (failure.code === 'username-taken') throw usernameTaken(campus, user, failure);
		if (!failure.outcomeUnknown) throw failure;
		return settleCreation(campus, user, failure, knownExtras);
	}
}

async function create(campus: Campus, user: NewUser, knownExtras: readonly string[]): Promise<number> {
	return Number(await campus.command('WSUser.CreateUser', createArguments(user, knownExtras)));
}

/**
 * Settles a creation whose reply never came by looking, and sends it once more where it has not happened.
 * @param failure the ambiguous failure of the call.
 * @throws outcome-unknown
 */
export async function settleCreation(
	campus: Campus,
	user: NewUser,
	failure: GatewayError,
	knownExtras: readonly string[] = [],
): Promise<number> {
	const created = await lookAfterFailure(campus, user, failure);
	if (created !== null) return created;
	try {
		// The username is unique in Chamilo's database: sending it once more cannot make a second user.
		return await create(campus, user, knownExtras);
	} catch (second) {
		if (second instanceof GatewayError && second.code === 'username-taken') throw outcomeUnknown(user, failure);
		if (second instanceof GatewayError && second.outcomeUnknown) throw outcomeUnknown(user, second);
		throw second;
	}
}

/**
 * Whether a creation whose reply never came has happened: the number when it has, null when it has not. Known for
 * certain only of users with an external id that was free before: who has it now was made by that call.
 */
async function lookAfterFailure(campus: Campus, user: NewUser, failure: GatewayError): Promise<number | null> {
	try {
		const byName = await userByUsername(campus, user.loginname);
		if (!byName) return null;
		if (user.field !== undefined && user.value !== undefined) {
			const byExternalId = await userByExternalId(campus, user.field, user.value);
			if (byExternalId?.id === byName.id) return byName.id;
		}
	} catch (cause) {
		throw outcomeUnknown(user, failure, cause);
	}
	throw outcomeUnknown(user, failure);
}

export function outcomeUnknown(user: NewUser, failure: GatewayError, cause: unknown = failure): GatewayError {
	const detail = `It is not known whether the user "${user.loginname}" was created: ${failure.message} Look the username up before sending it again.`;
	return new GatewayError('outcome-unknown', detail, {
		cause,
		ambiguous: true,
		...(failure.chamilo ? { chamilo: failure.chamilo } : {}),
	});
}

/**
 * Repairs what WSUser.CreateUser loses or changes: the external id, extras, and & < > in names.
 * @param stored what is known to be in place already.
 * @throws creation-incomplete, which carries the number of the user.
 */
export async function completeCreation(
	campus: Campus,
	id: number,
	user: NewUser,
	stored: { extras?: readonly string[]; externalId?: boolean } = {},
): Promise<void> {
	const created = { id, username: user.loginname };
	try {
		if (user.field !== undefined && user.value !== undefined && !stored.externalId) {
			if (!(await attachExternalId(campus, created, user.field, user.value))) {
				throw notStored(`Chamilo did not store ${user.field} "${user.value}".`, created);
			}
		}
		for (const [field, value] of Object.entries(user.extras ?? {})) {
			if (stored.extras?.includes(field)) continue;
			if (!(await attachExternalId(campus, created, field, value))) {
				throw notStored(`Chamilo did not store the extra field ${field}.`, created);
			}
		}
		if (isAltered(user)) {
			await campus.command('WSUser.EditUser', editArguments(id, user));
		}
	} catch (failure) {
		if (failure instanceof GatewayError && failure.code !== 'creation-incomplete') {
			throw notStored(`The last step failed: ${failure.message}`, created, failure);
		}
		throw failure;
	}
}

/** Chamilo stores & < > in these otherwise than they were sent. */
export function isAltered({ firstname, lastname, phone }: NewUser): boolean {
	return /[&<>]/.test(firstname + lastname + (phone ?? ''));
}

function notStored(reason: string, user: { id: number; username: string }, cause?: unknown): GatewayError {
	return new GatewayError(
		'creation-incomplete',
		`User ${user.id} ("${user.username}") was created, but not everything was stored. ${reason} Send what is missing with PUT /users/chamilo_user_id/${user.id}.`,
		{ extensions: { id: user.id }, ...(cause === undefined ? {} : { cause }) },
	);
}
