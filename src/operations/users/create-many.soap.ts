import { GatewayError } from '../../errors.js';
import { type Entry, keysOf, type Outcomes, partRepeats } from '../batch.js';
import { type Campus, type HeldLock, inParallel, recordNumber } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import type { Way } from '../ways.js';
import { createArguments } from './arguments.soap.js';
import { completeBySoap, isAltered, lastStepFailed } from './complete.soap.js';
import { createAlone, createAnew, fieldsOf, makingFieldsFirst } from './create.soap.js';
import { createOne, hasCode } from './create-one.js';
import { externalIdTaken, identityOf } from './created.js';
import { activeNumbers, lockKeys, userByExternalId } from './find.js';
import { type Made, missingValues } from './missing-values.soap.js';
import { inGroups, inPluralCalls } from './plural.js';
import type { NewUser, UserReference } from './schemas.js';
import { settleBySoap } from './send.soap.js';

/** Users of a group who are created alone to make their fields. Where that fails, the others need not wait for more. */
const MOST_FIRST = 3;

/** Creates many users with WSUser.CreateUsers, once their fields are known. */
export const createManyBySoap: Way<[readonly Entry<NewUser>[], Outcomes], void> = {
	needs: ['soap-php', 'create-keeps-external-id'],
	calls: [
		activeNumbers,
		'WSUser.CreateUsers',
		settleBySoap,
		completeBySoap,
		createAlone,
		createAnew,
		createOne,
		userByExternalId,
		'WSUser.DeleteUser',
	],
	async run(campus, entries, outcomes) {
		const { first, repeats } = partRepeats(entries, lockKeys);
		const coded = first.filter(({ item }) => hasCode(item));
		const plain = first.filter(({ item }) => !hasCode(item));
		await inGroups(plain, (group) =>
			campus.withLock(keysOf(group), async (lock) => {
				const others = await makeFields(campus, group, lock, outcomes);
				await createGroup(campus, others, lock, outcomes);
			}),
		);
		await inParallel(coded, campus.concurrency, (entry) => createSingly(campus, entry, outcomes));
		for (const entry of repeats) await createSingly(campus, entry, outcomes);
	},
};

/** Creates users alone until the fields of all are known. @returns the others */
async function makeFields(
	campus: Campus,
	chunk: Entry<NewUser>[],
	lock: HeldLock,
	outcomes: Outcomes,
): Promise<Entry<NewUser>[]> {
	const fields = chunk.flatMap(({ item }) => fieldsOf(item));
	const isFirst = ({ item }: Entry<NewUser>) => campus.unknownFields('user', fieldsOf(item)).length > 0;
	const rest = await makingFieldsFirst(campus, fields, async () => {
		const others = [...chunk];
		for (let tries = 0; tries < MOST_FIRST; tries += 1) {
			const position = others.findIndex(isFirst);
			const [entry] = position < 0 ? [] : others.splice(position, 1);
			if (!entry) break;
			await outcomes.settle(entry, async () => created(await createAlone(campus, entry.item, lock)));
		}
		return others;
	});
	return rest ?? chunk;
}

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

/** The caller holds the locks on all names of the group. */
async function createGroup(campus: Campus, group: Entry<NewUser>[], lock: HeldLock, outcomes: Outcomes): Promise<void> {
	const free = await withoutTaken(campus, group, lock, outcomes);
	const done = (await inPluralCalls(free, (chunk) => createChunk(campus, chunk, lock, outcomes))).flat();
	const missing = await missingValues(campus, done);
	await inParallel(done, campus.concurrency, ({ entry, id }) =>
		outcomes.settle(entry, () => complete(campus, id, entry.item, lock, missing.get(id))),
	);
}

/** @returns those who were made and are not yet known to be complete; the others have their outcome */
async function createChunk(
	campus: Campus,
	chunk: Entry<NewUser>[],
	lock: HeldLock,
	outcomes: Outcomes,
): Promise<Made[]> {
	const results = await createPlural(campus, chunk, lock, outcomes);
	if (!results) return [];
	const done = chunk.flatMap((entry, position) => {
		const id = recordNumber(results[position]?.user_id_generated ?? null);
		return id === null ? [] : [{ entry, id }];
	});
	// Chamilo repeats the code of the first failure for all later ones: an item sent alone gets its own.
	const failed = chunk.filter((entry) => !done.some((item) => item.entry === entry));
	await inParallel(failed, campus.concurrency, (entry) => createLocked(campus, entry, lock, outcomes));
	return done;
}

/** Makes sure that all of a user who was made is stored. @param missing what was not, where that is known */
async function complete(campus: Campus, id: number, user: NewUser, lock: HeldLock, missing?: readonly Reference[]) {
	if (missing?.length === 0 && !isAltered(user)) return created(identityOf(id, user));
	if (missing?.length !== 0 && (await undoIfTaken(campus, id, user))) throw externalIdTaken(user);
	const [lost] = await completeBySoap(campus, id, user, missing);
	return created(identityOf(lost ? await createAnew(campus, id, user, lock) : id, user));
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
				return complete(campus, await settleBySoap(campus, entry.item, unknown, lock), entry.item, lock);
			}),
		);
		return null;
	}
}

/**
 * If an inactive user had the external id already, the probe before the creation could not see that: then the new user is
 * deleted again, so that the item has failed as a whole.
 */
async function undoIfTaken(campus: Campus, id: number, user: NewUser): Promise<boolean> {
	const reference = referenceOf(user);
	if (!reference) return false;
	try {
		const owner = await userByExternalId(campus, reference.field, reference.value);
		if (!owner || owner.id === id) return false;
		await campus.command('WSUser.DeleteUser', { user_id_field_name: 'chamilo_user_id', user_id_value: String(id) });
		return true;
	} catch (failure) {
		throw lastStepFailed({ id, username: user.loginname }, failure);
	}
}
