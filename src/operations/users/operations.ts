import { operation } from '../operation.js';
import { deleteUser, disableUser, enableUser } from './activation-operations.js';
import { keysOfNewUser } from './cached.js';
import { createCoalesced } from './create.js';
import { editCredentials } from './credentials.js';
import { GRACE, LUKASZ_EDITED } from './examples.js';
import { patchOne } from './patch.js';
import { getUser, listUsers } from './read-operations.js';
import {
	acceptingQuery,
	credentials,
	editedUser,
	newUser,
	userEdit,
	userIdentity,
	userPatch,
	userPath,
} from './schemas.js';
import { upsertUser } from './upsert.js';

const tag = 'Users';

/** The path under which a user is found after the request. */
function userLocation(identity: { id: number; field: string | null; value: string | null }): string {
	const { field, value } = identity;
	const named = field !== null && value !== null ? [field, value] : ['chamilo_user_id', String(identity.id)];
	return `/users/${named.map(encodeURIComponent).join('/')}`;
}

const createUser = operation({
	id: 'createUser',
	method: 'post',
	path: '/users',
	tag,
	summary: 'Create a user',
	description:
		'Creates a user and makes sure that Chamilo stores all of it: an external id that it drops is attached and verified, names with `&`, `<` or `>` are corrected. An external id that another user has already is refused.',
	scope: 'users:write',
	body: newUser,
	bodyExamples: { student: { summary: 'A student with an external id', value: GRACE } },
	invalidates: ({ body }) => [{ tag: 'users', keys: keysOfNewUser(body) }],
	success: {
		201: {
			description: 'The user exists.',
			schema: userIdentity,
			example: { id: 17, field: 'external_user', value: '9002' },
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
			calls: [createCoalesced],
			async run(campus, { body }) {
				const created = await createCoalesced(campus, body);
				return { status: 201, body: created, location: userLocation(created) };
			},
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
		"Gives the user the state of the body, and creates it when there is none with this identifier. Chamilo overwrites `status`, `email`, `language`, `phone` and `expiration_date` at every edit, so they are required; `null` clears. `password` is needed only when the user has to be created; an absent `active` changes nothing. An official code that is left out is kept where Chamilo's JSON API is there, refused to be lost where the gateway knows that it has written one (`USER_RECORDS`), and else emptied, as PUT replaces. Without that API no code can be stored for a user who exists: with `accept_side_effects=true` the rest is done, the code is lost, and `not_stored` says so. Users are created under an extra field, or under their username when `loginname` is the one of the path.",
	scope: 'users:write',
	params: userPath,
	query: acceptingQuery,
	body: userEdit,
	bodyExamples: { teacher: { summary: 'All values of a user', value: LUKASZ_EDITED } },
	invalidates: ['users'],
	success: {
		200: { description: 'The user existed and has the new state.', schema: editedUser },
		201: { description: 'The user was created.', schema: userIdentity, location: true },
	},
	problems: [
		'unsafe-identifier',
		'user-not-found',
		'ambiguous-identifier',
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
			calls: [upsertUser],
			async run(campus, { params, query, body }) {
				const accepts = query.accept_side_effects === 'true';
				const { created, ...identity } = await upsertUser(campus, params, body, accepts);
				if (!created) return { status: 200, body: identity };
				return { status: 201, body: identity, location: userLocation(identity) };
			},
		},
	],
});

const patchUser = operation({
	id: 'patchUser',
	method: 'patch',
	path: '/users/{field}/{value}',
	tag,
	summary: 'Change members of a user',
	description:
		'Changes the members of the body and nothing else: what is left out stays as it is. An inactive user stays inactive. `active`, `loginname` and `password` each have a call that touches nothing else; with an API key for Chamilo\'s JSON API nearly all members have. Where an edit overwrites what it is not told, the gateway sends along what it can read; of the rest the problem lists what has to be sent along. Chamilo loses the official code by such an edit where there is no key: it is refused, unless the body says `"official_code": null` or the query that it may be lost.',
	scope: 'users:write',
	params: userPath,
	query: acceptingQuery,
	body: userPatch,
	bodyExamples: { active: { summary: 'Let the user log in', value: { active: true } } },
	invalidates: ['users'],
	success: { 204: { description: 'The user has the new values.' } },
	problems: [
		'unsafe-identifier',
		'user-not-found',
		'ambiguous-identifier',
		'username-taken',
		'user-inactive',
		'rejected-by-chamilo',
		'partly-done',
	],
	ways: [
		{
			calls: [patchOne],
			async run(campus, { params, query, body }) {
				await patchOne(campus, params, body, { acceptsSideEffects: query.accept_side_effects === 'true' });
				return { status: 204 };
			},
		},
	],
});

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
	bodyExamples: { password: { summary: 'A new password', value: { username: 'lzolkiewski', password: 'a new one' } } },
	invalidates: ['users'],
	success: { 204: { description: 'The user has these credentials.' } },
	problems: ['unsafe-identifier', 'user-not-found', 'username-taken', 'user-inactive', 'rejected-by-chamilo'],
	ways: [
		{
			calls: [editCredentials],
			async run(campus, { params, body: { username, password } }) {
				await editCredentials(campus, params, { username, password });
				return { status: 204 };
			},
		},
	],
});

export const userOperations = [
	createUser,
	listUsers,
	getUser,
	putUser,
	patchUser,
	deleteUser,
	enableUser,
	disableUser,
	putCredentials,
];
