/** Extra fields of an existing user that only an edit of the whole user stores: shared values, and none. */
import { GatewayError } from '../../errors.js';
import { recordNumber } from '../campus.js';
import { extraList } from '../fields/extras.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { whileActive } from './activation.js';
import { editedMembers } from './arguments.registration.js';
import { type EditToStore, editArguments } from './arguments.soap.js';
import { externalName } from './external-id.js';
import { activeNumbers } from './find.js';
import { SHARED_EXTRAS } from './limit-texts.js';
import type { MissingExtra } from './store-extras.js';

const EDIT = 'WSEditUser';

/** Stores them after an edit by WSUser.EditUser, which on 1.9 drops extra fields. */
export const storeByEdit = step('Storing extra fields', [
	{
		needs: ['soap-php', 'complete-edits'],
		calls: ['WSUser.EditUser'],
		async run(campus, _reference: Reference, id: number, edit: EditToStore, extras: readonly MissingExtra[]) {
			// One a call: Chamilo stops at the first extra of a list that is unknown or does not change (F93).
			for (const { field, value } of extras) {
				const own = extraList({ [field]: value });
				await campus.command('WSUser.EditUser', { ...editArguments(id, edit), extras: own });
			}
		},
	},
	{
		needs: ['soap-php'],
		calls: [externalName, activeNumbers, whileActive, EDIT, 'WSUser.EditUser'],
		limits: SHARED_EXTRAS,
		async run(campus, reference: Reference, id: number, edit: EditToStore, extras: readonly MissingExtra[]) {
			const name = await externalName(campus, reference, id, edit.loginname);
			const values = Object.fromEntries(extras.map(({ field, value }) => [field, value]));
			const members = { ...editedMembers(edit, name), password: '', extra: extraList(values) };
			const store = async () => {
				try {
					const result = await campus.command(EDIT, members);
					if (recordNumber(result) === 1) return;
					throw new GatewayError('rejected-by-chamilo', 'Chamilo did not store the extra fields and gave no reason.', {
						chamilo: { operation: EDIT },
					});
				} finally {
					// WSEditUser has made a student of the user (F99), whatever came of it.
					await campus.command('WSUser.EditUser', editArguments(id, edit));
				}
			};
			const [active] = await activeNumbers(campus, [name]);
			await (active === id ? store() : whileActive(campus, { id, reference: name }, store));
		},
	},
]);
