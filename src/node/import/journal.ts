import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { z } from '@hono/zod-openapi';
import { count, type LineOutcome, lineOutcome, noTotals, type Totals } from './outcome.js';
import { UsageError } from './usage-error.js';

/** Identifies an import. A journal is continued only by a run with the same task. */
const task = z.strictObject({
	url: z.string(),
	records: z.string(),
	mode: z.string(),
	/** All options that decide how the file is parsed (mapping, constants, delimiter …), as JSON. */
	reading: z.string(),
	/** SHA-256 of the file. */
	file: z.string(),
});

export type Task = z.output<typeof task>;

const header = z.strictObject({ journal: z.literal(1), id: z.uuid(), chunkSize: z.int().positive(), task });
const entry = z.strictObject({ chunk: z.int(), lines: z.array(lineOutcome) });
const end = z.strictObject({ end: z.literal(true) });

/** The content of a journal file. */
interface JournalState {
	header: z.output<typeof header>;
	/** Byte range of the entry of each chunk. */
	entries: Map<number, { at: number; length: number }>;
	totals: Totals;
	isEnded: boolean;
	/** Size of all complete lines in bytes. */
	length: number;
}

/**
 * The progress file of an import: a header, then one line for each chunk whose outcomes are all known. A line that was
 * truncated by a kill is ignored; its chunk is sent again with the same idempotency key.
 */
export class Journal {
	private constructor(
		private readonly file: FileHandle,
		private readonly state: JournalState,
	) {}

	/**
	 * Continues the journal of the same task, or creates a new one. A finished journal of another file is replaced.
	 * @throws UsageError if the path has an unfinished journal of another task, or is not a journal.
	 */
	static async open(path: string, wanted: Task, chunkSize: number, restart: boolean): Promise<Journal> {
		const state = restart ? undefined : await readJournal(path);
		if (state && !(state.isEnded && state.header.task.file !== wanted.file)) {
			assertSameTask(path, state.header.task, wanted);
			const file = await open(path, 'r+');
			await file.truncate(state.length);
			return new Journal(file, state);
		}
		// The old journal is replaced only when the new one is on disk.
		const newHeader = { journal: 1 as const, id: crypto.randomUUID(), chunkSize, task: wanted };
		const line = `${JSON.stringify(newHeader)}\n`;
		const file = await open(`${path}.new`, 'w+', 0o600);
		await file.write(line, 0);
		await file.datasync();
		await rename(`${path}.new`, path);
		const length = Buffer.byteLength(line);
		return new Journal(file, { header: newHeader, entries: new Map(), totals: noTotals(), isEnded: false, length });
	}

	/** Prefix of all idempotency keys of the import. */
	get id(): string {
		return this.state.header.id;
	}

	/** Records per chunk. Chunks must hold the same records in every run, so the size of the first run is kept. */
	get chunkSize(): number {
		return this.state.header.chunkSize;
	}

	get totals(): Readonly<Totals> {
		return this.state.totals;
	}

	/** All chunks are done. */
	get isEnded(): boolean {
		return this.state.isEnded;
	}

	has(chunk: number): boolean {
		return this.state.entries.has(chunk);
	}

	async add(chunk: number, lines: LineOutcome[]): Promise<void> {
		const at = this.state.length;
		const text = `${JSON.stringify({ chunk, lines })}\n`;
		const length = Buffer.byteLength(text);
		this.state.length += length;
		this.state.entries.set(chunk, { at, length });
		count(this.state.totals, lines);
		await this.file.write(text, at);
	}

	async end(): Promise<void> {
		if (this.isEnded) return;
		const text = `${JSON.stringify({ end: true })}\n`;
		await this.file.write(text, this.state.length);
		this.state.length += Buffer.byteLength(text);
		this.state.isEnded = true;
	}

	/** The outcomes of all chunks, in the order of the import file. */
	async *outcomes(): AsyncGenerator<LineOutcome> {
		const places = [...this.state.entries].sort(([a], [b]) => a - b);
		for (const [, { at, length }] of places) {
			const { buffer } = await this.file.read(Buffer.alloc(length), 0, length, at);
			yield* entry.parse(JSON.parse(buffer.toString('utf8'))).lines;
		}
	}

	async close(): Promise<void> {
		await this.file.datasync();
		await this.file.close();
	}
}

/** Reads a journal; undefined if there is no file. @throws UsageError if the file is not a journal. */
async function readJournal(path: string): Promise<JournalState | undefined> {
	let state: JournalState | undefined;
	let at = 0;
	try {
		for await (const bytes of wholeLines(path)) {
			const line: unknown = JSON.parse(bytes.toString('utf8'));
			if (!state) {
				const empty = { entries: new Map(), totals: noTotals(), isEnded: false };
				state = { header: header.parse(line), ...empty, length: 0 };
			} else if (end.safeParse(line).success) {
				state.isEnded = true;
			} else {
				const { chunk, lines } = entry.parse(line);
				state.entries.set(chunk, { at, length: bytes.length });
				count(state.totals, lines);
			}
			at += bytes.length;
			state.length = at;
		}
	} catch (failure) {
		if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		if (!(failure instanceof SyntaxError || failure instanceof z.ZodError)) throw failure;
		throw new UsageError(`${path} is no journal of an import. Name another file with --journal.`);
	}
	if (state) return state;
	throw new UsageError(`${path} is no journal of an import. Name another file with --journal, or say --restart.`);
}

const LINE_FEED = 0x0a;

/**
 * Complete lines with their line feeds. Bytes after the last line feed are dropped: that line was truncated by a kill.
 */
async function* wholeLines(path: string): AsyncGenerator<Buffer> {
	let rest: Buffer[] = [];
	for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
		let from = 0;
		for (let to = piece.indexOf(LINE_FEED); to >= 0; to = piece.indexOf(LINE_FEED, from)) {
			yield Buffer.concat([...rest, piece.subarray(from, to + 1)]);
			rest = [];
			from = to + 1;
		}
		rest.push(piece.subarray(from));
	}
}

/** Ends of the sentence "is the journal of an import that …". */
const DIFFERENCES: Record<keyof Task, string> = {
	url: 'went to another gateway',
	records: 'was for another type of records (--as)',
	mode: 'had another --mode',
	reading: 'parsed the file with other options (--map, --set, --delimiter, --encoding, --format, --ignore-unknown)',
	file: 'was for an earlier version of this file',
};

function assertSameTask(path: string, before: Task, now: Task): void {
	const names = Object.keys(DIFFERENCES) as (keyof Task)[];
	const differing = names.filter((name) => before[name] !== now[name]);
	if (differing.length === 0) return;
	const what = differing.map((name) => DIFFERENCES[name]).join(', and ');
	throw new UsageError(
		`${path} is the journal of an import that ${what}. Finish that import with the same options, name another journal with --journal, or discard it with --restart.`,
	);
}
