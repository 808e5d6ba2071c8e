import { type Bytes, isAscii, readUtf8, utf8Characters } from './bytes.js';
import { type PhpValue, phpInt, phpString } from './values.js';

/**
 * Text as stored in a utf8mb3 column over a UTF-8 connection: each byte that is not part of a character of at most
 * three bytes becomes a question mark (an emoji four of them), and text that is too long is silently truncated.
 * @param length maximum length in characters.
 */
export function columnText(value: PhpValue | undefined, length: number = Number.POSITIVE_INFINITY): Bytes {
	const bytes = phpString(value);
	if (isAscii(bytes)) return bytes.slice(0, length);
	let stored = '';
	let characters = 0;
	for (const character of utf8Characters(bytes)) {
		const kept = character.valid && character.bytes.length <= 3 ? character.bytes : '?'.repeat(character.bytes.length);
		for (const piece of kept.startsWith('?') ? kept : [kept]) {
			if (characters === length) return stored;
			stored += piece;
			characters++;
		}
	}
	return stored;
}

/** The collation key of a text: the collation ignores case, accents and trailing spaces. */
export function collate(bytes: Bytes): string {
	const text = isAscii(bytes) ? bytes : readUtf8(bytes).normalize('NFD').replace(/\p{M}/gu, '');
	return text.toUpperCase().replace(/ +$/, '');
}

/**
 * The value that MySQL reads if a text is put between apostrophes without escaping. Undefined is an SQL error, which
 * Chamilo reports as "not found" (F48).
 */
export function unescapedLiteral(bytes: Bytes): Bytes | undefined {
	let read = '';
	for (let at = 0; at < bytes.length; at++) {
		const character = bytes.charAt(at);
		if (character === "'") {
			if (bytes.charAt(at + 1) !== "'") return undefined;
			at++;
		} else if (character === '\\') {
			at++;
			if (at === bytes.length) return undefined;
			read += bytes.charAt(at);
			continue;
		}
		read += character;
	}
	return read;
}

/** Whether a text closes the apostrophe and adds an SQL condition that is always true, like OR '1'='1. */
export function isAlwaysTrue(bytes: Bytes): boolean {
	return /'\s*or\s+('?)(\w+)\1\s*=\s*'?\2(?:$|\s*(?:--|#))/i.test(bytes);
}

/** A value as stored in an integer column: text that is not a number is 0, out-of-range numbers are clamped. */
export function columnInt(value: PhpValue | undefined, max = 2_147_483_647): number {
	return Math.max(-max - 1, Math.min(max, phpInt(value)));
}

const DATE = /^\s*(\d{1,4})\D(\d{1,2})\D(\d{1,2})(?:[ T](\d{1,2})(?:\D(\d{1,2})(?:\D(\d{1,2}))?)?)?/;
const COMPACT_DATE = /^\s*(\d{4}|\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?\s*$/;

/** A value as stored in a datetime column in non-strict mode: an invalid date is the zero date (F77). */
export function columnDateTime(value: PhpValue | undefined): string {
	const text = phpString(value);
	const match = DATE.exec(text) ?? COMPACT_DATE.exec(text);
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (match ?? [])
		.slice(1)
		.map((part) => Number(part ?? 0));
	const valid = match && month <= 12 && day <= daysOf(year, month) && hour < 24 && minute < 60 && second < 60;
	if (!valid) return '0000-00-00 00:00:00';
	const pad = (number: number, width = 2) => String(number).padStart(width, '0');
	const full = match[1]?.length === 2 ? (year < 70 ? 2000 + year : 1900 + year) : year;
	return `${pad(full, 4)}-${pad(month)}-${pad(day)} ${pad(hour)}:${pad(minute)}:${pad(second)}`;
}

/** The date part of a datetime column. */
export function columnDate(value: PhpValue | undefined): string {
	return columnDateTime(value).slice(0, 10);
}

/** PHP's checkdate. */
export function isDate(year: number, month: number, day: number): boolean {
	return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
}

function daysOf(year: number, month: number): number {
	return month === 0 ? 31 : new Date(Date.UTC(year, month, 0)).getUTCDate();
}
