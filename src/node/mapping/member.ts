import { type Column, toValue } from '../import/columns.js';
import { excelDamage } from '../import/excel-damage.js';
import { dateReader } from './dates.js';
import type { MemberSource } from './definition.js';
import { toLogin } from './login.js';

/** What a line holds: the text of a column, or another value where the file is JSON. Undefined: no such column. */
export type Line = (column: string) => unknown;

/** What a member of a record is by a line: a value, or what is wrong. No value: the member is left out. */
export type Reading = { value?: unknown; mistake?: string };

/** Reads one member of a record. */
export interface MemberReader {
	column: Column;
	source: MemberSource;
	read(line: Line): Reading;
}

const MOST_SHOWN = 40;

/** Makes the reader of a member that stands in a column, or is the same in every record; templates are read elsewhere. */
export function memberReader(column: Column, source: MemberSource): MemberReader {
	const { constant } = source;
	if (constant !== undefined) return { column, source, read: () => ({ value: converted(column, constant) }) };
	const meaning = valueReader(column, source);
	const empty = emptyReading(column, source);
	return {
		column,
		source,
		read(line) {
			const cell = line(source.column ?? '');
			if (cell === undefined || cell === null) return empty;
			if (typeof cell !== 'string' && typeof cell !== 'number' && typeof cell !== 'boolean') return { value: cell };
			const text = String(cell).trim();
			if (text === '' && source.values?.[''] === undefined) return empty;
			return meaning(text);
		},
	};
}

function emptyReading(column: Column, { default: fallback }: MemberSource): Reading {
	if (fallback !== undefined) return { value: converted(column, fallback) };
	return column.isEmptyNull ? { value: null } : {};
}

function valueReader(column: Column, source: MemberSource): (text: string) => Reading {
	const { values, dates, digits } = source;
	const readDate = dates === undefined ? undefined : dateReader([dates].flat(), source.end_of_day ?? false);
	const exact = new Map(Object.entries(values ?? {}));
	const folded = new Map([...exact].map(([text, value]) => [text.toLowerCase(), value]));
	return (text) => {
		const damage = excelDamage(column.name, text);
		if (damage !== undefined) return { mistake: damage };
		if (exact.has(text)) return { value: converted(column, exact.get(text)) };
		if (folded.has(text.toLowerCase())) return { value: converted(column, folded.get(text.toLowerCase())) };
		if (exact.has('*')) return { value: converted(column, exact.get('*')) };
		if (readDate) {
			const date = readDate(text);
			return date === undefined
				? { mistake: `is no date in the form ${[dates].flat().join(' or ')}` }
				: { value: date };
		}
		if (values) {
			const known = [...exact.keys()].map((each) => `"${each}"`).join(', ');
			return { mistake: `is "${text.slice(0, MOST_SHOWN)}", which is none of the values of the mapping: ${known}` };
		}
		if (digits !== undefined && /^\d+$/.test(text)) return { value: text.padStart(digits, '0') };
		return { value: toValue(column, text) };
	};
}

function converted(column: Column, value: unknown): unknown {
	if (typeof value === 'string') return toValue(column, value);
	return typeof value === 'number' && column.type === 'string' ? String(value) : value;
}

const PLACE = /\{([^{}:]+)(?::(\d{1,2}))?\}/g;

/** The names in the braces of a template. */
export function namesIn(template: string): string[] {
	return [...template.matchAll(PLACE)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

/**
 * Fills a template. @param textOf the text of a member or column.
 * @returns the text, or what is missing for it.
 */
export function fillTemplate(column: Column, template: string, textOf: (name: string) => string | undefined): Reading {
	const missing: string[] = [];
	const isLogin = column.name === 'loginname';
	const filled = template.replace(PLACE, (_, name: string, length: string | undefined) => {
		const text = textOf(name)?.trim() ?? '';
		const part = isLogin ? toLogin(text) : text;
		if (part === '') missing.push(name);
		return length === undefined ? part : part.slice(0, Number(length));
	});
	if (missing.length > 0) return { mistake: `cannot be made from ${template}: ${missing.join(', ')} is empty` };
	return { value: isLogin ? toLogin(filled) : filled };
}
