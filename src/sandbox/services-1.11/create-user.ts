import { knownLanguage, type User } from '../campus/users.js';
import { stored, utcDateTime } from '../php/date-time.js';
import { PhpFatal, type PhpValue, phpEmpty, phpInt, phpString } from '../php/values.js';
import { type Call, wasCreatedConcurrently } from '../services/service.js';

/** What both services give to the create_user of 1.11. */
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
	/** Values for visible fields, under `extra_` and the name of the field; all others are passed over. */
	extras: ReadonlyMap<string, PhpValue>;
}

/** How long an account lives where nobody says: the platform's setting. */
const VALID_DAYS = 3660;

/** The create_user of 1.11: nothing is purified, trimmed or told about why it refuses. */
export function createUser(call: Call, input: NewUser): User | undefined {
	const { users, userFields, rules } = call.campus;
	const holder = users.byUsername(input.login);
	// Two at once: the loser finds the name free, and dies of the duplicate key (F84).
	if (holder && wasCreatedConcurrently(call, holder)) throw new PhpFatal('Duplicate entry');
	if (phpEmpty(input.login) || holder || phpEmpty(input.password)) return undefined;
	// Columns that may not be NULL: the database refuses, Doctrine raises (F43).
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
	call.made.add(user.id);
	userFields.write(user.id, 'already_logged_in', 'false');
	for (const { variable, visible } of userFields.list()) {
		if (visible) userFields.write(user.id, variable, input.extras.get(`extra_${variable}`) ?? '');
	}
	return user;
}

/** Languages are compared without case (F76). */
export function platformLanguage(value: PhpValue): string {
	return knownLanguage(phpString(value).toLowerCase());
}

/** None is ten years and some days from now; what is no date is the present moment: expired (F78, F79). */
export function firstExpiration(value: PhpValue): string {
	const text = phpString(value);
	if (!phpEmpty(value) && text !== '0000-00-00 00:00:00') return utcDateTime(text);
	return stored(new Date(Date.now() + VALID_DAYS * 86_400_000));
}
