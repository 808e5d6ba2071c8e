/** The parts of a date format. */
const PARTS: Record<string, string> = {
	YYYY: '(?<year>\\d{4})',
	MM: '(?<month>\\d{1,2})',
	DD: '(?<day>\\d{1,2})',
	HH: '(?<hour>\\d{1,2})',
	mm: '(?<minute>\\d{2})',
	ss: '(?<second>\\d{2})',
};
const PART = /YYYY|MM|DD|HH|mm|ss/g;

/** What a date format may look like: year, month and day in any order, then perhaps a time. */
export const DATE_FORMAT =
	/^(?=.*YYYY)(?=.*MM)(?=.*DD)(?:YYYY|MM|DD)(?:[./ -]?(?:YYYY|MM|DD)){2}(?:[ T]HH:mm(?::ss)?)?$/;

export type DateReader = (text: string) => string | undefined;

/**
 * Makes a function that turns dates of these formats into ISO 8601; it returns undefined for any other text.
 * @param isEndOfDay whether a date without a time means the last second of that day.
 */
export function dateReader(formats: readonly string[], isEndOfDay: boolean): DateReader {
	const patterns = formats.map((format) => {
		const escaped = format.replace(/[./]/g, '\\$&');
		return new RegExp(`^${escaped.replace(PART, (part) => PARTS[part] ?? part)}$`);
	});
	return (text) => {
		for (const pattern of patterns) {
			const parts = pattern.exec(text)?.groups;
			if (!parts) continue;
			const two = (name: string) => (parts[name] ?? '').padStart(2, '0');
			const day = `${parts.year}-${two('month')}-${two('day')}`;
			if (parts.hour !== undefined) return `${day}T${two('hour')}:${parts.minute}:${parts.second ?? '00'}`;
			return isEndOfDay ? `${day}T23:59:59` : day;
		}
		return undefined;
	};
}
