import { GatewayError } from '../../errors.js';
import type { Reference } from '../fields/reference.js';
import { lookAfter } from '../look-after.js';
import { step } from '../ways.js';
import { knownForChange } from './change.json-api.js';
import { BY_NUMBER, userByNumber, userNotFound } from './find.js';

/** The number of a user to be deleted: of exactly this username, of this external id alone. */
export const numberToDelete = step('Finding a user', [
	{
		input: BY_NUMBER,
		needs: ['json-api'],
		calls: [userByNumber],
		async run(campus, reference: Reference): Promise<number> {
			const found = await userByNumber(campus, Number(reference.value));
			if (!found) throw userNotFound(reference);
			return found.id;
		},
	},
	{
		calls: [knownForChange],
		run: async (campus, reference: Reference): Promise<number> => (await knownForChange(campus, reference)).id,
	},
]);

/**
 * Deletes the user of a number that was looked up a moment ago: the answer is the same for numbers of nobody (F376).
 * @throws rejected-by-chamilo
 */
export const deleteNumber = step('Deleting a user by its number', {
	needs: ['json-api'],
	calls: ['delete_user', userByNumber],
	notes: 'Sessions that the user coached get the account of CHAMILO_API_USER as their coach.',
	run: (campus, id: number): Promise<void> =>
		lookAfter(
			() => campus.commandJson('delete_user', { user_id: id }),
			async () => (await userByNumber(campus, id)) === null,
			() =>
				new GatewayError(
					'rejected-by-chamilo',
					'Chamilo did not delete the user: the only teacher of a course cannot be deleted, and a campus may forbid deletions.',
					{ chamilo: { operation: 'delete_user' } },
				),
		),
});
