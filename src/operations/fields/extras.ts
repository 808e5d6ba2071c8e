import { z } from '@hono/zod-openapi';
import { isTaken, type Reference } from './reference.js';
import { fieldName, identifier } from './text.js';

const MOST = 50;

/**
 * Extra fields of a record by name. Their values reach SQL when they are looked for, so they are identifiers. Fields are
 * counted before any is looked at.
 */
export const extras = z
	.preprocess(
		(input, context) => {
			if (countOfMembers(input) <= MOST) return input;
			context.addIssue({ code: 'custom', message: `at most ${MOST} extra fields` });
			return z.NEVER;
		},
		z
			.record(
				fieldName.refine((name) => !isTaken(name), 'is a name with a meaning of its own, not an extra field'),
				identifier(500),
			)
			.superRefine((all, context) => {
				for (const name of repeated(Object.keys(all))) {
					const message = 'stands here twice: Chamilo compares the names of fields without regard to case';
					context.addIssue({ code: 'custom', path: [name], message });
				}
			}),
	)
	.openapi({
		description: 'Extra fields by name.',
		example: { department: 'Research' },
	});

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
