import { GatewayError } from '../../errors.js';
import { type Campus, type HeldLock, recordNumber } from '../campus.js';
import { GATEWAY_FIELD, type Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { newUserMembers } from './arguments.registration.js';
import { createdEarlier, outcomeUnknown } from './created.js';
import { userByExternalId, userByUsername, usernameOfAnother } from './find.js';
import { userByUsernameMarked } from './find-by-marker.js';
import type { NewUser } from './schemas.js';
import { asCreated } from './stand-ins.js';

/**
 * The external id under which the user is created. It is never empty: the next user with an empty one would be taken for
 * this one. Where callers give none it is one of the gateway's, by which the outcome can be found after a lost reply.
 */
export function creationReference(user: NewUser): Reference {
	if (user.field !== undefined && user.value !== undefined) return { field: user.field, value: user.value };
	return { field: GATEWAY_FIELD, value: `new-${crypto.randomUUID()}` };
}

/** Inactive users have to be created active where something is to be stored that Chamilo stores for active users only. */
export function isSentActive(user: NewUser): boolean {
	return user.active || user.expiration_date === null;
}

/**
 * Sends the creation.
 * @returns the number of the user, or null for the 0 that stands for all refusals. @throws password-encryption-refused
 */
export const sendByRegistration = step('Creating a user', {
	calls: [asCreated, 'WSCreateUser', 'WSCreateUserPasswordCrypted'],
	run: (campus, user: NewUser, reference: Reference): Promise<number | null> =>
		campus.makingFields(
			'user',
			fieldsOf(user, reference),
			() => send(campus, user, reference),
			(id) => id !== null,
		),
});

/** The extra fields that a creation makes where they are missing. */
export function fieldsOf({ extras }: NewUser, { field }: Reference): string[] {
	return [field, ...Object.keys(extras ?? {})];
}

async function send(campus: Campus, given: NewUser, reference: Reference): Promise<number | null> {
	const user = await asCreated(campus, given);
	const members = newUserMembers(user, reference);
	if (user.encrypt_method === undefined) {
		const active = isSentActive(user) ? '1' : '0';
		const id = recordNumber(await campus.command('WSCreateUser', { ...members, active }));
		if (id === null) campus.refused();
		return id;
	}
	const operation = 'WSCreateUserPasswordCrypted';
	const crypted = { ...members, encrypt_method: user.encrypt_method, official_code: user.official_code ?? '' };
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

/** Whether a creation was refused because somebody has the username. */
const isUsernameTaken = step('Looking why a creation was refused', [
	{
		calls: [userByUsername],
		run: async (campus, username: string): Promise<boolean> => (await userByUsername(campus, username)) !== null,
	},
	{
		// Nothing else is left there. But the campus may have been upgraded since: then this look-up shows it, and works.
		calls: ['WSGetUserFromUsername'],
		async run(campus, username: string): Promise<boolean> {
			const found = await campus.query('WSGetUserFromUsername', { username });
			return typeof found?.extra_fields !== 'string' || recordNumber(found.user_id) !== null;
		},
	},
]);

/**
 * Throws what a 0 means. The external id was free, and the password is there.
 * @returns the number of the user, where the call of an earlier attempt has made it after the look for it
 */
export const refuseCreation = step('Creating a user', {
	calls: [createdEarlier, isUsernameTaken],
	async run(campus, user: NewUser): Promise<number> {
		const late = await createdEarlier(campus, user);
		if (late !== null) return late;
		const chamilo = { operation: 'WSCreateUser' };
		if (await isUsernameTaken(campus, user.loginname)) {
			throw usernameOfAnother(user.loginname, chamilo);
		}
		throw new GatewayError(
			'rejected-by-chamilo',
			'Chamilo did not create the user and gave no reason. Neither the username nor the external id is taken: look at the e-mail address, the username and the rules for passwords of the campus. Nothing was changed.',
			{ chamilo },
		);
	},
});

/**
 * Finds out whether a creation whose reply never came has happened, and sends it once more where it has not: usernames
 * are unique in Chamilo's database, so that cannot make a second user. For an inactive user it is not sent again while
 * the first may still be on its way: the later one of the two would enable the user (F81).
 * @param failure the ambiguous failure of the call.
 * @param lock on the names of the user.
 * @throws outcome-unknown
 */
export const settleByRegistration = step('Creating a user', {
	calls: [asCreated, userByExternalId, userByUsernameMarked, sendByRegistration, refuseCreation],
	async run(campus, user: NewUser, reference: Reference, failure: GatewayError, lock: HeldLock): Promise<number> {
		const made = await lookAfterFailure(campus, user, reference, failure, lock);
		if (made !== null) return made;
		// A user with an official code is created active whatever was asked for.
		const canBeInactive = !user.active || (user.official_code ?? null) !== null;
		if (canBeInactive && !failure.emptyReply) throw outcomeUnknown(user, failure);
		try {
			const id = await sendByRegistration(campus, user, reference);
			if (id !== null) return id;
		} catch (second) {
			if (second instanceof GatewayError && second.outcomeUnknown) throw outcomeUnknown(user, second);
			throw second;
		}
		const late = await lookAfterFailure(campus, user, reference, failure, lock);
		if (late !== null) return late;
		// PHP dies of the second of two creations of one name at once.
		if (failure.emptyReply) return refuseCreation(campus, user);
		throw outcomeUnknown(user, failure);
	},
});

/**
 * Whoever has the external id now was made by that call, if the username is the same and the lock is still held: it was
 * free before. An external id of the gateway proves it by itself.
 */
async function lookAfterFailure(
	campus: Campus,
	user: NewUser,
	{ field, value }: Reference,
	failure: GatewayError,
	lock: HeldLock,
): Promise<number | null> {
	try {
		const found = await userByExternalId(campus, field, value);
		if (field === GATEWAY_FIELD) return found?.id ?? null;
		const { loginname } = await asCreated(campus, user);
		const isOwn = !found || (await userByUsernameMarked(campus, loginname))?.id === found.id;
		// Without the lock another instance may have created the user, or be doing so.
		if (isOwn && (await lock.isStillHeld())) return found?.id ?? null;
	} catch (cause) {
		throw outcomeUnknown(user, failure, cause);
	}
	throw outcomeUnknown(user, failure);
}
