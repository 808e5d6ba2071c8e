import type { ColumnMapping, Mistake } from './column-mapping.js';
import { rowsOf } from './csv.js';
import type { Item } from './record-types.js';
import { type Encoding, findDelimiter, linesOf, textOf } from './text.js';
import { UsageError } from './usage-error.js';

export interface Source {
	path: string;
	format: 'csv' | 'ndjson';
	encoding: Encoding;
	/** Detected from the header if not given. */
	delimiter?: string | undefined;
}

/** A record of the file, with the line in which it begins. If it could not be parsed, `mistakes` says why. */
export interface FileRecord {
	line: number;
	item: Item;
	mistakes: Mistake[];
}

/** Maximum length of an NDJSON line in characters: the gateway accepts no larger records. */
const MAX_LINE_LENGTH = 1024 * 1024;

/** Reads the records of a file, one at a time. @throws UsageError if the file as a whole is malformed. */
export function recordsOf(source: Source, mapping: ColumnMapping): AsyncGenerator<FileRecord> {
	return source.format === 'csv' ? csvRecords(source, mapping) : ndjsonRecords(source, mapping);
}

async function* csvRecords(source: Source, mapping: ColumnMapping): AsyncGenerator<FileRecord> {
	const { path, encoding } = source;
	const delimiter = source.delimiter ?? (await findDelimiter(path, encoding));
	let columns: ReturnType<ColumnMapping['header']> | undefined;
	for await (const { line, cells } of rowsOf(textOf(path, encoding), delimiter)) {
		if (!columns) {
			columns = mapping.header(cells);
			continue;
		}
		if (cells.length === columns.length) {
			yield { line, item: mapping.itemOfRow(columns, cells), mistakes: [] };
			continue;
		}
		const expected = `has ${counted(cells.length)}, the header ${columns.length}; a cell with a delimiter in it must be quoted`;
		yield { line, item: {}, mistakes: [{ expected }] };
	}
	if (!columns) throw new UsageError(`${path} is empty; its first line must name the columns.`);
}

function counted(cells: number): string {
	return cells === 1 ? '1 cell' : `${cells} cells`;
}

async function* ndjsonRecords({ path, encoding }: Source, mapping: ColumnMapping): AsyncGenerator<FileRecord> {
	let line = 0;
	for await (const text of linesOf(textOf(path, encoding), MAX_LINE_LENGTH)) {
		line += 1;
		if (text.trim() === '') continue;
		const object = parseObject(text);
		if (typeof object === 'string') yield { line, item: {}, mistakes: [{ expected: object }] };
		else yield { line, ...mapping.itemOfObject(object) };
	}
}

/**
 * Parses a line to an object, or to an error text. The messages of JSON.parse are not used, because they quote the
 * line.
 */
function parseObject(text: string): Record<string, unknown> | string {
	try {
		let namesPrototype = false;
		const found: unknown = JSON.parse(text, (key, value) => {
			namesPrototype ||= key === '__proto__';
			return value;
		});
		if (namesPrototype) return 'has a member called __proto__';
		if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as Record<string, unknown>;
		return 'must be a JSON object';
	} catch {
		return 'is not JSON; each line must be one JSON object';
	}
}
