import { createHash } from 'node:crypto';

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
