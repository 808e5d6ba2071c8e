import { GatewayError } from '../../errors.js';
import { recordNumber } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { runInOrder } from '../sequence.js';
import { step, type Way } from '../ways.js';
import { applyOrThrow, whileActive } from './activation.js';
import { editedMembers } from './arguments.registration.js';
import type { EditToStore } from './arguments.soap.js';
import { userInactive } from './credentials.js';
import { externalName } from './external-id.js';
import { activeNumbers } from './find.js';
import type { UserToEdit } from './find-to-edit.js';
import { EDIT_LIMITS } from './limit-texts.js';
import { neverExpires } from './never-expires.js';
import { extrasToStore, type MissingExtra, storeOwnExtra } from './store-extras.js';

/** Stores an edit of an active user; a missing expiration leaves the present one. @throws username-taken */
export const storeEdit = step('Editing a user', {
	calls: ['WSEditUser', activeNumbers],
	async run(
		campus,
		reference: Reference,
		id: number,
		edit: EditToStore,
		extras: readonly MissingExtra[],
	): Promise<void> {
		const chamilo = { operation: 'WSEditUser' };
		const result = await campus.command('WSEditUser', {
			...editedMembers(edit, reference),
			password: edit.password ?? '',
			language: edit.language ?? '',
			extra: extras
				.filter(({ needsEdit }) => needsEdit)
				.map(({ field, value }) => ({ field_name: field, field_value: value })),
		});
		if (recordNumber(result) !== null) return;
		// 0 is all Chamilo says. For a user who exists and is active no other reason is left than the username.
		const [active] = await activeNumbers(campus, [reference]);
		if (active === id) {
			throw new GatewayError('username-taken', `Another user has the username "${edit.loginname}".`, { chamilo });
		}
		throw new GatewayError(
			'rejected-by-chamilo',
			'Chamilo did not store the changes: somebody disabled or deleted the user at the same moment. Send the request again.',
			{ chamilo },
		);
	},
});

/** Edits a user with WSEditUser, which finds it by an external id and takes active users only. */
export const editByRegistration: Way<[Reference, UserToEdit, EditToStore, boolean], void> = {
	needs: ['complete-edits'],
	calls: [
		externalName,
		activeNumbers,
		extrasToStore,
		applyOrThrow.Enable,
		storeEdit,
		neverExpires,
		storeOwnExtra,
		applyOrThrow.Disable,
		whileActive,
	],
	limits: `${EDIT_LIMITS} The language of an existing user has to be named.`,
	notes: 'An inactive user is enabled for the moment of the edit.',
	async run(campus, reference, found, edit, accepted) {
		if (edit.language === null) throw unnamedLanguage();
		const { id } = found;
		const target = { id, reference: await externalName(campus, reference, id, edit.loginname) };
		const isActive = found.isActive ?? (await activeNumbers(campus, [target.reference]))[0] === id;
		if (edit.password !== undefined && !isActive && edit.active !== true) throw userInactive(id);
		const extras = await extrasToStore(campus, id, edit.extras, accepted);
		const user = { id, username: edit.loginname };
		const steps = () =>
			runInOrder([
				!isActive && edit.active === true && { name: 'enable', run: () => applyOrThrow.Enable(campus, target) },
				{ name: 'edit', run: () => storeEdit(campus, target.reference, id, edit, extras) },
				edit.expiration_date === null && { name: 'expiration_date', run: () => neverExpires(campus, target, edit) },
				...extras
					.filter(({ needsEdit }) => !needsEdit)
					.map((extra) => ({ name: `extras.${extra.field}`, run: () => storeOwnExtra(campus, user, extra) })),
				isActive && edit.active === false && { name: 'disable', run: () => applyOrThrow.Disable(campus, target) },
			]);
		await (isActive || edit.active === true ? steps() : whileActive(campus, target, steps));
	},
};

function unnamedLanguage(): GatewayError {
	return new GatewayError(
		'unsupported-by-chamilo',
		"This Chamilo cannot give an existing user the platform's language without its name. Name the language; nothing was changed.",
		{ errors: [{ pointer: '/language', detail: 'has to be named on this campus' }] },
	);
}
