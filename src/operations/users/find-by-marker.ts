import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { lockKey, MARK_FIELD, type Reference } from '../fields/reference.js';
import { onlyFor, step } from '../ways.js';
import {
	BY_EXTERNAL_ID,
	BY_NUMBER,
	BY_USERNAME,
	type FoundUser,
	findUser,
	userByExternalId,
	userByUsername,
	userNotFound,
} from './find.js';
import { MARKED } from './limit-texts.js';

/** How often a mark is written: a mark of another request can replace it before it is read, but rarely twice. */
const MOST_MARKS = 3;

/**
 * Finds a user by its username, for routes that write: on 1.11 it leaves a marker on the user, in an extra field. Routes
 * that only read use `userByUsername`.
 */
export const userByUsernameMarked = step('Finding a user by its username', [
	{
		needs: ['username-lookup'],
		calls: [userByUsername],
		run: (campus, username: string) => userByUsername(campus, username),
	},
	{
		calls: ['WSUpdateUserApiKey', userByExternalId],
		notes: MARKED,
		run: (campus, username: string) =>
			campus.withLock([`mark of ${lockKey('user', { field: 'username', value: username })}`], () =>
				findByMark(campus, username),
			),
	},
]);

/**
 * Writes a value that nobody can have to the user of that name, and looks who has it (F63). The value has an extra field
 * of its own, so that the gateway's external ids stay as they are even if the request breaks off in between.
 */
async function findByMark(campus: Campus, username: string): Promise<FoundUser | null> {
	for (let marks = 0; marks < MOST_MARKS; marks += 1) {
		const value = crypto.randomUUID();
		const leave = async () => {
			const failure = await mark(campus, username, value);
			return { failure, found: await userByExternalId(campus, MARK_FIELD, value) };
		};
		const { failure, found } = await campus.makingFields('user', [MARK_FIELD], leave, ({ found }) => found !== null);
		if (found) return found;
		if (failure === 'no such user') return null;
		// PHP dies of a name that nobody has (F62), and sometimes for another reason: after a second time it is certain.
		if (failure?.emptyReply && marks > 0) return null;
		if (failure && !failure.emptyReply) throw failure;
	}
	throw new GatewayError('chamilo-error', 'Chamilo did not keep the mark by which a user is found by its username.', {
		chamilo: { operation: 'WSUpdateUserApiKey' },
	});
}

/** Writes the mark. @returns why it may not have been written, as far as the reply shows; null where it was. */
async function mark(campus: Campus, username: string, value: string): Promise<GatewayError | 'no such user' | null> {
	try {
		const key = await campus.command('WSUpdateUserApiKey', {
			original_user_id_name: MARK_FIELD,
			original_user_id_value: value,
			chamilo_username: username,
		});
		// The reply is the API key of the user, a secret: only whether there is one matters.
		return typeof key === 'string' && key.length === 32 ? null : 'no such user';
	} catch (failure) {
		if (!(failure instanceof GatewayError && failure.outcomeUnknown)) throw failure;
		return failure;
	}
}

/** The same as `findUser`, for routes that write: it finds usernames on every campus, on some by leaving a mark. */
export const findUserForChange = step('Finding a user', [
	{
		input: BY_USERNAME,
		calls: [userByUsernameMarked],
		run: (campus, { value }: Reference): Promise<FoundUser | null> => userByUsernameMarked(campus, value),
	},
	{
		calls: [onlyFor(findUser, BY_NUMBER.label, BY_EXTERNAL_ID.label)],
		run: (campus, reference: Reference): Promise<FoundUser | null> => findUser(campus, reference),
	},
]);

/** The user's number, for routes that write. @throws user-not-found */
export const userForChange = step('Finding a user', {
	calls: [findUserForChange],
	async run(campus, reference: Reference) {
		const found = await findUserForChange(campus, reference);
		if (!found) throw userNotFound(reference);
		return found.id;
	},
});
