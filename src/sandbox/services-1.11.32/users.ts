import { knownLanguage, type User } from '../campus/users.js';
import { readUtf8 } from '../php/bytes.js';
import { columnDateTime } from '../php/database.js';
import {
	PhpFatal,
	type PhpValue,
	phpEmpty,
	phpMember,
	phpString,
	phpTrim,
	SoapFault,
	SqlError,
} from '../php/values.js';
import { eachUser, originalUser, shownUser, storeExtras, storeOriginalId } from '../services/registration-users.js';
import { type Call, type Handler, type Handlers, registration } from '../services/service.js';
import { registrationEditUserHandlers as edits111 } from '../services-1.11/registration-edit-users.js';
import { hashProblem, registrationUserHandlers as users111 } from '../services-1.11/registration-users.js';

/** Users in registration.soap.php of 1.11.32, where it differs from 1.11.6: FACTS.md, section Users. */
export const registrationUserHandlers: Handlers = {
	WSGetUserFromUsername: getUserFromUsername(String),
	WSUpdateUserOriginalIdFromUsername: registration(({ campus }, params) => {
		const user = campus.users.byUsername(phpTrim(phpString(phpMember(params, 'username'))));
		const name = phpString(phpMember(params, 'original_user_id_name'));
		// Makes no field, and takes a value that another user has (F67).
		if (user) campus.userFields.write(user.id, name, phpMember(params, 'original_user_id_value'));
		return shownUser(user);
	}),
	WSUpdateUserApiKey: (call, args) => {
		const run = handlerOf(users111, 'WSUpdateUserApiKey');
		try {
			return run(call, args);
		} catch (error) {
			if (!(error instanceof PhpFatal)) throw error;
			// For an unknown login the field is made first (F62).
			call.campus.userFields.ensure(phpString(phpMember(args[0], 'original_user_id_name')));
			throw new SqlError('Column cannot be null');
		}
	},
	WSCreateUsersPasswordCrypted: registration((call, params) =>
		eachUser(call, params, (item) => hashProblem(item) ?? createCrypted(call, item)),
	),
	// Changes everybody, then a fatal error (F192).
	WSEditUsersPasswordCrypted: (call, args) => {
		handlerOf(edits111, 'WSEditUsersPasswordCrypted')(call, args);
		throw new PhpFatal('after the last user');
	},
	// Refused before the key is looked at, where PHP may open URLs, as installed (F194).
	WSEditUserWithPicture: () => {
		throw new SoapFault(
			'Server',
			'WSEditUserWithPicture is disabled because allow_url_fopen is enabled in the server.',
		);
	},
	// It still asks for no key (F16).
	WSCertificatesList: () => {
		throw new SqlError('Unknown column');
	},
};

/**
 * By login, whose case and outer blanks do not matter; numbers are logins too (F65).
 * @param number how numbers are written in the JSON of the extra fields: PHP 7 has texts, PHP 8 numbers (F66).
 */
export function getUserFromUsername(number: (value: number) => string | number): Handler {
	return registration(({ campus }, params) => {
		const user = campus.users.byUsername(phpTrim(phpString(phpMember(params, 'username'))));
		const found = shownUser(user) as Map<string, PhpValue>;
		return new Map([...found, ['extra_fields', user ? filtered(campus, user, number) : '']]);
	});
}

/** The extra fields whose filter is on, as PHP's json_encode writes them. */
function filtered({ userFields }: Call['campus'], user: User, number: (value: number) => string | number): string {
	const rows = userFields.list().flatMap(({ id, variable, filter }) => {
		const value = userFields.valueOf(user.id, variable);
		if (!filter || value === undefined) return [];
		const name = readUtf8(variable);
		return [{ value: readUtf8(value), variable: name, field_type: number(1), id: number(id), display_text: name }];
	});
	return JSON.stringify(rows)
		.replaceAll('/', '\\/')
		.replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The plural works on 1.11.32, but an empty expiration is the zero date, which locks the account (F86). */
function createCrypted({ campus }: Call, params: PhpValue): PhpValue {
	const get = (name: string) => phpMember(params, name);
	if (originalUser(campus, params)?.active) return 0;
	if (phpEmpty(get('loginname')) || campus.users.byUsername(get('loginname'))) return 0;
	const user = campus.users.insert({
		firstname: get('firstname'),
		lastname: get('lastname'),
		username: get('loginname'),
		status: get('status'),
		email: get('email'),
		phone: get('phone'),
		officialCode: get('official_code'),
		language: knownLanguage(get('language')),
		password: get('password'),
		active: 1,
		expires: columnDateTime(get('expiration_date')),
	});
	if (!user) return 0;
	storeOriginalId(campus, user, params);
	storeExtras(campus, user, params);
	return user.id;
}

/** A handler of another version. */
export function handlerOf(handlers: Handlers, operation: string): Handler {
	const handler = handlers[operation];
	if (!handler) throw new Error(`there is no ${operation}`);
	return handler;
}
