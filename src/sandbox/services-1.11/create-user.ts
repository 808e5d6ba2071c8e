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

/** What a create needs of the call. */
export type CreatingCall = Pick<Call, 'campus' | 'insertCountAtStart' | 'createdUserIds'>;

const LOGIN = /^[A-Za-z0-9_.@$-]{1,50}$/;
const EMAIL = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]{2,}$/;

/** create_user of 1.11: input is not purified or trimmed, and the reason of a failure is not reported. */
export function createUser(call: CreatingCall, input: NewUser): User | undefined {
	const { users, userFields, rules, settings } = call.campus;
	const holder = users.byUsername(input.login);
	// Of two concurrent requests both find the name free; the second fails with a duplicate key, a fatal error (F84).
	if (holder && wasCreatedConcurrently(call, holder)) throw new PhpFatal('Duplicate entry');
	if (phpEmpty(input.login) || holder || phpEmpty(input.password)) return undefined;
	if (rules.checksNewUsers && !isAcceptable(input, settings.emailRequired)) return undefined;
	// NOT NULL columns: the database rejects the row, and Doctrine throws (F43).
	const email = rules.checksNewUsers ? phpString(input.email) : input.email;
	if (email === null || input.status === null) throw new PhpFatal('column cannot be null');
	if (input.active === null) throw new PhpFatal('column cannot be null');
	const user = users.insert({
		firstname: input.firstname,
		lastname: input.lastname,
		username: input.login,
		status: phpInt(input.status),
		password: rules.hashPassword(input.password),
		active: phpInt(input.active),
		email,
		language: platformLanguage(input.language),
		phone: input.phone,
		expires: firstExpiration(input.expirationDate, rules.accountDays),
	});
	if (!user) return undefined;
	call.createdUserIds.add(user.id);
	userFields.write(user.id, 'already_logged_in', 'false');
	for (const { variable, visible } of userFields.list()) {
		const extra = input.extras.get(`extra_${variable}`);
		// 1.11.32 writes what is given, visible or not, and no empty values (F193).
		if (rules.chamilo === '1.11.32' ? !phpEmpty(extra) : visible) userFields.write(user.id, variable, extra ?? '');
	}
	return user;
}

/** What create_user of 1.11.32 asks of the login and the e-mail address; edits check neither (F107). */
function isAcceptable({ login, email }: NewUser, emailRequired: boolean): boolean {
	if (!LOGIN.test(phpString(login))) return false;
	return phpString(email) === '' ? !emailRequired : EMAIL.test(phpString(email));
}

/** Languages are compared case-insensitively (F76). */
export function platformLanguage(value: PhpValue): string {
	return knownLanguage(phpString(value).toLowerCase());
}

/**
 * Without a date: `days` from now, or never. An invalid date is the current time, so the user is expired (F78, F79).
 */
export function firstExpiration(value: PhpValue, days: number | null): string | null {
	const text = phpString(value);
	if (!phpEmpty(value) && text !== '0000-00-00 00:00:00') return utcDateTime(text);
	return days === null ? null : stored(new Date(Date.now() + days * 86_400_000));
}
