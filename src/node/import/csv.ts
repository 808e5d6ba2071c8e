import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { UsageError } from './usage-error.js';

export interface Row {
	/** Line in which the row begins; a quoted cell can span several lines. */
	line: number;
	cells: string[];
}

/** Parses CSV. Empty lines are skipped. @throws UsageError for malformed quotes. */
export async function* rowsOf(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<Row> {
	const parser = parse({ delimiter, info: true, relax_column_count: true, skip_empty_lines: true });
	const rows = pipeline(Readable.from(pieces), parser, () => undefined) as AsyncIterable<{
		record: string[];
		info: { lines: number };
	}>;
	/** Lines that csv-parse counted too many: it counts a CRLF within a cell as two. */
	let excess = 0;
	try {
		for await (const { record, info } of rows) {
			const breaks = record.flatMap((cell) => cell.match(/\r\n|\r|\n/g) ?? []);
			excess += breaks.filter((sign) => sign === '\r\n').length;
			yield { line: info.lines - excess - breaks.length, cells: record };
		}
	} catch (failure) {
		if (!(failure instanceof CsvError)) throw failure;
		throw new UsageError(
			`${EXPLANATIONS[failure.code] ?? 'This is not valid CSV'}: see line ${Number(failure.lines) - excess}.`,
		);
	}
}

/** Replaces the messages of csv-parse, which quote the file and so could print passwords. */
const EXPLANATIONS: Record<string, string> = {
	INVALID_OPENING_QUOTE:
		'A quotation mark stands inside a cell that is not quoted. Quote the whole cell and write each mark in it twice',
	CSV_INVALID_CLOSING_QUOTE:
		'Something follows the quotation mark that ends a cell. Write marks within a quoted cell twice',
	CSV_QUOTE_NOT_CLOSED: 'A quoted cell has no end',
	CSV_MAX_RECORD_SIZE: 'A row is larger than 128,000 characters; perhaps a quoted cell has no end',
};
