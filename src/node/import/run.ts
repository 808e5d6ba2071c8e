// Runs an import: divides the records into chunks, and sends those that the journal does not have yet, concurrently.

import type { ImportHttpClient } from './client.js';
import type { Journal } from './journal.js';
import type { LineOutcome } from './outcome.js';
import type { PasswordFile } from './passwords.js';
import type { Sender } from './record-types.js';
import type { FileRecord } from './records.js';
import { sendRecords, type ValidRecord } from './send.js';
import { describeMistakes, type Validator } from './validator.js';

export interface ImportRun {
	records: AsyncIterable<FileRecord>;
	validator: Validator;
	sender: Sender;
	/** Gives new users a password of whom the file has none. */
	passwords?: PasswordFile | undefined;
	journal: Journal;
	client: ImportHttpClient;
	concurrency: number;
	/** When aborted (by a signal, or here after a failure), no further chunk is started. */
	stop: AbortController;
	onProgress: () => void;
}

/** A number of consecutive records: the valid ones, which are sent together, and the outcomes of the invalid ones. */
interface Chunk {
	number: number;
	valid: ValidRecord[];
	invalid: LineOutcome[];
}

/**
 * Sends all chunks that are not in the journal.
 * @throws the first failure, after all running requests have finished.
 */
export async function runImport(run: ImportRun): Promise<void> {
	const chunks = chunksOf(run);
	const failures: unknown[] = [];
	async function work(): Promise<void> {
		try {
			while (!run.stop.signal.aborted) {
				const { done, value } = await chunks.next();
				if (done) return;
				await sendChunk(run, value);
			}
		} catch (failure) {
			failures.push(failure);
			run.stop.abort();
		}
	}
	await Promise.all(Array.from({ length: run.concurrency }, work));
	await chunks.return(undefined);
	if (failures.length > 0) throw failures[0];
	if (!run.stop.signal.aborted) await run.journal.end();
}

async function sendChunk(run: ImportRun, chunk: Chunk): Promise<void> {
	const { client, sender, journal, passwords, onProgress } = run;
	const items = await passwords?.assign(chunk.valid.map(({ item }) => item));
	const records = chunk.valid.map(({ line, item }, index) => ({ line, item: items?.[index] ?? item }));
	const wasBegun = sender.recognition !== undefined && (await journal.begin(chunk.number));
	const sent = await sendRecords(client, sender, records, `${journal.id}-${chunk.number}`, wasBegun);
	const failed = new Set(sent.filter(({ outcome }) => outcome !== 'done').map(({ line }) => line));
	for (const { line, item } of records) if (failed.has(line)) passwords?.forget(item);
	const lines = [...sent, ...chunk.invalid].sort((a, b) => a.line - b.line);
	await journal.add(chunk.number, lines);
	onProgress();
}

/** The chunks to send. Chunk numbers follow from the position in the file, so they are the same in every run. */
async function* chunksOf({ records, validator, journal }: ImportRun): AsyncGenerator<Chunk, undefined> {
	let position = 0;
	let chunk: Chunk = { number: 0, valid: [], invalid: [] };
	for await (const record of records) {
		const number = Math.floor(position / journal.chunkSize);
		if (number !== chunk.number) {
			if (!isEmpty(chunk)) yield chunk;
			chunk = { number, valid: [], invalid: [] };
		}
		position += 1;
		const repeated = validator.findDuplicates(record);
		if (journal.has(number)) continue;
		const mistakes = [...validator.check(record), ...repeated];
		if (mistakes.length === 0) chunk.valid.push({ line: record.line, item: record.item });
		else chunk.invalid.push({ line: record.line, outcome: 'invalid', detail: describeMistakes(mistakes) });
	}
	if (!isEmpty(chunk)) yield chunk;
	return undefined;
}

function isEmpty({ valid, invalid }: Chunk): boolean {
	return valid.length + invalid.length === 0;
}
