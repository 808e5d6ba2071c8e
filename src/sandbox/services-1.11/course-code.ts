import { type Bytes, readUtf8 } from '../php/bytes.js';

/** Stop words, which are removed from course codes. */
const SMALL_WORDS =
	/\b(a|an|as|at|before|but|by|for|from|is|in|into|like|of|off|on|onto|per|since|than|the|this|that|to|up|via|with)\b/gi;

/**
 * Normalizes a course code: `a b_c-d.é` becomes BCDE, `The-Course` COURSE; 40 characters at most (F115).
 * @param keepsSmallWords as 1.11.32 does: `a b_c-d.é` becomes ABCDE (F115).
 */
export function courseCode(text: Bytes, keepsSmallWords = false): Bytes {
	const plain = readUtf8(text).normalize('NFD').replace(/\p{M}/gu, '');
	return (keepsSmallWords ? plain : plain.replace(SMALL_WORDS, ''))
		.toUpperCase()
		.replace(/[^A-Z0-9]/g, '')
		.slice(0, 40);
}
