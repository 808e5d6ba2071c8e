import { GatewayError } from '../../errors.js';
import { type Entry, keysOf, type Outcomes, partRepeats } from '../batch.js';
import { type Campus, chunks, inParallel } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { applyAction, applyToMany, type UserTarget, userTarget } from './activation.js';
import { type CoachedSessions, coachedSessions, coachRefusal } from './coached-sessions.js';
import { PLURAL_CALLS, PLURAL_SIZE } from './create-many.soap.js';
import { findUser, lockKeys, numbersOf, userNotFound } from './find.js';

export const SWITCH_CALLS = ['WSEnableUsers', 'WSDisableUsers', userTarget, applyAction] as const;
export const DELETE_CALLS = ['WSGetUser', 'WSSearchSession', 'WSDeleteUsers', userTarget, applyAction] as const;

/** Enables or disables a user where plural operations tell what became of each. */
export function setActive(campus: Campus, action: 'Enable' | 'Disable', reference: Reference): Promise<void> {
	return campus.withLock(lockKeys(reference), async () => {
		const isDone = isExternal(reference)
			? (await applyToMany(campus, action, [reference]))[0]
			: await applyAction(campus, action, await userTarget(campus, reference));
		if (!isDone) throw userNotFound(reference);
	});
}

/** Enables or disables many users; what a plural call leaves open goes one by one. */
export async function setActiveAll(
	campus: Campus,
	action: 'Enable' | 'Disable',
	entries: Entry<Reference>[],
	outcomes: Outcomes,
): Promise<void> {
	const { first, repeats } = partRepeats(entries, lockKeys);
	const plural = first.filter(({ item }) => isExternal(item));
	const open = await inParallel(chunks(plural, PLURAL_SIZE), PLURAL_CALLS, (chunk) =>
		campus.withLock(keysOf(chunk), async () => {
			const references = chunk.map(({ item }) => item);
			// A list that breaks off is done up to some item; each can be done again.
			const results = await applyToMany(campus, action, references).catch(() => null);
			if (!results) return chunk;
			for (const [position, entry] of chunk.entries()) {
				if (results[position]) outcomes.set(entry, { status: 204 });
				else outcomes.fail(entry, userNotFound(entry.item));
			}
			return [];
		}),
	);
	const single = [...first.filter(({ item }) => !isExternal(item)), ...open.flat(), ...repeats];
	await inParallel(single, campus.concurrency, (entry) =>
		outcomes.settle(entry, async () => {
			await setActive(campus, action, entry.item);
			return { status: 204 };
		}),
	);
}

/** Deletes a user who coaches no session. @throws user-coaches-sessions, rejected-by-chamilo */
export function deleteOne(campus: Campus, reference: Reference, coached?: CoachedSessions): Promise<void> {
	return campus.withLock(lockKeys(reference), async () => {
		const target = await userTarget(campus, reference);
		const refusal = coachRefusal(coached ?? (await coachedSessions(campus)), target.id);
		if (refusal) throw refusal;
		await deleteTarget(campus, target);
	});
}

async function deleteTarget(campus: Campus, target: UserTarget): Promise<void> {
	try {
		if (await applyAction(campus, 'Delete', target)) return;
	} catch (failure) {
		if (!(failure instanceof GatewayError && failure.outcomeUnknown)) throw failure;
		// Only the reply may be lost: who was there before the call and is gone after it was deleted.
		if (!(await isThere(campus, target.id))) return;
		await tellCoach(campus, target, failure);
		throw failure;
	}
	if (!(await isThere(campus, target.id))) throw userNotFound(target.reference);
	throw notDeleted();
}

function notDeleted(): GatewayError {
	return new GatewayError(
		'rejected-by-chamilo',
		'Chamilo did not delete the user: the only teacher of a course cannot be deleted, and a campus may forbid deletions.',
		{ chamilo: { operation: 'WSDeleteUsers' } },
	);
}

/** Somebody made the user a coach after the look: then Chamilo has done the half of it already. */
async function tellCoach(campus: Campus, { id }: UserTarget, cause: GatewayError): Promise<void> {
	const sessions = (await coachedSessions(campus)).get(id);
	if (!sessions) return;
	throw new GatewayError(
		'user-coaches-sessions',
		`User ${id} became the coach of a session at the same moment, so Chamilo did not delete it; but it has taken the user out of its courses.`,
		{ cause, extensions: { sessions }, ...(cause.chamilo ? { chamilo: cause.chamilo } : {}) },
	);
}

/** Deletes many users: the coaches among them are looked up once, and the others are deleted 50 a call. */
export async function deleteAll(campus: Campus, entries: Entry<Reference>[], outcomes: Outcomes): Promise<void> {
	if (entries.length === 0) return;
	const coached = await coachedSessions(campus).catch((failure) => {
		for (const entry of entries) outcomes.fail(entry, failure);
		return null;
	});
	if (!coached) return;
	const { first, repeats } = partRepeats(entries, lockKeys);
	const plural = first.filter(({ item }) => isExternal(item));
	await inParallel(chunks(plural, PLURAL_SIZE), PLURAL_CALLS, (chunk) =>
		campus.withLock(keysOf(chunk), () => deleteChunk(campus, chunk, coached, outcomes)),
	);
	const single = [...first.filter(({ item }) => !isExternal(item)), ...repeats];
	await inParallel(single, campus.concurrency, (entry) =>
		outcomes.settle(entry, async () => {
			await deleteOne(campus, entry.item, coached);
			return { status: 204 };
		}),
	);
}

async function deleteChunk(campus: Campus, chunk: Entry<Reference>[], coached: CoachedSessions, outcomes: Outcomes) {
	const ids = await numbersOf(
		campus,
		chunk.map(({ item }) => item),
	).catch((failure) => {
		for (const entry of chunk) outcomes.fail(entry, failure);
		return [];
	});
	const targets: { entry: Entry<Reference>; id: number }[] = [];
	for (const [position, entry] of chunk.entries()) {
		const id = ids[position] ?? null;
		const refusal = id === null ? userNotFound(entry.item) : coachRefusal(coached, id);
		if (refusal) outcomes.fail(entry, refusal);
		else if (id !== null) targets.push({ entry, id });
	}
	if (targets.length === 0) return;
	const results = await applyToMany(
		campus,
		'Delete',
		targets.map(({ entry }) => entry.item),
	).catch(() => null);
	await inParallel(targets, campus.concurrency, ({ entry, id }, position) =>
		outcomes.settle(entry, async () => {
			// A list that breaks off is done up to some item: who is gone was there before it.
			if (!results?.[position] && (await isThere(campus, id))) {
				await deleteTarget(campus, { id, reference: entry.item });
			}
			return { status: 204 };
		}),
	);
}

async function isThere(campus: Campus, id: number): Promise<boolean> {
	return (await findUser(campus, { field: 'chamilo_user_id', value: String(id) })) !== null;
}
