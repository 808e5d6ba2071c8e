import { type Entry, keysOf, type Outcomes, partRepeats } from '../batch.js';
import { inParallel } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { applyAction, applyByReference, applyToMany, forEachAction, SWITCHES, userTarget } from './activation.js';
import { changeUser } from './change.json-api.js';
import { activeNumbers, BY_EXTERNAL_ID, lockKeys, userNotFound } from './find.js';
import { withUserLock } from './locked.js';
import { inPluralCalls } from './plural.js';

/** Enables or disables a user. @throws user-not-found */
export const switchUser = forEachAction(SWITCHES, (action) =>
	step(`${action.slice(0, -1)}ing a user`, [
		{
			needs: ['soap-php', 'username-lookup'],
			calls: [applyByReference[action]],
			run: (campus, reference: Reference): Promise<void> =>
				campus.withLock(lockKeys(reference), () => applyByReference[action](campus, reference)),
		},
		{
			input: BY_EXTERNAL_ID,
			calls: [applyToMany[action]],
			run: (campus, reference: Reference): Promise<void> =>
				campus.withLock(lockKeys(reference), async () => {
					const [isDone] = await applyToMany[action](campus, [reference]);
					if (!isDone) throw userNotFound(reference);
				}),
		},
		{
			// By number or username: without it the user would be given an external id of the gateway.
			needs: ['json-api'],
			calls: [changeUser],
			run: (campus, reference: Reference): Promise<void> =>
				changeUser(campus, reference, { active: action === 'Enable' }),
		},
		{
			needs: ['plural-outcomes'],
			calls: [userTarget, applyAction[action]],
			run: (campus, reference: Reference): Promise<void> =>
				withUserLock(campus, lockKeys(reference), async (_, lockNumber) => {
					const target = await userTarget(campus, reference);
					await lockNumber(target.id);
					const isDone = await applyAction[action](campus, target);
					if (!isDone) throw userNotFound(reference);
				}),
		},
	]),
);

/** Enables or disables users named by external ids in one call. @returns the entries whose outcome is still open. */
const switchChunk = forEachAction(SWITCHES, (action) =>
	step(`${action.slice(0, -1)}ing several users`, [
		{
			calls: [applyToMany[action]],
			async run(campus, chunk: readonly Entry<Reference>[], outcomes: Outcomes): Promise<readonly Entry<Reference>[]> {
				const references = chunk.map(({ item }) => item);
				// A call that breaks off is done up to some item. Each item can be done again.
				const results = await applyToMany[action](campus, references).catch(() => null);
				if (!results) return chunk;
				for (const [position, entry] of chunk.entries()) {
					if (results[position]) outcomes.set(entry, { status: 204 });
					else outcomes.fail(entry, userNotFound(entry.item));
				}
				return [];
			},
		},
		{
			// The plural operation of soap.php answers the same for success and failure (F72): who is active before and
			// after it shows what became of each.
			needs: ['soap-php'],
			calls: [activeNumbers, `WSUser.${action}Users`],
			async run(campus, chunk: readonly Entry<Reference>[], outcomes: Outcomes): Promise<readonly Entry<Reference>[]> {
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
			},
		},
	]),
);

/**
 * Enables or disables many users: those named by external ids in plural calls. Users named by number or username, and
 * those whose outcome a plural call leaves open, go one by one: an action can be repeated.
 */
export const switchUsers = forEachAction(SWITCHES, (action) =>
	step(`${action.slice(0, -1)}ing users`, {
		calls: [switchChunk[action], switchUser[action]],
		async run(campus, entries: readonly Entry<Reference>[], outcomes: Outcomes) {
			const { first, repeats } = partRepeats(entries, lockKeys);
			const plural = first.filter(({ item }) => isExternal(item));
			const open = await inPluralCalls(plural, (chunk) =>
				campus.withLock(keysOf(chunk), () => switchChunk[action](campus, chunk, outcomes)),
			);
			const single = [...first.filter(({ item }) => !isExternal(item)), ...open.flat(), ...repeats];
			await inParallel(single, campus.concurrency, (entry) =>
				outcomes.settle(entry, async () => {
					await switchUser[action](campus, entry.item);
					return { status: 204 };
				}),
			);
		},
	}),
);
