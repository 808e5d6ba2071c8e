import type { Entry, Outcomes } from '../batch.js';
import { type Campus, type HeldLock, inParallel } from '../campus.js';
import { lockKey } from '../fields/reference.js';
import { runInOrder } from '../sequence.js';
import { step } from '../ways.js';
import { storeEdit } from './edit.registration.js';
import { activeNumbers } from './find.js';
import { neverExpire, neverExpires } from './never-expires.js';
import type { UserEditItem } from './schemas.js';

interface Target {
	entry: Entry<UserEditItem>;
	id: number;
}

/**
 * Edits those of the users who are active, and named by external ids: one look for all of them, and one call for all
 * accounts that are never to expire. The caller holds the locks on their names.
 * @returns the entries that were not touched: users who are inactive, unknown, or being changed under another name.
 */
export const editActive = step('Editing several users', {
	calls: [activeNumbers, storeEdit, neverExpire, neverExpires],
	async run(campus, chunk: readonly Entry<UserEditItem>[], lock: HeldLock, outcomes: Outcomes) {
		// Whatever failed shows again, item by item, in the single edits.
		const numbers = await activeNumbers(
			campus,
			chunk.map(({ item }) => item),
		).catch(() => []);
		const targets: Target[] = [];
		for (const [position, entry] of chunk.entries()) {
			const id = numbers[position] ?? null;
			const isLocked =
				id !== null && (await lock.add([lockKey('user', { field: 'chamilo_user_id', value: String(id) })]));
			if (isLocked) targets.push({ entry, id });
		}
		const edited = await inParallel(targets, campus.concurrency, async ({ entry, id }) => {
			try {
				await storeEdit(campus, entry.item, id, entry.item, []);
				return true;
			} catch (failure) {
				outcomes.fail(entry, failure);
				return false;
			}
		});
		const stored = targets.filter((_, position) => edited[position]);
		const lasting = stored.filter(({ entry }) => entry.item.expiration_date === null);
		const accounts = lasting.map(({ entry: { item } }) => ({ reference: item, user: item }));
		const results = await neverExpire(campus, accounts).catch(() => []);
		const open = lasting.filter((_, position) => !results[position]);
		await inParallel(stored, campus.concurrency, (target) => finish(campus, target, open.includes(target), outcomes));
		const touched = new Set(targets.map(({ entry }) => entry));
		return chunk.filter((entry) => !touched.has(entry));
	},
});

/** @param isOpen whether the plural call may have left the expiration as it was */
function finish(campus: Campus, { entry, id }: Target, isOpen: boolean, outcomes: Outcomes): Promise<void> {
	const { field, value } = entry.item;
	return outcomes.settle(entry, async () => {
		const target = { id, reference: { field, value } };
		await runInOrder([
			{ name: 'edit', run: async () => undefined },
			isOpen && { name: 'expiration_date', run: () => neverExpires(campus, target, entry.item) },
		]);
		return { status: 200, id, field, value };
	});
}
