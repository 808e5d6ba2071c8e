// The end of an import: its result file, its summary, and its exit code.

import { printable } from '../printable.js';
import type { Journal } from './journal.js';
import type { ImportOptions } from './options.js';
import type { Totals } from './outcome.js';
import { writeResults } from './results.js';
import { StoppedError, UsageError } from './usage-error.js';

export const EXIT = { done: 0, failed: 1, usage: 2, stopped: 3 } as const;

export function isFileError(failure: unknown): failure is NodeJS.ErrnoException {
	return failure instanceof Error && 'syscall' in failure;
}

/** Writes the result file and prints the summary. @returns the exit code. */
export async function finishImport(
	{ journalPath, resultsPath }: ImportOptions,
	journal: Journal,
	total: number,
	failure: unknown,
): Promise<number> {
	if (failure instanceof UsageError) {
		await journal.close();
		throw failure;
	}
	const unwritten = await writeOutcomes(journal, resultsPath);
	const results = unwritten ? '' : ` Results: ${printable(resultsPath)}`;
	process.stdout.write(`${summary(journal.totals, total)}${results}\n`);
	if (journal.isEnded && !unwritten) {
		return journal.totals.failed + journal.totals.invalid === 0 ? EXIT.done : EXIT.failed;
	}
	if (failure !== undefined && !(failure instanceof StoppedError || isFileError(failure))) throw failure;
	if (unwritten) printNotice(`The results cannot be written: ${unwritten.message}`);
	if (journal.isEnded) {
		printNotice('All records are dealt with. Run the same command again: it writes the results and sends nothing.');
		return EXIT.stopped;
	}
	printNotice(isFileError(failure) ? `The progress cannot be written: ${failure.message}` : reasonOf(failure));
	printNotice(`The import is not complete. Run the same command again to continue; its progress is in ${journalPath}.`);
	return EXIT.stopped;
}

/** Writes the result file and closes the journal. @returns the error of the file system that prevented it, if any. */
async function writeOutcomes(journal: Journal, resultsPath: string): Promise<Error | undefined> {
	try {
		try {
			await writeResults(resultsPath, journal.outcomes());
		} finally {
			await journal.close();
		}
		return undefined;
	} catch (failure) {
		if (isFileError(failure)) return failure;
		throw failure;
	}
}

function reasonOf(failure: unknown): string {
	return failure instanceof Error ? failure.message : 'Stopped as asked.';
}

function summary({ done, failed, invalid }: Readonly<Totals>, total: number): string {
	const open = total - done - failed - invalid;
	const parts = [`${done} done`, `${failed} failed`, `${invalid} invalid`, ...(open > 0 ? [`${open} not sent`] : [])];
	return `${total} records: ${parts.join(', ')}.`;
}

/** Prints a line to stderr. On a terminal it overwrites the progress bar, which is then drawn again below it. */
export function printNotice(text: string): void {
	process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[K' : ''}${printable(text)}\n`);
}
