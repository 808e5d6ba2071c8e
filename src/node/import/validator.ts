import { toInputError } from '../../operations/input-error.js';
import type { Mistake, RecordMapping } from './record-mapping.js';
import type { RecordType } from './record-types.js';
import type { FileRecord } from './records.js';

/**
 * Validates records with the request schemas of the API, and finds duplicates. `findDuplicates` must be called for
 * every record of the file, in order.
 */
export class Validator {
	/** The first line that has each identity. */
	private readonly firstLines = new Map<string, number>();

	constructor(
		private readonly recordType: RecordType,
		private readonly mapping: RecordMapping,
	) {}

	/** A mistake if an earlier record has the same identifier or name. Also registers the record. */
	findDuplicates({ line, item }: FileRecord): Mistake[] {
		const repeated = this.recordType.identities(item).flatMap((identity) => {
			const first = this.firstLines.get(identity);
			if (first === undefined) this.firstLines.set(identity, line);
			return first === undefined ? [] : [first];
		});
		const [first] = repeated;
		return first === undefined ? [] : [{ expected: `is the same record as line ${first}, by its identifier or name` }];
	}

	/** The mistakes of the record itself: those found while parsing, else those of the schema. */
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

/** Converts a JSON pointer to a column name: `/teacher/field` to `teacher.field`. */
function nameOf(pointer: string): string {
	return pointer
		.split('/')
		.slice(1)
		.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
		.join('.');
}

/** The mistakes as one text, for messages and results. */
export function describeMistakes(mistakes: readonly Mistake[]): string {
	return mistakes.map(({ column, expected }) => (column ? `${column}: ${expected}` : expected)).join('; ');
}
