import { z } from '@hono/zod-openapi';

import { issueWith } from './text.js';

const FORM = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * An ISO 8601 date or date and time, turned into `YYYY-MM-DD HH:MM:SS`, the one form that every Chamilo reads right
 * (others become "never" on 1.9 and "now" on 1.11). An offset is converted to UTC, in which Chamilo keeps it.
 */
export const dateTime = z.string().transform((text, context) => {
	const parts = FORM.exec(text);
	const [, year, month, day, hour = '00', minute = '00', second = '00', zone] = parts ?? [];
	const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
	const moment = momentOf(wall);
	if (!parts || moment === undefined) {
		context.addIssue({
			code: 'custom',
			message: 'must be a date that exists, as 2027-01-31 or 2027-01-31T18:00:00Z (ISO 8601)',
		});
		return z.NEVER;
	}
	const utc = zone && zone !== 'Z' ? new Date(`${wall}${zone}`) : moment;
	if (Number.isNaN(utc.getTime()) || utc.getUTCFullYear() < 1900 || utc.getUTCFullYear() > 9999) {
		context.addIssue({ code: 'custom', message: 'must have an offset that exists, as +02:00, or Z' });
		return z.NEVER;
	}
	return utc.toISOString().slice(0, 19).replace('T', ' ');
});

/** The moment of a date and time in UTC; undefined where there is no such date, or it is before 1900. */
function momentOf(wall: string): Date | undefined {
	const moment = new Date(`${wall}Z`);
	// Date turns 2027-02-30 into 2 March: a real date comes out as it went in.
	const exists = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(wall);
	return exists && moment.getUTCFullYear() >= 1900 ? moment : undefined;
}

/**
 * A whole day, as the caller wrote it: an offset moves it to no other. Turned into `YYYY-MM-DD 00:00:00`. A time is refused
 * where it is not the beginning of the day, or for a last day its end: only soap.php of 1.11 keeps one (F520).
 */
export const wholeDay = (which: 'first' | 'last') =>
	z.string().transform((text, context) => {
		const [, year, month, day, hour = '00', minute = '00', second = '00'] = FORM.exec(text) ?? [];
		if (!momentOf(`${year}-${month}-${day}T${hour}:${minute}:${second}`)) {
			context.addIssue({ code: 'custom', message: 'must be a day that exists, as 2031-02-01 (ISO 8601)' });
			return z.NEVER;
		}
		const time = `${hour}:${minute}`;
		if (time !== '00:00' && !(which === 'last' && time === '23:59')) {
			const detail =
				'has a time, which the gateway does not pass on: sessions are made of whole days. Write the day alone, as 2031-02-01';
			context.addIssue({ code: 'custom', ...issueWith('unsupported-by-chamilo', detail) });
			return z.NEVER;
		}
		return `${year}-${month}-${day} 00:00:00`;
	});
