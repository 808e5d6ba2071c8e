import { type Entry, type KeyedEntry, keysOf, type Outcomes, partRepeats } from '../batch.js';
import { type Campus, inParallel } from '../campus.js';
import { isExternal } from '../fields/reference.js';
import { step } from '../ways.js';
import { editArguments } from './arguments.soap.js';
import { editActive } from './edit-active.registration.js';
import { lockKeys } from './find.js';
import { CODE_WIPED } from './limit-texts.js';
import { inPluralCalls } from './plural.js';
import type { UserEditItem } from './schemas.js';
import { upsertUser } from './upsert.js';

export interface EditOptions {
	/** Whether what Chamilo overwrites and nobody can keep may be lost. */
	acceptsSideEffects: boolean;
}

/** Gives many users the state of the request, in plural calls where these can do it. */
export const editMany = step('Editing users', [
	{
		// One by one, so that each keeps its official code.
		needs: ['json-api'],
		calls: [upsertUser],
		run: (campus, entries: readonly Entry<UserEditItem>[], outcomes: Outcomes, options: EditOptions) =>
			editEach(campus, entries, outcomes, options),
	},
	{
		needs: ['soap-php'],
		calls: ['WSUser.EditUsers', upsertUser],
		limits: CODE_WIPED,
		async run(campus, entries: readonly Entry<UserEditItem>[], outcomes: Outcomes, options: EditOptions) {
			const { first, repeats } = partRepeats(entries, lockKeys);
			const plural = first.filter(({ item }) => fitsPlural(campus, item));
			const single = first.filter(({ item }) => !fitsPlural(campus, item));
			await inPluralCalls(plural, (chunk) => editChunk(campus, chunk, outcomes, options));
			await inParallel(single, campus.concurrency, (entry) => editSingly(campus, entry, outcomes, options));
			for (const entry of repeats) await editSingly(campus, entry, outcomes, options);
		},
	},
	{
		needs: ['complete-edits'],
		limits: CODE_WIPED,
		calls: [editActive, upsertUser],
		notes: 'Users are looked up together and edited one by one: the plural operation knows no language.',
		async run(campus, entries: readonly Entry<UserEditItem>[], outcomes: Outcomes, options: EditOptions) {
			const { first, repeats } = partRepeats(entries, lockKeys);
			const together = first.filter(
				({ item }) => fitsPlural(campus, item) && isExternal(item) && item.language !== null,
			);
			const others = await inPluralCalls(together, (chunk) =>
				campus.withLock(keysOf(chunk), (lock) => editActive(campus, chunk, lock, outcomes)),
			);
			const single = [...first.filter((entry) => !together.includes(entry)), ...others.flat()];
			await inParallel(single, campus.concurrency, (entry) => editSingly(campus, entry, outcomes, options));
			for (const entry of repeats) await editSingly(campus, entry, outcomes, options);
		},
	},
]);

async function editEach(
	campus: Campus,
	entries: readonly Entry<UserEditItem>[],
	outcomes: Outcomes,
	options: EditOptions,
): Promise<void> {
	const { first, repeats } = partRepeats(entries, lockKeys);
	await inParallel(first, campus.concurrency, (entry) => editSingly(campus, entry, outcomes, options));
	for (const entry of repeats) await editSingly(campus, entry, outcomes, options);
}

/** EditUsers stores names, status, login, e-mail, phone, expiration and language; everything else takes other calls. */
function fitsPlural({ records }: Campus, item: UserEditItem): boolean {
	return (
		// What is kept of users belongs to their numbers, which plural calls do not tell.
		records === undefined &&
		item.field !== 'username' &&
		item.password === undefined &&
		item.active === undefined &&
		item.extras === undefined &&
		(item.official_code ?? null) === null
	);
}

async function editSingly(
	campus: Campus,
	{ index, item }: Entry<UserEditItem>,
	outcomes: Outcomes,
	options: EditOptions,
): Promise<void> {
	const { field, value, ...edit } = item;
	await outcomes.settle({ index, item }, async () => {
		const { created, ...identity } = await upsertUser(campus, { field, value }, edit, options.acceptsSideEffects);
		return { status: created ? 201 : 200, ...identity };
	});
}

async function editChunk(
	campus: Campus,
	chunk: KeyedEntry<UserEditItem>[],
	outcomes: Outcomes,
	options: EditOptions,
): Promise<void> {
	const edited = await campus.withLock(keysOf(chunk), () => editPlural(campus, chunk));
	chunk.forEach((entry, position) => {
		if (!edited[position]) return;
		const { field, value } = entry.item;
		outcomes.set(entry, { status: 200, ...(field === 'chamilo_user_id' ? { id: Number(value) } : {}), field, value });
	});
	// Unknown users are to be created, and the codes of later failures are wrong: an item sent alone gets its own.
	const others = chunk.filter((_, position) => !edited[position]);
	await inParallel(others, campus.concurrency, (entry) => editSingly(campus, entry, outcomes, options));
}

/** Which of the items are certainly stored. An edit can be repeated, so a failed call counts as none. */
async function editPlural(campus: Campus, chunk: Entry<UserEditItem>[]): Promise<boolean[]> {
	const users = chunk.map(({ item }) => editArguments(item.value, item, item.field));
	const results = await campus.command('WSUser.EditUsers', { users }).catch(() => null);
	if (results?.length !== chunk.length) return chunk.map(() => false);
	return results.map((result) => result?.result?.code === 0);
}
