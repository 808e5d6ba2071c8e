import { z } from '@hono/zod-openapi';
import type { Campus } from '../campus.js';
import { operation } from '../operation.js';
import { pageOnce } from '../page.js';
import { onlyFor, step } from '../ways.js';
import { keyOfReading } from './cached.js';
import {
	activeNumbers,
	BY_EXTERNAL_ID,
	BY_NUMBER,
	BY_USERNAME,
	type FoundUser,
	userByExternalId,
	userByNumber,
	userByUsername,
	userNotFound,
} from './find.js';
import { knownUser, usersOfPortal } from './known.json-api.js';
import { isAlias, type UserQuery, userPage, userPageOf, userQuery } from './list.js';
import { type User, type UserReference, user, userPath } from './schemas.js';

const tag = 'Users';

/** What only the JSON API tells. */
const UNREAD = { username: null, email: null, status: null, phone: null, official_code: null };

const NOT_READ = 'E-mail, status and username of a user cannot be read.';

/** Everything about a user that can be read; undefined where there is no such user. */
export const fetchUser = step('Reading a user', [
	{
		calls: [knownUser],
		async run(campus, reference: UserReference): Promise<User | undefined> {
			const found = await knownUser(campus, reference);
			if (!found) return undefined;
			const { username, email, status, phone, official_code, ...names } = found;
			return { ...named(names, reference), active: names.active, username, email, status, phone, official_code };
		},
	},
	{
		input: BY_EXTERNAL_ID,
		calls: [userByExternalId, activeNumbers],
		limits: NOT_READ,
		async run(campus, reference: UserReference): Promise<User | undefined> {
			const [found, [active]] = await Promise.all([
				userByExternalId(campus, reference.field, reference.value),
				activeNumbers(campus, [reference]),
			]);
			return found ? { ...named(found, reference), active: active === found.id, ...UNREAD } : undefined;
		},
	},
	{ input: BY_NUMBER, needs: ['number-lookup'], calls: [userByNumber], limits: NOT_READ, run: fetchByNumber },
	{
		input: BY_NUMBER,
		calls: [userByNumber],
		limits: `${NOT_READ} The names of a user given by its number cannot be read.`,
		run: fetchByNumber,
	},
	{
		input: BY_USERNAME,
		calls: [userByUsername],
		limits: NOT_READ,
		async run(campus, reference: UserReference): Promise<User | undefined> {
			const found = await userByUsername(campus, reference.value);
			return found ? { ...named(found, reference), active: null, ...UNREAD } : undefined;
		},
	},
]);

async function fetchByNumber(campus: Campus, reference: UserReference): Promise<User | undefined> {
	const found = await userByNumber(campus, Number(reference.value));
	return found ? { ...named(found, reference), active: null, ...UNREAD } : undefined;
}

function named({ id, firstname, lastname }: FoundUser, { field, value }: UserReference) {
	return { id, field, value, firstname, lastname };
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

const ONE = { label: '`username` alone', matches: ({ query }: { query: UserQuery }) => isAlias(query) };

export const listUsers = operation({
	id: 'listUsers',
	method: 'get',
	path: '/users',
	tag,
	summary: 'List users',
	description:
		'Users of the portal, ordered by number, in pages. Filters are exact; `username` and `email` without regard to case. `username` alone answers one user in place of a list, as `GET /users/username/{username}` does: that is deprecated.',
	scope: 'users:read',
	query: userQuery,
	cacheable: true,
	success: {
		200: {
			description: 'A page of users; one user where the query has `username` alone.',
			schema: z.union([userPage, user]),
		},
	},
	problems: ['unsafe-identifier', 'user-not-found'],
	ways: [
		{
			input: ONE,
			calls: [onlyFor(fetchUser, BY_USERNAME.label)],
			run: (campus, { query }) => readUser(campus, { field: 'username', value: query.username ?? '' }),
		},
		{
			calls: [usersOfPortal],
			async run(campus, { query }) {
				const all = await usersOfPortal(campus, query.status ?? null);
				return { status: 200, body: pageOnce(all, query, () => userPageOf(all, query)) };
			},
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
		"Reads the user's number and names, and whether it is active; with an API key for Chamilo's JSON API also username, e-mail and, of a user named by an external id, status, phone and official code. What Chamilo cannot tell is `null`.",
	scope: 'users:read',
	params: userPath,
	cacheable: true,
	success: { 200: { description: 'The user.', schema: user } },
	problems: ['unsafe-identifier', 'user-not-found', 'ambiguous-identifier'],
	ways: [
		{
			calls: [fetchUser],
			run: (campus, { params }) => readUser(campus, params),
		},
	],
});
