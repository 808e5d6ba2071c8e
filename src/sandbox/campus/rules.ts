import { createHash } from 'node:crypto';
import type { Bytes } from '../php/bytes.js';
import { type PhpValue, phpString } from '../php/values.js';

/**
 * How a look-up puts text into SQL: unescaped, where an SQL error means "not found" (`swallowed`) or ends the request
 * (`raised`), or escaped (`escaped`).
 */
export type Lookup = 'swallowed' | 'raised' | 'escaped';

/** The differences between the databases of Chamilo's versions. */
export interface CampusRules {
	chamilo: '1.9' | '1.11';
	userLookup: Lookup;
	/** Look-up of courses and sessions. */
	otherLookup: Lookup;
	/** Converts the name of a new extra field to the stored name. */
	fieldName(variable: Bytes): Bytes;
	/** Whether an extra that is overwritten with '' is deleted (F96). */
	deletesEmptyExtras: boolean;
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
	return `bcrypt:${phpString(password)}`;
}

/** The rules of each version. */
export const CAMPUS_RULES: Record<CampusRules['chamilo'], CampusRules> = {
	'1.9': {
		chamilo: '1.9',
		userLookup: 'swallowed',
		otherLookup: 'swallowed',
		fieldName: (variable) => variable,
		deletesEmptyExtras: true,
		maxStatus: 127,
		hashPassword: sha1Password,
		visibleFields: { users: {}, courses: {}, sessions: {} },
	},
	'1.11': {
		chamilo: '1.11',
		userLookup: 'raised',
		otherLookup: 'escaped',
		// Look-ups use the name as sent, so a field whose name has a space is never found again (F59).
		fieldName: (variable) => variable.toLowerCase().replaceAll(' ', '_'),
		deletesEmptyExtras: false,
		maxStatus: 2_147_483_647,
		hashPassword: bcryptPassword,
		visibleFields: {
			users: { skype: '', linkedin_url: '' },
			courses: { special_course: '0', video_url: '' },
			sessions: { image: '' },
		},
	},
};
