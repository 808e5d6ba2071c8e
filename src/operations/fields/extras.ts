import { z } from '@hono/zod-openapi';
import { isTaken } from './reference.js';
import { fieldName, identifier } from './text.js';

/** Extra fields of a record by name. Their values reach SQL when they are looked for, so they are identifiers. */
export const extras = z
	.record(
		fieldName.refine((name) => !isTaken(name), 'is a name with a meaning of its own, not an extra field'),
		identifier(500),
	)
	.refine((all) => Object.keys(all).length <= 50, 'at most 50 extra fields')
	.superRefine((all, context) => {
		const names = Object.keys(all);
		for (const name of names) {
			if (names.every((other) => other === name || other.toLowerCase() !== name.toLowerCase())) continue;
			const message = 'stands here twice: Chamilo compares the names of fields without regard to case';
			context.addIssue({ code: 'custom', path: [name], message });
		}
	})
	.openapi({
		description: 'Extra fields by name.',
		example: { department: 'Research' },
	});

/** The same as the list of pairs that SOAP has. */
export function extraList(all: Record<string, string> | undefined) {
	return Object.entries(all ?? {}).map(([field_name, field_value]) => ({ field_name, field_value }));
}
