import { z } from '@hono/zod-openapi';
import type { Campus } from '../campus.js';
import { isExternal } from '../fields/reference.js';
import { identifier } from '../fields/text.js';
import { operation } from '../operation.js';
import { CREATE_CALLS, createOne } from './create-plan.js';
import { editCredentials } from './credentials-plan.js';
import { EDIT_CALLS, upsertUser } from './edit-plan.js';
import { ADA, ADA_EDITED } from './examples.js';
import { activeNumbers, findUser, LOOKUP_CALLS, lockKeys, userNotFound } from './lookup.js';
import { credentials, newUser, type UserReference, user, userEdit, userIdentity, userPath } from './schemas.js';
import { actOnUser } from './status-plan.js';

const tag = 'Users';

/** Where the user is found from now on. */
export function userLocation(identity: { id: number; field: string | null; value: string | null }): string {
	const { field, value } = identity;
	const named = field !== null && value !== null ? [field, value] : ['chamilo_user_id', String(identity.id)];
	return `/users/${named.map(encodeURIComponent).join('/')}`;
}

async function readUser(campus: Campus, reference: UserReference) {
	const [found, active] = await Promise.all([
		findUser(campus, reference),
		isExternal(reference) ? activeNumbers(campus, [reference]) : null,
	]);
	if (!found) throw userNotFound(reference);
	const isActive = active === null ? null : active[0] === found.id;
	return { status: 200, body: { ...found, ...reference, active: isActive } };
}

const createUser = operation({
	id: 'createUser',
	method: 'post',
	path: '/users',
	tag,
	summary: 'Create a user',
	description:
		'Creates a user and sees to it that Chamilo stores all of it: an external id that it drops is attached and verified, names with `&`, `<` or `>` are put right. An external id that another user has already is refused.',
	scope: 'users:write',
	body: newUser,
	bodyExamples: { student: { summary: 'A student with an external id', value: ADA } },
	success: {
		201: {
			description: 'The user exists.',
			schema: userIdentity,
			example: { id: 17, field: 'external_user', value: '9001' },
			location: true,
		},
	},
	problems: [
		'unsafe-identifier',
		'username-taken',
		'external-id-taken',
		'password-encryption-refused',
		'rejected-by-chamilo',
		'creation-incomplete',
		'outcome-unknown',
	],
	ways: [
		{
			needs: ['soap-php', 'create-keeps-external-id', 'username-lookup'],
			calls: CREATE_CALLS,
			limits:
				'Chamilo does not check e-mail addresses, and takes an unknown language for the default one of the platform.',
			async run(campus, { body }) {
				const created = await campus.serialise(lockKeys(body), () => createOne(campus, body));
				return { status: 201, body: created, location: userLocation(created) };
			},
		},
	],
});

const getUserByUsername = operation({
	id: 'getUserByUsername',
	method: 'get',
	path: '/users',
	tag,
	summary: 'Look a user up by username',
	description: 'The same as `GET /users/username/{username}`.',
	scope: 'users:read',
	query: z.strictObject({ username: identifier(100).openapi({ example: 'admin' }) }),
	success: { 200: { description: 'The user.', schema: user } },
	problems: ['unsafe-identifier', 'user-not-found'],
	ways: [
		{
			needs: ['username-lookup'],
			calls: ['WSGetUserFromUsername'],
			run: (campus, { query }) => readUser(campus, { field: 'username', value: query.username }),
		},
	],
});

const getUser = operation({
	id: 'getUser',
	method: 'get',
	path: '/users/{field}/{value}',
	tag,
	summary: 'Read a user',
	description:
		"Reads the user's number and names, and whether it is active. Chamilo 1.9 cannot tell names of a user given by its number, nor the active state of one given by number or username: these are `null`.",
	scope: 'users:read',
	params: userPath,
	success: { 200: { description: 'The user.', schema: user } },
	problems: ['unsafe-identifier', 'user-not-found'],
	ways: [
		{
			needs: ['username-lookup', 'active-probe'],
			calls: [...LOOKUP_CALLS, 'WSUnsubscribeUserFromCourse'],
			limits: 'E-mail, status and username of a user cannot be read on Chamilo 1.9.',
			run: (campus, { params }) => readUser(campus, params),
		},
	],
});

