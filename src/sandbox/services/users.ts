import { knownLanguage, type User } from '../campus/users.js';
import {
	type PhpArray,
	PhpFatal,
	type PhpValue,
	phpItems,
	phpList,
	phpMember,
	phpString,
	phpStruct,
	WsError,
} from '../php/values.js';
import { BAD_ENCRYPTION, createUser, extrasByName, USERNAME_TAKEN } from './create-user.js';
import { findUser } from './identify.js';
import { type Call, type Handlers, keyed, orRaise, resultOf } from './service.js';

/** Parameter names of CreateUser, in order. */
export const CREATE_ARGUMENTS = [
	'firstname',
	'lastname',
	'status',
	'login',
	'password',
	'encrypt_method',
	'user_id_field_name',
	'user_id_value',
	'visibility',
	'email',
	'language',
	'phone',
	'expiration_date',
	'extras',
] as const;

/** Parameter names of EditUser, in order. The extras that follow are ignored. */
export const EDIT_ARGUMENTS = [
	'user_id_field_name',
	'user_id_value',
	'firstname',
	'lastname',
	'status',
	'loginname',
	'password',
	'encrypt_method',
	'email',
	'language',
	'phone',
	'expiration_date',
] as const;

/** Default values of the last parameters of CreateUser. */
const CREATE_DEFAULTS: readonly PhpValue[] = [1, '', 'english', '', '0000-00-00 00:00:00', new Map()];

/** WSUser.*: FACTS.md, section Users. */
export const userHandlers: Handlers = {
	'WSUser.DisableUser': single((_, user) => setActive(user, false)),
	'WSUser.EnableUser': single((_, user) => setActive(user, true)),
	'WSUser.DeleteUser': single(deleteUser),
	'WSUser.DisableUsers': plural((_, user) => setActive(user, false)),
	'WSUser.EnableUsers': plural((_, user) => setActive(user, true)),
	'WSUser.DeleteUsers': plural(deleteUser),

	'WSUser.CreateUser': keyed((call, ...args) => orRaise(createFrom(call, createArguments(args)))),

	'WSUser.CreateUsers': keyed((call, users = null) =>
		withExtracted(call, users, (locals) => {
			const created = createFrom(call, locals);
			return phpStruct({
				result: resultOf(created),
				user_id_value: locals.get('user_id_value') ?? null,
				user_id_generated: created instanceof WsError ? 0 : created,
			});
		}),
	),

	'WSUser.EditUser': keyed((call, ...args) => {
		orRaise(editFrom(call, new Map(EDIT_ARGUMENTS.map((name, index) => [name, args[index] ?? null]))));
		return null;
	}),

	'WSUser.EditUsers': keyed((call, users = null) =>
		withExtracted(call, users, (locals) =>
			phpStruct({ result: resultOf(editFrom(call, locals)), user_id_value: locals.get('user_id_value') ?? null }),
		),
	),
};

/** The arguments of CreateUser by name. PHP's default values replace those missing at the end; xsi:nil stays null. */
export function createArguments(args: readonly PhpValue[]): PhpArray {
	const firstDefault = CREATE_ARGUMENTS.length - CREATE_DEFAULTS.length;
	return new Map(
		CREATE_ARGUMENTS.map((name, index) => {
			const given = args[index];
			return [name, given === undefined ? (CREATE_DEFAULTS[index - firstDefault] ?? null) : given];
		}),
	);
}

/** An operation on one user, named by field and value. */
function single(action: (call: Call, user: User) => WsError | undefined) {
	return keyed((call, field, value) => {
		const error = action(call, orRaise(findUser(call.campus, field, value)));
		if (error) orRaise(error);
		return null;
	});
}

/** The same for a list. The outcomes are lost in the reply, because another file redeclares the result type (F72). */
function plural(action: (call: Call, user: User) => WsError | undefined) {
	return keyed((call, users = null) =>
		phpList(
			phpItems(users).map((item, index) => {
				const user = findUser(call.campus, phpMember(item, 'user_id_field_name'), phpMember(item, 'user_id_value'));
				const outcome = user instanceof WsError ? user : action(call, user);
				call.afterItem(index);
				return phpStruct({ user_id_value: phpMember(item, 'user_id_value'), result: resultOf(outcome) });
			}),
		),
	);
}

function setActive(user: User, active: boolean): undefined {
	user.active = active;
}

function deleteUser(call: Call, user: User): WsError | undefined {
	if (call.campus.deleteUser(user)) return undefined;
	return new WsError(101, 'There was a problem while deleting this user');
}

/**
 * Processes a list whose members are turned into local variables by PHP's extract(): values are carried over to later
 * items, and a member called "results" overwrites the list of results, which is a fatal error after the item is
 * processed (F80).
 */
export function withExtracted(call: Call, users: PhpValue, work: (locals: PhpArray) => PhpValue): PhpValue {
	const locals: PhpArray = new Map();
	return phpList(
		phpItems(users).map((item, index) => {
			if (item instanceof Map) for (const [name, value] of item) locals.set(name, value);
			const result = work(locals);
			if (typeof locals.get('results') === 'string') throw new PhpFatal('[] operator not supported for strings');
			call.afterItem(index);
			return result;
		}),
	);
}

function createFrom(call: Call, locals: PhpArray): number | WsError {
	const get = (name: string) => locals.get(name) ?? null;
	const field = phpString(get('user_id_field_name'));
	const extras = new Map<string, PhpValue>(field === 'chamilo_user_id' ? [] : [[field, get('user_id_value')]]);
	for (const [name, value] of extrasByName(get('extras'))) extras.set(name, value);
	const user = createUser(call, {
		firstname: get('firstname'),
		lastname: get('lastname'),
		status: get('status'),
		login: get('login'),
		password: get('password'),
		encryptMethod: get('encrypt_method'),
		active: get('visibility'),
		email: get('email'),
		language: get('language'),
		phone: get('phone'),
		expirationDate: get('expiration_date'),
		extras,
	});
	if (user) return user.id;
	const [cause] = call.failures;
	if (cause === USERNAME_TAKEN) return new WsError(102, 'This username is already taken');
	if (cause === BAD_ENCRYPTION) return new WsError(103, 'The encryption of the password is invalid');
	return new WsError(104, 'There was an error creating the user');
}

function editFrom(call: Call, locals: PhpArray): WsError | undefined {
	const get = (name: string) => locals.get(name) ?? null;
	const user = findUser(call.campus, get('user_id_field_name'), get('user_id_value'));
	if (user instanceof WsError) return user;
	const stored = call.campus.users.update(user, {
		firstname: get('firstname'),
		lastname: get('lastname'),
		username: get('loginname'),
		status: get('status'),
		email: get('email'),
		phone: get('phone'),
		expirationDate: get('expiration_date'),
		officialCode: '',
		// The code passes one argument too few, so the method is stored as the language (F88). Password and extras are
		// ignored.
		language: knownLanguage(get('encrypt_method')),
	});
	return stored ? undefined : new WsError(105, 'There was an error updating the user');
}
