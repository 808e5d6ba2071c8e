/** Requests as identity providers send them. */
import type { Send } from '../../support/client.js';

export const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const CHAMILO = 'urn:ietf:params:scim:schemas:extension:chamilo:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

export interface Resource {
	id: string;
	userName?: string;
	active?: boolean;
	emails?: { value: string }[];
	members?: { value: string }[];
	meta: { version: string; location: string };
	[name: string]: unknown;
}

export interface List {
	totalResults: number;
	Resources: Resource[];
}

/** The body that Entra ID sends for a new user. */
export const ENTRA_USER = {
	schemas: [CORE, ENTERPRISE],
	externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
	userName: 'Test_User_ab6490ee',
	active: true,
	emails: [{ primary: true, type: 'work', value: 'test_user@testuser.com' }],
	meta: { resourceType: 'User' },
	name: { formatted: 'givenName familyName', familyName: 'familyName', givenName: 'givenName' },
	roles: [],
};

/** The body that Okta sends for a new user. */
export const OKTA_USER = {
	schemas: [CORE],
	userName: 'test.user@okta.local',
	name: { givenName: 'Test', familyName: 'User' },
	emails: [{ primary: true, value: 'test.user@okta.local', type: 'work' }],
	displayName: 'Test User',
	locale: 'en-US',
	externalId: '00ujl29u0le5T6Aj10h7',
	groups: [],
	password: '1mz050nq',
	active: true,
};

/** A client of SCIM. */
export function scimClient(send: Send) {
	const json = { 'Content-Type': 'application/scim+json' };
	const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
		send(method, `/scim/v2${path}`, body, body === undefined ? headers : { ...json, ...headers });
	return {
		call,
		patch: (path: string, ...Operations: object[]) => call('PATCH', path, { schemas: [PATCH_OP], Operations }),
		find: async (filter: string): Promise<List> =>
			(await call('GET', `/Users?filter=${encodeURIComponent(filter)}`)).json as List,
	};
}

/** What of an error counts. */
export function errorOf({ status, json }: { status: number; json: unknown }) {
	const { schemas, status: text, scimType, detail } = json as Record<string, unknown>;
	if (String(schemas) !== ERROR || text !== String(status) || typeof detail !== 'string')
		throw new Error('no SCIM error');
	return scimType === undefined ? status : `${status} ${scimType}`;
}
