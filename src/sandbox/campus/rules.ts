import { createHash } from 'node:crypto';
import type { Bytes } from '../php/bytes.js';
import { PhpFatal, type PhpValue, phpString } from '../php/values.js';

/**
 * How a look-up puts text into SQL: unescaped, where an SQL error means "not found" (`swallowed`) or ends the request
 * (`raised`), or escaped (`escaped`).
 */
export type Lookup = 'swallowed' | 'raised' | 'escaped';

/** The differences between the databases of Chamilo's versions. */
export interface CampusRules {
	chamilo: '1.9' | '1.11' | '1.11.32';
	userLookup: Lookup;
	/** Look-up of courses and sessions. */
	otherLookup: Lookup;
	/** Converts the name of a new extra field to the stored name. */
	fieldName(variable: Bytes): Bytes;
	/** Whether an extra that is overwritten with '' is deleted (F96). */
	deletesEmptyExtras: boolean;
	/** Whether each value under a field name with a blank makes the field once more (F203). */
	repeatsFields: boolean;
	/** Whether a field that was made twice stores no values any more (F300). */
	doubledFieldsSwallow: boolean;
	/** Whether a create refuses odd logins and e-mail addresses (F107). */
	checksNewUsers: boolean;
	/** Lifetime of a new account without a date, in days; null for no end (F79). */
	accountDays: number | null;
	/** Whether the counter of users of a session is counted anew, instead of incremented (F160, F202). */
	countsSessionUsers: boolean;
	/** Whether courses that are closed to subscription take users in registration.soap.php (F129). */
	closedCoursesTakeUsers: boolean;
	/** Status of the users who can be coaches of session courses (F173, F205). */
	coachStatus: readonly number[];
	/** Largest status of a user. */
	maxStatus: number;
	hashPassword(clear: PhpValue | undefined): string;
	/** Visible extra fields of a new installation, with the value that every record gets. */
	visibleFields: { users: Record<Bytes, Bytes>; courses: Record<Bytes, Bytes>; sessions: Record<Bytes, Bytes> };
}

/** SHA-1 of the bytes that PHP received, before the database replaces any. Hexadecimal. */
export function sha1Password(password: PhpValue | undefined): string {
	return createHash('sha1')
		.update(Buffer.from(phpString(password), 'latin1'))
		.digest('hex');
}

/**
 * A substitute for a bcrypt hash: `bcrypt:` and the clear text. Real hashes are salted and cannot be compared, but
 * tests must be able to check which password was stored.
 */
export function bcryptPassword(password: PhpValue | undefined): string {
	const clear = phpString(password);
	// The encoder throws, and nobody catches it (F490).
	if (clear.length > 72) throw new PhpFatal('Invalid password.');
	return `bcrypt:${clear}`;
}

const RULES_1_9: CampusRules = {
	chamilo: '1.9',
	userLookup: 'swallowed',
	otherLookup: 'swallowed',
	fieldName: (variable) => variable,
	deletesEmptyExtras: true,
	repeatsFields: false,
	doubledFieldsSwallow: true,
	checksNewUsers: false,
	accountDays: null,
	countsSessionUsers: false,
	closedCoursesTakeUsers: false,
	coachStatus: [1],
	maxStatus: 127,
	hashPassword: sha1Password,
	visibleFields: { users: {}, courses: {}, sessions: {} },
};

const RULES_1_11: CampusRules = {
	...RULES_1_9,
	chamilo: '1.11',
	userLookup: 'raised',
	otherLookup: 'escaped',
	// Look-ups use the name as sent, so a field whose name has a space is never found again (F59).
	fieldName: (variable) => variable.toLowerCase().replaceAll(' ', '_'),
	deletesEmptyExtras: false,
	doubledFieldsSwallow: false,
	accountDays: 3660,
	maxStatus: 2_147_483_647,
	hashPassword: bcryptPassword,
	visibleFields: {
		users: { skype: '', linkedin_url: '' },
		courses: { special_course: '0', video_url: '' },
		sessions: { image: '' },
	},
};

const RULES_1_11_32: CampusRules = {
	...RULES_1_11,
	chamilo: '1.11.32',
	userLookup: 'escaped',
	repeatsFields: true,
	checksNewUsers: true,
	accountDays: null,
	countsSessionUsers: true,
	closedCoursesTakeUsers: true,
	coachStatus: [1, 3],
};

/** The rules of each version. */
export const CAMPUS_RULES: Record<CampusRules['chamilo'], CampusRules> = {
	'1.9': RULES_1_9,
	'1.11': RULES_1_11,
	'1.11.32': RULES_1_11_32,
};
