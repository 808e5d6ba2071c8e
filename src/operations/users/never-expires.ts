import { GatewayError } from '../../errors.js';
import { items, member, recordNumber } from '../campus.js';
import { step } from '../ways.js';
import type { UserTarget } from './activation.js';
import { editedMembers } from './arguments.registration.js';
import { type EditedMembers, editArguments } from './arguments.soap.js';

/** Lets an account never expire, the rest of the user being what it is already. The user must be active. */
export const neverExpires = step('An account that never expires', [
	{
		needs: ['soap-php'],
		calls: ['WSUser.EditUser'],
		async run(campus, { id }: UserTarget, user: EditedMembers) {
			await campus.command('WSUser.EditUser', editArguments(id, { ...user, expiration_date: null }));
		},
	},
	{
		needs: [],
		calls: ['WSEditUsers'],
		async run(campus, { reference }: UserTarget, user: EditedMembers) {
			// Only nothing is "never", and only in the plural: an empty date is a fatal error there (F103).
			const [result = null] = items(
				await campus.command('WSEditUsers', { users: [{ ...editedMembers(user, reference), expiration_date: null }] }),
			);
			if (recordNumber(member(result, 'result')) !== null) return;
			throw new GatewayError('rejected-by-chamilo', 'Chamilo did not store that the account never expires.', {
				chamilo: { operation: 'WSEditUsers' },
			});
		},
	},
]);
