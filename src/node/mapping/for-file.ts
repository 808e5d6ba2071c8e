// Finds out which records of a mapping stand in a file.

import { Columns } from '../import/columns.js';
import { rowsOf } from '../import/csv.js';
import { RECORD_TYPES, type RecordType } from '../import/record-types.js';
import { DELIMITER_LINE, findDelimiter, type TextFile, textOf } from '../import/text.js';
import { UsageError } from '../import/usage-error.js';
import { DefinedMapping, type DefinedMappingOptions, hasColumn } from './defined-mapping.js';
import { type Definition, RECORD_NAMES, type RecordName } from './definition.js';

/** One type of records in a file, and how it is read. */
export interface MappedRecords {
	records: RecordName;
	definition: Definition;
	mapping: DefinedMapping;
	recordType: RecordType;
}

export interface CompileOptions extends Partial<DefinedMappingOptions> {
	/** What is not created the usual way. */
	recordTypes?: Partial<Record<RecordName, RecordType>>;
}

/** Everything that the definitions can read, in their order. @throws UsageError for one that does not fit its records. */
export function compile(definitions: readonly Definition[], options: CompileOptions = {}): MappedRecords[] {
	const { recordTypes = {}, numberLogins = true } = options;
	return definitions.flatMap((definition) =>
		RECORD_NAMES.flatMap((records) => {
			const recordType = recordTypes[records] ?? RECORD_TYPES[records]?.create;
			if (!definition[records] || !recordType) return [];
			const mapping = new DefinedMapping(new Columns(recordType.schema), definition, records, { numberLogins });
			return [{ records, definition, mapping, recordType }];
		}),
	);
}

/**
 * Those whose columns a file has, at most one of each type.
 * @throws UsageError where there are none, with what is missing.
 */
export function thoseIn(header: readonly string[], name: string, all: readonly MappedRecords[]): MappedRecords[] {
	const lacking = (mapping: DefinedMapping) => mapping.neededColumns.filter((column) => !hasColumn(header, column));
	const fitting = all.filter(({ mapping }) => lacking(mapping).length === 0);
	const chosen = RECORD_NAMES.flatMap((records) => fitting.filter((each) => each.records === records).slice(0, 1));
	if (chosen.length > 0) return chosen;
	const reasons = all.map(
		({ records, mapping }) => `${records} need ${lacking(mapping).map(quoted).join(', ')} as well`,
	);
	throw new UsageError(
		`${name} does not fit the mapping: ${[...new Set(reasons)].join('; ')}. It has ${header.map(quoted).join(', ')}.`,
	);
}

/** The names in the header of a CSV file. */
export async function headerOf(source: TextFile & { delimiter?: string | undefined }): Promise<string[]> {
	const delimiter = source.delimiter ?? (await findDelimiter(source));
	for await (const { cells } of rowsOf(textOf(source), delimiter)) {
		if (!DELIMITER_LINE.test(cells.join(delimiter))) return cells.map((cell) => cell.trim());
	}
	throw new UsageError(`${source.name ?? source.path} is empty; its first line must name the columns.`);
}

function quoted(name: string): string {
	return `"${name}"`;
}
