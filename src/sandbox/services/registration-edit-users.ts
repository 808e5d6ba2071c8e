import type { Campus } from '../campus/campus.js';
import { passwordHash, type UserInput } from '../campus/users.js';
import { unescapedLiteral } from '../php/database.js';
import { type PhpValue, phpEmpty, phpItems, phpMember, phpString } from '../php/values.js';
import { cryptedPasswordProblem, eachUser, originalUser } from './registration-users.js';
import { type Handlers, registration } from './service.js';

/** The editing operations of registration.soap.php: FACTS.md, section Users. */
export const registrationEditUserHandlers: Handlers = {
	WSEditUser: registration(({ campus }, params) => edit(campus, params)),
	WSEditUsers: registration((call, params) => eachUser(call, params, (item) => edit(call.campus, item))),
	WSEditUserPasswordCrypted: registration(({ campus }, params) => editCrypted(campus, params)),
	WSEditUsersPasswordCrypted: registration((call, params) =>
		eachUser(call, params, (item) => editCrypted(call.campus, item)),
	),
	WSEditUserCredentials: registration(({ campus }, params) => {
		const user = originalUser(campus, params);
		if (!user?.active) return '0';
		const username = phpMember(params, 'username');
		// It is put into SQL unescaped. No recording has the response to an SQL error here.
		if (unescapedLiteral(phpString(username)) === undefined) return '';
		if (isTaken(campus, username, user.id)) return '0';
		const password = phpMember(params, 'password');
		return update(campus, user.id, { username, ...(phpEmpty(password) ? {} : { password: passwordHash(password) }) });
	}),
};

function editCrypted(campus: Campus, params: PhpValue): PhpValue {
	const password = phpMember(params, 'password');
	if (phpEmpty(password)) return edit(campus, params, {});
	const problem = cryptedPasswordProblem(params);
	return problem ?? edit(campus, params, { password });
}

/** Sets status 5 for all users, teachers too (F99). Official code and department are cleared, the language is kept. */
function edit(campus: Campus, params: PhpValue, crypted?: UserInput): PhpValue {
	const get = (name: string) => phpMember(params, name);
	const user = originalUser(campus, params);
	if (!user?.active) return '0';
	if (isTaken(campus, get('username'), user.id)) return '0';
	const clear: UserInput = phpEmpty(get('password')) ? {} : { password: passwordHash(get('password')) };
	const stored = update(campus, user.id, {
		...(phpEmpty(get('firstname')) ? {} : { firstname: get('firstname') }),
		...(phpEmpty(get('lastname')) ? {} : { lastname: get('lastname') }),
		...(crypted ?? clear),
		username: get('username'),
		email: get('email'),
		status: 5,
		phone: phpEmpty(get('phone')) ? '' : get('phone'),
		expirationDate: get('expiration_date'),
		officialCode: '',
		hrDeptId: 0,
	});
	if (stored === '') return stored;
	for (const item of phpItems(get('extra'))) {
		campus.userFields.write(user.id, phpString(phpMember(item, 'field_name')), phpMember(item, 'field_value'));
	}
	return stored;
}

function isTaken(campus: Campus, username: PhpValue, byOtherThan: number): boolean {
	if (phpEmpty(username)) return false;
	const holder = campus.users.byUsername(username);
	return holder !== undefined && holder.id !== byOtherThan;
}

/** Returns "1", or an empty string after an SQL error: an empty username belongs to the anonymous user (F100). */
function update(campus: Campus, id: number, input: UserInput): string {
	const user = campus.users.byId(id);
	return user && campus.users.update(user, input) ? '1' : '';
}
