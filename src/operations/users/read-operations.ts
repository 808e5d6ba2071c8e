import { z } from '@hono/zod-openapi';
import type { Campus } from '../campus.js';
import { identifier } from '../fields/text.js';
import { operation } from '../operation.js';
import { onlyFor, step } from '../ways.js';
import { keyOfReading } from './cached.js';
import {
	activeNumbers,
	BY_EXTERNAL_ID,
	BY_NUMBER,
	BY_USERNAME,
	userByExternalId,
	userByNumber,
	userByUsername,
	userNotFound,
} from './find.js';
import { type User, type UserReference, user, userPath } from './schemas.js';

const tag = 'Users';

/** Everything about a user that can be read; undefined where there is no such user. */
const fetchUser = step('Reading a user', [
	{
		input: BY_EXTERNAL_ID,
		calls: [userByExternalId, activeNumbers],
		async run(campus, reference: UserReference): Promise<User | undefined> {
			const [found, [active]] = await Promise.all([
				userByExternalId(campus, reference.field, reference.value),
				activeNumbers(campus, [reference]),
			]);
			return found ? { ...found, ...reference, active: active === found.id } : undefined;
		},
	},
	{ input: BY_NUMBER, needs: ['number-lookup'], calls: [userByNumber], run: fetchByNumber },
	{
		input: BY_NUMBER,
		calls: [userByNumber],
		limits: 'The names of a user given by its number cannot be read.',
		run: fetchByNumber,
	},
	{
		input: BY_USERNAME,
		calls: [userByUsername],
		async run(campus, reference: UserReference): Promise<User | undefined> {
			const found = await userByUsername(campus, reference.value);
			return found ? { ...found, ...reference, active: null } : undefined;
		},
	},
]);

async function fetchByNumber(campus: Campus, reference: UserReference): Promise<User | undefined> {
	const found = await userByNumber(campus, Number(reference.value));
	return found ? { ...found, ...reference, active: null } : undefined;
}

async function readUser(campus: Campus, reference: UserReference) {
	const found = await campus.cached<User>({
		key: keyOfReading(reference),
		tags: ['users'],
		schema: user,
		personal: true,
		load: () => fetchUser(campus, reference),
	});
	if (!found) throw userNotFound(reference);
	return { status: 200, body: found };
}

export const getUserByUsername = operation({
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
			calls: [onlyFor(fetchUser, BY_USERNAME.label)],
			run: (campus, { query }) => readUser(campus, { field: 'username', value: query.username }),
		},
	],
});

export const getUser = operation({
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
			calls: [fetchUser],
			limits: 'E-mail, status and username of a user cannot be read.',
			run: (campus, { params }) => readUser(campus, params),
		},
	],
});
