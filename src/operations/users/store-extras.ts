import { GatewayError } from '../../errors.js';
import { notKept } from '../fields/not-kept.js';
import { step } from '../ways.js';
import { attachExternalId } from './external-id.js';
import { userByExternalId } from './find.js';

export interface MissingExtra {
	field: string;
	value: string;
	/** Another user has the same value: the field exists, but a look-up cannot show whether it was stored. */
	isShared: boolean;
}

/** Refuses, before anything is changed, a value of another user where the campus cannot store such a value. */
const refuseShared = step('Storing extra fields', [
	{ needs: ['complete-edits'], run: async (_campus, _extras: readonly MissingExtra[]) => undefined },
	{
		limits: 'An extra field of an existing user can be set only to a value that no other user has.',
		async run(_campus, extras: readonly MissingExtra[]) {
			// EditUser drops extras, and the one call that stores them takes only values nobody else has.
			const shared = extras.find(({ isShared }) => isShared);
			if (!shared) return;
			throw new GatewayError(
				'unsupported-by-chamilo',
				`This Chamilo can give an existing user the value "${shared.value}" in the extra field ${shared.field} only while no other user has it. Leave it out of extras; nothing was changed.`,
			);
		},
	},
]);

/** The extras that the user does not have yet. @throws unsupported-by-chamilo where one cannot be stored */
export const extrasToStore = step('Storing extra fields', {
	calls: [userByExternalId, refuseShared],
	async run(campus, id: number, extras: Record<string, string> | undefined) {
		const missing: MissingExtra[] = [];
		for (const [field, value] of Object.entries(extras ?? {})) {
			const owner = await userByExternalId(campus, field, value);
			if (owner?.id !== id) missing.push({ field, value, isShared: owner !== null });
		}
		await refuseShared(campus, missing);
		return missing;
	},
});

/** Stores a value that nobody else has. Chamilo makes the field where it does not exist. @throws rejected-by-chamilo */
export const storeOwnExtra = step('Storing an extra field', {
	calls: [attachExternalId],
	async run(campus, user: { id: number; username: string }, { field, value }: MissingExtra) {
		if (await attachExternalId(campus, user, field, value)) return;
		throw new GatewayError('rejected-by-chamilo', notKept('user', [field]));
	},
});
