/** Users as SCIM shows them, and as the gateway keeps them: the mapping of attributes. */
import { languageName, languageTag } from '../../operations/fields/language.js';
import { type Status, status as statusSchema, type UserPatch } from '../../operations/users/schemas.js';
import { asObject } from '../attributes.js';
import { scimError } from '../errors.js';
import { BASE, CHAMILO_USER, CORE_USER, ENTERPRISE_USER } from '../urns.js';

/** Members of a user: absent where they are not known or not asked for, null where there is nothing. */
export interface UserState extends UserPatch {
	externalId?: string | null | undefined;
}

/** The extra field that holds `externalId`. */
export const EXTERNAL_FIELD = 'scim_external_id';

/** Where a user is. */
export function userLocation(id: number): string {
	return `${BASE}/Users/${id}`;
}

/** What is known of a user, as a resource. */
export function toResource(id: number, state: UserState): Record<string, unknown> {
	const { loginname, firstname, lastname, email, phone, active, status, externalId } = state;
	const { official_code: code, extras, expiration_date: expires } = state;
	const names = [firstname, lastname].filter((name) => name !== undefined && name !== '');
	const language = state.language === undefined ? undefined : languageTag(state.language);
	const extension = {
		...(extras && Object.keys(extras).length > 0 ? { extras } : {}),
		...(expires ? { expiration_date: isoOf(expires) } : {}),
	};
	const hasExtension = Object.keys(extension).length > 0;
	return {
		schemas: [CORE_USER, ...(code ? [ENTERPRISE_USER] : []), ...(hasExtension ? [CHAMILO_USER] : [])],
		id: String(id),
		...(externalId ? { externalId } : {}),
		...(loginname === undefined ? {} : { userName: loginname }),
		...(names.length > 0
			? {
					name: { formatted: names.join(' '), familyName: lastname, givenName: firstname },
					displayName: names.join(' '),
				}
			: {}),
		...(active === undefined ? {} : { active }),
		...(email ? { emails: [{ value: email, type: 'work', primary: true }] } : {}),
		...(phone ? { phoneNumbers: [{ value: phone, type: 'work', primary: true }] } : {}),
		...(language === undefined ? {} : { preferredLanguage: language }),
		...(status ? { roles: [{ value: status, primary: true }] } : {}),
		...(code ? { [ENTERPRISE_USER]: { employeeNumber: code } } : {}),
		...(hasExtension ? { [CHAMILO_USER]: extension } : {}),
		meta: { resourceType: 'User', location: userLocation(id) },
	};
}

/** ISO 8601 of a date as it is kept. */
function isoOf(date: string): string {
	return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(date) ? `${date.replace(' ', 'T')}Z` : date;
}

/** What a resource asks for. Attributes that the gateway does not keep are left out. @throws invalidValue */
export function fromResource(resource: Record<string, unknown>): UserState {
	const name = asObject(resource.name);
	const chamilo = asObject(resource[CHAMILO_USER]);
	const enterprise = asObject(resource[ENTERPRISE_USER]);
	const asked = {
		loginname: textOf(resource.userName, 'userName'),
		firstname: textOf(name.givenName, 'name.givenName'),
		lastname: textOf(name.familyName, 'name.familyName'),
		email: oneOf(resource.emails, 'emails'),
		phone: oneOf(resource.phoneNumbers, 'phoneNumbers'),
		active: booleanOf(resource.active),
		language: languageOf(resource.preferredLanguage ?? resource.locale),
		status: statusOf(resource),
		password: textOf(resource.password, 'password'),
		externalId: nullable(resource.externalId, 'externalId'),
		official_code: nullable(enterprise.employeeNumber, 'employeeNumber'),
		expiration_date: nullable(chamilo.expiration_date, 'expiration_date'),
		extras: chamilo.extras === undefined ? undefined : (asObject(chamilo.extras) as Record<string, string>),
	};
	return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as UserState;
}

/** A text; an empty one asks for nothing. */
function textOf(value: unknown, attribute: string): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	if (typeof value === 'string') return value;
	throw scimError('invalidValue', `${attribute} must be a text.`);
}

function nullable(value: unknown, attribute: string): string | null | undefined {
	if (value === null || value === '') return null;
	return typeof value === 'number' ? String(value) : textOf(value, attribute);
}

/** Of a list the primary value, else the first. */
function oneOf(list: unknown, attribute: string): string | null | undefined {
	if (list === undefined) return undefined;
	if (list === null) return null;
	const values = (Array.isArray(list) ? list : [list]).map((item) =>
		typeof item === 'string' ? { value: item } : item,
	);
	const isPrimary = (item: unknown) => String(asObject(item).primary).toLowerCase() === 'true';
	// Of several the one that was added last.
	const chosen = values.filter(isPrimary).at(-1) ?? values[0];
	return chosen === undefined ? null : nullable(asObject(chosen).value, attribute);
}

/** Entra ID sends "True" and "False". */
function booleanOf(value: unknown): boolean | undefined {
	if (value === undefined || value === null || typeof value === 'boolean') return value ?? undefined;
	const word = typeof value === 'string' ? value.toLowerCase() : '';
	if (word === 'true' || word === 'false') return word === 'true';
	throw scimError('invalidValue', 'active must be true or false.');
}

function languageOf(value: unknown): string | undefined {
	const text = textOf(value, 'preferredLanguage');
	return text === undefined ? undefined : (languageName(text) ?? text);
}

/** A title or role that is one of Chamilo's words; others mean nothing here. The role is always shown, the title never. */
function statusOf({ roles, title }: Record<string, unknown>): Status | undefined {
	const words = [title, ...(Array.isArray(roles) ? roles.map((role) => asObject(role).value ?? role) : [])];
	for (const word of words) {
		const known = statusSchema.safeParse(typeof word === 'string' ? word.toLowerCase() : word);
		if (known.success) return known.data;
	}
	return undefined;
}
