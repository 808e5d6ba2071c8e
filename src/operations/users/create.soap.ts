import { GatewayError } from '../../errors.js';
import type { Campus, HeldLock } from '../campus.js';
import { step, type Way } from '../ways.js';
import { createArguments, editArguments } from './arguments.soap.js';
import { type CreatedUser, createdEarlier, identityOf, outcomeUnknown, usernameTaken } from './created.js';
import { attachExternalId } from './external-id.js';
import { userByExternalId, userByUsername } from './find.js';
import { CREATION_NOTES } from './limit-texts.js';
import type { NewUser } from './schemas.js';

/** Sends the creation. @returns the number of the user */
const sendBySoap = step('Creating a user', {
	needs: ['soap-php'],
	calls: ['WSUser.CreateUser'],
	run: async (campus, user: NewUser, knownExtras: readonly string[]) =>
		Number(await campus.command('WSUser.CreateUser', createArguments(user, knownExtras))),
});

/**
 * Finds out whether a creation whose reply never came has happened, and sends it once more where it has not.
 * @param failure the ambiguous failure of the call.
 * @param lock on the names of the user.
 * @throws outcome-unknown
 */
export const settleBySoap = step('Creating a user', {
	calls: [userByUsername, userByExternalId, sendBySoap],
	async run(
		campus,
		user: NewUser,
		failure: GatewayError,
		lock: HeldLock,
		knownExtras: readonly string[] = [],
	): Promise<number> {
		const created = await lookAfterFailure(campus, user, failure);
		// Without it another instance may have created the user, or be doing so.
		if (!(await lock.isStillHeld())) throw outcomeUnknown(user, failure);
		if (created !== null) return created;
		try {
			// The username is unique in Chamilo's database: sending it once more cannot make a second user.
			return await sendBySoap(campus, user, knownExtras);
		} catch (second) {
			if (second instanceof GatewayError && second.code === 'username-taken') throw outcomeUnknown(user, failure);
			if (second instanceof GatewayError && second.outcomeUnknown) throw outcomeUnknown(user, second);
			throw second;
		}
	},
});

/**
 * Whether a creation whose reply never came has happened: the number when it has, null when it has not. This is certain
 * only for users with an external id that was free before: who has it now was made by that call.
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

/**
 * Repairs what WSUser.CreateUser loses or changes: the external id, extras, and & < > in names.
 * @param stored what is certainly stored already.
 * @throws creation-incomplete, which carries the number of the user.
 */
export const completeBySoap = step('Creating a user', {
	needs: ['soap-php'],
	calls: [attachExternalId, 'WSUser.EditUser'],
	async run(campus, id: number, user: NewUser, stored: { extras?: readonly string[]; externalId?: boolean } = {}) {
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
	},
});

/** Whether WSUser.CreateUser stores a member in another form than it was sent: it changes & < > in these. */
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

/**
 * Creates one user with WSUser.CreateUser, and repairs what that does not store. The caller holds the lock on its names.
 * @throws external-id-taken, username-taken, creation-incomplete, outcome-unknown …
 */
export const createBySoap: Way<[NewUser, HeldLock], CreatedUser> = {
	needs: ['create-keeps-external-id'],
	calls: [createdEarlier, userByExternalId, sendBySoap, settleBySoap, completeBySoap],
	notes: `${CREATION_NOTES} An account without \`expiration_date\` never expires.`,
	async run(campus, user, lock) {
		const earlier = await createdEarlier(campus, user);
		const knownExtras = await existingExtraFields(campus, user);
		const id = earlier ?? (await createOrSettle(campus, user, lock, knownExtras));
		await completeBySoap(campus, id, user, { extras: knownExtras });
		return identityOf(id, user);
	},
};

/**
 * The extra fields that certainly exist, because somebody has the very value. Chamilo stops storing extras at the first
 * unknown field (F94), so only these are sent with the creation; the others are attached after it.
 */
async function existingExtraFields(campus: Campus, user: NewUser): Promise<string[]> {
	const names = Object.entries(user.extras ?? {});
	const owners = await Promise.all(names.map(([field, value]) => userByExternalId(campus, field, value)));
	return names.filter((_, index) => owners[index]).map(([field]) => field);
}

async function createOrSettle(
	campus: Campus,
	user: NewUser,
	lock: HeldLock,
	knownExtras: readonly string[],
): Promise<number> {
	try {
		return await sendBySoap(campus, user, knownExtras);
	} catch (failure) {
		if (!(failure instanceof GatewayError)) throw failure;
		if (failure.code === 'username-taken') throw usernameTaken(campus, user, failure);
		if (!failure.outcomeUnknown) throw failure;
		return settleBySoap(campus, user, failure, lock, knownExtras);
	}
}
