import { createHash } from 'node:crypto';
import type { Bytes } from '../php/bytes.js';
import { type PhpValue, phpString } from '../php/values.js';

/**
 * What becomes of the text of a look-up in SQL: put there as it is, an error finding nobody (`swallowed`) or ending the
 * request (`raised`), or escaped, so that it can do no harm.
 */
export type Lookup = 'swallowed' | 'raised' | 'escaped';

/** What a version of Chamilo keeps differently in its database. */
export interface CampusRules {
	chamilo: '1.9' | '1.11';
	userLookup: Lookup;
	/** For courses and sessions. */
	otherLookup: Lookup;
	/** The name under which a new extra field is stored. */
	fieldName(variable: Bytes): Bytes;
	/** Whether an extra that is overwritten with '' is deleted (F96). */
	deletesEmptyExtras: boolean;
	/** Largest status of a user. */
	maxStatus: number;
	hashPassword(clear: PhpValue | undefined): string;
	/** Fields shown to their owner from the beginning, each with the value that everybody gets. */
	visibleFields: { users: Record<Bytes, Bytes>; courses: Record<Bytes, Bytes>; sessions: Record<Bytes, Bytes> };
}

/** SHA-1 of the bytes PHP got, not of what a database would make of them. */
export function sha1Password(password: PhpValue | undefined): string {
	return createHash('sha1')
		.update(Buffer.from(phpString(password), 'latin1'))
		.digest('hex');
}

/**
 * What stands for the bcrypt hash of a password: the real one is different every time and says nothing, so the clear
 * text is kept, from which a test can tell whether its user could log in.
 */
export function bcryptPassword(password: PhpValue | undefined): string {
	return `bcrypt:${phpString(password)}`;
}

/** The database of each version. */
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
		// Stored so, but looked up as sent: a name with a blank is never found again (F59).
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
