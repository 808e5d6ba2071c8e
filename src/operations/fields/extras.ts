import { z } from '@hono/zod-openapi';
import { isTaken, type Reference } from './reference.js';
import { extraValueProblem, fieldName, type Refusal, refusing, withLineFeeds } from './text.js';

const MOST = 50;

/**
 * Extra fields of a record by name. Their values reach SQL when they are looked for, so they are checked as identifiers.
 * Fields are counted before any is looked at.
 * @param emptied what becomes of null: an empty text, which clears a field, or undefined, which leaves it out
 */
function extraFields(emptied: '' | undefined) {
	const value = z.unknown().check(refusing((given) => refusalOf(given, emptied !== undefined)));
	return z
		.preprocess(
			(input, context) => {
				if (countOfMembers(input) <= MOST) return input;
				context.addIssue({ code: 'custom', message: `at most ${MOST} extra fields` });
				return z.NEVER;
			},
			z
				.record(
					fieldName.refine((name) => !isTaken(name), 'is a name with a meaning of its own, not an extra field'),
					value.openapi({ type: ['string', 'number', 'null'] }),
				)
				.superRefine((all, context) => {
					for (const name of repeated(Object.keys(all))) {
						const message = 'stands here twice: Chamilo compares the names of fields without regard to case';
						context.addIssue({ code: 'custom', path: [name], message });
					}
				}),
		)
		.transform((all) => textsOf(all as Record<string, Written>, emptied));
}

/** The extra fields of a new record. Null is as if the field were not there. */
export const extras = extraFields(undefined).openapi({
	description: 'Extra fields by name. Numbers are stored as text.',
	example: { department: 'Research' },
});

/** Extra fields to change. Null clears a field, which is an empty text from here on. */
export const extraChanges = extraFields('').openapi({
	description: 'Extra fields to set; others stay as they are. Null clears a field. Numbers are stored as text.',
	example: { department: 'Research' },
});

/** What a caller may write as the value of an extra field. */
type Written = string | number | null;

/** Why a value cannot be that of an extra field. */
function refusalOf(value: unknown, isChange: boolean): Refusal | undefined {
	if (value === '' && isChange) return { message: 'must not be empty: null clears the field' };
	if (typeof value === 'string') return extraValueProblem(value);
	if (value === null || (typeof value === 'number' && isExact(value))) return undefined;
	const message = 'is a number of too many digits: send it as a string, so that none is lost';
	return { message: typeof value === 'number' ? message : 'must be a string, a number or null' };
}

/** Whether a number is written out as its sender wrote it. */
function isExact(value: number): boolean {
	return Math.abs(value) <= Number.MAX_SAFE_INTEGER && /^-?\d+(\.\d+)?$/.test(String(value));
}

function textsOf(all: Record<string, Written>, emptied: '' | undefined): Record<string, string> {
	const texts: Record<string, string> = {};
	for (const [name, value] of Object.entries(all)) {
		const text = value === null ? emptied : withLineFeeds(String(value));
		if (text !== undefined) texts[name] = text;
	}
	return texts;
}

function countOfMembers(input: unknown): number {
	return typeof input === 'object' && input !== null ? Object.keys(input).length : 0;
}

/** The names that differ in case only. */
function repeated(names: readonly string[]): string[] {
	const counts = new Map<string, number>();
	for (const name of names) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
	return names.filter((name) => (counts.get(name.toLowerCase()) ?? 0) > 1);
}

/** The same as the list of pairs that SOAP has. */
export function extraList(all: Record<string, string> | undefined) {
	return Object.entries(all ?? {}).map(([field_name, field_value]) => ({ field_name, field_value }));
}

/** Of changes to extra fields those that are left for a new record, which has nothing to clear. */
export function withoutEmpty(all: Record<string, string> | undefined): Record<string, string> | undefined {
	return all && Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

/** The external id and the extras of a new record, in the order in which Chamilo stores them. */
export function valuesOf({ field, value, extras }: WithExtras): Reference[] {
	const own = field !== undefined && value !== undefined ? [{ field, value }] : [];
	return [...own, ...Object.entries(extras ?? {}).map(([name, text]) => ({ field: name, value: text }))];
}

interface WithExtras {
	field?: string | undefined;
	value?: string | undefined;
	extras?: Record<string, string> | undefined;
}
