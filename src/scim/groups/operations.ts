import { z } from '@hono/zod-openapi';
import type { Campus } from '../../operations/campus.js';
import { type OperationResult, operation } from '../../operations/operation.js';
import { asObject, canonical, GROUP_ATTRIBUTES } from '../attributes.js';
import { SCIM, scimError } from '../errors.js';
import { attributesOf, matches, parseFilter } from '../filter.js';
import { changesOf, patchBody } from '../patch.js';
import { listQuery, listResponse, type Projection, projected, projectionQuery } from '../projection.js';
import { BASE, CORE_GROUP, PATCH_OP } from '../urns.js';
import { assertVersion, unlessKnown, versionOf } from '../version.js';
import { allGroups, existingGroup, type Group, type Member, membersOf, toResource } from './find.js';
import { changeMembers, memberChanges } from './members.js';

const tag = 'SCIM';
const ID = `${BASE}/Groups/{id}`;
const common = { tag, dialect: SCIM };
const path = z.object({
	id: z.string().max(200).openapi({ description: 'The `id` of the course or session.', example: 'course-2' }),
});

const EXAMPLE = {
	schemas: [CORE_GROUP],
	displayName: 'Álgebra lineal',
};

const groupSchema = z
	.looseObject({
		schemas: z.array(z.string()),
		id: z.string(),
		displayName: z.string(),
		members: z
			.array(z.looseObject({ value: z.string() }))
			.optional()
			.openapi({ description: 'Absent where the campus cannot list them.' }),
	})
	.openapi('ScimGroup', { example: { ...EXAMPLE, id: 'course-2', members: [{ value: '6' }] } });

const listSchema = z.looseObject({ totalResults: z.int(), Resources: z.array(z.looseObject({})) });

const groupBody = z.preprocess(
	(input) => (typeof input === 'object' && input !== null ? canonical(GROUP_ATTRIBUTES, input) : input),
	z.looseObject({ displayName: z.string().min(1), members: z.array(z.looseObject({})).max(1000).optional() }),
);

async function resultOf(
	group: Group,
	members: readonly Member[] | undefined,
	query: Projection,
): Promise<OperationResult> {
	const resource = toResource(group, members);
	const version = await versionOf(resource);
	const meta = { ...(resource.meta as object), version };
	return { status: 200, body: projected(GROUP_ATTRIBUTES, { ...resource, meta }, query), headers: { ETag: version } };
}

/** The group of a path with its members, in the version that the client has. */
async function groupToChange(campus: Campus, id: string, ifMatch: string | undefined) {
	const group = await existingGroup(campus, id);
	const present = await membersOf(campus, group);
	await assertVersion(ifMatch, toResource(group, present));
	return { group, present };
}

const PROBLEMS = ['unsafe-identifier', 'course-not-found', 'session-not-found', 'user-not-found'] as const;
const changed = {
	...common,
	params: path,
	scope: 'scim:write' as const,
	invalidates: ['memberships'] as const,
	headers: ['if-match'],
	query: z.strictObject(projectionQuery),
	success: { 200: { description: 'The group as it is now.', schema: groupSchema } },
	problems: [...PROBLEMS, 'precondition-failed', 'rejected-by-chamilo', 'outcome-unknown'] as const,
};

export const groupOperations = [
	operation({
		...common,
		id: 'listScimGroups',
		method: 'get',
		path: `${BASE}/Groups`,
		summary: 'SCIM: list groups',
		description: 'Courses and sessions, without their members. Filters are on `id` and `displayName`.',
		scope: 'scim:read',
		query: z.strictObject(listQuery),
		success: { 200: { description: 'A page of groups.', schema: listSchema } },
		problems: [],
		ways: [
			{
				calls: [allGroups],
				async run(campus, { query }) {
					const filter = query.filter === undefined ? undefined : parseFilter(query.filter);
					const untold = filter && attributesOf(filter).find((name) => !['id', 'displayname', 'meta'].includes(name));
					if (untold) throw scimError('invalidFilter', `Groups cannot be found by ${untold}.`);
					const all = (await allGroups(campus)).map((group) => toResource(group));
					const found = filter ? all.filter((group) => matches(filter, group)) : all;
					const shown = found.map((group) => projected(GROUP_ATTRIBUTES, group, query));
					return { status: 200, body: listResponse(shown, query) };
				},
			},
		],
	}),
	operation({
		...common,
		id: 'getScimGroup',
		method: 'get',
		path: ID,
		summary: 'SCIM: read a group',
		description: 'A course or session with its members, where the campus lists them.',
		scope: 'scim:read',
		params: path,
		query: z.strictObject(projectionQuery),
		headers: ['if-none-match'],
		success: {
			200: { description: 'The group.', schema: groupSchema },
			304: { description: 'The client has this version.' },
		},
		problems: ['course-not-found', 'session-not-found'],
		ways: [
			{
				calls: [existingGroup, membersOf],
				async run(campus, { params, query, headers }) {
					const group = await existingGroup(campus, params.id);
					const result = await resultOf(group, await membersOf(campus, group), query);
					return unlessKnown(result, headers?.['if-none-match']);
				},
			},
		],
	}),
	operation({
		...changed,
		id: 'patchScimGroup',
		method: 'patch',
		path: ID,
		summary: 'SCIM: add and remove members',
		description: 'Subscribes users to the course or session, as students, and takes them out.',
		body: patchBody,
		bodyExamples: {
			add: {
				summary: 'Another member',
				value: { schemas: [PATCH_OP], Operations: [{ op: 'add', path: 'members', value: [{ value: '6' }] }] },
			},
		},
		ways: [
			{
				calls: [existingGroup, membersOf, changeMembers],
				async run(campus, { params, query, body, headers }) {
					const changes = changesOf(GROUP_ATTRIBUTES, body);
					const { group, present } = await groupToChange(campus, params.id, headers?.['if-match']);
					await changeMembers(campus, group, memberChanges(group, changes, present));
					return resultOf(group, await membersOf(campus, group), query);
				},
			},
		],
	}),
	operation({
		...changed,
		id: 'putScimGroup',
		method: 'put',
		path: ID,
		summary: 'SCIM: replace the members of a group',
		description: 'Gives the course or session these members. Its name has to be the one it has.',
		body: groupBody,
		bodyExamples: { same: { summary: 'The group as it is', value: EXAMPLE } },
		ways: [
			{
				calls: [existingGroup, membersOf, changeMembers],
				async run(campus, { params, query, body, headers }) {
					const { group, present } = await groupToChange(campus, params.id, headers?.['if-match']);
					const { displayName, members } = asObject(body);
					const of = (attribute: string, value: unknown) => ({
						op: 'replace' as const,
						path: { attribute, filter: undefined, sub: undefined },
						value,
					});
					const changes = [of('displayName', displayName), ...(members === undefined ? [] : [of('members', members)])];
					await changeMembers(campus, group, memberChanges(group, changes, present));
					return resultOf(group, await membersOf(campus, group), query);
				},
			},
		],
	}),
];
