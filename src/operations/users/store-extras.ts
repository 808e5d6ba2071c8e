import { GatewayError } from '../../errors.js';
import { notKept } from '../fields/not-kept.js';
import { step } from '../ways.js';
import { attachExternalId } from './external-id.js';
import { userByExternalId } from './find.js';
import { SHARED_EXTRAS } from './limit-texts.js';

export interface MissingExtra {
	field: string;
	value: string;
	/** Another user has the same value, or it is empty: only an edit stores it, and no look-up can show that. */
	needsEdit: boolean;
}

/** Refuses, before anything is changed, what an edit would have to store, where that has side effects nobody accepted. */
const refuseLosses = step('Storing extra fields', [
	{
		needs: ['complete-edits'],
		run: async (_campus, _extras: readonly MissingExtra[], _accepted: boolean) => undefined,
	},
	{
		limits: SHARED_EXTRAS,
		async run(_campus, extras: readonly MissingExtra[], accepted: boolean) {
			const one = extras.find(({ needsEdit }) => needsEdit);
			if (!one || accepted) return;
			const what = one.value === '' ? 'clear an extra field of a user' : 'give a user a value that another user has';
			throw new GatewayError(
				'unsupported-by-chamilo',
				`This Chamilo can ${what} (${one.field}) only by an edit that loses the picture, the department and the official code of the user: send ?accept_side_effects=true if that may be, or leave the field out. Nothing was changed.`,
				{ errors: [{ pointer: `/extras/${one.field}`, detail: 'can be stored only with side effects' }] },
			);
		},
	},
]);

/**
 * The extras that the user does not have yet.
 * @param accepted whether the user may lose what nobody can read
 * @throws unsupported-by-chamilo where one cannot be stored
 */
export const extrasToStore = step('Storing extra fields', {
	calls: [userByExternalId, refuseLosses],
	async run(campus, id: number, extras: Record<string, string> | undefined, accepted: boolean) {
		const missing: MissingExtra[] = [];
		for (const [field, value] of Object.entries(extras ?? {})) {
			// An empty value must not be looked for: it finds somebody.
			const owner = value === '' ? null : await userByExternalId(campus, field, value);
			if (owner?.id !== id) missing.push({ field, value, needsEdit: value === '' || owner !== null });
		}
		await refuseLosses(campus, missing, accepted);
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
