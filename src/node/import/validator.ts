import { toInputError } from '../../operations/input-error.js';
import type { ColumnMapping, Mistake } from './column-mapping.js';
import type { RecordType } from './record-types.js';
import type { FileRecord } from './records.js';

/**
 * Says what is wrong with each record, by the schemas of the routes. It must be shown every record of the file in
 * order, for it remembers who is who.
 */
export class Validator {
	/** Identities to the line that has them first. */
	private readonly seen = new Map<string, number>();

	constructor(
		private readonly recordType: RecordType,
		private readonly mapping: ColumnMapping,
	) {}

	/** Remembers the record, and answers what else it repeats. */
	findDuplicates({ line, item }: FileRecord): Mistake[] {
		const repeated = this.recordType.identities(item).flatMap((identity) => {
			const first = this.seen.get(identity);
			if (first === undefined) this.seen.set(identity, line);
			return first === undefined ? [] : [first];
		});
		const [first] = repeated;
		return first === undefined ? [] : [{ expected: `is the same record as line ${first}, by its identifier or name` }];
	}

	/** What is wrong with the record itself. */
	check({ item, mistakes }: FileRecord): Mistake[] {
		if (mistakes.length > 0) return mistakes;
		const parsed = this.recordType.schema.safeParse(item);
		if (parsed.success) return [];
		const { errors = [], message } = toInputError(parsed.error.issues, '');
		if (errors.length === 0) return [{ expected: message }];
		return errors.map(({ pointer, detail }) => {
			const name = nameOf(pointer);
			const source = this.mapping.sourceOf(name);
			return { column: source === name ? name : `${source} (${name})`, expected: detail };
		});
	}
}

/** `/teacher/field` as the column is called. */
function nameOf(pointer: string): string {
	return pointer
		.split('/')
		.slice(1)
		.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
		.join('.');
}

export function describeMistakes(mistakes: readonly Mistake[]): string {
	return mistakes.map(({ column, expected }) => (column ? `${column}: ${expected}` : expected)).join('; ');
}
