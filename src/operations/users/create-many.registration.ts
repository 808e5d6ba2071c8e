import { GatewayError } from '../../errors.js';
import { type Entry, keysOf, type Outcomes, partRepeats } from '../batch.js';
import { type Campus, type HeldLock, inParallel, recordNumber } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import type { Way } from '../ways.js';
import { newUserMembers } from './arguments.registration.js';
import { completeByRegistration } from './create.registration.js';
import { createOne, isForPlural } from './create-one.js';
import { externalIdTaken, identityOf } from './created.js';
import { lockKeys, takenExternalIds } from './find.js';
import { inGroups, inPluralCalls } from './plural.js';
import type { NewUser } from './schemas.js';
import { creationReference, fieldsOf, settleByRegistration } from './send.registration.js';
import { asCreated, assertUsernameFree, replaceStandIns } from './stand-ins.js';

/** Creates many users with WSCreateUsers, which answers a number or 0 for each; those with hashed passwords one by one. */
export const createManyByRegistration: Way<[readonly Entry<NewUser>[], Outcomes], void> = {
	needs: ['plural-outcomes'],
	calls: [
		takenExternalIds,
		assertUsernameFree,
		asCreated,
		'WSCreateUsers',
		replaceStandIns,
		settleByRegistration,
		completeByRegistration,
		createOne,
	],
	async run(campus, entries, outcomes) {
		const { first, repeats } = partRepeats(entries, lockKeys);
		const plural = first.filter(({ item }) => isForPlural(item));
		const single = first.filter(({ item }) => !isForPlural(item));
		await inGroups(plural, (group) =>
			campus.withLock(keysOf(group), async (lock) => {
				const free = await withoutTaken(campus, group, lock, outcomes);
				await inPluralCalls(free, (chunk) => createChunk(campus, chunk, lock, outcomes));
			}),
		);
		const createSingly = (entry: Entry<NewUser>) =>
			outcomes.settle(entry, () =>
				campus.withLock(lockKeys(entry.item), async (lock) => ({
					status: 201,
					...(await createOne(campus, entry.item, lock)),
				})),
			);
		await inParallel(single, campus.concurrency, createSingly);
		for (const entry of repeats) await createSingly(entry);
	},
};

interface Creation {
	entry: Entry<NewUser>;
	reference: Reference;
	/** The user as it is sent, which may have stand-ins. */
	sent: NewUser;
}

/** The caller holds the locks on all names of the chunk. */
async function createChunk(campus: Campus, free: Creation[], lock: HeldLock, outcomes: Outcomes): Promise<void> {
	const ids = await createPlural(campus, free);
	if (ids instanceof GatewayError) {
		// Done up to some item: whether one was created shows by the external id it was sent with.
		await inParallel(free, campus.concurrency, ({ entry, reference }) =>
			outcomes.settle(entry, async () => {
				if (!ids.outcomeUnknown) throw ids;
				const id = await settleByRegistration(campus, entry.item, reference, ids, lock);
				await completeByRegistration(campus, id, entry.item, reference, { isActive: true });
				return { status: 201, ...identityOf(id, entry.item) };
			}),
		);
		return;
	}
	const replaced = await withoutStandIns(
		campus,
		free.filter((_, position) => ids[position] !== null),
	);
	await inParallel(free, campus.concurrency, ({ entry, reference }, position) =>
		outcomes.settle(entry, async () => {
			const id = ids[position] ?? null;
			// For an item that is sent alone Chamilo gives the reason of a refusal.
			if (id === null) return { status: 201, ...(await createOne(campus, entry.item, lock)) };
			await completeByRegistration(campus, id, entry.item, reference, {
				// It makes the field and stores the external id that was free: a look afterwards would tell nothing new.
				isVerified: true,
				isActive: true,
				...replaced.get(entry),
			});
			return { status: 201, ...identityOf(id, entry.item) };
		}),
	);
}

/**
 * Fails the items whose external id somebody has, active or not: WSCreateUsers would overwrite and enable an inactive
 * user that has it (F81).
 */
async function withoutTaken(
	campus: Campus,
	group: Entry<NewUser>[],
	lock: HeldLock,
	outcomes: Outcomes,
): Promise<Creation[]> {
	const creations = await Promise.all(
		group.map(async (entry) => ({
			entry,
			reference: creationReference(entry.item),
			sent: await asCreated(campus, entry.item),
		})),
	);
	const named = creations.filter(({ entry }) => entry.item.field !== undefined);
	const taken = await takenExternalIds(
		campus,
		named.map(({ reference }) => reference),
	).catch((failure) => {
		for (const { entry } of creations) outcomes.fail(entry, failure);
		return null;
	});
	if (!taken) return [];
	const isTaken = new Map(named.map(({ entry }, position) => [entry, taken[position] ?? false]));
	const checked = await inParallel(creations, campus.concurrency, async (creation): Promise<Creation | null> => {
		const { entry } = creation;
		try {
			if (!isTaken.get(entry)) {
				await assertUsernameFree(campus, entry.item);
				return creation;
			}
			if (!campus.resumed) throw externalIdTaken(entry.item);
			// A request that broke off may have created it itself: createOne finds that out.
			outcomes.set(entry, { status: 201, ...(await createOne(campus, entry.item, lock)) });
		} catch (failure) {
			outcomes.fail(entry, failure);
		}
		return null;
	});
	return checked.filter((creation) => creation !== null);
}

async function createPlural(campus: Campus, free: Creation[]): Promise<(number | null)[] | GatewayError> {
	try {
		const users = free.map(({ sent, reference }) => newUserMembers(sent, reference));
		const fields = free.flatMap(({ entry, reference }) => fieldsOf(entry.item, reference));
		const send = async () => (await campus.command('WSCreateUsers', { users })) ?? [];
		const isAllMade = (made: Awaited<ReturnType<typeof send>>) =>
			made.every((one) => recordNumber(one?.result ?? null));
		const results = await campus.makingFields('user', fields, send, isAllMade);
		if (results.length === free.length) {
			const ids = results.map((result) => recordNumber(result?.result ?? null));
			if (ids.every((id) => id === null)) campus.refused();
			return ids;
		}
		return new GatewayError('chamilo-error', 'Chamilo answered for another number of users.', { outcomeUnknown: true });
	} catch (failure) {
		if (failure instanceof GatewayError) return failure;
		throw failure;
	}
}

/** Replaces the stand-ins of users that were created with some, in one call. If it fails, each is tried by itself. */
async function withoutStandIns(
	campus: Campus,
	made: Creation[],
): Promise<Map<Entry<NewUser>, { isReplaced: boolean }>> {
	const created = made.filter(({ entry, sent }) => sent !== entry.item);
	if (created.length === 0) return new Map();
	const users = created.map(({ entry, reference }) => ({ user: entry.item, reference }));
	const results = (await replaceStandIns(campus, users).catch(() => null)) ?? [];
	return new Map(
		created.flatMap(({ entry }, position) => {
			const isReplaced = results[position];
			return isReplaced === undefined ? [] : [[entry, { isReplaced }] as const];
		}),
	);
}
