import type { User } from '../campus/users.js';
import { collate, isAlwaysTrue, unescapedLiteral } from '../php/database.js';
import { phpEmpty, phpInt, phpString } from '../php/values.js';
import { type Action, type ActionCall, type Actions, callerOf, forAdmins, withKey } from './action.js';
import { textOf } from './parameters.js';
import { type Json, sqlError } from './reply.js';

/** Orders rows by a text as the database does; rows that are alike stay in the order of their numbers. */
export function byText<Row>(rows: readonly Row[], textOfRow: (row: Row) => string): Row[] {
	return [...rows].sort((one, other) => {
		const [left, right] = [collate(textOfRow(one)), collate(textOfRow(other))];
		return left < right ? -1 : Number(left > right);
	});
}

/** Reads only the body; without a status, those with status 0 (F370). */
const getUsers: Action = (call) => {
	const { users, elsewhere } = call.campus;
	const status = textOf(call.body, 'status') ?? '';
	const fields = extraFields(call, textOf(call.body, 'extra_fields') ?? '');
	const found = users
		.list()
		.filter((user) => !elsewhere.has(user.id) && (status === '*' || user.status === phpInt(status)));
	return byText(found, ({ firstname }) => firstname).map((user) => ({
		...shortUser(call, user),
		...Object.fromEntries(fields.map(([name, read]) => [name, read(user)])),
	}));
};

/** The extra fields that were asked for and exist. The text goes into the SQL as it is (F371). */
function extraFields({ campus: { userFields } }: ActionCall, text: string): [string, (user: User) => Json][] {
	const names = text === '' ? [] : text.split(',');
	return names.flatMap((name): [string, (user: User) => Json][] => {
		if (isAlwaysTrue(name)) return [[name, () => null]];
		if (unescapedLiteral(name) === undefined) sqlError();
		return userFields.find(name) ? [[name, (user) => userFields.valueOf(user.id, name) ?? '']] : [];
	});
}

function shortUser({ column }: ActionCall, user: User) {
	return {
		id: column(user.id),
		firstname: user.firstname,
		lastname: user.lastname,
		email: user.email,
		username: user.username,
		active: column(Number(user.active)),
	};
}

/** By login, for everybody and without a key; case and accents do not matter (F369). */
const getUserInfoFromUsername: Action = (call) => {
	const name = call.body.get('loginname');
	const user = name instanceof Map ? undefined : call.campus.users.byUsername(name);
	if (!user) {
		call.noteNotices(6);
		return { id: null, firstname: null, lastname: null, email: null, username: null, active: null };
	}
	return { ...shortUser(call, user), id: user.id };
};

const usernameExist: Action = ({ campus, body }) => [campus.users.byUsername(body.get('loginname')) !== undefined];

function profile({ root }: ActionCall, user: User) {
	return {
		pictureUri: `${root}main/img/unknown.jpg`,
		id: user.id,
		status: user.status,
		fullName: `${user.firstname} ${user.lastname}`,
		username: user.username,
		officialCode: user.officialCode,
		phone: user.phone,
	};
}

/** All users with that value; case, accents and blanks at the end do not matter (F372). */
const usersProfilesByExtraField: Action = (call) => {
	const { users, userFields } = call.campus;
	const name = textOf(call.body, 'field_name') ?? '';
	const value = textOf(call.body, 'field_value') ?? '';
	if (value === '' || !userFields.find(name)) return [];
	const onlyActive = !phpEmpty(call.body.get('active'));
	const found = users.list().filter((user) => {
		const own = userFields.valueOf(user.id, name);
		return own !== undefined && collate(own) === collate(value) && (user.active || !onlyActive);
	});
	return new Map(found.map((user) => [user.id, profile(call, user)]));
};

const userProfile: Action = (call) => ({ ...profile(call, callerOf(call)), extra: [] });

/** Looks up a user by the login in a parameter. */
export function userByLogin({ campus, all }: ActionCall, parameter: string): User | undefined {
	const name = all.get(parameter);
	return name === undefined || name instanceof Map ? undefined : campus.users.byUsername(phpString(name));
}

/** Reading users. */
export const userReadingActions: Actions = {
	get_users: forAdmins(getUsers),
	get_user_info_from_username: getUserInfoFromUsername,
	username_exist: withKey(usernameExist),
	users_profiles_by_extra_field: forAdmins(usersProfilesByExtraField),
	user_profile: userProfile,
};
