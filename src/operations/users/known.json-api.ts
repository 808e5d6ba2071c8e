/** Users as Chamilo's JSON API tells them. */
import { z } from '@hono/zod-openapi';
import { GatewayError } from '../../errors.js';
import type { JsonResultOf } from '../../json-api/actions.js';
import { onlyHolder } from '../fields/only-holder.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { keyOfList } from './cached.js';
import { BY_EXTERNAL_ID, BY_NUMBER, BY_USERNAME, isSameUsername } from './find.js';
import { STATUS_CODES, type Status } from './schemas.js';

/** A user with all that can be read of it. What is told only of users named by an external id is else null. */
export interface KnownUser {
	id: number;
	username: string;
	firstname: string;
	lastname: string;
	email: string;
	active: boolean;
	status: Status | null;
	phone: string | null;
	official_code: string | null;
}

/** A user of the list. */
export type ListedUser = Omit<KnownUser, 'status' | 'phone' | 'official_code'>;

const listedUsers = z.array(
	z.strictObject({
		id: z.int(),
		username: z.string(),
		firstname: z.string(),
		lastname: z.string(),
		email: z.string(),
		active: z.boolean(),
	}),
);

/** Chamilo's word for a status; null for the anonymous user, and for others that it may add. */
export function statusOf(code: number): Status | null {
	return (Object.keys(STATUS_CODES) as Status[]).find((name) => STATUS_CODES[name] === code) ?? null;
}

/** All users of the portal, or those of one status; from the cache where they are there. In the order of their numbers. */
export const usersOfPortal = step('Listing users', {
	needs: ['json-api'],
	calls: ['get_users'],
	async run(campus, status: Status | null = null): Promise<ListedUser[]> {
		const list = await campus.cached<ListedUser[]>({
			key: keyOfList(status),
			tags: ['users'],
			schema: listedUsers,
			personal: true,
			load: async () => {
				const found = await campus.readJson('get_users', { status: status === null ? '*' : STATUS_CODES[status] });
				return found.map(toListed).sort((left, right) => left.id - right.id);
			},
		});
		return list ?? [];
	},
});

/** The username of a number, not from the cache; null where nobody in this portal has the number. */
export const usernameOfNumber = step('Finding the username of a number', {
	calls: [usersOfPortal],
	async run(campus, id: number): Promise<string | null> {
		return (await usersOfPortal(campus.uncached())).find((user) => user.id === id)?.username ?? null;
	},
});

/** The user of exactly this username; null when there is none. Another spelling is another user (F369). */
export const knownByUsername = step('Reading a user by its username', {
	needs: ['json-api'],
	calls: ['get_user_info_from_username'],
	async run(campus, username: string): Promise<ListedUser | null> {
		const found = await campus.readJson('get_user_info_from_username', { loginname: username });
		return found && isSameUsername(found.username, username) ? toListed(found) : null;
	},
});

/** The user of an external id with what is told by that alone. @throws ambiguous-identifier where several have it */
export const profileOf = step('Reading a user by an external id', {
	needs: ['json-api'],
	calls: ['users_profiles_by_extra_field'],
	async run(campus, { field, value }: Reference) {
		const names = { field_name: field, field_value: value };
		const holders = await campus.readJson('users_profiles_by_extra_field', names);
		return onlyHolder('user', { field, value }, holders, ({ id }) => id);
	},
});

/** All that can be read of a user, active or not; null when there is none. Not from the cache, but for numbers. */
export const knownUser = step('Reading a user', [
	{
		input: BY_EXTERNAL_ID,
		calls: [profileOf, knownByUsername],
		async run(campus, reference: Reference): Promise<KnownUser | null> {
			const profile = await profileOf(campus, reference);
			if (!profile) return null;
			const found = await knownByUsername(campus, profile.username);
			if (!found || found.id !== profile.id) throw renamedMeanwhile(reference);
			const { phone, officialCode } = profile;
			return { ...found, status: statusOf(profile.status), phone, official_code: officialCode };
		},
	},
	{
		input: BY_USERNAME,
		calls: [knownByUsername],
		limits: 'Status, phone and official code are told of a user named by an external id.',
		run: async (campus, { value }: Reference): Promise<KnownUser | null> =>
			withoutProfile(await knownByUsername(campus, value)),
	},
	{
		input: BY_NUMBER,
		calls: [usersOfPortal],
		limits: 'Status, phone and official code are told of a user named by an external id.',
		async run(campus, { value }: Reference): Promise<KnownUser | null> {
			const list = await usersOfPortal(campus);
			return withoutProfile(list.find(({ id }) => String(id) === value) ?? null);
		},
	},
]);

function withoutProfile(user: ListedUser | null): KnownUser | null {
	return user && { ...user, status: null, phone: null, official_code: null };
}

function toListed({ id, username, firstname, lastname, email, active }: JsonResultOf<'get_users'>[number]): ListedUser {
	return { id, username, firstname, lastname, email, active };
}

/** Somebody renamed the user between two calls. */
export function renamedMeanwhile({ field, value }: Reference): GatewayError {
	return new GatewayError(
		'rejected-by-chamilo',
		`The user with ${field} "${value}" got another username at the same moment. Nothing was changed; send the request again.`,
	);
}
