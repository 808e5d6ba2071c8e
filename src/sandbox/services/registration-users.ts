import { randomBytes } from 'node:crypto';
import type { Campus } from '../campus/campus.js';
import { passwordHash, type User, type UserInput } from '../campus/users.js';
import { type PhpValue, phpEmpty, phpItems, phpList, phpMember, phpString, phpStruct, phpTrim } from '../php/values.js';
import { isPlatformHash } from './create-user.js';
import { type Call, type Handler, type Handlers, hasValidKey, registration } from './service.js';

/** The user operations of registration.soap.php, except edits: FACTS.md, section Users. */
export const registrationUserHandlers: Handlers = {
	WSCreateUser: registration((call, params) =>
		create(call.campus, params, { active: phpMember(params, 'active'), password: clearPassword(params) }),
	),
	WSCreateUsers: registration((call, params) =>
		eachUser(call, params, (item) => create(call.campus, item, { active: 1, password: clearPassword(item) })),
	),
	WSCreateUserPasswordCrypted: registration(({ campus }, params) => createCrypted(campus, params)),
	WSCreateUsersPasswordCrypted: registration((call, params) =>
		eachUser(call, params, (item) => createCrypted(call.campus, item)),
	),

	WSDisableUsers: onIds((_, user) => {
		user.active = false;
	}),
	WSEnableUsers: onIds((_, user) => {
		user.active = true;
	}),
	WSDeleteUsers: onIds(({ campus }, user) => {
		campus.deleteUser(user);
	}),

	WSGetUser: registration(({ campus }, params) => shownUser(originalUser(campus, params))),
	WSGetUserFromUsername: registration(({ campus }, params) =>
		shownUser(campus.users.byUsername(phpMember(params, 'username'))),
	),

	WSUpdateUserApiKey: registration(({ campus }, params) => {
		const known = originalUser(campus, params);
		if (known) return keyOf(known);
		const username = phpMember(params, 'chamilo_username');
		if (phpEmpty(username)) return 0;
		const user = campus.users.byUsername(username);
		// An unknown name returns nothing, which is serialized as nil (F62).
		if (!user) return null;
		storeOriginalId(campus, user, params);
		return keyOf(user);
	}),
};

/** Finds a user by original_user_id_name and original_user_id_value; chamilo_user_id is not supported here. */
export function originalUser(campus: Campus, params: PhpValue): User | undefined {
	const name = phpMember(params, 'original_user_id_name');
	const id = campus.userFields.ownerOf(name, phpMember(params, 'original_user_id_value'));
	return id === undefined ? undefined : campus.users.byId(id);
}

/** Applies an action to each item of a plural operation. Returns the results with the external ids. */
export function eachUser(call: Call, params: PhpValue, work: (item: PhpValue) => PhpValue): PhpValue {
	const items = phpItems(phpMember(params, 'users'));
	return phpList(
		items.map((item, index) => {
			const result = work(item);
			call.afterItem(index);
			return phpStruct({ original_user_id_value: phpMember(item, 'original_user_id_value'), result });
		}),
	);
}

/** Chamilo's error text for an encrypted password; undefined if it is valid. */
export function cryptedPasswordProblem(params: PhpValue): string | undefined {
	const method = phpMember(params, 'encrypt_method');
	const password = phpMember(params, 'password');
	if (phpEmpty(method)) return 'If password is not empty the encrypt_method param is required ';
	if (phpString(method) !== 'sha1') return `This encryption ${phpString(method)} is not configured`;
	return isPlatformHash(method, password) ? undefined : `Encryption ${phpString(method)} is invalid`;
}

function clearPassword(params: PhpValue): string {
	return passwordHash(phpMember(params, 'password'));
}

function createCrypted(campus: Campus, params: PhpValue): PhpValue {
	// No recording has a missing password. Assumed: the same as a password without a method.
	const problem = cryptedPasswordProblem(params);
	if (problem !== undefined) return problem;
	const officialCode = phpMember(params, 'official_code');
	return create(campus, params, { active: 1, password: phpMember(params, 'password'), officialCode });
}

/** Returns the new user id as a string; "0" if the external id or the username is taken. */
function create(campus: Campus, params: PhpValue, given: UserInput): PhpValue {
	const get = (name: string) => phpMember(params, name);
	const input: UserInput = {
		firstname: phpTrim(phpString(get('firstname'))),
		lastname: phpTrim(phpString(get('lastname'))),
		username: phpTrim(phpString(get('loginname'))),
		status: get('status'),
		email: get('email'),
		phone: phpEmpty(get('phone')) ? '' : get('phone'),
		expirationDate: get('expiration_date'),
		...given,
	};
	const known = originalUser(campus, params);
	if (known?.active) return '0';
	if (known) {
		// An inactive user with that external id is overwritten and enabled, regardless of `active` in the request (F81).
		campus.users.update(known, { ...input, active: 1 });
		storeExtras(campus, known, params);
		return String(known.id);
	}
	if (campus.users.byUsername(get('loginname'))) return '0';
	const language = phpEmpty(get('language')) ? 'english' : get('language');
	const user = campus.users.insert({ ...input, language });
	if (!user) return '0';
	storeOriginalId(campus, user, params);
	storeExtras(campus, user, params);
	return String(user.id);
}

/** Creates a missing field, even one with an empty name (F58). */
export function storeOriginalId({ userFields }: Campus, user: User, params: PhpValue): void {
	const name = phpString(phpMember(params, 'original_user_id_name'));
	userFields.ensure(name);
	userFields.write(user.id, name, phpMember(params, 'original_user_id_value'));
}

/** Stores the member `extra`. Missing fields are created. */
export function storeExtras({ userFields }: Campus, user: User, params: PhpValue): void {
	for (const item of phpItems(phpMember(params, 'extra'))) {
		const name = phpString(phpMember(item, 'field_name'));
		userFields.ensure(name);
		userFields.write(user.id, name, phpMember(item, 'field_value'));
	}
}

/** Operations on a list of external ids that return nothing; even a wrong key is not reported (F14). */
function onIds(action: (call: Call, user: User) => void): Handler {
	return (call, [params = null]) => {
		if (!hasValidKey(call, params)) return null;
		for (const item of phpItems(phpMember(params, 'ids'))) {
			const user = originalUser(call.campus, item);
			if (user) action(call, user);
		}
		return null;
	};
}

/** The result of WSGetUser: empty texts if there is no such user. */
export function shownUser(user: User | undefined): PhpValue {
	return phpStruct({
		user_id: user ? String(user.id) : '',
		firstname: user?.firstname ?? '',
		lastname: user?.lastname ?? '',
	});
}

/** The API key of a user; created if there is none. */
export function keyOf(user: User): string {
	user.apiKey ??= randomBytes(16).toString('hex');
	return user.apiKey;
}
