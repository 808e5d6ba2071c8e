/** What can be known of a user that an edit would overwrite. */
import { isExternal, type Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { userNotFound } from './find.js';
import { findUserForChange } from './find-by-marker.js';
import { knownUser } from './known.json-api.js';
import type { UserPatch } from './schemas.js';

/** A user that was found, with its members as far as they can be known. */
export interface PresentUser {
	id: number;
	/** A language that is null is that of the platform. */
	members: Omit<UserPatch, 'password' | 'extras' | 'language'> & { language?: string | null | undefined };
	/** What of them the campus has just told. */
	read: object;
	/** The official code, where it has told that. */
	told?: string;
}

/** Reads a user before it is changed; not from the cache. @throws user-not-found, ambiguous-identifier */
export const presentUser = step('Reading a user', [
	{
		calls: [knownUser],
		async run(campus, reference: Reference): Promise<PresentUser> {
			const found = await knownUser(campus.uncached(), reference);
			if (!found) throw userNotFound(reference);
			const { id, username: loginname, status, phone, official_code, ...others } = found;
			const profile = { status, phone, official_code };
			const members = { loginname, ...others, ...withoutNull(profile) };
			return { id, members, read: members, ...(isExternal(reference) ? { told: official_code ?? '' } : {}) };
		},
	},
	{
		calls: [findUserForChange],
		async run(campus, reference: Reference): Promise<PresentUser> {
			const found = await findUserForChange(campus, reference);
			if (!found) throw userNotFound(reference);
			const { id, ...names } = found;
			const loginname = reference.field === 'username' ? reference.value : null;
			const record = (await campus.records?.recall(id)) as PresentUser['members'] | undefined;
			const read = withoutNull({ ...names, loginname });
			return { id, members: { ...record, ...read }, read };
		},
	},
]);

/** What is null was not told. */
function withoutNull<T extends object>(members: T): { [name in keyof T]?: NonNullable<T[name]> } {
	return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null)) as {
		[name in keyof T]?: NonNullable<T[name]>;
	};
}

/** Whether the campus shows everything that a patch names as already so. What it does not show counts as a change. */
export function isAlready(shown: object, patch: UserPatch): boolean {
	const values: Record<string, unknown> = { ...shown };
	return Object.entries(patch).every(([name, value]) => value === undefined || values[name] === (value ?? ''));
}
