import type { Campus } from '../campus/campus.js';
import type { User, UserInput } from '../campus/users.js';
import { phpDateTime } from '../php/date-time.js';
import {
	PhpFatal,
	type PhpValue,
	phpEmpty,
	phpInt,
	phpItems,
	phpList,
	phpMember,
	phpString,
	phpStruct,
	SqlError,
} from '../php/values.js';
import {
	eachUser,
	keyOf,
	originalUser,
	shownUser,
	storeExtras,
	storeOriginalId,
} from '../services/registration-users.js';
import { type Call, type Handlers, registration, wasCreatedConcurrently } from '../services/service.js';
import { createUser } from './create-user.js';

/** The user operations of registration.soap.php of 1.11, except edits: FACTS.md, section Users. */
export const registrationUserHandlers: Handlers = {
	WSCreateUser: registration((call, params) => create(call, params, phpMember(params, 'active'))),
	WSCreateUsers: registration((call, params) => eachUser(call, params, (item) => create(call, item, 1))),
	WSCreateUserPasswordCrypted: registration(({ campus }, params) => createCrypted(campus, params)),
	WSCreateUsersPasswordCrypted: registration((call, params) =>
		eachUser(call, params, (item) => {
			const problem = hashProblem(item);
			if (problem !== undefined) return problem;
			// The SQL statement always has a syntax error (F86).
			throw new SqlError('Column count does not match value count');
		}),
	),

	WSDisableUsers: onIds((_, user) => {
		user.active = false;
		return true;
	}),
	WSEnableUsers: onIds((_, user) => {
		user.active = true;
		return true;
	}),
	WSDeleteUsers: onIds(({ campus }, user) => campus.deleteUser(user)),

	// The username is cast to a number, which is taken as the user id (F64).
	WSGetUserFromUsername: registration(({ campus }, params) =>
		shownUser(campus.users.byId(phpInt(phpMember(params, 'username')))),
	),
	WSUpdateUserApiKey: registration(({ campus }, params) => {
		const known = originalUser(campus, params);
		if (known) return keyOf(known);
		const username = phpMember(params, 'chamilo_username');
		if (phpEmpty(username)) return 0;
		const user = campus.users.byUsername(username);
		if (!user) throw new PhpFatal('no user of that name');
		storeOriginalId(campus, user, params);
		return keyOf(user);
	}),
};

/** The error text for a hashed password. The method of the platform is bcrypt, and such a hash is not validated. */
export function hashProblem(params: PhpValue): string | undefined {
	const method = phpMember(params, 'encrypt_method');
	if (phpEmpty(method)) return 'If password is not empty the encrypt_method param is required ';
	return phpString(method) === 'bcrypt' ? undefined : `This encryption ${phpString(method)} is not configured`;
}

/** Returns the new user id, or 0 for a taken external id, a taken or empty username, or a missing password. */
function create(call: Call, params: PhpValue, active: PhpValue): PhpValue {
	const { campus } = call;
	const get = (name: string) => phpMember(params, name);
	const holder = originalUser(campus, params);
	// The check is not atomic: four concurrent requests with one external id created four users (F83).
	const known = holder && wasCreatedConcurrently(call, holder) ? undefined : holder;
	if (known?.active) return 0;
	if (known) {
		takeOver(campus, known, params);
		storeExtras(campus, known, params);
		return known.id;
	}
	const user = createUser(call, {
		firstname: get('firstname'),
		lastname: get('lastname'),
		status: get('status'),
		login: get('loginname'),
		password: get('password'),
		active: active ?? 0,
		email: get('email'),
		language: get('language'),
		phone: get('phone'),
		expirationDate: get('expiration_date'),
		extras: new Map(),
	});
	if (!user) return 0;
	storeOriginalId(campus, user, params);
	storeExtras(campus, user, params);
	return user.id;
}

/** An inactive user with that external id is overwritten and enabled (F81). */
function takeOver({ users, rules }: Campus, user: User, params: PhpValue): void {
	const get = (name: string) => phpMember(params, name);
	const expires = phpDateTime(phpString(get('expiration_date')));
	const stored = users.update(user, {
		firstname: get('firstname'),
		lastname: get('lastname'),
		username: get('loginname'),
		status: get('status'),
		email: get('email'),
		phone: get('phone'),
		active: 1,
		...(phpEmpty(get('password')) ? {} : { password: rules.hashPassword(get('password')) }),
		...(expires === undefined ? {} : { expires }),
	});
	if (!stored) throw new SqlError('Duplicate entry');
}

/** Inserted by a separate SQL statement, without expiration and without the default values of visible fields (F85). */
function createCrypted(campus: Campus, params: PhpValue): PhpValue {
	const problem = hashProblem(params);
	if (problem !== undefined) return problem;
	const get = (name: string) => phpMember(params, name);
	const known = originalUser(campus, params);
	if (known?.active) return 0;
	const input: UserInput = {
		firstname: get('firstname'),
		lastname: get('lastname'),
		username: get('loginname'),
		status: get('status'),
		email: get('email'),
		phone: get('phone'),
		officialCode: get('official_code'),
		password: get('password'),
		active: 1,
		expires: phpDateTime(phpString(get('expiration_date'))) ?? null,
	};
	if (known) {
		if (!campus.users.update(known, input)) throw new SqlError('Duplicate entry');
		return known.id;
	}
	if (phpEmpty(get('loginname')) || campus.users.byUsername(get('loginname'))) return 0;
	const user = campus.users.insert({ ...input, language: phpEmpty(get('language')) ? 'english' : get('language') });
	if (!user) return 0;
	storeOriginalId(campus, user, params);
	storeExtras(campus, user, params);
	return user.id;
}

/** An operation on a list of external ids, with a result per item (F73). */
function onIds(action: (call: Call, user: User) => boolean) {
	return registration((call, params) =>
		phpList(
			phpItems(phpMember(params, 'ids')).map((item, index) => {
				const user = originalUser(call.campus, item);
				const result = user && action(call, user) ? 1 : 0;
				call.afterItem(index);
				return phpStruct({ original_user_id_value: phpMember(item, 'original_user_id_value'), result });
			}),
		),
	);
}
