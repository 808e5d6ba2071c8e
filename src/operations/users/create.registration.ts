import { GatewayError } from '../../errors.js';
import { type Campus, recordNumber } from '../campus.js';
import { GATEWAY_FIELD, type Reference } from '../fields/reference.js';
import { applyAction, applyOrThrow } from './activation.js';
import { newUserMembers } from './arguments.registration.js';
import {
	type CreatedUser,
	createdEarlier,
	externalIdTaken,
	identityOf,
	outcomeUnknown,
	usernameTaken,
} from './create.soap.js';
import { attachExternalId, EXTERNAL_USER_CALLS } from './external-id.js';
import { userByExternalId } from './find.js';
import { userByUsernameMarked } from './find-by-marker.js';
import { neverExpires } from './never-expires.js';
import type { NewUser } from './schemas.js';

export const REGISTRATION_CREATE_CALLS = [
	'WSCreateUser',
	'WSCreateUserPasswordCrypted',
	...EXTERNAL_USER_CALLS,
	neverExpires,
	applyAction,
] as const;

/** The one method of Chamilo 1.11 whose hashes let the user log in; what is sent as one is stored unseen. */
const BCRYPT = /^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/;

/**
 * Creates one user with WSCreateUser, which stores external id and extras and answers a number or 0. The caller holds
 * the lock on its names.
 * @throws external-id-taken, username-taken, creation-incomplete, outcome-unknown …
 */
export async function createByRegistration(campus: Campus, user: NewUser): Promise<CreatedUser> {
	refuseUnusableHash(user);
	const earlier = await createdEarlier(campus, user);
	const reference = creationReference(user);
	const id = earlier ?? (await createOrSettle(campus, user, reference));
	await completeByRegistration(campus, id, user, reference);
	return identityOf(id, user);
}

/**
 * The external id under which the user is created: never an empty one, which the next such user would be taken for.
 * Without one of the caller's it is the gateway's, by which a lost reply can be settled too.
 */
export function creationReference(user: NewUser): Reference {
	if (user.field !== undefined && user.value !== undefined) return { field: user.field, value: user.value };
	return { field: GATEWAY_FIELD, value: `new-${crypto.randomUUID()}` };
}

function refuseUnusableHash({ encrypt_method: method, password }: NewUser): void {
	if (method !== 'bcrypt' || BCRYPT.test(password)) return;
	throw new GatewayError('password-encryption-refused', '`password` is no bcrypt hash; nothing was sent.');
}

async function createOrSettle(campus: Campus, user: NewUser, reference: Reference): Promise<number> {
	try {
		return (await send(campus, user, reference)) ?? (await refuse(campus, user));
	} catch (failure) {
		if (!(failure instanceof GatewayError && failure.outcomeUnknown)) throw failure;
		return settleByRegistration(campus, user, reference, failure);
	}
}

/** Inactive users have to be created active where something is to be stored that takes active users only. */
function isSentActive(user: NewUser): boolean {
	return user.active || user.expiration_date === null;
}

/** @returns null for the 0 that stands for all refusals. @throws password-encryption-refused */
async function send(campus: Campus, user: NewUser, reference: Reference): Promise<number | null> {
	const members = newUserMembers(user, reference);
	if (user.encrypt_method === undefined) {
		return recordNumber(await campus.command('WSCreateUser', { ...members, active: isSentActive(user) ? '1' : '0' }));
	}
	const operation = 'WSCreateUserPasswordCrypted';
	const crypted = { ...members, encrypt_method: user.encrypt_method, official_code: '' };
	const answer = await campus.command(operation, crypted);
	const id = recordNumber(answer);
	if (id !== null || String(answer ?? '').trim() === '0') return id;
	// Anything else is a sentence about the method (F85).
	throw new GatewayError(
		'password-encryption-refused',
		`Chamilo takes no passwords hashed by "${user.encrypt_method}": it must be the method of the campus itself, and Chamilo 1.11 takes bcrypt alone.`,
		{ chamilo: { operation } },
	);
}

