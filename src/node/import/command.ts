// The command `chamilo-gateway import`: usage text, dry run, import, and exit code. The steps of an import are in other
// files.

import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf } from '../file-error.js';
import { printable } from '../printable.js';
import { onStopSignal } from '../stop-signal.js';
import { backoffFor } from './backoff.js';
import { ImportHttpClient } from './client.js';
import { LeadingZeros } from './excel-damage.js';
import { EXIT, finishImport, isFileError, printNotice } from './finish.js';
import { Journal } from './journal.js';
import { lockJournal } from './journal-lock.js';
import { MistakeGroups } from './mistake-groups.js';
import { type ImportOptions, parseImportOptions } from './options.js';
import { PasswordFile } from './passwords.js';
import { Progress } from './progress.js';
import { NEW_USERS_WITHOUT_PASSWORD } from './record-types.js';
import { recordsOf } from './records.js';
import { runImport } from './run.js';
import { UsageError } from './usage-error.js';
import { describeMistakes, Validator } from './validator.js';

const USAGE = `usage: chamilo-gateway import FILE [OPTION…]

Imports users, courses, sessions or enrolments from CSV or NDJSON through a running gateway; FILE is - for standard input.
Run again after an interruption, the same command continues where it stopped.

  --as KIND          users, courses, sessions, enrolments; by default from the name of the file
  --mode MODE        create (default); users also upsert: create or replace
  --url URL          the gateway (CHAMILO_GATEWAY_URL, http://127.0.0.1:8787)
  --key-file FILE    file with the API key; by default the key is CHAMILO_GATEWAY_KEY
  --dry-run          check every line and list the bad ones by cause; nothing is sent
  --mapping FILE     how columns become members, as YAML or JSON, or a profile: chamilo, oneroster
                     ("chamilo-gateway mapping FILE" proposes one)
  --map A=B,…        column A of the file is member B; --map-file FILE: the same as a JSON object
  --set B=VALUE      member B has this value in every line; may be repeated
  --passwords POLICY new users without a password in the file: generate (written to FILE.passwords.csv, which only you
                     can read; --passwords-file FILE) or random (thrown away, for single sign-on)
  --accept-side-effects
                     with --mode upsert: official codes that this campus cannot keep may be lost
  --ignore-unknown   ignore unknown columns
  --format, --encoding, --delimiter
                     csv or ndjson; utf-8, windows-1252, utf-16le, utf-16be; one character or "tab"
  --batch-size N     records per request (200; at most 1000)
  --concurrency N    concurrent requests (4)
  --wait MINUTES     how long the campus may stay away before the import stops (45)
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
		return await (options.isDryRun ? dryRun(options) : importFile(options));
	} catch (failure) {
		if (!(failure instanceof UsageError || isFileError(failure))) throw failure;
		process.stderr.write(`${printable(messageOf(failure))}\n${args.length === 0 ? `\n${USAGE}` : ''}`);
		return EXIT.usage;
	}
}

async function dryRun({ source, recordType, createMapping }: ImportOptions): Promise<number> {
	const mapping = createMapping();
	const validator = new Validator(recordType, mapping);
	const zeros = new LeadingZeros();
	const groups = new MistakeGroups();
	let good = 0;
	let bad = 0;
	for await (const record of recordsOf(source, mapping)) {
		zeros.see(record.line, record.item);
		const repeated = validator.findDuplicates(record);
		const mistakes = [...validator.check(record), ...repeated];
		if (mistakes.length === 0) good += 1;
		else {
			bad += 1;
			groups.add(record.line, describeMistakes(mistakes));
		}
	}
	const warnings = zeros.warnings((member) => mapping.sourceOf(member)).map((text) => `warning: ${text}`);
	for (const text of [...groups.texts(), ...warnings]) process.stdout.write(`${printable(text)}\n`);
	process.stdout.write(`${good + bad} records: ${good} good, ${bad} bad. Nothing was sent.\n`);
	return bad === 0 ? EXIT.done : EXIT.failed;
}

/** Counts the records; so a malformed file is rejected before anything is sent. */
async function countRecords({ source, createMapping }: ImportOptions): Promise<number> {
	const mapping = createMapping();
	const zeros = new LeadingZeros();
	let total = 0;
	for await (const { line, item } of recordsOf(source, mapping)) {
		zeros.see(line, item);
		total += 1;
	}
	for (const text of zeros.warnings((member) => mapping.sourceOf(member))) printNotice(`warning: ${text}`);
	return total;
}

async function importFile(options: ImportOptions): Promise<number> {
	const { url, key = '', concurrency, waitMinutes } = options;
	const total = await countRecords(options);
	const stop = new AbortController();
	const client = new ImportHttpClient({
		...{ url, key, signal: stop.signal, connections: concurrency, notify: printNotice, isPatient: true },
		backoff: backoffFor(waitMinutes),
	});
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
			const failure = journal.isEnded ? undefined : await sendAll(options, { client, journal, stop, total });
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
	{ source, recordType, createMapping, concurrency, passwords: policy, passwordsPath }: ImportOptions,
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
		const mapping = createMapping();
		const isNeeded = policy !== undefined && recordType === NEW_USERS_WITHOUT_PASSWORD;
		const passwords = isNeeded ? await PasswordFile.open(passwordsPath) : undefined;
		const onProgress = () => progress.show(journal.totals);
		const run = { sender: recordType.sender, passwords, journal, client, concurrency, stop, onProgress };
		await runImport({ ...run, validator: new Validator(recordType, mapping), records: recordsOf(source, mapping) });
		await (journal.isEnded && policy ? passwords?.finish(policy) : passwords?.close());
		return undefined;
	} catch (failure) {
		return failure;
	} finally {
		progress.stop();
	}
}

async function openJournal(options: ImportOptions): Promise<Journal> {
	const { source, records, mode, url, recordType, description, passwords } = options;
	const hash = createHash('sha256');
	for await (const bytes of createReadStream(source.path)) hash.update(bytes as Uint8Array);
	const { path: _, ...reading } = source;
	const task = {
		url,
		records,
		mode,
		reading: JSON.stringify({ ...reading, ...description, passwords }),
		file: hash.digest('hex'),
	};
	const chunkSize = recordType.sender.how === 'batch' ? options.batchSize : 1;
	const journal = await Journal.open(options.journalPath, task, chunkSize, options.restart);
	if (journal.chunkSize !== chunkSize)
		printNotice(`The import continues in batches of ${journal.chunkSize}, as it was started.`);
	return journal;
}
