import type { Bytes } from './bytes.js';

const ISO = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*$/;
const COMPACT = /^\s*(\d{4})(\d{2})(\d{2})\s*$/;

/** A moment as 1.11 stores it, in UTC. */
export function stored(date: Date): string {
	return date.toISOString().slice(0, 19).replace('T', ' ');
}

/** The present moment, as 1.11 stores it. */
export function storedNow(): string {
	return stored(new Date());
}

/**
 * What PHP's DateTime reads in a text, as far as anybody sends it; days beyond the end of a month run on into the next.
 * undefined where PHP raises an exception.
 */
export function phpDateTime(text: Bytes): string | undefined {
	const match = ISO.exec(text) ?? COMPACT.exec(text);
	if (!match) return undefined;
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
		.slice(1)
		.map((part) => Number(part ?? 0));
	if (year === 0 && month === 0 && day === 0) return '0000-00-00 00:00:00';
	if (month < 1 || month > 12 || day > 31 || hour > 24 || minute > 59 || second > 59) return undefined;
	return stored(new Date(Date.UTC(year, month - 1, day, hour, minute, second)));
}

/** Chamilo's api_get_utc_datetime: a number counts seconds since 1970, what is no date is the present moment (F78). */
export function utcDateTime(text: Bytes): string {
	if (/^\d+$/.test(text)) return stored(new Date(Number(text) * 1000));
	const read = phpDateTime(text);
	return read === undefined || read.startsWith('0000') ? storedNow() : read;
}
