import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { activeNumbers, BY_EXTERNAL_ID, userByExternalId } from './find.js';
import { findUserForChange } from './find-by-marker.js';

export interface UserToEdit {
	id: number;
	/** Absent: not known. */
	isActive?: boolean;
}

/** Finds a user to edit; null when there is none. */
export const findToEdit = step('Finding a user', [
	{
		needs: ['soap-php'],
		calls: [findUserForChange],
		run: (campus, reference: Reference): Promise<UserToEdit | null> => findUserForChange(campus, reference),
	},
	{
		// Edits are for active users there, so that has to be known as well: one call tells both of those who are.
		input: BY_EXTERNAL_ID,
		calls: [activeNumbers, userByExternalId],
		async run(campus, reference: Reference): Promise<UserToEdit | null> {
			const [active = null] = await activeNumbers(campus, [reference]);
			if (active !== null) {
				campus.externalIds.learn('user', reference, active);
				return { id: active, isActive: true };
			}
			const found = await userByExternalId(campus, reference.field, reference.value);
			return found && { id: found.id, isActive: false };
		},
	},
	{
		calls: [findUserForChange],
		run: (campus, reference: Reference): Promise<UserToEdit | null> => findUserForChange(campus, reference),
	},
]);
