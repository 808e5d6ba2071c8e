import type { Campus, HeldLock } from '../campus.js';
import { valuesOf } from '../fields/extras.js';
import { step, type Way } from '../ways.js';
import { completeBySoap, lastStepFailed, valueNotStored } from './complete.soap.js';
import { type CreatedUser, createdEarlier, identityOf } from './created.js';
import { CREATION_NOTES } from './limit-texts.js';
import type { NewUser } from './schemas.js';
import { createOrSettle } from './send.soap.js';

/** The fields that a creation needs. */
export function fieldsOf(user: NewUser): string[] {
	return valuesOf(user).map(({ field }) => field);
}

/**
 * Runs the first creation with a field that is not known to exist alone: it makes the field. Those that wait for it send
 * their values with the creation, which stores also what several users have.
 * @param first makes the fields, and is run once they are the only thing that is missing
 * @returns undefined where all fields are known
 */
export async function makingFieldsFirst<T>(
	campus: Campus,
	fields: readonly string[],
	first: () => Promise<T>,
): Promise<T | undefined> {
	const unknown = campus.unknownFields('user', [...new Set(fields)]);
	if (unknown.length === 0) return undefined;
	return campus.withLock(
		unknown.map((field) => `first value of user field ${field.toLowerCase()}`),
		async () => (campus.unknownFields('user', unknown).length > 0 ? first() : undefined),
	);
}

/** Gives a new user who was made without them the extras that another user has too: by creating it anew, once. */
export const createAnew = step('Creating a user', {
	calls: ['WSUser.DeleteUser', createOrSettle, completeBySoap],
	async run(campus, id: number, user: NewUser, lock: HeldLock): Promise<number> {
		const byNumber = { user_id_field_name: 'chamilo_user_id', user_id_value: String(id) };
		await campus.command('WSUser.DeleteUser', byNumber).catch((failure: unknown) => {
			throw lastStepFailed({ id, username: user.loginname }, failure);
		});
		const next = await createOrSettle(campus, user, lock);
		const [lost] = await completeBySoap(campus, next, user);
		if (lost) throw valueNotStored({ id: next, username: user.loginname }, lost);
		return next;
	},
});

/** Creates one user, whose fields are known or made by nobody else meanwhile, and verifies what is not certain. */
export const createAlone = step('Creating a user', {
	calls: [createdEarlier, createOrSettle, completeBySoap, createAnew],
	async run(campus, user: NewUser, lock: HeldLock, isFree = false): Promise<CreatedUser> {
		const earlier = isFree ? null : await createdEarlier(campus, user);
		const id = earlier ?? (await createOrSettle(campus, user, lock));
		// Always: a field may be gone since it was last seen, and Chamilo would not say so.
		const [lost] = await completeBySoap(campus, id, user);
		if (!lost) return identityOf(id, user);
		if (earlier !== null) throw valueNotStored({ id, username: user.loginname }, lost);
		return identityOf(await createAnew(campus, id, user, lock), user);
	},
});

/**
 * Creates one user with WSUser.CreateUser, and repairs what that does not store. The caller holds the lock on its names.
 * @throws external-id-taken, username-taken, creation-incomplete, outcome-unknown …
 */
export const createBySoap: Way<[NewUser, HeldLock, boolean?], CreatedUser> = {
	needs: ['create-keeps-external-id'],
	calls: [createAlone],
	notes: `${CREATION_NOTES} An account without \`expiration_date\` never expires.`,
	async run(campus, user, lock, isFree) {
		const create = () => createAlone(campus, user, lock, isFree);
		return (await makingFieldsFirst(campus, fieldsOf(user), create)) ?? create();
	},
};
