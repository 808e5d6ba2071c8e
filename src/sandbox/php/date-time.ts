import type { Bytes } from './bytes.js';

const ISO = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*$/;
const COMPACT = /^\s*(\d{4})(\d{2})(\d{2})\s*$/;

/** A time as stored by 1.11: `YYYY-MM-DD hh:mm:ss` in UTC. */
export function stored(date: Date): string {
	return date.toISOString().slice(0, 19).replace('T', ' ');
}

/** The current time, as stored by 1.11. */
export function storedNow(): string {
	return stored(new Date());
}

/**
 * Parses a text as PHP's DateTime does, for the formats that occur. Days after the end of a month overflow into the
 * next.
 * @returns undefined where PHP throws an exception.
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

/** Chamilo's api_get_utc_datetime: a number is seconds since 1970, an invalid date is the current time (F78). */
export function utcDateTime(text: Bytes): string {
	if (/^\d+$/.test(text)) return stored(new Date(Number(text) * 1000));
	const read = phpDateTime(text);
	return read === undefined || read.startsWith('0000') ? storedNow() : read;
}
