import { z } from '@hono/zod-openapi';
import type { ProblemCode } from '../../errors.js';

/**
 * What is wrong with a value, and its problem code where that is not `invalid-request`. Every check here exists because Chamilo would store something else than it was given (F30, F32, F33).
 */
export interface Refusal {
	message: string;
	/** Where, below the value. */
	path?: string[];
	params?: { problem: ProblemCode };
}

export function issueWith(problem: ProblemCode, message: string): Refusal {
	return { message, params: { problem } };
}

/**
 * A check by a function that returns what is wrong, if anything. zod's superRefine allocates a function per value, which
 * makes checking a user 50 % slower.
 */
export function refusing<T>(find: (value: T) => Refusal | undefined): z.core.CheckFn<T> {
	return ({ value, issues }) => {
		const refusal = find(value);
		if (refusal) issues.push({ code: 'custom', input: value, continue: true, ...refusal });
	};
}

/** Control, format, surrogate, private-use and unassigned characters. */
const INVISIBLE = /\p{C}/u;
/** What XML 1.0 allows of the control characters, in texts of several lines. */
const INVISIBLE_BUT_BREAKS = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/u;
const NOT_ON_A_LINE = /\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/u;
const BEYOND_BMP = /[\u{10000}-\u{10FFFF}]/u;

const NO_CONTROL = 'control characters and unpaired surrogates cannot be carried by XML';
const NO_EMOJI = (character: string) =>
	`"${character}" cannot be stored: the columns of Chamilo hold no characters beyond U+FFFF (emoji, rare ideographs) and would keep "????"`;
const EMPTY = 'must not be empty: Chamilo would find any record that has an empty one';
const BLANK_AT_AN_END: Refusal = { message: 'must not begin or end with a blank' };
const NO_ZERO = 'the text "0" counts as empty for Chamilo and would not be stored';

/** @param forbidden what XML cannot carry there */
function uncarried(text: string, forbidden: RegExp): Refusal | undefined {
	if (forbidden.test(text)) return { message: NO_CONTROL };
	const emoji = BEYOND_BMP.exec(text);
	return emoji ? issueWith('unsupported-by-chamilo', NO_EMOJI(emoji[0])) : undefined;
}

function zero(text: string): Refusal | undefined {
	return text === '0' ? issueWith('unsupported-by-chamilo', NO_ZERO) : undefined;
}

/**
 * One line of text as Chamilo can store it: blanks at the ends are removed (Chamilo does so on create, not on edit),
 * nothing that would be cut off, replaced or taken for empty.
 * @param most length of the column; Chamilo cuts off the rest in silence.
 */
export function line(most: number) {
	return z
		.string()
		.trim()
		.min(1, 'must not be empty')
		.max(most, `at most ${most} characters, Chamilo would cut off the rest`)
		.check(refusing((text) => uncarried(text, NOT_ON_A_LINE) ?? zero(text)));
}

/**
 * A text of several lines, stored as it is.
 * @param most bytes of the column.
 */
export function text(most: number) {
	return z
		.string()
		.refine((value) => new TextEncoder().encode(value).length <= most, `at most ${most} bytes of UTF-8`)
		.check(refusing((value) => uncarried(value, INVISIBLE_BUT_BREAKS)));
}

/** A password, passed on as it is: Chamilo hashes it, so only what XML cannot carry is refused. */
export const password = z
	.string()
	.min(1, 'must not be empty')
	.max(1000, 'at most 1000 characters')
	.check(refusing((text) => (NOT_ON_A_LINE.test(text) ? { message: NO_CONTROL } : zero(text))));

/** Nearly all identifiers: they need none of the checks that follow. */
const COMMON = /^[A-Za-z0-9][\w.@-]*$/;
/**
 * Refused on every campus. 1.11.32 escapes quotes in external ids of users (F49), but it is not known since which release,
 * and no harmless call tells it from those that put them into their SQL.
 */
const UNSAFE = /['"\\`]|\p{Cc}/u;

/** Why a text must not be used to find a record; undefined when it can. */
function identifierProblem(text: string): Refusal | undefined {
	if (COMMON.test(text)) return undefined;
	const unsafe = UNSAFE.exec(text);
	if (unsafe) {
		const what = /\p{Cc}/u.test(unsafe[0]) ? 'a control character' : `the character ${unsafe[0]}`;
		return issueWith('unsafe-identifier', `holds ${what}, which Chamilo would put into its SQL as it comes`);
	}
	if (text !== text.trim()) return BLANK_AT_AN_END;
	if (text === '.' || text === '..') return { message: 'must not be "." or "..", which no path of a URL can carry' };
	// Chamilo's database ignores them in comparisons: an identifier of nothing else finds any record.
	if (INVISIBLE.test(text)) return { message: 'must not hold invisible characters' };
	if (BEYOND_BMP.test(text)) {
		return issueWith('unsupported-by-chamilo', NO_EMOJI(BEYOND_BMP.exec(text)?.[0] ?? ''));
	}
	if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(text)) return { message: 'must hold a letter, a digit or a sign' };
	return undefined;
}

/** Whether a text that Chamilo keeps must not be sent back to it as an identifier. */
export function isUnsafeIdentifier(text: string): boolean {
	return identifierProblem(text) !== undefined;
}

/** Most characters of the value of an extra field. */
const LONGEST_EXTRA = 500;

/** Why a text cannot be the value of an extra field: Chamilo can be asked for a record with it, line breaks and all. */
export function extraValueProblem(text: string): Refusal | undefined {
	if (text === '') return { message: EMPTY };
	if (text.length > LONGEST_EXTRA) return { message: `at most ${LONGEST_EXTRA} characters` };
	if (text !== text.trim()) return BLANK_AT_AN_END;
	return identifierProblem(text.replace(/[\n\r\t]/g, ' '));
}

/** XML makes every line break a line feed. */
export function withLineFeeds(text: string): string {
	return text.replace(/\r\n?/g, '\n');
}

/** A text that reaches Chamilo's SQL unescaped: an identifier, a username. */
export function identifier(most: number) {
	return z.string().min(1, EMPTY).max(most, `at most ${most} characters`).check(refusing(identifierProblem));
}

/** The name of an extra field. Chamilo makes blanks to underscores when it stores one, and then never finds it. */
export const fieldName = z.string().check(
	refusing((text) => {
		if (/^[A-Za-z0-9_-]{1,64}$/.test(text)) return undefined;
		const message = 'the name of an extra field has letters, digits, "_" and "-", at most 64 of them';
		return UNSAFE.test(text) ? issueWith('unsafe-identifier', message) : { message };
	}),
);
