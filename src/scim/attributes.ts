/** The attributes of resources: how they are spelt, whatever case a client writes (RFC 7643 §2.1). */
import { scimError } from './errors.js';
import { CHAMILO_USER, CORE_GROUP, CORE_USER, ENTERPRISE_USER } from './urns.js';

const VALUES = ['value', 'display', 'type', 'primary', '$ref'];

/** Sub-attributes by attribute; an empty list has none, `null` has any. What the gateway does not keep is here as well. */
export type Attributes = Readonly<Record<string, readonly string[] | null>>;

const COMMON: Attributes = { schemas: [], id: [], externalId: [], meta: ['resourceType', 'location', 'version'] };

export const USER_ATTRIBUTES: Attributes = {
	...COMMON,
	userName: [],
	name: ['formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'],
	displayName: [],
	nickName: [],
	profileUrl: [],
	title: [],
	userType: [],
	preferredLanguage: [],
	locale: [],
	timezone: [],
	active: [],
	password: [],
	emails: VALUES,
	phoneNumbers: VALUES,
	ims: VALUES,
	photos: VALUES,
	addresses: [...VALUES, 'formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'],
	groups: VALUES,
	entitlements: VALUES,
	roles: VALUES,
	x509Certificates: VALUES,
	[ENTERPRISE_USER]: ['employeeNumber', 'costCenter', 'organization', 'division', 'department', 'manager'],
	[CHAMILO_USER]: ['extras', 'expiration_date'],
};

export const GROUP_ATTRIBUTES: Attributes = { ...COMMON, displayName: [], members: VALUES };

/** The name of an attribute as the schema has it; undefined where it has none. */
export function attributeNamed(attributes: Attributes, name: string): string | undefined {
	const lower = name.toLowerCase();
	return Object.keys(attributes).find((known) => known.toLowerCase() === lower);
}

function subAttributeNamed(attributes: Attributes, attribute: string, name: string): string | undefined {
	const lower = name.toLowerCase();
	return (attributes[attribute] ?? []).find((known) => known.toLowerCase() === lower);
}

/** A resource with the names that its schema has; attributes of no schema are left out. */
export function canonical(attributes: Attributes, resource: unknown): Record<string, unknown> {
	const result: Record<string, unknown> = {};
	for (const [key, value] of Object.entries(asObject(resource))) {
		const name = attributeNamed(attributes, withoutCore(key));
		if (name !== undefined) result[name] = canonicalValue(attributes, name, value);
	}
	return result;
}

/** A value of an attribute, with the names of its sub-attributes. */
export function canonicalValue(attributes: Attributes, attribute: string, value: unknown): unknown {
	if (Array.isArray(value)) return value.map((item) => canonicalValue(attributes, attribute, item));
	if (value === null || typeof value !== 'object') return value;
	const entries = Object.entries(value).flatMap(([key, part]) => {
		const name = subAttributeNamed(attributes, attribute, key);
		return name === undefined ? [] : [[name, part] as const];
	});
	return Object.fromEntries(entries);
}

/** An attribute path without the name of a core schema: `urn:…:core:2.0:User:userName` is `userName`. */
export function withoutCore(path: string): string {
	const lower = path.toLowerCase();
	for (const urn of [CORE_USER, CORE_GROUP]) {
		if (lower.startsWith(`${urn.toLowerCase()}:`)) return path.slice(urn.length + 1);
	}
	return path;
}

/** An attribute path taken apart: attribute, filter of its values, sub-attribute. */
export interface AttributePath {
	attribute: string;
	filter: string | undefined;
	sub: string | undefined;
}

const PATH = /^([\w$-]+)(?:\[(.*)\])?(?:\.([\w$-]+))?$/s;

/** Takes a path apart and checks its names. @throws invalidPath */
export function parsePath(attributes: Attributes, text: string): AttributePath {
	const path = withoutCore(text.trim());
	const extension = Object.keys(attributes).find(
		(name) => path.toLowerCase().startsWith(name.toLowerCase()) && name.includes(':'),
	);
	const [, attributeText, filter, subText] = extension
		? [path, extension, undefined, path.slice(extension.length).replace(/^[:.]/, '') || undefined]
		: (PATH.exec(path) ?? []);
	const attribute = attributeText === undefined ? undefined : attributeNamed(attributes, attributeText);
	if (attribute === undefined) throw unknownPath(text);
	// Below a sub-attribute of an extension (`manager.value`) nothing is kept.
	const [first] = subText?.split('.') ?? [];
	const sub = first === undefined ? undefined : subAttributeNamed(attributes, attribute, first);
	if (first !== undefined && sub === undefined) throw unknownPath(text);
	return { attribute, filter, sub };
}

function unknownPath(text: string) {
	return scimError('invalidPath', `The schema has no attribute "${text.slice(0, 100)}".`);
}

export function asObject(value: unknown): Record<string, unknown> {
	return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
