import type { User } from '../campus/users.js';
import { utcDateTime } from '../php/date-time.js';
import {
	type PhpArray,
	PhpFatal,
	type PhpValue,
	phpEmpty,
	phpInt,
	phpItems,
	phpMember,
	phpString,
	phpStruct,
	WsError,
} from '../php/values.js';
import { extrasByName } from '../services/create-user.js';
import { findUser } from '../services/identify.js';
import { type Call, type Handlers, keyed, orRaise, resultOf } from '../services/service.js';
import { type CREATE_ARGUMENTS, createArguments, EDIT_ARGUMENTS, withExtracted } from '../services/users.js';
import { createUser, platformLanguage } from './create-user.js';

/** WSUser.* of 1.11, where it differs from 1.9: FACTS.md, section Users. */
export const userHandlers: Handlers = {
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
		const locals: PhpArray = new Map(EDIT_ARGUMENTS.map((name, index) => [name, args[index] ?? null]));
		const user = orRaise(editFrom(call, locals));
		storeExtras(call, user, args[EDIT_ARGUMENTS.length] ?? null);
		return null;
	}),
	// The plural operation ignores extras (F92).
	'WSUser.EditUsers': keyed((call, users = null) =>
		withExtracted(call, users, (locals) =>
			phpStruct({ result: resultOf(editFrom(call, locals)), user_id_value: locals.get('user_id_value') ?? null }),
		),
	),
};

/**
 * Every failure has code 104. The external id and the extras are lost, except values named `extra_` and a visible
 * field.
 */
function createFrom(call: Call, locals: PhpArray): number | WsError {
	const get = (name: (typeof CREATE_ARGUMENTS)[number]) => locals.get(name) ?? null;
	const extras = new Map<string, PhpValue>([[phpString(get('user_id_field_name')), get('user_id_value')]]);
	for (const [name, value] of extrasByName(get('extras'))) extras.set(name, value);
	const user = createUser(call, {
		firstname: get('firstname'),
		lastname: get('lastname'),
		status: get('status'),
		login: get('login'),
		password: get('password'),
		active: get('visibility'),
		email: get('email'),
		language: get('language'),
		phone: get('phone'),
		expirationDate: get('expiration_date'),
		extras,
	});
	return user ? user.id : new WsError(104, 'There was an error creating the user');
}

function editFrom({ campus }: Call, locals: PhpArray): User | WsError {
	const get = (name: (typeof EDIT_ARGUMENTS)[number]) => locals.get(name) ?? null;
	const user = findUser(campus, get('user_id_field_name'), get('user_id_value'));
	if (user instanceof WsError) return user;
	const login = phpString(get('loginname'));
	// A different spelling of the user's own name counts as taken, because the user itself has it (F91).
	const taken = login !== user.username && campus.users.byUsername(login) !== undefined;
	if (phpEmpty(login) || taken) return new WsError(105, 'There was an error updating the user');
	const expires = editedExpiration(get('expiration_date'));
	campus.users.update(user, {
		firstname: get('firstname'),
		lastname: get('lastname'),
		username: login,
		status: phpInt(get('status')),
		email: get('email'),
		phone: get('phone'),
		expires,
		officialCode: '',
		// As in 1.9, the method is stored as the language, and the password is ignored (F88).
		language: platformLanguage(get('encrypt_method')),
	});
	return user;
}

/** Only nil means "never". The zero date means the current time, and an empty text is a fatal error (F90). */
function editedExpiration(value: PhpValue): string | null {
	if (value === null) return null;
	if (phpString(value) === '') throw new PhpFatal('no date');
	return utcDateTime(phpString(value));
}

/** The loop ends at the first field that is unknown or unchanged (F93). */
function storeExtras({ campus }: Call, user: User, extras: PhpValue): void {
	for (const item of phpItems(extras)) {
		const name = phpString(phpMember(item, 'field_name'));
		if (!campus.userFields.change(user.id, name, phpMember(item, 'field_value'))) return;
	}
}
