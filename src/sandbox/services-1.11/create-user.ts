import { knownLanguage, type User } from '../campus/users.js';
import { stored, utcDateTime } from '../php/date-time.js';
import { PhpFatal, type PhpValue, phpEmpty, phpInt, phpString } from '../php/values.js';
import { type Call, wasCreatedConcurrently } from '../services/service.js';

/** The parameters of create_user in 1.11, for both services. */
export interface NewUser {
	firstname: PhpValue;
	lastname: PhpValue;
	status: PhpValue;
	login: PhpValue;
	password: PhpValue;
	active: PhpValue;
	email: PhpValue;
	language: PhpValue;
	phone: PhpValue;
	expirationDate: PhpValue;
	/** Values of visible fields, named `extra_` and the field name. All others are ignored. */
	extras: ReadonlyMap<string, PhpValue>;
}

/** Default lifetime of an account, a setting of the platform. */
const VALID_DAYS = 3660;

/** create_user of 1.11: input is not purified or trimmed, and the reason of a failure is not reported. */
export function createUser(call: Call, input: NewUser): User | undefined {
	const { users, userFields, rules } = call.campus;
	const holder = users.byUsername(input.login);
	// Of two concurrent requests both find the name free; the second fails with a duplicate key, a fatal error (F84).
	if (holder && wasCreatedConcurrently(call, holder)) throw new PhpFatal('Duplicate entry');
	if (phpEmpty(input.login) || holder || phpEmpty(input.password)) return undefined;
	// NOT NULL columns: the database rejects the row, and Doctrine throws (F43).
	if (input.email === null || input.status === null) throw new PhpFatal('column cannot be null');
	if (input.active === null) throw new PhpFatal('column cannot be null');
	const user = users.insert({
		firstname: input.firstname,
		lastname: input.lastname,
		username: input.login,
		status: phpInt(input.status),
		password: rules.hashPassword(input.password),
		active: phpInt(input.active),
		email: input.email,
		language: platformLanguage(input.language),
		phone: input.phone,
		expires: firstExpiration(input.expirationDate),
	});
	if (!user) return undefined;
	call.createdUserIds.add(user.id);
	userFields.write(user.id, 'already_logged_in', 'false');
	for (const { variable, visible } of userFields.list()) {
		if (visible) userFields.write(user.id, variable, input.extras.get(`extra_${variable}`) ?? '');
	}
	return user;
}

/** Languages are compared case-insensitively (F76). */
export function platformLanguage(value: PhpValue): string {
	return knownLanguage(phpString(value).toLowerCase());
}

/**
 * Without a date: ten years and some days from now. An invalid date is the current time, so the user is expired (F78,
 * F79).
 */
export function firstExpiration(value: PhpValue): string {
	const text = phpString(value);
	if (!phpEmpty(value) && text !== '0000-00-00 00:00:00') return utcDateTime(text);
	return stored(new Date(Date.now() + VALID_DAYS * 86_400_000));
}
