import { type Bytes, isAscii } from '../php/bytes.js';
import { storedNow, utcDateTime } from '../php/date-time.js';
import type { ActionCall } from './action.js';

/** Chamilo's api_get_utc_datetime: a time of the platform's time zone as it is stored, in UTC (F381). */
export function platformToUtc({ campus }: Pick<ActionCall, 'campus'>, text: Bytes): string {
	const { timeZone } = campus.settings;
	const date = /^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*$/.exec(text);
	const local = utcDateTime(date ? `${date[3]}-${date[2]}-${date[1]}` : text);
	// What cannot be read is the current time, which is UTC already.
	if (timeZone === 'UTC' || !isAscii(text) || !/\d{4}-/.test(text)) return local;
	return local === storedNow() ? local : shifted(local, timeZone);
}

function shifted(local: string, timeZone: string): string {
	const asUtc = Date.parse(`${local.replace(' ', 'T')}Z`);
	const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(asUtc);
	const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
	const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
	const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
	return new Date(asUtc - offset).toISOString().slice(0, 19).replace('T', ' ');
}
