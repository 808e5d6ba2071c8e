import { extraList } from '../fields/extras.js';
import { type NewUser, STATUS_CODES, type UserEdit } from './schemas.js';

/** Members of the user as WSUser.CreateUser takes them. All of them are always sent, so that none can shift. */
export function createArguments(user: NewUser) {
	return {
		firstname: user.firstname,
		lastname: user.lastname,
		status: STATUS_CODES[user.status],
		loginname: user.loginname,
		password: user.password,
		encrypt_method: user.encrypt_method ?? '',
		user_id_field_name: user.field ?? 'chamilo_user_id',
		user_id_value: user.value ?? '',
		visibility: user.active ? 1 : 0,
		email: user.email ?? '',
		language: user.language ?? '',
		phone: user.phone ?? '',
		expiration_date: user.expiration_date ?? '0000-00-00 00:00:00',
		extras: extraList(user.extras),
	};
}

/** What an edit takes: on 1.11 language and expiration date stay where they are absent. */
export type EditToStore = EditedMembers & Pick<UserEdit, 'password' | 'active' | 'extras'>;

/** What WSUser.EditUser and WSEditUser take of a user. */
export type EditedMembers = Pick<UserEdit, 'firstname' | 'lastname' | 'loginname' | 'status'> & {
	[name in 'email' | 'language' | 'phone' | 'expiration_date']?: UserEdit[name] | undefined;
};

/**
 * Members of the user as WSUser.EditUser takes them. It stores what it gets, empty texts too. It takes the language
 * from encrypt_method (an argument shifted in its code). A nil expiration date means "never" on every version.
 */
export function editArguments(id: number | string, user: EditedMembers, field = 'chamilo_user_id') {
	return {
		user_id_field_name: field,
		user_id_value: String(id),
		firstname: user.firstname,
		lastname: user.lastname,
		status: STATUS_CODES[user.status],
		loginname: user.loginname,
		password: '',
		encrypt_method: user.language ?? '',
		email: user.email ?? '',
		language: user.language ?? '',
		phone: user.phone ?? '',
		expiration_date: user.expiration_date ?? null,
		extras: [],
	};
}
