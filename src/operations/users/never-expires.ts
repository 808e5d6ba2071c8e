import { GatewayError } from '../../errors.js';
import { recordNumber } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import type { UserTarget } from './activation.js';
import { editedMembers } from './arguments.registration.js';
import { type EditedMembers, editArguments } from './arguments.soap.js';

/**
 * Stores that the accounts of active users never expire, in one call. `user` is the present state.
 * @returns for each whether it was stored
 */
export const neverExpire = step('Accounts that never expire', {
	calls: ['WSEditUsers'],
	async run(campus, accounts: readonly { reference: Reference; user: EditedMembers }[]): Promise<boolean[]> {
		if (accounts.length === 0) return [];
		// Only nil means "never", and only in the plural operation: an empty date is a fatal error there (F103).
		const users = accounts.map(({ reference, user }) => ({ ...editedMembers(user, reference), expiration_date: null }));
		const results = (await campus.command('WSEditUsers', { users })) ?? [];
		return accounts.map((_, position) => recordNumber(results[position]?.result ?? null) !== null);
	},
});

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
		calls: [neverExpire],
		async run(campus, { reference }: UserTarget, user: EditedMembers) {
			const [isStored] = await neverExpire(campus, [{ reference, user }]);
			if (isStored) return;
			throw new GatewayError('rejected-by-chamilo', 'Chamilo did not store that the account never expires.', {
				chamilo: { operation: 'WSEditUsers' },
			});
		},
	},
]);
