import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { printable } from '../printable.js';
import type { LineOutcome } from './outcome.js';

const COLUMNS = ['line', 'outcome', 'status', 'id', 'field', 'value', 'code', 'detail'] as const;

/** Writes the result file, a CSV with the outcome of each line. The file is replaced atomically. */
export async function writeResults(path: string, outcomes: AsyncIterable<LineOutcome>): Promise<void> {
	const unfinished = `${path}.new`;
	// A file that is there would keep its mode.
	await rm(unfinished, { force: true });
	try {
		await writeRows(unfinished, outcomes);
		await rename(unfinished, path);
	} catch (failure) {
		await rm(unfinished, { force: true });
		throw failure;
	}
}

async function writeRows(path: string, outcomes: AsyncIterable<LineOutcome>): Promise<void> {
	const stream = createWriteStream(path, { mode: 0o600 });
	const failed = finished(stream);
	failed.catch(() => undefined);
	await Promise.race([once(stream, 'open'), failed]);
	stream.write(`${COLUMNS.join(',')}\n`);
	for await (const outcome of outcomes) {
		const row = `${COLUMNS.map((name) => csvCell(outcome[name])).join(',')}\n`;
		if (!stream.write(row)) await Promise.race([once(stream, 'drain'), failed]);
	}
	stream.end();
	await failed;
}

/**
 * Encodes a cell, protected against formula injection: text that a spreadsheet would take for a formula is prefixed
 * with an apostrophe. No valid identifier begins with one, and none has unprintable characters, which are written as
 * their codes.
 */
export function csvCell(value: string | number | undefined): string {
	if (typeof value !== 'string') return String(value ?? '');
	const text = printable(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
	return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
