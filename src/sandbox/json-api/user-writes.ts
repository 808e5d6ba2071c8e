import { knownLanguage, type User, type UserInput } from '../campus/users.js';
import type { Bytes } from '../php/bytes.js';
import { type PhpArray, type PhpValue, phpEmpty, phpInt, phpString, SqlError } from '../php/values.js';
import { createUser } from '../services-1.11/create-user.js';
import { type Action, type ActionCall, type Actions, callerOf, forAdmins } from './action.js';
import { jsonObject, textOf } from './parameters.js';
import { notAllowed, Refusal } from './reply.js';
import { platformToUtc } from './time-zone.js';

/** save_user: checks login and e-mail as SOAP does, but not whether another user has the external id (F373). */
function saveUser(call: ActionCall, members: PhpArray): User {
	const { campus } = call;
	const get = (name: string): PhpValue => members.get(name) ?? '';
	if (!members.has('original_user_id_name')) call.noteNotices(3);
	const login = get('loginname');
	if (phpEmpty(login) || campus.users.byUsername(login)) throw new Refusal('This login is not available');
	const isTaken = campus.users.list().some(({ email }) => email !== '' && email === phpString(get('email')));
	if (!phpEmpty(get('check_email_duplicates')) && isTaken) {
		throw new Refusal('This email is already in use on the platform.');
	}
	const user = createUser(call, {
		firstname: get('firstname'),
		lastname: get('lastname'),
		status: get('status'),
		login,
		password: get('password'),
		active: 1,
		email: get('email'),
		language: get('language'),
		phone: get('phone'),
		expirationDate: phpEmpty(get('expiration_date')) ? '' : platformToUtc(call, phpString(get('expiration_date'))),
		extras: new Map(),
	});
	if (!user) throw new Refusal('User not registered.');
	campus.users.update(user, { officialCode: get('official_code'), ...authSource(members) });
	// Without a name the field is one without a name.
	storeField(call, user, phpString(get('original_user_id_name')), get('original_user_id_value'));
	for (const [name, value] of extrasOf(members)) storeField(call, user, name, value);
	return user;
}

function authSource(members: PhpArray): UserInput {
	return members.has('auth_source') ? { authSource: members.get('auth_source') ?? '' } : {};
}

function storeField({ campus: { userFields } }: ActionCall, user: User, name: Bytes, value: PhpValue): void {
	userFields.ensure(name);
	userFields.write(user.id, name, value);
}

/** `extra` as a map of names to values, or as a list of structs. */
function extrasOf(members: PhpArray): [name: Bytes, value: Bytes][] {
	const extra = members.get('extra');
	if (!(extra instanceof Map)) return [];
	return [...extra].map(([key, item]) =>
		item instanceof Map
			? [phpString(item.get('field_name')), phpString(item.get('field_value'))]
			: [String(key), phpString(item)],
	);
}

type Change = (call: ActionCall, user: User, value: PhpValue) => UserInput;

const CHANGES: Record<string, Change> = {
	firstname: (_, __, value) => ({ firstname: value }),
	lastname: (_, __, value) => ({ lastname: value }),
	email: (_, __, value) => ({ email: value }),
	official_code: (_, __, value) => ({ officialCode: value }),
	phone: (_, __, value) => ({ phone: value }),
	auth_source: (_, __, value) => ({ authSource: value }),
	status: (_, __, value) => ({ status: phpInt(value) }),
	active: (_, __, value) => ({ active: value }),
	language: (_, __, value) => {
		const language = phpString(value);
		if (knownLanguage(language) !== language) throw new Refusal('Language unavailable.');
		return { language };
	},
	// An empty one and a word are the current time: the user is locked out (F375).
	expiration_date: (call, _, value) => ({ expires: platformToUtc(call, phpString(value)) }),
	new_login_name: ({ campus }, user, value) => {
		const holder = campus.users.byUsername(value);
		if (holder && holder !== user) throw new Refusal('This login is already taken !');
		return { username: value };
	},
	extra: (call, user, value) => {
		for (const [name, text] of extrasOf(new Map([['extra', value]]))) {
			const { userFields } = call.campus;
			const isChanged = userFields.find(name) !== undefined && userFields.valueOf(user.id, name) !== text;
			if (!isChanged) throw new Refusal(`Could not update extra field value.: ${printed(name, text)}`);
			userFields.write(user.id, name, text);
		}
		return {};
	},
	// Columns that the sandbox does not have.
	address: () => ({}),
	enabled: () => ({}),
	roles: () => ({}),
};

function printed(name: Bytes, value: Bytes): string {
	return `Array\n(\n    [field_name] => ${name}\n    [field_value] => ${value}\n)\n`;
}

/** Stores the members that were sent, all or none; extras at once (F374). */
const updateUserFromUsername: Action = (call) => {
	const { campus, body } = call;
	const name = body.get('loginname');
	const user = name instanceof Map ? undefined : campus.users.byUsername(name);
	if (!user) throw new Refusal('User not found.');
	const input: UserInput = {};
	for (const [member, value] of body) {
		if (['action', 'username', 'api_key', 'loginname'].includes(String(member))) continue;
		const change = Object.hasOwn(CHANGES, member) ? CHANGES[member] : undefined;
		if (!change) throw new Refusal(`Unsupported update. '${member}'`);
		Object.assign(input, change(call, user, value));
	}
	campus.users.update(user, input);
	return [true];
};

/** Deletes coaches too: their sessions get the caller as coach. True also for unknown numbers; a list is 1 (F376). */
const deleteUser: Action = (call) => {
	const { campus, all } = call;
	const caller = callerOf(call);
	const id = phpInt(all.get('user_id'));
	const user = campus.users.byId(id);
	if (!user) return { status: id > 0 };
	if (user.status === 6) notAllowed();
	if (campus.courses.isOnlyTeacherSomewhere(user.id)) return { status: false };
	const coached = campus.sessions.list().filter(({ coachId }) => coachId === user.id);
	for (const session of coached) session.coachId = caller.id;
	campus.administrators.delete(user.id);
	campus.userFields.forget(user.id);
	// Of the caller himself the row cannot be deleted while he coaches a session.
	if (user === caller && coached.length > 0) throw new SqlError('a foreign key constraint fails');
	campus.deleteUser(user);
	return { status: true };
};

/** Writing users. */
export const userWritingActions: Actions = {
	save_user: forAdmins((call) => [saveUser(call, call.body).id]),
	save_user_json: forAdmins((call) => [saveUser(call, jsonObject(textOf(call.body, 'json') ?? '')).id]),
	save_user_get_apikey: forAdmins((call) => {
		const user = saveUser(call, call.body);
		const key = crypto.randomUUID().replaceAll('-', '');
		call.campus.restKeys.set(user.id, key);
		return { id: user.id, api_key: key };
	}),
	update_user_from_username: forAdmins(updateUserFromUsername),
	delete_user: forAdmins(deleteUser, true),
};
