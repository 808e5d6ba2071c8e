import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { onStopSignal } from '../stop-signal.js';
import { ImportHttpClient } from './client.js';
import { ColumnMapping } from './column-mapping.js';
import { Columns } from './columns.js';
import { Journal } from './journal.js';
import { lockJournal } from './journal-lock.js';
import { type ImportOptions, parseImportOptions } from './options.js';
import type { Totals } from './outcome.js';
import { Progress } from './progress.js';
import { recordsOf } from './records.js';
import { writeResults } from './results.js';
import { runImport } from './run.js';
import { StoppedError, UsageError } from './usage-error.js';
import { describeMistakes, Validator } from './validator.js';

const USAGE = `usage: chamilo-gateway import FILE [OPTION…]

Imports users, courses, sessions or enrolments from CSV or NDJSON through a running gateway. Run again after an
interruption, the same command goes on where it was.

  --as KIND          users, courses, sessions, enrolments; else the name of the file says it
  --mode MODE        create (default); users also upsert: create or replace
  --url URL          the gateway (CHAMILO_GATEWAY_URL, http://127.0.0.1:8787)
  --key-file FILE    its key, else CHAMILO_GATEWAY_KEY
  --dry-run          check every line and list the bad ones; nothing is sent
  --map A=B,…        the column A of the file is B; --map-file FILE: the same as a JSON object
  --set B=VALUE      B is the same in every line; may be repeated
  --ignore-unknown   leave out columns that are unknown
  --format, --encoding, --delimiter
                     csv or ndjson; utf-8, windows-1252, utf-16le; one character or "tab"
  --batch-size N     records in a request (200; at most 1000)
  --concurrency N    requests at once (4)
  --journal FILE     what is done (FILE.journal); --results FILE: what became of each line (FILE.results.csv)
  --restart          forget the journal and begin anew

exit code: 0 all done, 1 some lines failed, 2 usage or file to be corrected, 3 stopped before the end
`;

const EXIT = { done: 0, failed: 1, usage: 2, stopped: 3 } as const;

/** `chamilo-gateway import FILE`. @returns the exit code */
export async function importCommand(args: string[], env: Record<string, string | undefined>): Promise<number> {
	if (args.some((argument) => ['--help', '-h'].includes(argument))) {
		process.stdout.write(USAGE);
		return EXIT.done;
	}
	try {
		const options = await parseImportOptions(args, env);
		const mapping = new ColumnMapping(new Columns(options.recordType.schema), options.naming);
		return await (options.isDryRun ? dryRun(options, mapping) : importFile(options, mapping));
	} catch (failure) {
		if (!(failure instanceof UsageError || isFileError(failure))) throw failure;
		process.stderr.write(`${failure.message}\n${args.length === 0 ? `\n${USAGE}` : ''}`);
		return EXIT.usage;
	}
}

function isFileError(failure: unknown): failure is NodeJS.ErrnoException {
	return failure instanceof Error && 'syscall' in failure;
}

async function dryRun({ source, recordType }: ImportOptions, mapping: ColumnMapping): Promise<number> {
	const validator = new Validator(recordType, mapping);
	let good = 0;
	let bad = 0;
	for await (const record of recordsOf(source, mapping)) {
		const repeated = validator.findDuplicates(record);
		const mistakes = [...validator.check(record), ...repeated];
		if (mistakes.length === 0) good += 1;
		else {
			bad += 1;
			process.stdout.write(`line ${record.line}: ${describeMistakes(mistakes)}\n`);
		}
	}
	process.stdout.write(`${good + bad} records: ${good} good, ${bad} bad. Nothing was sent.\n`);
	return bad === 0 ? EXIT.done : EXIT.failed;
}

