/** Users that a creation refuses and an edit stores: they are created with stand-ins, and edited at once. */
import { recordNumber } from '../campus.js';
import type { Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { editedMembers } from './arguments.registration.js';
import { userByUsername, usernameOfAnother } from './find.js';
import type { NewUser } from './schemas.js';

/** What every release takes (F107). An e-mail address that is stricter than need be costs an edit, and no more. */
const TAKEN_USERNAME = /^[\w.@$-]{1,50}$/;
const TAKEN_EMAIL = /^(?=.{3,100}$)\w[\w+-]*(?:\.[\w+-]+)*@(?:[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}$/;

/** Nobody receives what is sent there (RFC 2606). */
const EMAIL = 'stand-in@example.invalid';

/**
 * The user as a creation takes it: the same object where nothing has to be replaced. The stand-in of a username is made
 * of it, so that the database refuses a second creation of one username all the same.
 */
export const asCreated = step('Creating a user', [
	{ needs: ['create-takes-any-text'], run: async (_campus, user: NewUser): Promise<NewUser> => user },
	{
		notes:
			'Without an e-mail address, or with an address or a username that creations refuse (a username of other characters than letters, digits and `_.@$-`), a user is created with a stand-in and edited at once.',
		async run(_campus, user: NewUser): Promise<NewUser> {
			// A creation with a hashed password checks neither.
			if (user.encrypt_method !== undefined) return user;
			const isNamePlain = TAKEN_USERNAME.test(user.loginname);
			const isEmailPlain = TAKEN_EMAIL.test(user.email ?? '');
			if (isNamePlain && isEmailPlain) return user;
			return {
				...user,
				// An edit is for active users only.
				active: true,
				loginname: isNamePlain ? user.loginname : await standInOf(user.loginname),
				email: isEmailPlain ? user.email : EMAIL,
			};
		},
	},
]);

/** For a username that is created under a stand-in: Chamilo would not notice that it is taken. @throws username-taken */
export const assertUsernameFree = step('Creating a user', [
	{ needs: ['create-takes-any-text'], run: async (_campus, _user: NewUser): Promise<void> => undefined },
	{
		calls: [userByUsername],
		async run(campus, user: NewUser): Promise<void> {
			if (TAKEN_USERNAME.test(user.loginname) || user.encrypt_method !== undefined || campus.resumed) return;
			if (await userByUsername(campus, user.loginname)) throw usernameOfAnother(user.loginname);
		},
	},
]);

/** A user that was created, and an external id of it. */
interface Created {
	user: NewUser;
	reference: Reference;
}

/**
 * Stores what stand-ins were sent for, and that the accounts never expire where nothing else was asked for. The users
 * have to be active.
 * @returns for each whether it was stored
 */
export const replaceStandIns = step('Replacing the stand-ins of new users', {
	calls: ['WSEditUsers'],
	notes: 'Such a user never expires where no `expiration_date` is given.',
	async run(campus, created: readonly Created[]): Promise<boolean[]> {
		// The plural operation keeps the language, and nil is "never" (F103).
		const users = created.map(({ user, reference }) => ({
			...editedMembers(user, reference),
			expiration_date: user.expiration_date ?? null,
		}));
		const results = await campus.command('WSEditUsers', { users });
		return created.map((_, position) => recordNumber(results?.[position]?.result ?? null) !== null);
	},
});

async function standInOf(username: string): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(username.toLowerCase()));
	const digits = Array.from(new Uint8Array(digest, 0, 12), (byte) => byte.toString(16).padStart(2, '0'));
	return `gateway-${digits.join('')}`;
}
