import { columnDate, isDate } from '../php/database.js';
import { type PhpValue, phpInt, phpString } from '../php/values.js';

/** Start and end of a session; both '0000-00-00' if it has no limit. */
export interface SessionDates {
	dateStart: string;
	dateEnd: string;
}

const NO_DATE = '0000-00-00';

/** Validates the dates of a session; undefined if one is not a date or the end is not after the start. */
export function sessionDates(start: PhpValue, end: PhpValue, nolimit: PhpValue): SessionDates | undefined {
	if (phpInt(nolimit) !== 0) return { dateStart: NO_DATE, dateEnd: NO_DATE };
	const dateStart = sessionDate(start);
	const dateEnd = sessionDate(end);
	if (!dateStart || !dateEnd || dateStart >= dateEnd) return undefined;
	return { dateStart, dateEnd };
}

function sessionDate(value: PhpValue): string | undefined {
	const [year, month, day] = phpString(value).split('-').map(phpInt);
	if (year === undefined || month === undefined || day === undefined || !isDate(year, month, day)) return undefined;
	return columnDate(`${year}-${month}-${day}`);
}
