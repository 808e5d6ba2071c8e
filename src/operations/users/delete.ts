import { GatewayError } from '../../errors.js';
import { type Entry, keysOf, type Outcomes, partRepeats } from '../batch.js';
import { type Campus, inParallel } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { applyAction, applyByReference, applyToMany, type UserTarget, userTarget } from './activation.js';
import { type CoachedSessions, coachedSessions, coachRefusal } from './coached-sessions.js';
import { deleteNumber, numberToDelete } from './delete.json-api.js';
import { activeNumbers, lockKeys, numbersOf, userByNumber, userNotFound } from './find.js';
import { withUserLock } from './locked.js';
import { inPluralCalls } from './plural.js';

/**
 * Deletes a user that was found, and finds out what became of it where Chamilo does not say so.
 * @throws user-not-found, user-coaches-sessions, rejected-by-chamilo
 */
const deleteTarget = step('Deleting a user', {
	calls: [applyAction.Delete, userByNumber, coachedSessions],
	async run(campus, target: UserTarget) {
		try {
			if (await applyAction.Delete(campus, target)) return;
		} catch (failure) {
			if (!(failure instanceof GatewayError && failure.outcomeUnknown)) throw failure;
			// Only the reply may be lost: a user who existed before the call and does not after it was deleted.
			if (!(await userByNumber(campus, target.id))) return;
			throw coachedMeanwhile(await coachedSessions(campus), target, failure) ?? failure;
		}
		throw (await userByNumber(campus, target.id)) ? notDeleted() : userNotFound(target.reference);
	},
});

function notDeleted(): GatewayError {
	return new GatewayError(
		'rejected-by-chamilo',
		'Chamilo did not delete the user: the only teacher of a course cannot be deleted, and a campus may forbid deletions.',
		{ chamilo: { operation: 'WSDeleteUsers' } },
	);
}

/** Somebody made the user a coach after the gateway looked: then Chamilo has done half of the deletion already. */
function coachedMeanwhile(coached: CoachedSessions, { id }: UserTarget, cause: GatewayError): GatewayError | null {
	const sessions = coached.get(id);
	if (!sessions) return null;
	return new GatewayError(
		'user-coaches-sessions',
		`User ${id} became the coach of a session at the same moment, so Chamilo did not delete it; but it has taken the user out of its courses.`,
		{ cause, extensions: { sessions }, ...(cause.chamilo ? { chamilo: cause.chamilo } : {}) },
	);
}

/**
 * Deletes a user. `coached` says who coaches sessions, where the caller knows it.
 * @throws user-not-found, user-coaches-sessions, rejected-by-chamilo
 */
export const deleteOne = step('Deleting a user', [
	{
		calls: [numberToDelete, deleteNumber],
		run: (campus, reference: Reference, _coached?: CoachedSessions): Promise<void> =>
			withUserLock(campus, lockKeys(reference), async (_, lockNumber) => {
				const id = await numberToDelete(campus, reference);
				await lockNumber(id);
				await deleteNumber(campus, id);
				await campus.records?.forget(id);
			}),
	},
	{
		needs: ['plural-outcomes'],
		calls: [userTarget, coachedSessions, deleteTarget],
		run: (campus, reference: Reference, coached?: CoachedSessions): Promise<void> =>
			withUserLock(campus, lockKeys(reference), async (_, lockNumber) => {
				const target = await userTarget(campus, reference);
				await lockNumber(target.id);
				const refusal = coachRefusal(coached ?? (await coachedSessions(campus)), target.id);
				if (refusal) throw refusal;
				await deleteTarget(campus, target);
				await campus.records?.forget(target.id);
			}),
	},
	{
		needs: ['soap-php'],
		calls: [applyByReference.Delete],
		run: (campus, reference: Reference, _coached?: CoachedSessions): Promise<void> =>
			campus.withLock(lockKeys(reference), () => applyByReference.Delete(campus, reference)),
	},
]);

/** Of a user who coaches sessions: deletes it where the campus can, else refuses. */
const deleteCoach = step('Deleting the coach of a session', [
	{ calls: [deleteNumber], run: (campus, id: number, _refusal: GatewayError) => deleteNumber(campus, id) },
	{
		run: async (_campus, _id: number, refusal: GatewayError): Promise<void> => {
			throw refusal;
		},
	},
]);

/** Deletes users named by external ids, in one call. The caller holds the locks on all names of the chunk. */
const deleteChunk = step('Deleting several users', {
	calls: [numbersOf, applyToMany.Delete, userByNumber, deleteTarget, deleteCoach],
	async run(campus, chunk: readonly Entry<Reference>[], coached: CoachedSessions, outcomes: Outcomes) {
		const found = await existing(campus, chunk, outcomes);
		const coaches = found.flatMap((target) => {
			const refusal = coachRefusal(coached, target.id);
			return refusal ? [{ ...target, refusal }] : [];
		});
		await inParallel(coaches, campus.concurrency, ({ entry, id, refusal }) =>
			outcomes.settle(entry, async () => {
				await deleteCoach(campus, id, refusal);
				return { status: 204 };
			}),
		);
		const targets = found.filter(({ id }) => !coached.has(id));
		if (targets.length === 0) return;
		const references = targets.map(({ entry }) => entry.item);
		const results = await applyToMany.Delete(campus, references).catch(() => null);
		await inParallel(targets, campus.concurrency, ({ entry, id }, position) =>
			outcomes.settle(entry, async () => {
				// A call that breaks off is done up to some item: users who do not exist any more were deleted by it.
				if (!results?.[position] && (await userByNumber(campus, id))) {
					await deleteTarget(campus, { id, reference: entry.item });
				}
				return { status: 204 };
			}),
		);
	},
});

