/** Lists of users, and filters on them. */
import type { Filter } from 'scim2-parse-filter';
import { identifier } from '../../operations/fields/text.js';
import { usersOfPortal } from '../../operations/users/known.json-api.js';
import { step } from '../../operations/ways.js';
import { scimError } from '../errors.js';
import { attributesOf, type Equation, equationsOf, matches, parseFilter } from '../filter.js';
import { type KnownUser, userOfExternalId, userOfId, userOfName } from './find.js';
import { toResource } from './state.js';

/** Attributes by which one user is looked up. */
const LOOKED_UP = ['id', 'username', 'externalid'];
/** What the list of a campus tells of every user. */
const LISTED = ['id', 'username', 'name', 'displayname', 'active', 'emails', 'schemas', 'meta'];

/** All users, where the campus can list them. */
const listed = step('Listing users', {
	calls: [usersOfPortal],
	async run(campus): Promise<KnownUser[]> {
		return (await usersOfPortal(campus)).map(({ id, username: loginname, ...state }) => ({
			id,
			reference: { field: 'chamilo_user_id', value: String(id) },
			state: { loginname, ...state },
		}));
	},
});

/** The users that a filter lets through. */
const filtered = step('Finding users by a filter', [
	{
		input: {
			label: 'a filter by `id`, `userName` or `externalId`',
			matches: (filter: Filter) => lookUpsOf(filter).length > 0,
		},
		calls: [userOfId, userOfName, userOfExternalId],
		limits: 'A filter has to name `id`, `userName` or `externalId`, with `eq`.',
		async run(campus, filter: Filter): Promise<KnownUser[]> {
			const found: (KnownUser | null)[] = [];
			for (const { attribute, value } of lookUpsOf(filter)) {
				const text = checked(attribute, value);
				if (attribute === 'id') found.push(/^[1-9]\d{0,8}$/.test(text) ? await userOfId(campus, Number(text)) : null);
				else found.push(await (attribute === 'username' ? userOfName : userOfExternalId)(campus, text));
			}
			const [first, ...others] = found;
			if (!first || others.some((other) => other?.id !== first.id)) return [];
			const user = { ...first, state: Object.assign({}, ...found.map((one) => one?.state)) };
			return matching([user], withoutLookUps(filter));
		},
	},
	{
		calls: [listed],
		run: async (campus, filter: Filter): Promise<KnownUser[]> => {
			const untold = attributesOf(filter).find((name) => !LISTED.includes(name));
			if (untold !== undefined) throw unknown(untold);
			return matching(await listed(campus), filter);
		},
	},
	{
		run: async (_campus, filter: Filter): Promise<KnownUser[]> => {
			throw unknown(attributesOf(filter)[0] ?? '');
		},
	},
]);

/** The users of a list, with or without a filter. @throws invalidFilter */
export const usersMatching = step('Listing users', [
	{
		input: { label: 'a list without a filter', matches: (filter: string | undefined) => filter === undefined },
		calls: [listed],
		otherwise:
			'Ask for one user by a filter, as in ?filter=userName eq "ada". To have all of them listed, set CHAMILO_API_USER and CHAMILO_API_KEY to the username and API key of a platform administrator (Chamilo 1.11.30 and later).',
		run: (campus, _filter: string | undefined): Promise<KnownUser[]> => listed(campus),
	},
	{
		input: { label: 'a list with a filter', matches: (filter: string | undefined) => filter !== undefined },
		calls: [filtered],
		run: (campus, filter: string | undefined): Promise<KnownUser[]> => filtered(campus, parseFilter(filter ?? '')),
	},
]);

function lookUpsOf(filter: Filter): Equation[] {
	return equationsOf(filter).filter(({ attribute }) => LOOKED_UP.includes(attribute));
}

/** What is left of a filter when the user is looked up: null for nothing. */
function withoutLookUps(filter: Filter): Filter | null {
	if (filter.op === 'and') {
		const rest = filter.filters.map(withoutLookUps).filter((part) => part !== null);
		return rest.length === 0 ? null : { op: 'and', filters: rest };
	}
	return lookUpsOf(filter).length > 0 ? null : filter;
}

/** A text that can be looked for. @throws invalidFilter */
function checked(attribute: string, value: unknown): string {
	const result = identifier(200).safeParse(value);
	if (result.success) return result.data;
	throw scimError(
		'invalidFilter',
		`${attribute} cannot be looked for by this value: ${result.error.issues[0]?.message}.`,
	);
}

function matching(users: KnownUser[], filter: Filter | null): KnownUser[] {
	if (filter === null) return users;
	return users.filter(({ id, state }) => {
		const resource = toResource(id, state);
		const untold = attributesOf(filter).find((name) => !isTold(name, resource, state));
		if (untold !== undefined) throw unknown(untold);
		return matches(filter, resource);
	});
}

/** Whether it is known of a user what it has there, be it nothing. */
function isTold(name: string, resource: object, { email, phone, official_code }: KnownUser['state']): boolean {
	if (Object.keys(resource).some((key) => key.toLowerCase() === name)) return true;
	const nothing: Record<string, unknown> = { emails: email, phonenumbers: phone, employeenumber: official_code };
	return nothing[name] === null;
}

function unknown(attribute: string) {
	return scimError(
		'invalidFilter',
		`The campus cannot tell which users have this ${attribute}. Filter by userName, externalId or id with eq; further conditions can be joined with and.`,
	);
}
