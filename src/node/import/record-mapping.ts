import type { Item } from './record-types.js';

/** A validation error of a line. `column` is the name in the file. */
export interface Mistake {
	column?: string;
	expected: string;
}

/** A record as a line gives it, and what could not be read of it. */
export interface MappedRecord {
	item: Item;
	mistakes: Mistake[];
}

/** Converts rows or JSON objects of a file to items for the API. */
export interface RecordMapping {
	/**
	 * Reads the header of a CSV file.
	 * @returns what converts a row of as many cells; a row can be several records, or none.
	 * @throws UsageError for unknown, duplicate or missing columns.
	 */
	header(cells: string[]): (cells: readonly string[]) => MappedRecord[];
	/** Converts a JSON object. */
	recordsOfObject(object: Record<string, unknown>): MappedRecord[];
	/** How the file names a member of the record. */
	sourceOf(name: string): string;
}
