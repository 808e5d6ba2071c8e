/** Filters (RFC 7644 §3.4.2.2), parsed and evaluated by scim2-parse-filter. */
import { type Filter, filter as matcherOf, parse } from 'scim2-parse-filter';
import { withoutCore } from './attributes.js';
import { scimError } from './errors.js';

const LONGEST = 1000;
/** Each level is a call deeper in the parser. */
const MOST_PARENTHESES = 20;

/** @throws invalidFilter */
export function parseFilter(text: string): Filter {
	const depth = (text.match(/[([]/g) ?? []).length;
	if (text.length > LONGEST || depth > MOST_PARENTHESES) throw scimError('invalidFilter', 'The filter is too long.');
	try {
		return parse(text);
	} catch (cause) {
		throw scimError('invalidFilter', 'The filter cannot be read: write it as userName eq "ada".', cause);
	}
}

/** A condition that names one record: an attribute and the text that it has to equal. */
export interface Equation {
	attribute: string;
	value: unknown;
}

/** The conditions that all have to hold, as far as they are equations of single attributes. */
export function equationsOf(filter: Filter): Equation[] {
	if (filter.op === 'and') return filter.filters.flatMap(equationsOf);
	if (filter.op !== 'eq') return [];
	return [{ attribute: withoutCore(filter.attrPath).toLowerCase(), value: filter.compValue }];
}

/** All attributes that a filter looks at, in lower case, without sub-attributes. */
export function attributesOf(filter: Filter): string[] {
	switch (filter.op) {
		case 'and':
		case 'or':
			return filter.filters.flatMap(attributesOf);
		case 'not':
			return attributesOf(filter.filter);
		default:
			return [withoutCore(filter.attrPath).toLowerCase().split('.')[0] ?? ''];
	}
}

/** Whether a resource matches, without regard to case. */
export function matches(filter: Filter, resource: object): boolean {
	return matcherOf(lowered(filter))(lowered(resource) as never);
}

/** The same in lower case, keys and values; the words of a filter are so already. */
function lowered<T>(value: T): T {
	if (typeof value === 'string') return withoutCore(value).toLowerCase() as T;
	if (Array.isArray(value)) return value.map(lowered) as T;
	if (value === null || typeof value !== 'object') return value;
	const keys: Record<string, string> = { attrpath: 'attrPath', compvalue: 'compValue', valfilter: 'valFilter' };
	return Object.fromEntries(
		Object.entries(value).map(([key, part]) => [keys[key.toLowerCase()] ?? key.toLowerCase(), lowered(part)]),
	) as T;
}
