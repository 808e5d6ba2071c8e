import type { RecordKind, Reference } from './reference.js';

/** Tables of Chamilo 1.9; the only release that loses values like this. */
const TABLES: Record<RecordKind, string> = { user: 'user_field', course: 'course_field', session: 'session_field' };

/**
 * Those of the fields in which no record has the value that was sent.
 * @param exists asks the campus whether a record has the value
 */
export async function fieldsNotKept(
	values: readonly Reference[],
	exists: (value: Reference) => Promise<boolean>,
): Promise<string[]> {
	const lost: string[] = [];
	for (const one of values) {
		// An empty value cannot be looked for.
		if (one.value !== '' && !(await exists(one))) lost.push(one.field);
	}
	return lost;
}

/** Why a value that was sent is not there although its field exists, and what helps (F300). */
export function notKept(kind: RecordKind, fields: readonly string[]): string {
	const names = fields.map((field) => `"${field}"`).join(', ');
	return `Chamilo did not keep the value of ${names}. The likeliest cause is that the extra field exists twice, and Chamilo 1.9 stores nothing in such a field: an administrator looks for two rows with this field_variable in the table ${TABLES[kind]} and deletes the one that no value belongs to.`;
}
