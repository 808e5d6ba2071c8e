import { GatewayError } from '../../errors.js';
import { type Campus, recordNumber } from '../campus.js';
import { GATEWAY_FIELD, type Reference } from '../fields/reference.js';
import { step, type Way } from '../ways.js';
import { applyOrThrow } from './activation.js';
import { newUserMembers } from './arguments.registration.js';
import {
	type CreatedUser,
	createdEarlier,
	externalIdTaken,
	identityOf,
	outcomeUnknown,
	usernameTaken,
} from './created.js';
import { attachExternalId } from './external-id.js';
import { userByExternalId } from './find.js';
import { userByUsernameMarked } from './find-by-marker.js';
import { CREATION_LIMITS } from './limit-texts.js';
import { neverExpires } from './never-expires.js';
import type { NewUser } from './schemas.js';

/** The only method of Chamilo 1.11 whose hashes let the user log in. Chamilo stores any text as a hash, unchecked. */
const BCRYPT = /^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/;

/**
 * The external id under which the user is created. It is never empty: the next user with an empty one would be taken for
 * this one. Where callers give none it is one of the gateway's, by which the outcome can be found after a lost reply.
 */
export function creationReference(user: NewUser): Reference {
	if (user.field !== undefined && user.value !== undefined) return { field: user.field, value: user.value };
	return { field: GATEWAY_FIELD, value: `new-${crypto.randomUUID()}` };
}

/** Inactive users have to be created active where something is to be stored that Chamilo stores for active users only. */
function isSentActive(user: NewUser): boolean {
	return user.active || user.expiration_date === null;
}

/**
 * Sends the creation.
 * @returns the number of the user, or null for the 0 that stands for all refusals. @throws password-encryption-refused
 */
const sendByRegistration = step('Creating a user', {
	calls: ['WSCreateUser', 'WSCreateUserPasswordCrypted'],
	async run(campus, user: NewUser, reference: Reference): Promise<number | null> {
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
	},
});

/** Throws what a 0 means: the external id was free and the password is there, so it is the username. */
const refuse = step('Creating a user', {
	calls: [createdEarlier],
	async run(campus, user: NewUser): Promise<never> {
		await createdEarlier(campus, user);
		const detail = `Another user of the campus has the username "${user.loginname}".`;
		const taken = new GatewayError('username-taken', detail, { chamilo: { operation: 'WSCreateUser' } });
		throw usernameTaken(campus, user, taken);
	},
});

/**
 * Finds out whether a creation whose reply never came has happened, and sends it once more where it has not: usernames
 * are unique in Chamilo's database, so that cannot make a second user.
 * @param failure the ambiguous failure of the call.
 * @throws outcome-unknown
 */
export const settleByRegistration = step('Creating a user', {
	calls: [userByExternalId, userByUsernameMarked, sendByRegistration, refuse],
	async run(campus, user: NewUser, reference: Reference, failure: GatewayError): Promise<number> {
		const made = await lookAfterFailure(campus, user, reference, failure);
		if (made !== null) return made;
		try {
			const id = await sendByRegistration(campus, user, reference);
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
	},
});

/** Whoever has the external id now was made by that call, if the username is the same: it was free before. */
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
 * Stores what WSCreateUser does not: the lasting external id of a user without one, "never" as expiration, and that the
 * user is inactive where it had to be created active.
 * @param known whether the external id certainly leads to the user; whether the user is active whatever was asked for.
 * @throws creation-incomplete, which carries the number of the user.
 */
export const completeByRegistration = step('Creating a user', {
	calls: [attachExternalId, userByExternalId, neverExpires, applyOrThrow.Disable],
	async run(
		campus,
		id: number,
		user: NewUser,
		reference: Reference,
		known: { isVerified?: boolean; isActive?: boolean } = {},
	) {
		try {
			const name = await settleName(campus, id, user, reference, known.isVerified ?? false);
			if (user.expiration_date === null && user.encrypt_method === undefined) {
				await neverExpires(campus, { id, reference: name }, user);
			}
			const isActive = known.isActive || user.encrypt_method !== undefined || isSentActive(user);
			if (isActive && !user.active) await applyOrThrow.Disable(campus, { id, reference: name });
		} catch (failure) {
			if (!(failure instanceof GatewayError) || failure.code === 'creation-incomplete') throw failure;
			throw notStored(id, user, `The last step failed: ${failure.message}`, failure);
		}
	},
});

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

/**
 * Creates one user with WSCreateUser, which stores external id and extras and answers a number or 0. The caller holds
 * the lock on its names.
 * @throws external-id-taken, username-taken, creation-incomplete, outcome-unknown …
 */
export const createByRegistration: Way<[NewUser], CreatedUser> = {
	needs: ['plural-outcomes'],
	calls: [createdEarlier, sendByRegistration, refuse, settleByRegistration, completeByRegistration],
	limits: `${CREATION_LIMITS} An account without \`expiration_date\` expires when the campus says (ten years from now, unless set otherwise); \`null\` is never. \`encrypt_method\` can be \`bcrypt\` alone. A user without external id gets one in the extra field \`rest_gateway_id\`.`,
	async run(campus, user) {
		refuseUnusableHash(user);
		const earlier = await createdEarlier(campus, user);
		const reference = creationReference(user);
		const id = earlier ?? (await createOrSettle(campus, user, reference));
		await completeByRegistration(campus, id, user, reference);
		return identityOf(id, user);
	},
};

function refuseUnusableHash({ encrypt_method: method, password }: NewUser): void {
	if (method !== 'bcrypt' || BCRYPT.test(password)) return;
	throw new GatewayError('password-encryption-refused', '`password` is no bcrypt hash; nothing was sent.');
}

async function createOrSettle(campus: Campus, user: NewUser, reference: Reference): Promise<number> {
	try {
		return (await sendByRegistration(campus, user, reference)) ?? (await refuse(campus, user));
	} catch (failure) {
		if (!(failure instanceof GatewayError && failure.outcomeUnknown)) throw failure;
		return settleByRegistration(campus, user, reference, failure);
	}
}
