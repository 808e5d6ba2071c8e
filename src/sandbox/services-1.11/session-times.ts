import type { Session } from '../campus/sessions.js';
import { isDate } from '../php/database.js';
import { stored } from '../php/date-time.js';
import { type PhpValue, phpEmpty, phpInt, phpMember, phpString } from '../php/values.js';

/** The dates of a session as stored by 1.11; '' for none. */
export type SessionTimes = Required<Pick<Session, 'dateStart' | 'dateEnd' | 'coachStart' | 'coachEnd'>>;

const NO_TIMES: SessionTimes = { dateStart: '', dateEnd: '', coachStart: '', coachEnd: '' };
const DAY = 86_400_000;
const WITH_TIME = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}:\d{2})(:\d{2})?$/;

/** The dates of a session in soap.php: each must have a time or be empty; the access days are added to both (F146). */
export function timesOf(
	start: PhpValue,
	end: PhpValue,
	daysBefore: PhpValue,
	daysAfter: PhpValue,
): SessionTimes | undefined {
	const dateStart = momentOf(phpString(start));
	const dateEnd = momentOf(phpString(end));
	if (dateStart === undefined || dateEnd === undefined) return undefined;
	if (dateStart !== '' && dateEnd !== '' && dateStart >= dateEnd) return undefined;
	return { dateStart, dateEnd, coachStart: daysLater(dateStart, daysBefore), coachEnd: daysLater(dateEnd, daysAfter) };
}

function momentOf(text: string): string | undefined {
	if (text === '') return '';
	const [, year, month, day, time = '', seconds = ':00'] = WITH_TIME.exec(text) ?? [];
	if (!isDate(phpInt(year), phpInt(month), phpInt(day)) || time >= '24:00') return undefined;
	return `${year}-${month}-${day} ${time}${seconds}`;
}

function daysLater(moment: string, days: PhpValue): string {
	if (moment === '' || phpInt(days) === 0) return '';
	return stored(new Date(Date.parse(`${moment.slice(0, 10)}T00:00:00Z`) + phpInt(days) * DAY));
}

/**
 * The dates of a session in registration.soap.php, built from years, months and days: from the first second of the
 * first day to the last second of the last. There are none without a limit or with a duration. The access period of the
 * coach is extended by the days before and after (F147).
 */
export function timesFromParts(item: PhpValue): SessionTimes | undefined {
	const part = (name: string) => phpInt(phpMember(item, name));
	const dayOf = (end: string) => {
		const [year, month, day] = [part(`year_${end}`), part(`month_${end}`), part(`day_${end}`)];
		return isDate(year, month, day) ? Date.UTC(year, month - 1, day) : undefined;
	};
	if (part('nolimit') !== 0 || !phpEmpty(phpMember(item, 'duration'))) return NO_TIMES;
	const [start, end] = [dayOf('start'), dayOf('end')];
	if (start === undefined || end === undefined || start > end) return undefined;
	const lastSecond = end + DAY - 1000;
	return {
		dateStart: stored(new Date(start)),
		dateEnd: stored(new Date(lastSecond)),
		coachStart: stored(new Date(start - part('nb_days_access_before') * DAY)),
		coachEnd: stored(new Date(lastSecond + part('nb_days_access_after') * DAY)),
	};
}