const putUser = operation({
	id: 'putUser',
	method: 'put',
	path: '/users/{field}/{value}',
	tag,
	summary: 'Create or replace a user',
	description:
		'Gives the user the state of the body, and creates it when there is none with this identifier. Chamilo overwrites `status`, `email`, `language`, `phone` and `expiration_date` at every edit, so they are required; `null` clears. `password` is needed only when the user has to be created; an absent `active` changes nothing. Users are created under an extra field, or under their username when `loginname` is the one of the path.',
	scope: 'users:write',
	params: userPath,
	body: userEdit,
	bodyExamples: { teacher: { summary: 'All values of a user', value: ADA_EDITED } },
	success: {
		200: { description: 'The user existed and has the new state.', schema: userIdentity },
		201: { description: 'The user was created.', schema: userIdentity, location: true },
	},
	problems: [
		'unsafe-identifier',
		'user-not-found',
		'username-taken',
		'user-inactive',
		'password-encryption-refused',
		'rejected-by-chamilo',
		'creation-incomplete',
		'partly-done',
		'outcome-unknown',
	],
	ways: [
		{
			needs: ['soap-php', 'create-keeps-external-id', 'edit-without-expiry', 'username-lookup', 'active-probe'],
			calls: EDIT_CALLS,
			limits:
				'Chamilo wipes the official code of a user at every edit. An extra field of an existing user can be set only to a value no other user has. A new password needs an active user, and gives a user without external id one in the extra field `rest_gateway_id`.',
			async run(campus, { params, body }) {
				const { created, ...identity } = await upsertUser(campus, params, body);
				return created
					? { status: 201, body: identity, location: userLocation(identity) }
					: { status: 200, body: identity };
			},
		},
	],
});

const deleteUser = operation({
	id: 'deleteUser',
	method: 'delete',
	path: '/users/{field}/{value}',
	tag,
	summary: 'Delete a user',
	description:
		'Deletes the user. The only teacher of a course cannot be deleted. Sessions that the user coached are left without a coach.',
	scope: 'users:write',
	params: userPath,
	success: { 204: { description: 'The user is gone.' } },
	problems: ['unsafe-identifier', 'user-not-found', 'rejected-by-chamilo'],
	ways: [
		{
			needs: ['soap-php', 'username-lookup'],
			calls: ['WSUser.DeleteUser', 'WSGetUserFromUsername'],
			async run(campus, { params }) {
				await actOnUser(campus, 'Delete', params);
				return { status: 204 };
			},
		},
	],
});

function switchOperation(action: 'Enable' | 'Disable', description: string) {
	return operation({
		id: `${action.toLowerCase()}User`,
		method: 'post',
		path: `/users/{field}/{value}/${action.toLowerCase()}`,
		tag,
		summary: `${action} a user`,
		description,
		scope: 'users:write',
		params: userPath,
		success: { 204: { description: `The user is ${action === 'Enable' ? 'active' : 'inactive'}.` } },
		problems: ['unsafe-identifier', 'user-not-found'],
		ways: [
			{
				needs: ['soap-php', 'username-lookup'],
				calls: [`WSUser.${action}User`, 'WSGetUserFromUsername'],
				async run(campus, { params }) {
					await actOnUser(campus, action, params);
					return { status: 204 };
				},
			},
		],
	});
}

const putCredentials = operation({
	id: 'putUserCredentials',
	method: 'put',
	path: '/users/{field}/{value}/credentials',
	tag,
	summary: 'Change username and password',
	description:
		'Changes the username and, when one is given, the password; nothing else of the user. The user must be active.',
	scope: 'users:write',
	params: userPath,
	body: credentials,
	bodyExamples: { password: { summary: 'A new password', value: { username: 'ada.obrien', password: 'a new one' } } },
	success: { 204: { description: 'The user has these credentials.' } },
	problems: ['unsafe-identifier', 'user-not-found', 'username-taken', 'user-inactive', 'rejected-by-chamilo'],
	ways: [
		{
			needs: ['username-lookup', 'active-probe'],
			calls: [...LOOKUP_CALLS, 'WSEditUserCredentials', 'WSUpdateUserApiKey', 'WSUnsubscribeUserFromCourse'],
			limits:
				'A user named by number or username is given an external id in the extra field `rest_gateway_id`; one named by number can be renamed only after that.',
			async run(campus, { params, body }) {
				await campus.serialise(lockKeys({ ...params, loginname: body.username }), () =>
					editCredentials(campus, params, { username: body.username, password: body.password }),
				);
				return { status: 204 };
			},
		},
	],
});

export const userOperations = [
	createUser,
	getUserByUsername,
	getUser,
	putUser,
	deleteUser,
	switchOperation('Enable', 'Lets the user log in. Enabling an active user changes nothing.'),
	switchOperation(
		'Disable',
		'Keeps the user from logging in; all data stays. Disabling an inactive user changes nothing.',
	),
	putCredentials,
];