/** What a 0 means: the external id was free and the password is there, so it is the username. */
async function refuse(campus: Campus, user: NewUser): Promise<never> {
	await createdEarlier(campus, user);
	const taken = new GatewayError('username-taken', `Another user of the campus has the username "${user.loginname}".`, {
		chamilo: { operation: 'WSCreateUser' },
	});
	throw usernameTaken(campus, user, taken);
}

/**
 * Settles a creation whose reply never came by looking, and sends it once more where it has not happened: usernames
 * are unique in Chamilo's database, so that cannot make a second user.
 * @throws outcome-unknown
 */
export async function settleByRegistration(
	campus: Campus,
	user: NewUser,
	reference: Reference,
	failure: GatewayError,
): Promise<number> {
	const made = await lookAfterFailure(campus, user, reference, failure);
	if (made !== null) return made;
	try {
		const id = await send(campus, user, reference);
		if (id !== null) return id;
	} catch (second) {
		if (second instanceof GatewayError && second.outcomeUnknown) throw outcomeUnknown(user, second);
		throw second;
	}
	const late = await lookAfterFailure(campus, user, reference, failure);
	if (late !== null) return late;
	// PHP dies of the second of two creations of one name at once.
	if (failure.emptyReply) return refuse(campus, user);
	throw outcomeUnknown(user, failure);
}

/** Who has the external id now was made by that call, if he has the username too: it was free before. */
async function lookAfterFailure(
	campus: Campus,
	user: NewUser,
	{ field, value }: Reference,
	failure: GatewayError,
): Promise<number | null> {
	try {
		const found = await userByExternalId(campus, field, value);
		if (!found) return null;
		if (field === GATEWAY_FIELD) return found.id;
		if ((await userByUsernameMarked(campus, user.loginname))?.id === found.id) return found.id;
	} catch (cause) {
		throw outcomeUnknown(user, failure, cause);
	}
	throw outcomeUnknown(user, failure);
}

/**
 * What WSCreateUser leaves to be done: the lasting name of a user without external id, "never" as expiration, and
 * inactivity where it could not be asked for.
 * @param known whether the external id leads to the user for certain; whether the user is active whatever was asked.
 * @throws creation-incomplete, which carries the number of the user.
 */
export async function completeByRegistration(
	campus: Campus,
	id: number,
	user: NewUser,
	reference: Reference,
	known: { isVerified?: boolean; isActive?: boolean } = {},
): Promise<void> {
	try {
		const name = await settleName(campus, id, user, reference, known.isVerified ?? false);
		if (user.expiration_date === null && user.encrypt_method === undefined) {
			await neverExpires(campus, { id, reference: name }, user);
		}
		const isActive = known.isActive || user.encrypt_method !== undefined || isSentActive(user);
		if (isActive && !user.active) await applyOrThrow(campus, 'Disable', { id, reference: name });
	} catch (failure) {
		if (!(failure instanceof GatewayError) || failure.code === 'creation-incomplete') throw failure;
		throw notStored(id, user, `The last step failed: ${failure.message}`, failure);
	}
}

async function settleName(
	campus: Campus,
	id: number,
	user: NewUser,
	reference: Reference,
	isVerified: boolean,
): Promise<Reference> {
	if (reference.field === GATEWAY_FIELD) {
		const own = { field: GATEWAY_FIELD, value: `u${id}` };
		if (await attachExternalId(campus, { id, username: user.loginname }, own.field, own.value)) return own;
		throw notStored(id, user, 'The gateway could not give it the external id by which its number is found.');
	}
	if (isVerified || (await userByExternalId(campus, reference.field, reference.value))?.id === id) return reference;
	throw notStored(id, user, `${externalIdTaken(user).message} Or Chamilo did not store it.`);
}

function notStored(id: number, user: NewUser, reason: string, cause?: unknown): GatewayError {
	return new GatewayError(
		'creation-incomplete',
		`User ${id} ("${user.loginname}") was created, but not everything was stored. ${reason} Send what is missing with PUT /users/username/${encodeURIComponent(user.loginname)}.`,
		{ extensions: { id }, ...(cause === undefined ? {} : { cause }) },
	);
}