async function importFile(options: ImportOptions, mapping: ColumnMapping): Promise<number> {
	const { source, url, key = '', concurrency } = options;
	// The file is read to its end first: one that cannot be understood as a whole is refused before anything is sent.
	let total = 0;
	for await (const _ of recordsOf(source, mapping)) total += 1;
	const stop = new AbortController();
	const client = new ImportHttpClient({ url, key, signal: stop.signal, connections: concurrency, notify: printNotice });
	try {
		const unavailability = await client.findUnavailability();
		if (unavailability !== undefined) {
			throw new UsageError(`No gateway answers at ${url}: ${unavailability}. Start it, or say where it is with --url.`);
		}
		const unlock = await lockJournal(options.journalPath);
		try {
			const journal = await openJournal(options);
			if (journal.isEnded) printNotice('This file was imported already; nothing is sent. --restart imports it again.');
			const failure = journal.isEnded ? undefined : await sendAll(options, mapping, { client, journal, stop, total });
			return await conclude(options, journal, total, failure);
		} finally {
			await unlock();
		}
	} finally {
		await client.close();
	}
}

interface Sending {
	client: ImportHttpClient;
	journal: Journal;
	stop: AbortController;
	total: number;
}

/** @returns what ended it early; undefined where nothing did, or a signal. */
async function sendAll(
	{ source, recordType, concurrency }: ImportOptions,
	mapping: ColumnMapping,
	{ client, journal, stop, total }: Sending,
): Promise<unknown> {
	const progress = new Progress(process.stderr, total, journal.totals);
	onStopSignal(
		(signal) => {
			printNotice(`${signal}: finishing what is under way`);
			stop.abort();
		},
		() => {
			// The bar hides the cursor.
			progress.stop();
			process.exit(EXIT.stopped);
		},
	);
	try {
		const onProgress = () => progress.show(journal.totals);
		const run = { sender: recordType.sender, journal, client, concurrency, stop, onProgress };
		await runImport({ ...run, validator: new Validator(recordType, mapping), records: recordsOf(source, mapping) });
		return undefined;
	} catch (failure) {
		return failure;
	} finally {
		progress.stop();
	}
}

async function openJournal({
	source,
	naming,
	records,
	mode,
	url,
	recordType,
	...options
}: ImportOptions): Promise<Journal> {
	const hash = createHash('sha256');
	for await (const bytes of createReadStream(source.path)) hash.update(bytes as Uint8Array);
	const { path: _, ...reading } = source;
	const task = { url, records, mode, reading: JSON.stringify({ ...reading, ...naming }), file: hash.digest('hex') };
	const chunkSize = recordType.sender.how === 'batch' ? options.batchSize : 1;
	const journal = await Journal.open(options.journalPath, task, chunkSize, options.restart);
	if (journal.chunkSize !== chunkSize)
		printNotice(`The import goes on in batches of ${journal.chunkSize}, as it was begun.`);
	return journal;
}

/** Writes the results and says how it ended. */
async function conclude(
	{ journalPath, resultsPath }: ImportOptions,
	journal: Journal,
	total: number,
	failure: unknown,
): Promise<number> {
	if (failure instanceof UsageError) {
		await journal.close();
		throw failure;
	}
	await writeResults(resultsPath, journal.outcomes());
	await journal.close();
	process.stdout.write(`${summary(journal.totals, total)} Results: ${resultsPath}\n`);
	if (journal.isEnded) return journal.totals.failed + journal.totals.invalid === 0 ? EXIT.done : EXIT.failed;
	if (failure !== undefined && !(failure instanceof StoppedError || isFileError(failure))) throw failure;
	printNotice(failure?.message ?? 'Stopped as asked.');
	printNotice(`The import is not at its end. Run the same command again to go on; ${journalPath} has what is done.`);
	return EXIT.stopped;
}

function summary({ done, failed, invalid }: Readonly<Totals>, total: number): string {
	const open = total - done - failed - invalid;
	const parts = [`${done} done`, `${failed} failed`, `${invalid} invalid`, ...(open > 0 ? [`${open} not sent`] : [])];
	return `${total} records: ${parts.join(', ')}.`;
}

/** Says something to the user, in the place of a bar that may stand there; it is drawn again below. */
function printNotice(text: string): void {
	process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[K' : ''}${text}\n`);
}
