import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { step } from '../ways.js';
import { ATTACH_CALLS, attachExternalId } from './external-id.js';
import { userByExternalId } from './find.js';

export interface MissingExtra {
	field: string;
	value: string;
	/** Somebody else has the same value: the field exists, and whether it is stored cannot be looked up. */
	isShared: boolean;
}

/** Says no, before anything is changed, where the campus cannot store a value that another user has. */
const refuseShared = step('Storing extra fields', [
	{ needs: ['complete-edits'], calls: [], run: async (_campus, _extras: readonly MissingExtra[]) => undefined },
	{
		needs: [],
		calls: [],
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

export const EXTRAS_CALLS = ['WSGetUser', refuseShared, ...ATTACH_CALLS] as const;

/** The extras that are not in place yet. @throws unsupported-by-chamilo where one cannot be stored */
export async function extrasToStore(
	campus: Campus,
	id: number,
	extras: Record<string, string> | undefined,
): Promise<MissingExtra[]> {
	const missing: MissingExtra[] = [];
	for (const [field, value] of Object.entries(extras ?? {})) {
		const owner = await userByExternalId(campus, field, value);
		if (owner?.id !== id) missing.push({ field, value, isShared: owner !== null });
	}
	await refuseShared(campus, missing);
	return missing;
}

/** Stores a value that nobody else has, and makes the field where it does not exist. */
export async function storeOwnExtra(
	campus: Campus,
	user: { id: number; username: string },
	{ field, value }: MissingExtra,
): Promise<void> {
	if (await attachExternalId(campus, user, field, value)) return;
	throw new GatewayError('rejected-by-chamilo', `Chamilo did not store the extra field ${field}.`);
}
