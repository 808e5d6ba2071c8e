import { GatewayError } from '../../errors.js';
import { type Entry, keysOf, type Outcomes, partRepeats } from '../batch.js';
import { type Campus, type HeldLock, inParallel, recordNumber } from '../campus.js';
import type { Way } from '../ways.js';
import { createArguments } from './arguments.soap.js';
import { completeBySoap, isAltered, settleBySoap } from './create.soap.js';
import { createOne } from './create-one.js';
import { externalIdTaken, identityOf } from './created.js';
import { activeNumbers, lockKeys, userByExternalId } from './find.js';
import { inPluralCalls } from './plural.js';
import type { NewUser, UserReference } from './schemas.js';

/** Creates many users with WSUser.CreateUsers; those with extras, which it cannot store, one by one. */
export const createManyBySoap: Way<[readonly Entry<NewUser>[], Outcomes], void> = {
	needs: ['soap-php', 'create-keeps-external-id'],
	calls: [
		activeNumbers,
		'WSUser.CreateUsers',
		settleBySoap,
		completeBySoap,
		createOne,
		userByExternalId,
		'WSUser.DeleteUser',
	],
	async run(campus, entries, outcomes) {
		const { first, repeats } = partRepeats(entries, lockKeys);
		const plural = first.filter(({ item }) => item.extras === undefined);
		const single = first.filter(({ item }) => item.extras !== undefined);
		await inPluralCalls(plural, (chunk) =>
			campus.withLock(keysOf(chunk), (lock) => createChunk(campus, chunk, lock, outcomes)),
		);
		await inParallel(single, campus.concurrency, (entry) => createSingly(campus, entry, outcomes));
		for (const entry of repeats) await createSingly(campus, entry, outcomes);
	},
};

async function createSingly(campus: Campus, entry: Entry<NewUser>, outcomes: Outcomes): Promise<void> {
	await outcomes.settle(entry, () =>
		campus.withLock(lockKeys(entry.item), async (lock) => created(await createOne(campus, entry.item, lock))),
	);
}

/** The caller holds the lock on its names. */
async function createLocked(campus: Campus, entry: Entry<NewUser>, lock: HeldLock, outcomes: Outcomes): Promise<void> {
	await outcomes.settle(entry, async () => created(await createOne(campus, entry.item, lock)));
}

function created(identity: { id: number; field: string | null; value: string | null }) {
	return { status: 201, ...identity };
}

/** The caller holds the locks on all names of the chunk. */
async function createChunk(campus: Campus, chunk: Entry<NewUser>[], lock: HeldLock, outcomes: Outcomes): Promise<void> {
	const free = await withoutTaken(campus, chunk, lock, outcomes);
	if (free.length === 0) return;
	const results = await createPlural(campus, free, lock, outcomes);
	if (!results) return;

	const done = free.flatMap((entry, position) => {
		const id = recordNumber(results[position]?.user_id_generated ?? null);
		return id === null ? [] : [{ entry, id }];
	});
	// Chamilo repeats the code of the first failure for all later ones: an item sent alone gets its own.
	const failed = free.filter((entry) => !done.some((item) => item.entry === entry));
	await inParallel(failed, campus.concurrency, (entry) => createLocked(campus, entry, lock, outcomes));
	const verified = await verifiedExternalIds(campus, done);
	const incomplete: typeof done = [];
	for (const { entry, id } of done) {
		if (!verified.has(id) || isAltered(entry.item)) incomplete.push({ entry, id });
		else outcomes.set(entry, created(identityOf(id, entry.item)));
	}
	await inParallel(incomplete, campus.concurrency, ({ entry, id }) =>
		outcomes.settle(entry, async () => {
			if (!verified.has(id)) await undoIfTaken(campus, id, entry.item);
			await completeBySoap(campus, id, entry.item, { externalId: verified.has(id) });
			return created(identityOf(id, entry.item));
		}),
	);
}

function referenceOf(user: NewUser): UserReference | null {
	return user.field !== undefined && user.value !== undefined ? { field: user.field, value: user.value } : null;
}

/** Fails the items whose external id an active user has, by one call. Inactive users who have one show after the creation. */
async function withoutTaken(
	campus: Campus,
	chunk: Entry<NewUser>[],
	lock: HeldLock,
	outcomes: Outcomes,
): Promise<Entry<NewUser>[]> {
	const named = chunk.filter(({ item }) => referenceOf(item));
	try {
		const owners = await activeNumbers(
			campus,
			named.map(({ item }) => referenceOf(item) as UserReference),
		);
		const taken = new Set(named.filter((_, position) => owners[position] !== null));
		// A request that broke off may have created them itself: createOne finds that out.
		if (campus.resumed)
			await inParallel([...taken], campus.concurrency, (entry) => createLocked(campus, entry, lock, outcomes));
		for (const entry of taken) outcomes.fail(entry, externalIdTaken(entry.item));
		return chunk.filter((entry) => !taken.has(entry));
	} catch (failure) {
		for (const entry of chunk) outcomes.fail(entry, failure);
		return [];
	}
}

async function createPlural(campus: Campus, free: Entry<NewUser>[], lock: HeldLock, outcomes: Outcomes) {
	try {
		const users = free.map(({ item }) => ({ ...createArguments(item), login: item.loginname }));
		const results = (await campus.command('WSUser.CreateUsers', { users })) ?? [];
		if (results.length === free.length) return results;
		throw new GatewayError('chamilo-error', 'Chamilo answered for another number of users.', { outcomeUnknown: true });
	} catch (failure) {
		const unknown = failure instanceof GatewayError && failure.outcomeUnknown ? failure : undefined;
		await inParallel(free, campus.concurrency, (entry) =>
			outcomes.settle(entry, async () => {
				if (!unknown) throw failure;
				const id = await settleBySoap(campus, entry.item, unknown, lock);
				await completeBySoap(campus, id, entry.item);
				return created(identityOf(id, entry.item));
			}),
		);
		return null;
	}
}

/** The numbers of the created users that were found by their external id. */
async function verifiedExternalIds(campus: Campus, done: { entry: Entry<NewUser>; id: number }[]) {
	const named = done.filter(({ entry }) => referenceOf(entry.item) && entry.item.active);
	const numbers = await activeNumbers(
		campus,
		named.map(({ entry }) => referenceOf(entry.item) as UserReference),
	).catch(
		// If this fails, the items have not failed: each is looked up by itself then.
		() => [],
	);
	return new Set(named.filter(({ id }, position) => numbers[position] === id).map(({ id }) => id));
}

/**
 * If an inactive user had the external id already, the probe before the creation could not see that: then the new user is
 * deleted again, so that the item has failed as a whole.
 */
async function undoIfTaken(campus: Campus, id: number, user: NewUser): Promise<void> {
	const reference = referenceOf(user);
	const owner = reference && (await userByExternalId(campus, reference.field, reference.value));
	if (!owner || owner.id === id) return;
	await campus.command('WSUser.DeleteUser', { user_id_field_name: 'chamilo_user_id', user_id_value: String(id) });
	throw externalIdTaken(user);
}
