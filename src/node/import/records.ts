import { rowsOf } from './csv.js';
import type { Mistake, RecordMapping } from './record-mapping.js';
import type { Item } from './record-types.js';
import { DELIMITER_LINE, findDelimiter, linesOf, type TextFile, textOf } from './text.js';
import { UsageError } from './usage-error.js';

export interface Source extends TextFile {
	format: 'csv' | 'ndjson';
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
export function recordsOf(source: Source, mapping: RecordMapping): AsyncGenerator<FileRecord> {
	return source.format === 'csv' ? csvRecords(source, mapping) : ndjsonRecords(source, mapping);
}

async function* csvRecords(source: Source, mapping: RecordMapping): AsyncGenerator<FileRecord> {
	const delimiter = source.delimiter ?? (await findDelimiter(source));
	let header: { width: number; read: ReturnType<RecordMapping['header']> } | undefined;
	let isFirst = true;
	for await (const { line, cells } of rowsOf(textOf(source), delimiter)) {
		const saysDelimiter = isFirst && DELIMITER_LINE.test(cells.join(delimiter));
		isFirst = false;
		if (saysDelimiter) continue;
		if (!header) {
			header = { width: cells.length, read: mapping.header(cells) };
			continue;
		}
		if (cells.length === header.width) {
			for (const record of header.read(cells)) yield { line, ...record };
			continue;
		}
		const expected = `has ${counted(cells.length)}, the header ${header.width}; a cell with a delimiter in it must be quoted`;
		yield { line, item: {}, mistakes: [{ expected }] };
	}
	if (!header) throw new UsageError(`${source.name ?? source.path} is empty; its first line must name the columns.`);
}

function counted(cells: number): string {
	return cells === 1 ? '1 cell' : `${cells} cells`;
}

async function* ndjsonRecords(source: Source, mapping: RecordMapping): AsyncGenerator<FileRecord> {
	let line = 0;
	for await (const text of linesOf(textOf(source), MAX_LINE_LENGTH)) {
		line += 1;
		if (text.trim() === '') continue;
		const object = parseObject(text);
		if (typeof object === 'string') yield { line, item: {}, mistakes: [{ expected: object }] };
		else for (const record of mapping.recordsOfObject(object)) yield { line, ...record };
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
