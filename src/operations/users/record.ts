/** What the gateway keeps of the users it writes, where USER_RECORDS is set. */
import type { Campus, UserRecord } from '../campus.js';
import type { NewUser, UserEdit, UserPatch } from './schemas.js';

/** All members of a new user: what is not given is empty. */
export function recordOfNew(user: NewUser): UserRecord {
	const { password: _, encrypt_method: __, active: ___, field: ____, value: _____, ...members } = user;
	const nothing = { email: null, phone: null, official_code: null, language: null, expiration_date: null };
	const { field, value } = user;
	return { ...nothing, ...members, extras: { ...user.extras, ...(field === undefined ? {} : { [field]: value }) } };
}

/** The members of a change. Whether a user is active is read, never kept. */
export function recordOfChange(change: UserPatch | UserEdit): UserRecord {
	const { password: _, active: __, encrypt_method: ___, ...members } = change as UserEdit;
	return members;
}

/** Keeps what was written. */
export async function remember(campus: Campus, id: number, record: UserRecord): Promise<void> {
	await campus.records?.remember(id, record);
}
