import { extraList } from '../fields/extras.js';
import type { Reference } from '../fields/reference.js';
import type { EditedMembers } from './arguments.soap.js';
import { type NewUser, STATUS_CODES } from './schemas.js';

/** The members by which registration.soap.php finds a user. */
export function originalId({ field, value }: Reference) {
	return { original_user_id_name: field, original_user_id_value: value };
}

/**
 * Members of a user as WSCreateUser and the operations like it take them. Absent values are empty texts: for some
 * members nil is a fatal error. An empty date is the default of the campus.
 */
export function newUserMembers(user: NewUser, reference: Reference) {
	return {
		...originalId(reference),
		firstname: user.firstname,
		lastname: user.lastname,
		status: STATUS_CODES[user.status],
		email: user.email ?? '',
		loginname: user.loginname,
		password: user.password,
		language: user.language ?? '',
		phone: user.phone ?? '',
		expiration_date: user.expiration_date ?? '',
		extra: extraList(user.extras),
	};
}

/** Members of a user as WSEditUser and WSEditUsers take them. An empty password and an empty date change nothing. */
export function editedMembers(user: EditedMembers, reference: Reference) {
	return {
		...originalId(reference),
		firstname: user.firstname,
		lastname: user.lastname,
		username: user.loginname,
		status: STATUS_CODES[user.status],
		email: user.email ?? '',
		phone: user.phone ?? '',
		expiration_date: user.expiration_date ?? '',
	};
}
