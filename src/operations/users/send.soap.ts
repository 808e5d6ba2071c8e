import { GatewayError } from '../../errors.js';
import type { Campus, HeldLock } from '../campus.js';
import { step } from '../ways.js';
import { createArguments } from './arguments.soap.js';
import { createdEarlier, isAsSent, outcomeUnknown } from './created.js';
import { userByExternalId, userByUsername } from './find.js';
import type { NewUser } from './schemas.js';

/** Sends the creation. @returns the number of the user */
export const sendBySoap = step('Creating a user', {
	needs: ['soap-php'],
	calls: ['WSUser.CreateUser'],
	run: async (campus, user: NewUser) => Number(await campus.command('WSUser.CreateUser', createArguments(user))),
});

/**
 * Finds out whether a creation whose reply never came has happened, and sends it once more where it has not.
 * @param failure the ambiguous failure of the call.
 * @param lock on the names of the user.
 * @throws outcome-unknown
 */
export const settleBySoap = step('Creating a user', {
	calls: [userByUsername, userByExternalId, sendBySoap],
	async run(campus, user: NewUser, failure: GatewayError, lock: HeldLock): Promise<number> {
		const created = await lookAfterFailure(campus, user, failure);
		// Without it another instance may have created the user, or be doing so.
		if (!(await lock.isStillHeld())) throw outcomeUnknown(user, failure);
		if (created !== null) return created;
		try {
			// The username is unique in Chamilo's database: sending it once more cannot make a second user.
			return await sendBySoap(campus, user);
		} catch (second) {
			if (second instanceof GatewayError && second.code === 'username-taken') throw outcomeUnknown(user, failure);
			if (second instanceof GatewayError && second.outcomeUnknown) throw outcomeUnknown(user, second);
			throw second;
		}
	},
});

/**
 * Whether a creation whose reply never came has happened: the number when it has, null when it has not. Who has the
 * external id now, which was free before, was made by that call. A user without it can have been made by it as well, if
 * all that can be read is what was sent: a new field drops its first value (F94).
 */
async function lookAfterFailure(campus: Campus, user: NewUser, failure: GatewayError): Promise<number | null> {
	try {
		const byName = await userByUsername(campus, user.loginname);
		if (!byName) return null;
		const { field, value } = user;
		const owner = field === undefined || value === undefined ? null : await userByExternalId(campus, field, value);
		if (owner ? owner.id === byName.id : isAsSent(byName, user)) return byName.id;
	} catch (cause) {
		throw outcomeUnknown(user, failure, cause);
	}
	throw outcomeUnknown(user, failure);
}

/** Sends the creation, and settles it where its reply is lost. @throws username-taken, outcome-unknown … */
export const createOrSettle = step('Creating a user', {
	calls: [sendBySoap, createdEarlier, settleBySoap],
	async run(campus, user: NewUser, lock: HeldLock): Promise<number> {
		try {
			return await sendBySoap(campus, user);
		} catch (failure) {
			if (!(failure instanceof GatewayError)) throw failure;
			// The call of an earlier attempt can have come late, after the look for it.
			const late = campus.resumed && failure.code === 'username-taken' ? await createdEarlier(campus, user) : null;
			if (late !== null) return late;
			if (!failure.outcomeUnknown) throw failure;
			return settleBySoap(campus, user, failure, lock);
		}
	},
});
