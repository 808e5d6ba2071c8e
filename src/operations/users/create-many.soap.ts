import { GatewayError } from '../../errors.js';
import { type Entry, keysOf, type Outcomes, partRepeats } from '../batch.js';
import { type Campus, chunks, inParallel, items, member, recordNumber } from '../campus.js';
import { createArguments } from './arguments.soap.js';
import {
	completeCreation,
	createBySoap,
	externalIdTaken,
	identityOf,
	isAltered,
	settleCreation,
} from './create.soap.js';
import { activeNumbers, lockKeys, userByExternalId } from './find.js';
import type { NewUser, UserReference } from './schemas.js';

/** Users of one plural call, and plural calls under way at once: more gains nothing (F186, F187). */
export const PLURAL_SIZE = 50;
export const PLURAL_CALLS = 2;

/** Creates many users: in plural calls where these tell their outcome, else one by one. */
export async function createMany(campus: Campus, entries: Entry<NewUser>[], outcomes: Outcomes): Promise<void> {
	const { first, repeats } = partRepeats(entries, lockKeys);
	const plural = first.filter(({ item }) => item.extras === undefined);
	const single = first.filter(({ item }) => item.extras !== undefined);
	await inParallel(chunks(plural, PLURAL_SIZE), PLURAL_CALLS, (chunk) =>
		campus.withLock(keysOf(chunk), () => createChunk(campus, chunk, outcomes)),
	);
	await inParallel(single, campus.concurrency, (entry) => createSingly(campus, entry, outcomes));
	for (const entry of repeats) await createSingly(campus, entry, outcomes);
}

async function createSingly(campus: Campus, entry: Entry<NewUser>, outcomes: Outcomes): Promise<void> {
	await outcomes.settle(entry, () =>
		campus.withLock(lockKeys(entry.item), async () => created(await createBySoap(campus, entry.item))),
	);
}

/** The caller holds the lock on its names. */
async function createHeld(campus: Campus, entry: Entry<NewUser>, outcomes: Outcomes): Promise<void> {
	await outcomes.settle(entry, async () => created(await createBySoap(campus, entry.item)));
}

function created(identity: { id: number; field: string | null; value: string | null }) {
	return { status: 201, ...identity };
}

/** The caller holds the locks on all names of the chunk. */
async function createChunk(campus: Campus, chunk: Entry<NewUser>[], outcomes: Outcomes): Promise<void> {
	const free = await withoutTaken(campus, chunk, outcomes);
	if (free.length === 0) return;
	const results = await createPlural(campus, free, outcomes);
	if (!results) return;

	const done = free.flatMap((entry, position) => {
		const id = recordNumber(member(results[position] ?? null, 'user_id_generated'));
		return id === null ? [] : [{ entry, id }];
	});
	// Chamilo repeats the code of the first failure for all later ones: only sent alone does an item tell its own.
	const failed = free.filter((entry) => !done.some((item) => item.entry === entry));
	await inParallel(failed, campus.concurrency, (entry) => createHeld(campus, entry, outcomes));
	const verified = await verifiedExternalIds(campus, done);
	const incomplete: typeof done = [];
	for (const { entry, id } of done) {
		if (!verified.has(id) || isAltered(entry.item)) incomplete.push({ entry, id });
		else outcomes.set(entry, created(identityOf(id, entry.item)));
	}
	await inParallel(incomplete, campus.concurrency, ({ entry, id }) =>
		outcomes.settle(entry, async () => {
			if (!verified.has(id)) await undoIfTaken(campus, id, entry.item);
			await completeCreation(campus, id, entry.item, { externalId: verified.has(id) });
			return created(identityOf(id, entry.item));
		}),
	);
}

function referenceOf(user: NewUser): UserReference | null {
	return user.field !== undefined && user.value !== undefined ? { field: user.field, value: user.value } : null;
}

/** Fails the items whose external id an active user has. One call; inactive holders show after the creation. */
async function withoutTaken(campus: Campus, chunk: Entry<NewUser>[], outcomes: Outcomes): Promise<Entry<NewUser>[]> {
	const named = chunk.filter(({ item }) => referenceOf(item));
	try {
		const owners = await activeNumbers(
			campus,
			named.map(({ item }) => referenceOf(item) as UserReference),
		);
		const taken = new Set(named.filter((_, position) => owners[position] !== null));
		// What a request that broke off has created is told by itself.
		if (campus.resumed)
			await inParallel([...taken], campus.concurrency, (entry) => createHeld(campus, entry, outcomes));
		for (const entry of taken) outcomes.fail(entry, externalIdTaken(entry.item));
		return chunk.filter((entry) => !taken.has(entry));
	} catch (failure) {
		for (const entry of chunk) outcomes.fail(entry, failure);
		return [];
	}
}

async function createPlural(campus: Campus, free: Entry<NewUser>[], outcomes: Outcomes) {
	try {
		const users = free.map(({ item }) => {
			const user = createArguments(item);
			user.login = item.loginname;
			return user;
		});
		const results = items(await campus.command('WSUser.CreateUsers', { users }));
		if (results.length === free.length) return results;
		throw new GatewayError('chamilo-error', 'Chamilo answered for another number of users.', { ambiguous: true });
	} catch (failure) {
		const unknown = failure instanceof GatewayError && failure.outcomeUnknown ? failure : undefined;
		await inParallel(free, campus.concurrency, (entry) =>
			outcomes.settle(entry, async () => {
				if (!unknown) throw failure;
				const id = await settleCreation(campus, entry.item, unknown);
				await completeCreation(campus, id, entry.item);
				return created(identityOf(id, entry.item));
			}),
		);
		return null;
	}
}

/** Numbers of the created users whose external id leads back to them. */
async function verifiedExternalIds(campus: Campus, done: { entry: Entry<NewUser>; id: number }[]) {
	const named = done.filter(({ entry }) => referenceOf(entry.item) && entry.item.active);
	const numbers = await activeNumbers(
		campus,
		named.map(({ entry }) => referenceOf(entry.item) as UserReference),
	).catch(
		// Not knowing is no failure of the items: each is looked up by itself then.
		() => [],
	);
	return new Set(named.filter(({ id }, position) => numbers[position] === id).map(({ id }) => id));
}

/**
 * An inactive user had the external id already, which the probe before the creation could not see: the new user is
 * taken away again, so that the item has failed as a whole.
 */
async function undoIfTaken(campus: Campus, id: number, user: NewUser): Promise<void> {
	const reference = referenceOf(user);
	const owner = reference && (await userByExternalId(campus, reference.field, reference.value));
	if (!owner || owner.id === id) return;
	await campus.command('WSUser.DeleteUser', { user_id_field_name: 'chamilo_user_id', user_id_value: String(id) });
	throw externalIdTaken(user);
}
