import { GatewayError } from '../../errors.js';
import type { Campus, HeldLock } from '../campus.js';
import { GATEWAY_FIELD, gatewayName, type Reference } from '../fields/reference.js';
import { step, type Way } from '../ways.js';
import { applyOrThrow } from './activation.js';
import { type CreatedUser, createdEarlier, externalIdTaken, identityOf } from './created.js';
import { attachExternalId } from './external-id.js';
import { CREATION_NOTES } from './limit-texts.js';
import { neverExpires } from './never-expires.js';
import type { NewUser } from './schemas.js';
import {
	creationReference,
	isSentActive,
	refuseCreation,
	sendByRegistration,
	settleByRegistration,
} from './send.registration.js';
import { asCreated, assertUsernameFree, replaceStandIns } from './stand-ins.js';

/** The only method of Chamilo 1.11 whose hashes let the user log in. Chamilo stores any text as a hash, unchecked. */
const BCRYPT = /^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/;

/**
 * Stores what WSCreateUser does not: the lasting external id of a user without one, "never" as expiration, and that the
 * user is inactive where it had to be created active.
 * @param known whether the external id certainly leads to the user; whether the user is active whatever was asked for;
 *   whether the stand-ins it was created with are replaced, where that was tried.
 * @throws creation-incomplete, which carries the number of the user.
 */
export const completeByRegistration = step('Creating a user', {
	calls: [asCreated, replaceStandIns, attachExternalId, neverExpires, applyOrThrow.Disable],
	async run(
		campus,
		id: number,
		user: NewUser,
		reference: Reference,
		known: { isVerified?: boolean; isActive?: boolean; isReplaced?: boolean } = {},
	) {
		const sent = await asCreated(campus, user);
		try {
			if (sent !== user) await replaceOwn(campus, id, { user, reference }, known.isReplaced);
			const name = await settleName(campus, id, user, reference, known.isVerified ?? false);
			if (sent === user && user.expiration_date === null && user.encrypt_method === undefined) {
				await neverExpires(campus, { id, reference: name }, user);
			}
			const isActive = known.isActive || user.encrypt_method !== undefined || isSentActive(sent);
			if (isActive && !user.active) await applyOrThrow.Disable(campus, { id, reference: name });
		} catch (failure) {
			if (!(failure instanceof GatewayError) || failure.code === 'creation-incomplete') throw failure;
			throw notStored(id, user, `The last step failed: ${failure.message}`, failure);
		}
	},
});

/** @param isReplaced undefined where it was not tried yet. @throws creation-incomplete */
async function replaceOwn(
	campus: Campus,
	id: number,
	created: { user: NewUser; reference: Reference },
	isReplaced?: boolean,
): Promise<void> {
	const { field, value } = created.reference;
	let cause: unknown;
	try {
		const [isDone] = isReplaced === undefined ? await replaceStandIns(campus, [created]) : [isReplaced];
		if (isDone) return;
	} catch (failure) {
		if (!(failure instanceof GatewayError)) throw failure;
		cause = failure;
	}
	// Not by its username, which it may not have: a PUT would create a second user.
	const cure =
		field === GATEWAY_FIELD
			? 'Edit the user in Chamilo.'
			: `Send PUT /users/${field}/${encodeURIComponent(value)} with all of it.`;
	throw new GatewayError(
		'creation-incomplete',
		`User ${id} was created, but may still have the stand-ins for its username and e-mail: Chamilo did not take the edit that replaces them. ${cure}`,
		{ extensions: { id }, cause, chamilo: { operation: 'WSEditUsers' } },
	);
}

async function settleName(
	campus: Campus,
	id: number,
	user: NewUser,
	reference: Reference,
	isVerified: boolean,
): Promise<Reference> {
	if (reference.field === GATEWAY_FIELD) {
		const own = gatewayName(id);
		if (await attachExternalId(campus, { id, username: user.loginname }, own.field, own.value)) return own;
		throw notStored(id, user, 'The gateway could not give it the external id by which its number is found.');
	}
	if (isVerified) {
		campus.externalIds.learn('user', reference, id);
		return reference;
	}
	// Chamilo stores it after the user: a creation that broke off can have left it out.
	if (await attachExternalId(campus, { id, username: user.loginname }, reference.field, reference.value))
		return reference;
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
export const createByRegistration: Way<[NewUser, HeldLock, boolean?], CreatedUser> = {
	needs: ['plural-outcomes'],
	calls: [
		assertUsernameFree,
		createdEarlier,
		sendByRegistration,
		refuseCreation,
		settleByRegistration,
		completeByRegistration,
		asCreated,
		attachExternalId,
	],
	limits: '`encrypt_method` can be `bcrypt` alone.',
	notes: `${CREATION_NOTES} An account without \`expiration_date\` expires when the campus says (in ten years unless set otherwise; never from Chamilo 1.11.30 on); \`null\` is never. A user without external id gets one in the extra field \`rest_gateway_id\`.`,
	async run(campus, user, lock, isFree) {
		refuseUnusableHash(user);
		const earlier = isFree ? null : await createdEarlier(campus, user);
		await assertUsernameFree(campus, user);
		const reference = earlier === null ? creationReference(user) : await referenceOf(campus, earlier, user);
		const made =
			earlier === null ? await createOrSettle(campus, user, reference, lock) : { id: earlier, isAnswered: false };
		await completeByRegistration(campus, made.id, user, reference, {
			// It makes the field and stores the external id that was free: a look afterwards would tell nothing new.
			isVerified: made.isAnswered,
			// Of two creations whose replies were lost the second one enables the user (F81).
			isActive: !made.isAnswered,
		});
		return identityOf(made.id, user);
	},
};

/** The external id of a user whose creation broke off. Chamilo stores it last, so it may be missing. */
async function referenceOf(campus: Campus, id: number, user: NewUser): Promise<Reference> {
	const { loginname: username } = await asCreated(campus, user);
	const { field, value } = user.field === undefined ? gatewayName(id) : creationReference(user);
	await attachExternalId(campus, { id, username }, field, value);
	return { field, value };
}

function refuseUnusableHash({ encrypt_method: method, password }: NewUser): void {
	if (method !== 'bcrypt' || BCRYPT.test(password)) return;
	throw new GatewayError('password-encryption-refused', '`password` is no bcrypt hash; nothing was sent.');
}

async function createOrSettle(
	campus: Campus,
	user: NewUser,
	reference: Reference,
	lock: HeldLock,
): Promise<{ id: number; isAnswered: boolean }> {
	try {
		const id = await sendByRegistration(campus, user, reference);
		return id === null ? { id: await refuseCreation(campus, user), isAnswered: false } : { id, isAnswered: true };
	} catch (failure) {
		if (!(failure instanceof GatewayError && failure.outcomeUnknown)) throw failure;
		return { id: await settleByRegistration(campus, user, reference, failure, lock), isAnswered: false };
	}
}
