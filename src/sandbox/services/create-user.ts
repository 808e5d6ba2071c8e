import { knownLanguage, passwordHash, type User } from '../campus/users.js';
import { purify } from '../php/purifier.js';
import { type PhpValue, phpEmpty, phpItems, phpMember, phpString, phpTrim } from '../php/values.js';
import type { Call } from './service.js';

/** The parameters of Chamilo's create_user, for both services. */
export interface NewUser {
	firstname: PhpValue;
	lastname: PhpValue;
	status: PhpValue;
	login: PhpValue;
	password: PhpValue;
	encryptMethod: PhpValue;
	active: PhpValue;
	email: PhpValue;
	language: PhpValue;
	phone: PhpValue;
	expirationDate: PhpValue;
	extras: ReadonlyMap<string, PhpValue>;
}

/** Chamilo's names of failures. */
export const USERNAME_TAKEN = 'login-pass already taken';
export const BAD_ENCRYPTION = 'encrypt_method invalid';

/** Whether the method is that of the platform and the password looks like such a hash. */
export function isPlatformHash(method: PhpValue, password: PhpValue): boolean {
	return phpString(method) === 'sha1' && /^[A-Fa-f0-9]{40}$/.test(phpString(password));
}

/**
 * Chamilo's create_user as soap.php calls it. On failure it returns undefined and adds the cause to `call.failures`.
 */
export function createUser(call: Call, input: NewUser): User | undefined {
	const { users, userFields } = call.campus;
	const login = purify(phpString(input.login));
	if (users.byUsername(login)) return fail(call, USERNAME_TAKEN);
	const clear = phpEmpty(input.encryptMethod);
	if (!clear && !isPlatformHash(input.encryptMethod, input.password)) return fail(call, BAD_ENCRYPTION);
	const user = users.insert({
		firstname: phpTrim(purify(phpString(input.firstname))),
		lastname: phpTrim(purify(phpString(input.lastname))),
		username: phpTrim(login),
		status: input.status,
		password: clear ? passwordHash(input.password) : input.password,
		active: input.active,
		email: input.email,
		language: knownLanguage(input.language),
		phone: purify(phpString(input.phone)),
		expirationDate: input.expirationDate,
	});
	// After trimming or truncation the name may be taken after all: an SQL error, which is not in the list of failures.
	if (!user) return undefined;
	// The loop ends at the first field that does not exist (F94).
	for (const [name, value] of input.extras) if (!userFields.write(user.id, name, value)) break;
	userFields.write(user.id, 'already_logged_in', 'false');
	return user;
}

/** Converts the list of extras to an array by field name; the last of equal names wins. */
export function extrasByName(extras: PhpValue | undefined): Map<string, PhpValue> {
	const items = phpItems(extras);
	return new Map(items.map((item) => [phpString(phpMember(item, 'field_name')), phpMember(item, 'field_value')]));
}

function fail(call: Call, cause: string): undefined {
	call.failures.push(cause);
	return undefined;
}
