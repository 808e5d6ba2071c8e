import { GatewayError } from '../../errors.js';
import type { Campus, HeldLock } from '../campus.js';
import { withoutEmpty } from '../fields/extras.js';
import { extraNamed, isExternal } from '../fields/reference.js';
import { step } from '../ways.js';
import { createOne } from './create-one.js';
import type { CreatedUser } from './created.js';
import { editByRegistration } from './edit.registration.js';
import { editBySoap } from './edit.soap.js';
import { lockKeys, userNotFound } from './find.js';
import { findToEdit } from './find-to-edit.js';
import { withUserLock } from './locked.js';
import { refuseLongPassword } from './longest-password.js';
import { keepingOfficialCode } from './official-code.js';
import { recordOfChange, remember } from './record.js';
import type { UserEdit, UserReference } from './schemas.js';

/** Gives a user that was found the state of the request. */
const editFound = step('Editing a user', [editBySoap, editByRegistration]);

export interface Upserted extends CreatedUser {
	created: boolean;
	/** The member that was asked for and that this campus cannot store, where that was accepted. */
	not_stored?: string[];
}

/** Gives a user the state of the request, and creates it where there is none. Takes the lock on its names. */
export const upsertUser = step('Creating or replacing a user', {
	calls: [refuseLongPassword, findToEdit, keepingOfficialCode, editFound, createOne],
	async run(campus, reference: UserReference, edit: UserEdit, accepts?: boolean): Promise<Upserted> {
		const repeated = extraNamed(edit.extras, reference.field);
		if (repeated !== undefined) {
			throw new GatewayError('invalid-request', 'The identifier of the user stands in the path.', {
				errors: [{ pointer: `/extras/${repeated}`, detail: 'names the user already, in the path' }],
			});
		}
		await refuseLongPassword(campus, edit);
		const names = lockKeys({ ...reference, loginname: edit.loginname });
		return withUserLock(campus, names, async (lock, lockNumber) => {
			const found = await findToEdit(campus, reference);
			if (found) {
				await lockNumber(found.id);
				refuseHash(edit);
				const change = {
					wanted: edit.official_code,
					mayWipe: accepts === true || !(await hasKnownCode(campus, found.id)),
					mayDrop: accepts === true,
				};
				const code = await keepingOfficialCode(campus, reference, found.id, edit.loginname, change, (name) =>
					editFound(campus, name, found, edit, accepts === true),
				);
				await remember(campus, found.id, { ...recordOfChange(edit), official_code: code });
				const value = reference.field === 'username' ? edit.loginname : reference.value;
				const isDropped = (edit.official_code ?? null) !== null && code === null;
				return {
					...{ id: found.id, field: reference.field, value, created: false },
					...(isDropped ? { not_stored: ['official_code'] } : {}),
				};
			}
			const created = await createMissing(campus, reference, edit, lock);
			await remember(campus, created.id, { official_code: null, ...recordOfChange(edit) });
			return { ...created, created: true };
		});
	},
});

async function createMissing(
	campus: Campus,
	reference: UserReference,
	edit: UserEdit,
	lock: HeldLock,
): Promise<CreatedUser> {
	const { field, value } = reference;
	const isUsername = field === 'username' && value === edit.loginname;
	// A number cannot be chosen, and another username than the one asked for would be another user.
	if (!isExternal(reference) && !isUsername) throw userNotFound(reference);
	if (edit.password === undefined) {
		throw new GatewayError('invalid-request', 'There is no such user yet, and a new one needs a password.', {
			errors: [{ pointer: '/password', detail: 'is needed, because the user has to be created' }],
		});
	}
	const { active = true, password } = edit;
	const extras = withoutEmpty(edit.extras);
	const user = { ...edit, extras, active, password, ...(isUsername ? {} : { field, value }) };
	const created = await createOne(campus, user, lock, !campus.resumed);
	return { ...created, field, value };
}

/** Whether the gateway has given the user an official code, as far as it keeps what it writes. */
async function hasKnownCode(campus: Campus, id: number): Promise<boolean> {
	return typeof (await campus.records?.recall(id))?.official_code === 'string';
}

function refuseHash({ encrypt_method, password }: UserEdit): void {
	if (encrypt_method === undefined || password === undefined) return;
	throw new GatewayError(
		'unsupported-by-chamilo',
		'Chamilo takes a hashed password only for a user that is created; this one exists. Send the password in clear text, without encrypt_method, or leave both out. Nothing was changed.',
	);
}
