import { GatewayError } from '../../errors.js';
import type { Campus } from '../campus.js';
import { extraNamed, isExternal } from '../fields/reference.js';
import { CREATE_CALLS, type CreatedUser, createOne } from './create-plan.js';
import { changeCredentials, userInactive } from './credentials-plan.js';
import { ATTACH_CALLS, attachExternalId, gatewayReference } from './external-id.js';
import {
	activeNumbers,
	findUser,
	LOOKUP_CALLS,
	lockKeys,
	userNotFound,
	userOfExternalId,
	userOfUsername,
} from './lookup.js';
import type { UserEdit, UserReference } from './schemas.js';
import { editArguments } from './soap-arguments.js';
import { runSteps } from './steps.js';

export const EDIT_CALLS = [
	...new Set([
		...LOOKUP_CALLS,
		'WSUser.EditUser',
		...ATTACH_CALLS,
		'WSUser.EnableUser',
		'WSEditUserCredentials',
		'WSUnsubscribeUserFromCourse',
		'WSUser.DisableUser',
		...CREATE_CALLS,
	]),
];

export interface Upserted extends CreatedUser {
	created: boolean;
}

/** Gives a user the state asked for, and creates it where there is none. Takes the lock on its names. */
export async function upsertUser(campus: Campus, reference: UserReference, edit: UserEdit): Promise<Upserted> {
	const repeated = extraNamed(edit.extras, reference.field);
	if (repeated !== undefined) {
		throw new GatewayError('invalid-request', 'The identifier of the user stands in the path.', {
			errors: [{ pointer: `/extras/${repeated}`, detail: 'names the user already, in the path' }],
		});
	}
	return campus.serialise(lockKeys({ ...reference, loginname: edit.loginname }), async () => {
		const found = await findUser(campus, reference);
		if (found) {
			await editFound(campus, reference, found.id, edit);
			const value = reference.field === 'username' ? edit.loginname : reference.value;
			return { id: found.id, field: reference.field, value, created: false };
		}
		return { ...(await createMissing(campus, reference, edit)), created: true };
	});
}

async function createMissing(campus: Campus, reference: UserReference, edit: UserEdit): Promise<CreatedUser> {
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
	const created = await createOne(campus, { ...edit, active, password, ...(isUsername ? {} : { field, value }) });
	return { ...created, field, value };
}

async function editFound(campus: Campus, reference: UserReference, id: number, edit: UserEdit): Promise<void> {
	if (edit.encrypt_method !== undefined && edit.password !== undefined) {
		throw new GatewayError(
			'unsupported-by-chamilo',
			'Chamilo takes a hashed password only for a user that is created; this one exists. Send the password in clear text, without encrypt_method, or leave both out. Nothing was changed.',
		);
	}
	await refuseInactive(campus, reference, id, edit);
	const missingExtras = await extrasToStore(campus, id, edit);
	const byNumber = { user_id_field_name: 'chamilo_user_id', user_id_value: String(id) };
	const user = { id, username: edit.loginname };
	await runSteps([
		{ name: 'edit', run: () => storeEdit(campus, id, edit) },
		...missingExtras.map(([field, value]) => ({
			name: `extras.${field}`,
			run: () => storeExtra(campus, user, field, value),
		})),
		edit.active === true && { name: 'enable', run: () => campus.call('WSUser.EnableUser', byNumber) },
		edit.password !== undefined && {
			name: 'password',
			run: async () => {
				const name = isExternal(reference) ? reference : await gatewayReference(campus, user);
				await changeCredentials(campus, id, name, { username: edit.loginname, password: edit.password });
			},
		},
		edit.active === false && { name: 'disable', run: () => campus.call('WSUser.DisableUser', byNumber) },
	]);
}

/** A password for an inactive user would fail as the last step: said before the first, where it can be known. */
async function refuseInactive(campus: Campus, reference: UserReference, id: number, edit: UserEdit): Promise<void> {
	if (edit.password === undefined || edit.active === true || !isExternal(reference)) return;
	const [active] = await activeNumbers(campus, [reference]);
	if (active === null) throw userInactive(id);
}

async function storeEdit(campus: Campus, id: number, edit: UserEdit): Promise<void> {
	try {
		await campus.call('WSUser.EditUser', editArguments(id, edit));
	} catch (failure) {
		if (!(failure instanceof GatewayError) || failure.chamilo?.faultcode !== '105') throw failure;
		const owner = await userOfUsername(campus, edit.loginname);
		if (!owner || owner.id === id) throw failure;
		throw new GatewayError('username-taken', `Another user has the username "${edit.loginname}".`, {
			cause: failure,
			chamilo: failure.chamilo,
		});
	}
}

/**
 * The extras that are not in place yet. EditUser drops extras, and the one call that stores them on 1.9 without
 * wiping other data takes only values nobody else has: what it cannot do is refused before anything is changed.
 */
async function extrasToStore(campus: Campus, id: number, edit: UserEdit): Promise<[string, string][]> {
	const missing: [string, string][] = [];
	for (const [field, value] of Object.entries(edit.extras ?? {})) {
		const owner = await userOfExternalId(campus, field, value);
		if (owner?.id === id) continue;
		if (owner) {
			throw new GatewayError(
				'unsupported-by-chamilo',
				`This Chamilo can give an existing user the value "${value}" in the extra field ${field} only while no other user has it. Leave it out of extras; nothing was changed.`,
			);
		}
		missing.push([field, value]);
	}
	return missing;
}

async function storeExtra(campus: Campus, user: { id: number; username: string }, field: string, value: string) {
	if (await attachExternalId(campus, user, field, value)) return;
	throw new GatewayError('rejected-by-chamilo', `Chamilo did not store the extra field ${field}.`);
}
