// The command `chamilo-gateway import`: usage text, dry run, import, and exit code. The steps of an import are in other
// files.

import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { printable } from '../printable.js';
import { onStopSignal } from '../stop-signal.js';
import { ImportHttpClient } from './client.js';
import { ColumnMapping } from './column-mapping.js';
import { Columns } from './columns.js';
import { EXIT, finishImport, isFileError, printNotice } from './finish.js';
import { Journal } from './journal.js';
import { lockJournal } from './journal-lock.js';
import { type ImportOptions, parseImportOptions } from './options.js';
import { Progress } from './progress.js';
import { recordsOf } from './records.js';
import { runImport } from './run.js';
import { UsageError } from './usage-error.js';
import { describeMistakes, Validator } from './validator.js';

const USAGE = `usage: chamilo-gateway import FILE [OPTION…]

Imports users, courses, sessions or enrolments from CSV or NDJSON through a running gateway. Run again after an
interruption, the same command continues where it stopped.

  --as KIND          users, courses, sessions, enrolments; by default from the name of the file
  --mode MODE        create (default); users also upsert: create or replace
  --url URL          the gateway (CHAMILO_GATEWAY_URL, http://127.0.0.1:8787)
  --key-file FILE    file with the API key; by default the key is CHAMILO_GATEWAY_KEY
  --dry-run          check every line and list the bad ones; nothing is sent
  --map A=B,…        column A of the file is member B; --map-file FILE: the same as a JSON object
  --set B=VALUE      member B has this value in every line; may be repeated
  --ignore-unknown   ignore unknown columns
  --format, --encoding, --delimiter
                     csv or ndjson; utf-8, windows-1252, utf-16le; one character or "tab"
  --batch-size N     records per request (200; at most 1000)
  --concurrency N    concurrent requests (4)
  --journal FILE     progress of the import (FILE.journal); --results FILE: outcome of each line (FILE.results.csv)
  --restart          discard the journal and start from the beginning

exit code: 0 all done, 1 some lines failed, 2 error in options or file, 3 stopped before the end
`;

/**
 * `chamilo-gateway import FILE`. `run` returns the exit code. An output that was closed or cannot be written is no reason to
 * stop: the journal has what was done.
 */
export const IMPORT = { usage: USAGE, ignoresClosedOutput: true, run: runCommand };

async function runCommand(args: string[]): Promise<number> {
	try {
		const options = await parseImportOptions(args, process.env);
		const mapping = new ColumnMapping(new Columns(options.recordType.schema), options.mappingOptions);
		return await (options.isDryRun ? dryRun(options, mapping) : importFile(options, mapping));
	} catch (failure) {
		if (!(failure instanceof UsageError || isFileError(failure))) throw failure;
		process.stderr.write(`${printable(failure.message)}\n${args.length === 0 ? `\n${USAGE}` : ''}`);
		return EXIT.usage;
	}
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
			process.stdout.write(`line ${record.line}: ${printable(describeMistakes(mistakes))}\n`);
		}
	}
	process.stdout.write(`${good + bad} records: ${good} good, ${bad} bad. Nothing was sent.\n`);
	return bad === 0 ? EXIT.done : EXIT.failed;
}

async function importFile(options: ImportOptions, mapping: ColumnMapping): Promise<number> {
	const { source, url, key = '', concurrency } = options;
	// The whole file is parsed first, so that a malformed one is rejected before anything is sent.
	let total = 0;
	for await (const _ of recordsOf(source, mapping)) total += 1;
	const stop = new AbortController();
	const client = new ImportHttpClient({ url, key, signal: stop.signal, connections: concurrency, notify: printNotice });
	try {
		const unavailability = await client.findUnavailability();
		if (unavailability !== undefined) {
			throw new UsageError(
				`No gateway responds at ${url}: ${unavailability}. Start it, or name its address with --url.`,
			);
		}
		await access(dirname(options.resultsPath), constants.W_OK);
		const unlock = await lockJournal(options.journalPath);
		try {
			const journal = await openJournal(options);
			if (journal.isEnded) printNotice('This file was imported already; nothing is sent. --restart imports it again.');
			const failure = journal.isEnded ? undefined : await sendAll(options, mapping, { client, journal, stop, total });
			return await finishImport(options, journal, total, failure);
		} finally {
			await unlock();
		}
	} finally {
		await client.close();
	}
}

interface SendContext {
	client: ImportHttpClient;
	journal: Journal;
	stop: AbortController;
	total: number;
}

/**
 * Sends all records that are not in the journal.
 * @returns the error that ended it; undefined if it finished or was stopped by a signal.
 */
async function sendAll(
	{ source, recordType, concurrency }: ImportOptions,
	mapping: ColumnMapping,
	{ client, journal, stop, total }: SendContext,
): Promise<unknown> {
	const progress = new Progress(process.stderr, total, journal.totals);
	onStopSignal(
		(signal) => {
			printNotice(`${signal}: finishing the running requests`);
			stop.abort();
		},
		() => {
			// Restores the cursor, which the progress bar hides.
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
	mappingOptions,
	records,
	mode,
	url,
	recordType,
	...options
}: ImportOptions): Promise<Journal> {
	const hash = createHash('sha256');
	for await (const bytes of createReadStream(source.path)) hash.update(bytes as Uint8Array);
	const { path: _, ...reading } = source;
	const task = {
		url,
		records,
		mode,
		reading: JSON.stringify({ ...reading, ...mappingOptions }),
		file: hash.digest('hex'),
	};
	const chunkSize = recordType.sender.how === 'batch' ? options.batchSize : 1;
	const journal = await Journal.open(options.journalPath, task, chunkSize, options.restart);
	if (journal.chunkSize !== chunkSize)
		printNotice(`The import continues in batches of ${journal.chunkSize}, as it was started.`);
	return journal;
}
