import { z } from '@hono/zod-openapi';
import { operation } from '../../operations/operation.js';
import { deleteOne } from '../../operations/users/delete.js';
import { USER_ATTRIBUTES } from '../attributes.js';
import { SCIM, scimError } from '../errors.js';
import { applyChanges, changesOf, patchBody } from '../patch.js';
import { listQuery, listResponse, projected, projectionQuery } from '../projection.js';
import { BASE, CORE_USER, PATCH_OP } from '../urns.js';
import { unlessKnown } from '../version.js';
import { existingUser } from './find.js';
import { usersMatching } from './list.js';
import { emptied, numberOf, resultOf, userToChange } from './result.js';
import { EXAMPLE, listSchema, userBody, userPath, userSchema } from './schemas.js';
import { fromResource, toResource } from './state.js';
import { changeTo, createFromResource } from './write.js';

const tag = 'SCIM';
const ID = `${BASE}/Users/{id}`;

const common = { tag, dialect: SCIM };
const changed = { ...common, scope: 'scim:write' as const, invalidates: ['users'] as const };
const CHANGES = [
	'unsafe-identifier',
	'user-not-found',
	'username-taken',
	'user-inactive',
	'rejected-by-chamilo',
] as const;

export const userOperations = [
	operation({
		...changed,
		id: 'createScimUser',
		method: 'post',
		path: `${BASE}/Users`,
		summary: 'SCIM: create a user',
		description:
			'Creates a user. Without names Chamilo gets them from `displayName` or `userName`; without a password nobody can log in but by single sign-on.',
		query: z.strictObject(projectionQuery),
		body: userBody,
		bodyExamples: { user: { summary: 'A user', value: EXAMPLE } },
		success: { 201: { description: 'The user exists.', schema: userSchema, location: true } },
		problems: [
			'unsafe-identifier',
			'username-taken',
			'external-id-taken',
			'rejected-by-chamilo',
			'creation-incomplete',
			'outcome-unknown',
		],
		ways: [
			{
				calls: [createFromResource],
				run: async (campus, { body, query }) =>
					resultOf(await createFromResource(campus, body as Record<string, unknown>), query, 201),
			},
		],
	}),
	operation({
		...common,
		id: 'listScimUsers',
		method: 'get',
		path: `${BASE}/Users`,
		summary: 'SCIM: list users',
		description:
			'Users by a filter on `userName`, `externalId` or `id` with `eq`; with an API key for the JSON API of Chamilo all users, by any filter on what the list tells.',
		scope: 'scim:read',
		query: z.strictObject(listQuery),
		success: { 200: { description: 'A page of users.', schema: listSchema } },
		problems: [],
		ways: [
			{
				calls: [usersMatching],
				async run(campus, { query }) {
					const users = await usersMatching(campus, query.filter);
					const resources = users.map(
						({ id, state }) =>
							() =>
								projected(USER_ATTRIBUTES, toResource(id, state), query),
					);
					const page = listResponse(resources, query);
					return { status: 200, body: { ...page, Resources: page.Resources.map((make) => (make as () => object)()) } };
				},
			},
		],
	}),
	operation({
		...common,
		id: 'getScimUser',
		method: 'get',
		path: ID,
		summary: 'SCIM: read a user',
		description:
			'What is known of the user: what the campus tells, and else what the gateway has last written, where it keeps that (`USER_RECORDS`).',
		scope: 'scim:read',
		params: userPath,
		query: z.strictObject(projectionQuery),
		headers: ['if-none-match'],
		success: {
			200: { description: 'The user.', schema: userSchema },
			304: { description: 'The client has this version.' },
		},
		problems: ['user-not-found'],
		ways: [
			{
				calls: [existingUser],
				async run(campus, { params, query, headers }) {
					const result = await resultOf(await existingUser(campus, numberOf(params.id)), query);
					return unlessKnown(result, headers?.['if-none-match']);
				},
			},
		],
	}),
	operation({
		...changed,
		id: 'putScimUser',
		method: 'put',
		path: ID,
		summary: 'SCIM: replace a user',
		description:
			'Gives the user what the body says; attributes that are left out stay. Nothing is written where nothing differs.',
		params: userPath,
		query: z.strictObject(projectionQuery),
		headers: ['if-match'],
		body: userBody,
		bodyExamples: {
			active: {
				summary: 'A user who may log in',
				value: { schemas: [CORE_USER], userName: 'lzolkiewski', active: true },
			},
		},
		success: { 200: { description: 'The user as it is now.', schema: userSchema } },
		problems: [...CHANGES, 'precondition-failed', 'partly-done'],
		ways: [
			{
				calls: [existingUser, changeTo],
				async run(campus, { params, query, body, headers }) {
					const user = await userToChange(campus, params.id, headers?.['if-match']);
					const wanted = fromResource(body as Record<string, unknown>);
					return resultOf(await changeTo(campus, user, wanted), query);
				},
			},
		],
	}),
	operation({
		...changed,
		id: 'patchScimUser',
		method: 'patch',
		path: ID,
		summary: 'SCIM: change a user',
		description: 'Applies the operations in their order, and then writes what differs.',
		params: userPath,
		query: z.strictObject(projectionQuery),
		headers: ['if-match'],
		body: patchBody,
		bodyExamples: {
			enable: {
				summary: 'A user who is back; with false, one who left',
				value: { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: 'active', value: true }] },
			},
		},
		success: { 200: { description: 'The user as it is now.', schema: userSchema } },
		problems: [...CHANGES, 'precondition-failed', 'partly-done'],
		ways: [
			{
				calls: [existingUser, changeTo],
				async run(campus, { params, query, body, headers }) {
					const changes = changesOf(USER_ATTRIBUTES, body);
					if (changes.some(({ path: { attribute } }) => attribute === 'id' || attribute === 'meta')) {
						throw scimError('mutability', 'id and meta cannot be changed.');
					}
					const user = await userToChange(campus, params.id, headers?.['if-match']);
					const after = fromResource(applyChanges(toResource(user.id, user.state), changes));
					return resultOf(await changeTo(campus, user, { ...after, ...emptied(changes, after) }), query);
				},
			},
		],
	}),
	operation({
		...changed,
		id: 'deleteScimUser',
		method: 'delete',
		path: ID,
		summary: 'SCIM: delete a user',
		description: 'Deletes the user with everything it has on the campus. `active` set to `false` keeps that.',
		params: userPath,
		pathExamples: { id: '999' },
		headers: ['if-match'],
		invalidates: ['users', 'memberships'],
		success: { 204: { description: 'The user is gone.' } },
		problems: ['user-not-found', 'precondition-failed', 'user-coaches-sessions', 'rejected-by-chamilo'],
		ways: [
			{
				calls: [existingUser, deleteOne],
				async run(campus, { params, headers }) {
					const { reference } = await userToChange(campus, params.id, headers?.['if-match']);
					await deleteOne(campus, reference);
					return { status: 204 };
				},
			},
		],
	}),
];
