import { GatewayError } from '../../errors.js';
import { recordNumber } from '../campus.js';
import { step } from '../ways.js';
import type { UserTarget } from './activation.js';
import { editedMembers } from './arguments.registration.js';
import { type EditedMembers, editArguments } from './arguments.soap.js';

/**
 * Stores that an account never expires. `user` is the present state of the user, who must be active.
 * @throws rejected-by-chamilo
 */
export const neverExpires = step('An account that never expires', [
	{
		needs: ['soap-php'],
		calls: ['WSUser.EditUser'],
		async run(campus, { id }: UserTarget, user: EditedMembers) {
			await campus.command('WSUser.EditUser', editArguments(id, { ...user, expiration_date: null }));
		},
	},
	{
		calls: ['WSEditUsers'],
		async run(campus, { reference }: UserTarget, user: EditedMembers) {
			// Only nil means "never", and only in the plural operation: an empty date is a fatal error there (F103).
			const users = [{ ...editedMembers(user, reference), expiration_date: null }];
			const results = await campus.command('WSEditUsers', { users });
			if (recordNumber(results?.[0]?.result ?? null) !== null) return;
			throw new GatewayError('rejected-by-chamilo', 'Chamilo did not store that the account never expires.', {
				chamilo: { operation: 'WSEditUsers' },
			});
		},
	},
]);
