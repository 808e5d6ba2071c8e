/** What this SCIM can do (RFC 7644 §4). */
import { z } from '@hono/zod-openapi';
import { GatewayError } from '../errors.js';
import { operation } from '../operations/operation.js';
import { SCIM } from './errors.js';
import { listResponse, MOST_RESULTS } from './projection.js';
import { SCHEMAS } from './schema-definitions.js';
import { BASE, CHAMILO_CONFIG, CHAMILO_USER, CORE_GROUP, CORE_USER, ENTERPRISE_USER } from './urns.js';

const RESOURCE_TYPES = [
	{
		schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
		id: 'User',
		name: 'User',
		endpoint: '/Users',
		description: 'A user of the campus.',
		schema: CORE_USER,
		schemaExtensions: [ENTERPRISE_USER, CHAMILO_USER].map((schema) => ({ schema, required: false })),
		meta: { resourceType: 'ResourceType', location: `${BASE}/ResourceTypes/User` },
	},
	{
		schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
		id: 'Group',
		name: 'Group',
		endpoint: '/Groups',
		description:
			'A course or session. It is listed and read, and its members are changed; POST /courses and POST /sessions create one.',
		schema: CORE_GROUP,
		schemaExtensions: [],
		meta: { resourceType: 'ResourceType', location: `${BASE}/ResourceTypes/Group` },
	},
];

/** Of one request to /Bulk: how many operations, and how many bytes. Each operation makes several calls. */
export const BULK_LIMITS = { maxOperations: 200, maxPayloadSize: 1024 * 1024 };

/** @param canList whether the campus lists users and members of groups */
function configuration(canList: boolean) {
	return {
		schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig', CHAMILO_CONFIG],
		documentationUri: 'https://www.npmjs.com/package/chamilo-rest-gateway',
		patch: { supported: true },
		bulk: { supported: true, ...BULK_LIMITS },
		filter: { supported: true, maxResults: MOST_RESULTS },
		changePassword: { supported: true },
		sort: { supported: false },
		etag: { supported: true },
		authenticationSchemes: [
			{
				type: 'oauthbearertoken',
				name: 'API key',
				description: 'An API key of the gateway, or a token of its identity provider, as a bearer token.',
				primary: true,
			},
		],
		[CHAMILO_CONFIG]: { userList: canList, groupMembers: canList ? 'readWrite' : 'writeOnly' },
		meta: { resourceType: 'ServiceProviderConfig', location: `${BASE}/ServiceProviderConfig` },
	};
}

const anything = z.looseObject({ schemas: z.array(z.string()) });
const common = {
	method: 'get' as const,
	tag: 'SCIM',
	scope: 'scim:read' as const,
	dialect: SCIM,
	success: { 200: { description: 'What there is.', schema: anything } },
};

function listed(name: string, summary: string, all: readonly { id: string }[]) {
	const path = `${BASE}/${name}`;
	return [
		operation({
			...common,
			id: `listScim${name}`,
			path,
			summary: `SCIM: list ${summary}s`,
			description: `All ${summary}s.`,
			problems: [],
			ways: [{ run: async () => ({ status: 200, body: listResponse(all, {}) }) }],
		}),
		operation({
			...common,
			id: `getScim${name.slice(0, -1)}`,
			path: `${path}/{id}`,
			summary: `SCIM: read a ${summary}`,
			description: `One ${summary}.`,
			params: z.object({ id: z.string().openapi({ example: all[0]?.id }) }),
			problems: ['route-not-found'],
			ways: [
				{
					async run(_campus, { params }) {
						const body = all.find(({ id }) => id.toLowerCase() === params.id.toLowerCase());
						if (!body) throw new GatewayError('route-not-found', `There is no ${summary} ${params.id.slice(0, 100)}.`);
						return { status: 200, body };
					},
				},
			],
		}),
	];
}

export const discoveryOperations = [
	operation({
		...common,
		id: 'getScimServiceProviderConfig',
		path: `${BASE}/ServiceProviderConfig`,
		summary: 'SCIM: what the service can do',
		description: 'Features of this SCIM, and what the campus behind it cannot tell.',
		problems: [],
		ways: [
			{ needs: ['json-api'], run: async (_campus) => ({ status: 200, body: configuration(true) }) },
			{
				limits: 'Users cannot be listed, and members of groups cannot be read.',
				run: async (_campus) => ({ status: 200, body: configuration(false) }),
			},
		],
	}),
	...listed('ResourceTypes', 'resource type', RESOURCE_TYPES),
	...listed('Schemas', 'schema', SCHEMAS),
];