/** The users of the chunk who exist; the others fail. */
async function existing(
	campus: Campus,
	chunk: readonly Entry<Reference>[],
	outcomes: Outcomes,
): Promise<{ entry: Entry<Reference>; id: number }[]> {
	const references = chunk.map(({ item }) => item);
	const ids = await numbersOf(campus, references).catch((failure) => {
		for (const entry of chunk) outcomes.fail(entry, failure);
		return [];
	});
	return chunk.flatMap((entry, position) => {
		const id = ids[position] ?? null;
		if (id === null) outcomes.fail(entry, userNotFound(entry.item));
		return id === null ? [] : [{ entry, id }];
	});
}

/**
 * Deletes users named by external ids in one call of soap.php, which does not say whom it deleted (F74): active users who
 * are not found any more after it. @returns the entries whose outcome is open
 */
const deleteActive = step('Deleting several users', {
	needs: ['soap-php'],
	calls: [activeNumbers, 'WSUser.DeleteUsers'],
	async run(campus, chunk: readonly Entry<Reference>[], outcomes: Outcomes): Promise<readonly Entry<Reference>[]> {
		const before: (number | null)[] = await activeNumbers(
			campus,
			chunk.map(({ item }) => item),
		).catch(() => []);
		// Of two names of one user the second finds nobody any more.
		const isFirst = (id: number | null, position: number) => id !== null && before.indexOf(id) === position;
		const active = chunk.filter((_, position) => isFirst(before[position] ?? null, position));
		const references = active.map(({ item }) => item);
		if (active.length === 0) return chunk;
		// A call that breaks off is done up to some item.
		await campus
			.command('WSUser.DeleteUsers', {
				users: references.map(({ field, value }) => ({ user_id_field_name: field, user_id_value: value })),
			})
			.catch(() => null);
		const isLeft = await activeNumbers(campus, references).then(
			(after) => after.map((id) => id !== null),
			(failure) => {
				// A single deletion would not find those who are gone.
				for (const entry of active) outcomes.fail(entry, notKnown(failure));
				return active.map(() => false);
			},
		);
		const done = new Set(active.filter((_, position) => !isLeft[position]));
		for (const entry of done) outcomes.set(entry, { status: 204 });
		return chunk.filter((entry) => !done.has(entry));
	},
});

function notKnown(cause: GatewayError): GatewayError {
	const detail = `It is not known whether the user was deleted: ${cause.message} Send the request again.`;
	return new GatewayError('outcome-unknown', detail, { cause, outcomeUnknown: true });
}

/** Deletes many users. */
export const deleteMany = step('Deleting users', [
	{
		// Coaches of sessions are looked up once; the other users are deleted in plural calls.
		needs: ['plural-outcomes'],
		calls: [coachedSessions, deleteChunk, deleteOne],
		async run(campus, entries: readonly Entry<Reference>[], outcomes: Outcomes) {
			if (entries.length === 0) return;
			const coached = await coachedSessions(campus).catch((failure) => {
				for (const entry of entries) outcomes.fail(entry, failure);
				return null;
			});
			if (!coached) return;
			const { first, repeats } = partRepeats(entries, lockKeys);
			const plural = first.filter(({ item }) => isExternal(item));
			await inPluralCalls(plural, (chunk) =>
				campus.withLock(keysOf(chunk), () => deleteChunk(campus, chunk, coached, outcomes)),
			);
			const single = [...first.filter(({ item }) => !isExternal(item)), ...repeats];
			await inParallel(single, campus.concurrency, (entry) =>
				outcomes.settle(entry, async () => {
					await deleteOne(campus, entry.item, coached);
					return { status: 204 };
				}),
			);
		},
	},
	{
		needs: ['soap-php'],
		calls: [deleteActive, deleteOne],
		async run(campus, entries: readonly Entry<Reference>[], outcomes: Outcomes) {
			const { first, repeats } = partRepeats(entries, lockKeys);
			const plural = first.filter(({ item }) => isExternal(item));
			const open = await inPluralCalls(plural, (chunk) =>
				campus.withLock(keysOf(chunk), () => deleteActive(campus, chunk, outcomes)),
			);
			const single = [...first.filter(({ item }) => !isExternal(item)), ...open.flat(), ...repeats];
			await inParallel(single, campus.concurrency, (entry) =>
				outcomes.settle(entry, async () => {
					await deleteOne(campus, entry.item);
					return { status: 204 };
				}),
			);
		},
	},
]);
