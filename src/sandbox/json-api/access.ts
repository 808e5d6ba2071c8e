import { randomBytes } from 'node:crypto';
import type { Campus } from '../campus/campus.js';
import type { User } from '../campus/users.js';
import { type PhpValue, phpEmpty, phpString } from '../php/values.js';
import { type Action, type Actions, callerOf, isAdmin } from './action.js';
import { intOf, type Parameters, textOf } from './parameters.js';
import { type Json, notAllowed, Refusal } from './reply.js';

/**
 * Who calls: nobody without a key. The login ignores case, the key is compared exactly, and whether its owner is active
 * is not asked (F360). A failed call makes a key for a user who has none (F363).
 */
export function callerFor({ users, userFields, restKeys }: Campus, { all }: Parameters): User | undefined {
	const key = all.get('api_key');
	if (phpEmpty(key)) return undefined;
	const user = users.byUsername(all.get('username'));
	const stored = user && keyOf(restKeys, user);
	if (!user || key instanceof Map || phpString(key) !== stored) throw new Refusal('Invalid API key');
	userFields.write(user.id, 'already_logged_in', 'true');
	return user;
}

function keyOf(restKeys: Map<number, string>, { id }: User): string {
	const key = restKeys.get(id) ?? newKey();
	restKeys.set(id, key);
	return key;
}

function newKey(): string {
	return randomBytes(16).toString('hex');
}

/** The password is read from the body only. Wrong ones are not counted (F360). */
const authenticate: Action = ({ campus, body, root }) => {
	const user = campus.users.byUsername(body.get('username'));
	const isRight = user !== undefined && user.password === campus.rules.hashPassword(body.get('password'));
	if (!user || !isRight) throw new Refusal('Invalid user detected.');
	campus.userFields.ensure('gcm_registration_id');
	return { url: root, apiKey: keyOf(campus.restKeys, user), gcmSenderId: null };
};

const logout: Action = (call) => {
	const { campus } = call;
	campus.userFields.write(callerOf(call).id, 'user_chat_status', '0');
	return { status: true };
};

/** The own key, or by an administrator anybody's: the old one must be sent. */
const updateUserApikey: Action = (call) => {
	const { campus, body } = call;
	const caller = callerOf(call);
	const user = campus.users.byId(intOf(body, 'user_id'));
	if (!user || (user !== caller && !isAdmin(campus, caller))) notAllowed();
	if (campus.restKeys.get(user.id) !== textOf(body, 'current_api_key')) notAllowed();
	const key = newKey();
	campus.restKeys.set(user.id, key);
	return { api_key: key };
};

/** Only with webservice_enable_adminonly_api, and from the query only (F390). */
function keyReading(run: Action): Action {
	return (call) => {
		if (!isAdmin(call.campus, callerOf(call)) || !call.campus.settings.keysReadable) notAllowed();
		return run(call);
	};
}

function keyed({ restKeys }: Campus, user: User): { [name: string]: Json } {
	return { id: user.id, username: user.username, api_key: restKeys.get(user.id) ?? null };
}

const getUserApiKey = keyReading(({ campus, query }) => {
	const name: PhpValue | undefined = query.get('user');
	if (name === undefined) throw new Refusal('No data available');
	const user = campus.users.byUsername(name);
	if (!user) throw new Refusal('User not found.');
	if (!phpEmpty(query.get('force'))) keyOf(campus.restKeys, user);
	return keyed(campus, user);
});

const getUsersApiKeys = keyReading(({ campus, query, credentials: { apiKey, username } }) => {
	const page = intOf(query, 'page') || 1;
	const size = intOf(query, 'per_page') || 20;
	const users = campus.users.list();
	const list = users.slice((page - 1) * size, page * size).map((user) => keyed(campus, user));
	const rest = `api_key=${apiKey}&username=${username}&page=${page + 1}&per_page=${size}`;
	const next = page * size < users.length ? `/main/webservices/api/v2.php?${rest}` : null;
	return { total: users.length, list, length: list.length, next };
});

/** Keys and logins. */
export const accessActions: Actions = {
	authenticate,
	logout,
	update_user_apikey: updateUserApikey,
	get_user_api_key: getUserApiKey,
	get_users_api_keys: getUsersApiKeys,
};
