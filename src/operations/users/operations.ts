import { z } from '@hono/zod-openapi';
import type { Campus } from '../campus.js';
import { isExternal } from '../fields/reference.js';
import { identifier } from '../fields/text.js';
import { operation } from '../operation.js';
import { switchOperations } from './activation-operations.js';
import { keyOfReading, keysOfUser } from './cached.js';
import { CREATION_STEPS, createCoalesced } from './create.js';
import { CREDENTIALS_CALLS, editCredentials } from './credentials.js';
import { ADA, ADA_EDITED } from './examples.js';
import { activeNumbers, findUser, LOOKUP_CALLS, lockKeys, userNotFound } from './find.js';
import { BY_NUMBER, MARKED } from './limit-texts.js';
import {
	type Credentials,
	credentials,
	type NewUser,
	newUser,
	type User,
	type UserEdit,
	type UserReference,
	user,
	userEdit,
	userIdentity,
	userPath,
} from './schemas.js';
import { EDIT_CALLS, upsertUser } from './upsert.js';

const tag = 'Users';

const WIPED = 'Chamilo wipes the official code of a user at every edit.';
const UNREADABLE = 'E-mail, status and username of a user cannot be read.';
const READ_CALLS = [...LOOKUP_CALLS, 'WSUnsubscribeUserFromCourse'] as const;

/** Where the user is found from now on. */
export function userLocation(identity: { id: number; field: string | null; value: string | null }): string {
	const { field, value } = identity;
	const named = field !== null && value !== null ? [field, value] : ['chamilo_user_id', String(identity.id)];
	return `/users/${named.map(encodeURIComponent).join('/')}`;
}

async function readUser(campus: Campus, reference: UserReference) {
	const found = await campus.cached<User>({
		key: keyOfReading(reference),
		tags: ['users'],
		schema: user,
		personal: true,
		load: () => askForUser(campus, reference),
	});
	if (!found) throw userNotFound(reference);
	return { status: 200, body: found };
}

async function askForUser(campus: Campus, reference: UserReference): Promise<User | undefined> {
	const [found, active] = await Promise.all([
		findUser(campus, reference),
		isExternal(reference) ? activeNumbers(campus, [reference]) : null,
	]);
	return found ? { ...found, ...reference, active: active === null ? null : active[0] === found.id } : undefined;
}

async function runCreate(campus: Campus, { body }: { body: NewUser }) {
	const created = await createCoalesced(campus, body);
	return { status: 201, body: created, location: userLocation(created) };
}

async function runEdit(campus: Campus, { params, body }: { params: UserReference; body: UserEdit }) {
	const { created, ...identity } = await upsertUser(campus, params, body);
	return created ? { status: 201, body: identity, location: userLocation(identity) } : { status: 200, body: identity };
}

async function runCredentials(campus: Campus, { params, body }: { params: UserReference; body: Credentials }) {
	await campus.withLock(lockKeys({ ...params, loginname: body.username }), () =>
		editCredentials(campus, params, { username: body.username, password: body.password }),
	);
	return { status: 204 };
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
	invalidates: ({ body }) => [{ tag: 'users', keys: keysOfUser(body) }],
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
			calls: CREATION_STEPS,
			limits:
				'Chamilo does not check e-mail addresses, and takes an unknown language for the default one of the platform. An account without `expiration_date` never expires.',
			run: runCreate,
		},
		{
			needs: ['plural-outcomes'],
			calls: CREATION_STEPS,
			limits:
				'Chamilo does not check e-mail addresses, and takes an unknown language for the default one of the platform. An account without `expiration_date` expires when the campus says (ten years from now, unless set otherwise); `null` is never. `encrypt_method` can be `bcrypt` alone. A user without external id gets one in the extra field `rest_gateway_id`.',
			run: runCreate,
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
	cacheable: true,
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
		"Reads the user's number and names, and whether it is active. What Chamilo cannot tell is `null`: the active state of a user given by number or username and, on 1.9, the names of one given by its number.",
	scope: 'users:read',
	params: userPath,
	cacheable: true,
	success: { 200: { description: 'The user.', schema: user } },
	problems: ['unsafe-identifier', 'user-not-found'],
	ways: [
		{
			needs: ['username-lookup', 'active-probe'],
			calls: READ_CALLS,
			limits: `The names of a user given by its number cannot be read. ${UNREADABLE}`,
			run: (campus, { params }) => readUser(campus, params),
		},
		{
			needs: ['number-lookup', 'active-probe'],
			calls: READ_CALLS,
			limits: `Users cannot be read by their username. ${UNREADABLE}`,
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
	invalidates: ['users'],
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
			needs: ['soap-php', 'create-keeps-external-id', 'username-lookup', 'active-probe'],
			calls: EDIT_CALLS,
			limits: `${WIPED} An extra field of an existing user can be set only to a value no other user has. A new password needs an active user, and gives a user without external id one in the extra field \`rest_gateway_id\`.`,
			run: runEdit,
		},
		{
			needs: ['soap-php', 'complete-edits', 'active-probe'],
			calls: EDIT_CALLS,
			limits: `${WIPED} ${MARKED} A new password needs an active user, and gives a user without external id one in the extra field \`rest_gateway_id\`.`,
			run: runEdit,
		},
		{
			needs: ['complete-edits', 'active-probe'],
			calls: EDIT_CALLS,
			limits: `${WIPED} ${MARKED} ${BY_NUMBER} The language of an existing user has to be named. An inactive user is enabled for the moment of the edit. A new password needs an active user.`,
			run: runEdit,
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
	bodyExamples: { password: { summary: 'A new password', value: { username: 'ada.obrien', password: 'a new one' } } },
	invalidates: ['users'],
	success: { 204: { description: 'The user has these credentials.' } },
	problems: ['unsafe-identifier', 'user-not-found', 'username-taken', 'user-inactive', 'rejected-by-chamilo'],
	ways: [
		{
			needs: ['username-lookup', 'active-probe'],
			calls: CREDENTIALS_CALLS,
			limits:
				'A user named by number or username is given an external id in the extra field `rest_gateway_id`; one named by number can be renamed only after that.',
			run: runCredentials,
		},
		{
			needs: ['number-lookup', 'active-probe'],
			calls: CREDENTIALS_CALLS,
			limits: `A user named by number or username is given an external id in the extra field \`rest_gateway_id\`; one named by number can be renamed only after that. ${MARKED}`,
			run: runCredentials,
		},
	],
});

export const userOperations = [createUser, getUserByUsername, getUser, putUser, ...switchOperations, putCredentials];
