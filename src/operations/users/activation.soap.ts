import { type Entry, keysOf, type Outcomes, partRepeats } from '../batch.js';
import { type Campus, chunks, inParallel } from '../campus.js';
import { isExternal } from '../fields/reference.js';
import { PLURAL_CALLS, PLURAL_SIZE } from './create-many.soap.js';
import { activeNumbers, isNotFound, lockKeys, soapReference, userNotFound } from './find.js';
import type { UserReference } from './schemas.js';

/** The three operations that take nothing but a user, and answer nothing. */
export type UserAction = 'Enable' | 'Disable' | 'Delete';

export function applyToUser(campus: Campus, action: UserAction, reference: UserReference): Promise<void> {
	return campus.withLock(lockKeys(reference), async () => {
		const pair = await soapReference(campus, reference);
		await campus.command(`WSUser.${action}User`, pair).catch((failure) => {
			throw isNotFound(failure) ? userNotFound(reference, failure) : failure;
		});
	});
}

async function applySingly(campus: Campus, action: UserAction, entry: Entry<UserReference>, outcomes: Outcomes) {
	await outcomes.settle(entry, async () => {
		await applyToUser(campus, action, entry.item);
		return { status: 204 };
	});
}

/** Deletes many users one by one: the plural operation does not say which it deleted (F74). */
export async function deleteMany(campus: Campus, entries: Entry<UserReference>[], outcomes: Outcomes): Promise<void> {
	await inParallel(entries, campus.concurrency, (entry) => applySingly(campus, 'Delete', entry, outcomes));
}

/**
 * Enables or disables many users. The plural operation answers the same for success and failure; one look at who is
 * active before and after it tells the truth for each (F72). Users named by number or username, and
 * those the looks leave open, go one by one: that is repeatable and has a clear answer.
 */
export async function setActiveMany(
	campus: Campus,
	action: 'Enable' | 'Disable',
	entries: Entry<UserReference>[],
	outcomes: Outcomes,
): Promise<void> {
	const { first, repeats } = partRepeats(entries, lockKeys);
	const plural = first.filter(({ item }) => isExternal(item));
	const open = await inParallel(chunks(plural, PLURAL_SIZE), PLURAL_CALLS, (chunk) =>
		campus.withLock(keysOf(chunk), () => setActiveChunk(campus, action, chunk, outcomes)),
	);
	const single = [...first.filter(({ item }) => !isExternal(item)), ...open.flat(), ...repeats];
	await inParallel(single, campus.concurrency, (entry) => applySingly(campus, action, entry, outcomes));
}

/** @returns the entries whose outcome the plural call leaves open. */
async function setActiveChunk(
	campus: Campus,
	action: 'Enable' | 'Disable',
	chunk: Entry<UserReference>[],
	outcomes: Outcomes,
): Promise<Entry<UserReference>[]> {
	const references = chunk.map(({ item }) => item);
	try {
		const before = action === 'Disable' ? await activeNumbers(campus, references) : [];
		await campus.command(`WSUser.${action}Users`, {
			users: references.map(({ field, value }) => ({ user_id_field_name: field, user_id_value: value })),
		});
		const after = await activeNumbers(campus, references);
		return chunk.filter((entry, position) => {
			const id = action === 'Enable' ? after[position] : before[position];
			const isDone = action === 'Enable' || after[position] === null;
			if (typeof id !== 'number' || !isDone) return true;
			outcomes.set(entry, { status: 204 });
			return false;
		});
	} catch {
		// Whatever failed shows again, item by item, in the single calls.
		return chunk;
	}
}
