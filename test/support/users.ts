import { createHash } from 'node:crypto';
import type { CampusKind } from './kinds.js';
import type { State } from './sandbox.js';

/** A valid user to be created; tests change what they are about. */
export const ADA = {
	firstname: 'Ada',
	lastname: 'Lovelace',
	loginname: 'ada',
	password: 'first secret',
	field: 'external_user',
	value: '9001',
};

/** A valid state for PUT, without a password. */
export const ADA_EDIT = {
	firstname: 'Ada',
	lastname: 'King',
	loginname: 'ada',
	status: 'teacher',
	email: 'ada@example.org',
	language: 'french',
	phone: '+32 2 211',
	expiration_date: '2031-01-31T18:00:00Z',
} as const;

/** Users of the sandbox's demo data. */
export const DEMO = {
	/** Active student in courses and a session, external_user 1504. */
	student: { id: 6, username: 'lzolkiewski', field: 'external_user', value: '1504' },
	other: { id: 7, username: 'apena', field: 'external_user', value: '1505' },
	/** The only teacher of a course. */
	teacher: { id: 3, username: 'mjnunez', field: 'external_user', value: '1501' },
	inactive: { id: 11, username: 'bakesson', field: 'external_user', value: '1509' },
	/** The number the next user gets. */
	nextId: 12,
} as const;

/** How the campus stores a password. */
export function sha1(text: string): string {
	return createHash('sha1').update(text).digest('hex');
}

/** The password of a user as it stands in the state of the sandbox, which keeps it readable in place of a bcrypt hash. */
export function storedPassword(kind: CampusKind, clear: string): { passwordSha1: string } | { password: string } {
	return kind === '1.9' ? { passwordSha1: sha1(clear) } : { password: `bcrypt:${clear}` };
}

/** The password that a user has, whatever it is, in the same form. */
export function passwordOf(user: { passwordSha1?: string; password?: string } | undefined) {
	return user?.passwordSha1 === undefined ? { password: user?.password } : { passwordSha1: user.passwordSha1 };
}

/** How "never" stands in the state of the sandbox. */
export function never(kind: CampusKind): string | null {
	return kind === '1.9' ? '0000-00-00 00:00:00' : null;
}

interface UserCalls {
	create: string;
	createMany: string;
	/** Of a user named by an external id. */
	disable: string;
	disableMany: string;
	enableMany: string;
	edit: string;
	editMany: string;
	remove: string;
	removeMany: string;
	/** Makes an account never expire. */
	neverExpires: string;
	/** Of a user just created. */
	deactivate: string;
	/** By which a username leads to a number. */
	findByName: string;
}

const CALLS_1_11: UserCalls = {
	create: 'WSCreateUser',
	createMany: 'WSCreateUsers',
	disable: 'WSDisableUsers',
	disableMany: 'WSDisableUsers',
	enableMany: 'WSEnableUsers',
	edit: 'WSUser.EditUser',
	editMany: 'WSUser.EditUsers',
	remove: 'WSUser.DeleteUser',
	removeMany: 'WSDeleteUsers',
	neverExpires: 'WSUser.EditUser',
	deactivate: 'WSUser.DisableUser',
	findByName: 'WSUpdateUserApiKey',
};

const WITHOUT_SOAP_PHP: UserCalls = {
	...CALLS_1_11,
	edit: 'WSEditUser',
	editMany: 'WSEditUser',
	remove: 'WSDeleteUsers',
	neverExpires: 'WSEditUsers',
	deactivate: 'WSDisableUsers',
};

const BY_USERNAME = { findByName: 'WSGetUserFromUsername' };

const LATE_WITH_SOAP_PHP: UserCalls = { ...CALLS_1_11, ...BY_USERNAME, disable: 'WSUser.DisableUser' };

/** The SOAP operations behind the routes, by the kind of campus. */
export const CALLS: Record<CampusKind, UserCalls> = {
	'1.9': {
		create: 'WSUser.CreateUser',
		createMany: 'WSUser.CreateUsers',
		disable: 'WSUser.DisableUser',
		disableMany: 'WSUser.DisableUsers',
		enableMany: 'WSUser.EnableUsers',
		edit: 'WSUser.EditUser',
		editMany: 'WSUser.EditUsers',
		remove: 'WSUser.DeleteUser',
		removeMany: 'WSUser.DeleteUsers',
		neverExpires: 'WSUser.CreateUser',
		deactivate: 'WSUser.CreateUser',
		findByName: 'WSGetUserFromUsername',
	},
	'1.11': CALLS_1_11,
	'1.11-php7': WITHOUT_SOAP_PHP,
	'1.11.32-php7': { ...WITHOUT_SOAP_PHP, ...BY_USERNAME },
	'1.11.32-php7-cured': LATE_WITH_SOAP_PHP,
	'1.11.32-php8': { ...WITHOUT_SOAP_PHP, ...BY_USERNAME },
	'1.11.32-php8-cured': LATE_WITH_SOAP_PHP,
};

/** A hash that lets a user log in. */
export function usableHash(kind: CampusKind): { encrypt_method: string; password: string } {
	if (kind === '1.9') return { encrypt_method: 'sha1', password: sha1('known elsewhere') };
	return { encrypt_method: 'bcrypt', password: `$2y$10$${'abcdefghijklmnopqrstu.'.repeat(3).slice(0, 53)}` };
}

/** The state without what the gateway leaves on users it had to find by their username on 1.11; the document says so. */
export function withoutMarks(state: State): State {
	const isMark = (name: string) => name.startsWith('rest_gateway_');
	return {
		...state,
		users: state.users.map(({ hasApiKey: _, extras, ...user }) => ({
			...user,
			hasApiKey: false,
			extras: Object.fromEntries(Object.entries(extras).filter(([name]) => !isMark(name))),
		})),
		extraFields: { ...state.extraFields, users: state.extraFields.users.filter(({ variable }) => !isMark(variable)) },
	};
}
