import { type FileHandle, open, rename } from 'node:fs/promises';
import { z } from '@hono/zod-openapi';
import { count, type LineOutcome, lineOutcome, noTotals, type Totals } from './outcome.js';
import { assertSameTask, type Task, task } from './task.js';
import { UsageError } from './usage-error.js';
import { wholeLines } from './whole-lines.js';

const header = z.strictObject({ journal: z.literal(1), id: z.uuid(), chunkSize: z.int().positive(), task });
const entry = z.strictObject({ chunk: z.int(), lines: z.array(lineOutcome) });
/** Written before a chunk is sent, where what becomes of it cannot be seen by sending it again. */
const begun = z.strictObject({ begun: z.int() });
const end = z.strictObject({ end: z.literal(true) });

/** Only the owner reads a journal, whatever the mode of a file that is there already. */
const MODE = 0o600;

/** The content of a journal file. */
interface JournalState {
	header: z.output<typeof header>;
	/** Byte range of the entry of each chunk. */
	entries: Map<number, { at: number; length: number }>;
	/** Chunks that were sent, whatever became of them. */
	begun: Set<number>;
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
	/** Ends when all entries so far are written: one after the other, so that one that fails leaves no gap before others. */
	private writing: Promise<void> = Promise.resolve();

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
			await file.chmod(MODE);
			await file.truncate(state.length);
			return new Journal(file, state);
		}
		// The old journal is replaced only when the new one is on disk.
		const newHeader = { journal: 1 as const, id: crypto.randomUUID(), chunkSize, task: wanted };
		const line = `${JSON.stringify(newHeader)}\n`;
		const file = await open(`${path}.new`, 'w+', MODE);
		await file.chmod(MODE);
		await writeAll(file, Buffer.from(line), 0);
		await file.datasync();
		await rename(`${path}.new`, path);
		const length = Buffer.byteLength(line);
		return new Journal(file, { header: newHeader, ...nothing(), length });
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

	/** Says that a chunk is about to be sent. @returns whether it was sent before. */
	async begin(chunk: number): Promise<boolean> {
		if (this.state.begun.has(chunk)) return true;
		const added = this.writing.then(() => this.append({ begun: chunk }));
		this.writing = added.then(
			() => undefined,
			() => undefined,
		);
		await added;
		this.state.begun.add(chunk);
		return false;
	}

	/** @throws an error of the file system; the chunk is then as if it had not been sent. */
	add(chunk: number, lines: LineOutcome[]): Promise<void> {
		const added = this.writing.then(async () => {
			const place = await this.append({ chunk, lines });
			this.state.entries.set(chunk, place);
			count(this.state.totals, lines);
		});
		this.writing = added.catch(() => undefined);
		return added;
	}

	async end(): Promise<void> {
		if (this.isEnded) return;
		await this.append({ end: true });
		this.state.isEnded = true;
	}

	/** Writes a line, or nothing: what was written of it before a failure is removed. */
	private async append(line: object): Promise<{ at: number; length: number }> {
		const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
		const at = this.state.length;
		try {
			await writeAll(this.file, bytes, at);
		} catch (failure) {
			await this.file.truncate(at).catch(() => undefined);
			throw failure;
		}
		this.state.length += bytes.length;
		return { at, length: bytes.length };
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
		try {
			await this.file.datasync();
		} finally {
			await this.file.close();
		}
	}
}

function nothing() {
	return {
		entries: new Map<number, { at: number; length: number }>(),
		begun: new Set<number>(),
		totals: noTotals(),
		isEnded: false,
	};
}

/** A write may end before all bytes are written, without an error. */
async function writeAll(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
	for (let written = 0; written < bytes.length; ) {
		written += (await file.write(bytes, written, bytes.length - written, at + written)).bytesWritten;
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
				state = { header: header.parse(line), ...nothing(), length: 0 };
			} else if (end.safeParse(line).success) {
				state.isEnded = true;
			} else if (begun.safeParse(line).success) {
				state.begun.add(begun.parse(line).begun);
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
