import type { Campus } from '../campus/campus.js';
import type { User, UserInput } from '../campus/users.js';
import { unescapedLiteral } from '../php/database.js';
import { phpDateTime } from '../php/date-time.js';
import { PhpFatal, type PhpValue, phpEmpty, phpItems, phpMember, phpString, SqlError } from '../php/values.js';
import { eachUser, originalUser } from '../services/registration-users.js';
import { type Handlers, registration } from '../services/service.js';
import { hashProblem } from './registration-users.js';

/** The editing operations of registration.soap.php of 1.11: FACTS.md, section Users. */
export const registrationEditUserHandlers: Handlers = {
	WSEditUser: registration(({ campus }, params) => edit(campus, params, editedExpiration(params, true))),
	// Not measured; assumed to equal WSEditUser, which has the same members.
	WSEditUserWithPicture: registration(({ campus }, params) => edit(campus, params, editedExpiration(params, true))),
	// In the plural operation a missing date means "never", and an empty one is a fatal error (F103).
	WSEditUsers: registration((call, params) =>
		eachUser(call, params, (item) => edit(call.campus, item, editedExpiration(item, false))),
	),
	WSEditUserPasswordCrypted: registration(({ campus }, params) => editCrypted(campus, params)),
	WSEditUsersPasswordCrypted: registration((call, params) =>
		eachUser(call, params, (item) => editCrypted(call.campus, item)),
	),
	WSEditUserCredentials: registration(({ campus }, params) => {
		const user = originalUser(campus, params);
		if (!user?.active) return '0';
		const username = phpMember(params, 'username');
		if (isTaken(campus, username, user)) return '0';
		const password = phpMember(params, 'password');
		const hash = phpEmpty(password) ? {} : { password: campus.rules.hashPassword(password) };
		// An empty username is stored like any other (F98).
		return update(campus, user, { username, ...hash }, '1');
	}),
};

/** Computes the expiration to store, after the user was found; undefined keeps the present one. */
type Expiration = () => string | null | undefined;

function editedExpiration(params: PhpValue, keeping: boolean): Expiration {
	const value = phpMember(params, 'expiration_date');
	return () => {
		if (keeping && phpEmpty(value)) return undefined;
		if (value === null) return null;
		const read = phpDateTime(phpString(value));
		if (read === undefined) throw new PhpFatal('DateTime::__construct(): failed to parse time string');
		return read;
	};
}

/**
 * Returns the id, or 0. Missing members are emptied, except names, password, language and, in the singular operation,
 * expiration.
 */
function edit(campus: Campus, params: PhpValue, expiration: Expiration): PhpValue {
	const get = (name: string) => phpMember(params, name);
	const user = originalUser(campus, params);
	if (!user) return 0;
	const taken = isTaken(campus, get('username'), user);
	if (taken || (!user.active && phpEmpty(get('enable')))) return 0;
	const expires = expiration();
	const password = get('password');
	const result = update(
		campus,
		user,
		{
			...changed(params, ['firstname', 'lastname', 'language']),
			...(phpEmpty(password) ? {} : { password: campus.rules.hashPassword(password) }),
			...(expires === undefined ? {} : { expires }),
			...(phpEmpty(get('enable')) ? {} : { active: 1 }),
			username: get('username'),
			email: get('email'),
			status: phpEmpty(get('status')) ? 5 : get('status'),
			phone: get('phone'),
			officialCode: '',
		},
		user.id,
	);
	storeKnownExtras(campus, user, params);
	return result;
}

/** With a hash instead of a password: runs a separate SQL statement and returns "1" (F104). */
function editCrypted(campus: Campus, params: PhpValue): PhpValue {
	const get = (name: string) => phpMember(params, name);
	const problem = phpEmpty(get('password')) ? undefined : hashProblem(params);
	if (problem !== undefined) return problem;
	const user = originalUser(campus, params);
	if (!user?.active || isTaken(campus, get('username'), user)) return 0;
	const expires = phpDateTime(phpString(get('expiration_date'))) ?? null;
	const input: UserInput = {
		...changed(params, ['firstname', 'lastname', 'password']),
		username: get('username'),
		email: get('email'),
		status: phpEmpty(get('status')) ? 5 : get('status'),
		phone: get('phone'),
		expires,
		officialCode: '',
	};
	const result = update(campus, user, input, 1);
	storeKnownExtras(campus, user, params);
	return result;
}

function changed(params: PhpValue, names: readonly ('firstname' | 'lastname' | 'language' | 'password')[]): UserInput {
	const given = names.filter((name) => !phpEmpty(phpMember(params, name)));
	return Object.fromEntries(given.map((name) => [name, phpMember(params, name)]));
}

/** Whether another user has the name, which is put into SQL unescaped (F50). */
function isTaken({ users }: Campus, username: PhpValue, user: User): boolean {
	if (unescapedLiteral(phpString(username)) === undefined) throw new SqlError('You have an error in your SQL syntax');
	if (phpEmpty(username)) return false;
	const holder = users.byUsername(username);
	return holder !== undefined && holder !== user;
}

function update({ users }: Campus, user: User, input: UserInput, result: PhpValue): PhpValue {
	if (!users.update(user, input)) throw new SqlError('Duplicate entry');
	return result;
}

/** Unknown fields are skipped, without ending the loop (F102). */
function storeKnownExtras({ userFields }: Campus, user: User, params: PhpValue): void {
	for (const item of phpItems(phpMember(params, 'extra'))) {
		userFields.write(user.id, phpString(phpMember(item, 'field_name')), phpMember(item, 'field_value'));
	}
}
