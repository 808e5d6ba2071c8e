import { GatewayError } from '../../errors.js';
import type { HeldLock } from '../campus.js';
import { gatewayName, type Reference } from '../fields/reference.js';
import { step } from '../ways.js';
import { applyOrThrow } from './activation.js';
import { createByRegistration } from './create.registration.js';
import { createBySoap } from './create.soap.js';
import type { CreatedUser } from './created.js';
import { changeCredentials } from './credentials.js';
import type { NewUser } from './schemas.js';

const WITH_CODE = {
	label: 'a user with an official code',
	matches: hasCode,
};

const createPlain = step('Creating a user', [createBySoap, createByRegistration]);

const { needs: _, ...byRegistration } = createByRegistration;
/** The same on 1.9, whose registration.soap.php creates users with hashed passwords as well. */
const createHashed = step('Creating a user', byRegistration);

/** How campuses hash passwords unless they are set otherwise, with the text of a hash that no password has. */
const unusableHash = step('Creating a user', [
	{
		needs: ['complete-edits'],
		run: async (_campus) => ({ encrypt_method: 'bcrypt', password: `$2y$10$${randomText(53)}` }),
	},
	{ run: async (_campus) => ({ encrypt_method: 'sha1', password: randomText(40, '0123456789abcdef') }) },
]);

/**
 * Creates one user and makes sure that all of it is stored. The caller holds the lock on its names, and can say that nobody
 * has the external id.
 */
export const createOne = step('Creating a user', [
	{
		// Only the creation with a hashed password stores the code (F540): the password is set by a call of its own.
		input: WITH_CODE,
		calls: [createHashed, unusableHash, changeCredentials, applyOrThrow.Disable],
		notes: 'A user with an official code is created with an unusable password first.',
		async run(campus, user: NewUser, lock: HeldLock, isFree?: boolean): Promise<CreatedUser> {
			if (user.encrypt_method !== undefined) return createHashed(campus, user, lock, isFree);
			const first = { ...user, ...(await unusableHash(campus)), active: true };
			const created = await createHashed(campus, first, lock, isFree);
			const { id, field, value } = created;
			const reference: Reference = field !== null && value !== null ? { field, value } : gatewayName(id);
			try {
				await changeCredentials(campus, id, reference, { username: user.loginname, password: user.password });
				if (!user.active) await applyOrThrow.Disable(campus, { id, reference });
			} catch (cause) {
				throw withoutPassword(created, user, cause);
			}
			return created;
		},
	},
	{
		calls: [createPlain],
		run: (campus, user: NewUser, lock: HeldLock, isFree?: boolean): Promise<CreatedUser> =>
			createPlain(campus, user, lock, isFree),
	},
]);

/** Whether a user is created with an official code, which no plural operation stores. */
export function hasCode({ official_code: code }: NewUser): boolean {
	return (code ?? null) !== null;
}

/** Whether the plural operations of every campus store all of a user. */
export function isForPlural(user: NewUser): boolean {
	return user.encrypt_method === undefined && !hasCode(user);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789./';

function randomText(length: number, alphabet = ALPHABET): string {
	const bytes = crypto.getRandomValues(new Uint8Array(length));
	return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('');
}

function withoutPassword({ id }: CreatedUser, user: NewUser, cause: unknown): GatewayError {
	return new GatewayError(
		'creation-incomplete',
		`User ${id} ("${user.loginname}") was created, but its password was not stored: nobody can log in with it yet. Send the password with PUT /users/username/${encodeURIComponent(user.loginname)}/credentials.`,
		{ extensions: { id }, cause },
	);
}
