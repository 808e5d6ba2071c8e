import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { isExternal, type Reference } from '../fields/reference.js';
import { runInOrder } from '../sequence.js';
import { step, type Way } from '../ways.js';
import { whileActive } from './activation.js';
import { type EditToStore, editArguments } from './arguments.soap.js';
import { changeCredentials, userInactive } from './credentials.js';
import { externalName, gatewayReference } from './external-id.js';
import { activeNumbers } from './find.js';
import { userByUsernameMarked } from './find-by-marker.js';
import type { UserToEdit } from './find-to-edit.js';
import { EDIT_LIMITS } from './limit-texts.js';
import { storeByEdit } from './store-by-edit.js';
import { extrasToStore, storeOwnExtra } from './store-extras.js';

/**
 * Stores an edit that failed because of the username, which is another spelling of the user's own: on 1.11 it is refused
 * as taken (F91), so the spelling is changed by another call first.
 */
const respell = step('Editing a user', [
	{
		needs: ['soap-php', 'complete-edits'],
		calls: [externalName, activeNumbers, changeCredentials, whileActive, 'WSUser.EditUser'],
		async run(campus, reference: Reference, id: number, edit: EditToStore, _failure: GatewayError): Promise<void> {
			const name = await externalName(campus, reference, id, edit.loginname);
			const rename = () => changeCredentials(campus, id, name, { username: edit.loginname, password: undefined });
			const [active] = await activeNumbers(campus, [name]);
			await (active === id ? rename() : whileActive(campus, { id, reference: name }, rename));
			await campus.command('WSUser.EditUser', editArguments(id, edit));
		},
	},
	{
		run: async (
			_campus,
			_reference: Reference,
			_id: number,
			_edit: EditToStore,
			failure: GatewayError,
		): Promise<void> => {
			throw failure;
		},
	},
]);

/** Edits a user by its number with WSUser.EditUser, which takes inactive users too and leaves them inactive. */
export const editBySoap: Way<[Reference, UserToEdit, EditToStore, boolean], void> = {
	needs: ['soap-php'],
	calls: [
		activeNumbers,
		extrasToStore,
		'WSUser.EditUser',
		userByUsernameMarked,
		respell,
		storeByEdit,
		storeOwnExtra,
		'WSUser.EnableUser',
		gatewayReference,
		changeCredentials,
		'WSUser.DisableUser',
	],
	limits: EDIT_LIMITS,
	async run(campus, reference, { id }, edit, accepted) {
		await refuseInactive(campus, reference, id, edit);
		const extras = await extrasToStore(campus, id, edit.extras, accepted);
		const byEdit = extras.filter(({ needsEdit }) => needsEdit);
		const byNumber = { user_id_field_name: 'chamilo_user_id', user_id_value: String(id) };
		const user = { id, username: edit.loginname };
		await runInOrder([
			{ name: 'edit', run: () => storeEdit(campus, reference, id, edit) },
			byEdit.length > 0 && {
				name: byEdit.map(({ field }) => `extras.${field}`).join(', '),
				run: () => storeByEdit(campus, reference, id, edit, byEdit),
			},
			...extras
				.filter(({ needsEdit }) => !needsEdit)
				.map((extra) => ({ name: `extras.${extra.field}`, run: () => storeOwnExtra(campus, user, extra) })),
			edit.active === true && { name: 'enable', run: () => campus.command('WSUser.EnableUser', byNumber) },
			edit.password !== undefined && {
				name: 'password',
				run: async () => {
					const name = isExternal(reference) ? reference : await gatewayReference(campus, user);
					await changeCredentials(campus, id, name, { username: edit.loginname, password: edit.password });
				},
			},
			edit.active === false && { name: 'disable', run: () => campus.command('WSUser.DisableUser', byNumber) },
		]);
	},
};

/** Storing the password of an inactive user would fail, as the last call: refused before the first, where possible. */
async function refuseInactive(campus: Campus, reference: Reference, id: number, edit: EditToStore): Promise<void> {
	if (edit.password === undefined || edit.active === true || !isExternal(reference)) return;
	const [active] = await activeNumbers(campus, [reference]);
	if (active === null) throw userInactive(id);
}

async function storeEdit(campus: Campus, reference: Reference, id: number, edit: EditToStore): Promise<void> {
	try {
		await campus.command('WSUser.EditUser', editArguments(id, edit));
	} catch (failure) {
		if (!(failure instanceof GatewayError) || failure.chamilo?.faultcode !== '105') throw failure;
		const owner = await userByUsernameMarked(campus, edit.loginname);
		if (owner?.id === id) {
			await respell(campus, reference, id, edit, failure);
			return;
		}
		if (!owner) throw failure;
		throw new GatewayError('username-taken', `Another user has the username "${edit.loginname}".`, {
			cause: failure,
			chamilo: failure.chamilo,
		});
	}
}
