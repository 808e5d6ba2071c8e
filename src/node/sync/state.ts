import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from '@hono/zod-openapi';
import { UsageError } from '../import/usage-error.js';
import type { Secrets } from './secrets.js';

/** The records that sync owns, by the name of their type in the state file. */
export type OwnedKind = 'users' | 'enrolments';

/** What is remembered of a record: nothing that tells who it is. */
const entry = z.strictObject({
	kind: z.enum(['users', 'enrolments']),
	/** Keyed hash of what was sent last; null while it is not known what the campus has. */
	hash: z.string().nullable(),
	/** The identifiers, encrypted. */
	sealed: z.string(),
	/** Keyed hashes of the username, and of the identifier without leading zeros. */
	login: z.string().optional(),
	loose: z.string().optional(),
	/** It was sent to be created, and no answer said that it is there. */
	isNew: z.literal(true).optional(),
	/** It is no longer in the file. `leaving`: it is being disabled or taken out, and it is not known whether that is done. */
	gone: z.enum(['leaving', 'disabled', 'left']).optional(),
});

export type Entry = z.output<typeof entry>;

const FORMAT = 1;
const header = z.strictObject({ state: z.literal(FORMAT), url: z.string(), check: z.string() });
/** What the key is checked by. */
const CHECK = 'this state';

/** How many lines a file has for each record before it is written anew. */
const MOST_LINES_PER_RECORD = 1.2;

/**
 * The file that remembers what was sent. Lines are appended, the last of a record counts; a line that a kill has cut off is
 * ignored. It belongs to one campus.
 */
export class State {
	private file: FileHandle | undefined;
	private lines = 0;
	private length = 0;
	private writing: Promise<void> = Promise.resolve();
	readonly entries = new Map<string, Entry>();

	private constructor(
		private readonly path: string,
		private readonly url: string,
		readonly secrets: Secrets,
	) {}

	/** Reads the state; without a file it is empty. @throws UsageError for the state of another campus or key. */
	static async read(path: string, url: string, secrets: Secrets): Promise<State> {
		const state = new State(path, url, secrets);
		try {
			await state.load();
		} catch (failure) {
			if ((failure as NodeJS.ErrnoException).code !== 'ENOENT') throw failure;
		}
		return state;
	}

	/** Opens the file for what happens next. */
	async openForWriting(): Promise<void> {
		if (this.length === 0) return this.rewrite();
		this.file = await open(this.path, 'r+');
		await this.file.chmod(0o600);
		await this.file.truncate(this.length);
	}

	/** Remembers the records; undefined forgets one. @throws an error of the file system, and then nothing is remembered. */
	set(changes: ReadonlyMap<string, Entry | undefined>): Promise<void> {
		const written = this.writing.then(async () => {
			const lines = [...changes].map(([key, value]) => `${JSON.stringify(value ? { key, ...value } : { key })}\n`);
			await this.append(Buffer.from(lines.join('')));
			this.lines += lines.length;
			for (const [key, value] of changes) {
				if (value) this.entries.set(key, value);
				else this.entries.delete(key);
			}
		});
		this.writing = written.catch(() => undefined);
		return written;
	}

	/** Makes the file smaller where it has many lines that no longer count, for the next night. */
	async compact(): Promise<void> {
		await this.writing;
		if (this.lines <= this.entries.size * MOST_LINES_PER_RECORD + 1000) return;
		await this.file?.close();
		await this.rewrite();
	}

	async close(): Promise<void> {
		await this.writing;
		await this.file?.datasync().catch(() => undefined);
		await this.file?.close();
		this.file = undefined;
	}

	private async append(bytes: Buffer): Promise<void> {
		if (!this.file) throw new Error('the state is not open for writing');
		try {
			for (let done = 0; done < bytes.length; ) {
				done += (await this.file.write(bytes, done, bytes.length - done, this.length + done)).bytesWritten;
			}
		} catch (failure) {
			await this.file.truncate(this.length).catch(() => undefined);
			throw failure;
		}
		this.length += bytes.length;
	}

	private headerLine(): string {
		const { url, secrets } = this;
		return `${JSON.stringify({ state: FORMAT, url, check: secrets.hash(CHECK) })}\n`;
	}

	/** Writes the file anew, with a line for each record. The old file stays until the new one is on the disk. */
	private async rewrite(): Promise<void> {
		const path = `${this.path}.new`;
		await rm(path, { force: true });
		this.file = await open(path, 'wx+', 0o600);
		this.length = 0;
		this.lines = this.entries.size;
		await this.append(Buffer.from(this.headerLine()));
		let lines: string[] = [];
		for (const [key, value] of this.entries) {
			lines.push(`${JSON.stringify({ key, ...value })}\n`);
			if (lines.length === 1000) {
				await this.append(Buffer.from(lines.join('')));
				lines = [];
			}
		}
		await this.append(Buffer.from(lines.join('')));
		await this.file.datasync();
		await rename(path, this.path);
	}

	private async load(): Promise<void> {
		const stream = createReadStream(this.path);
		let isLast = false;
		let last = 0;
		stream.on('data', (bytes) => {
			last = Number(bytes.at(-1));
		});
		let isFirst = true;
		for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
			if (isLast) throw this.notAState();
			const value = parsed(line);
			if (isFirst) {
				this.checkHeader(value);
				isFirst = false;
			} else if (value === undefined) isLast = true;
			else this.take(value);
			if (!isLast) {
				this.length += Buffer.byteLength(line) + 1;
				this.lines += 1;
			}
		}
		if (isFirst) throw this.notAState();
		// A complete line without its line feed: it is written again.
		if (!isLast && last !== 0x0a) this.length = 0;
	}

	private checkHeader(value: unknown): void {
		const { data } = header.safeParse(value);
		if (!data) throw this.notAState();
		if (data.url !== this.url) {
			throw new UsageError(
				`${this.path} is the state of another campus: it was made with ${data.url}, and this is ${this.url}. Name another file with --state.`,
			);
		}
		if (data.check !== this.secrets.hash(CHECK)) {
			throw new UsageError(`${this.path} was written with another key than the one in ${this.path}.key.`);
		}
	}

	private take(value: unknown): void {
		// The file is this program's own, of up to hundreds of thousands of lines: its form is looked at only roughly.
		const { key, ...rest } = value as { key?: unknown } & Entry;
		if (typeof key !== 'string') throw this.notAState();
		if (rest.kind === undefined) this.entries.delete(key);
		else this.entries.set(key, rest);
	}

	private notAState(): UsageError {
		return new UsageError(`${this.path} is no state of sync. Name another file with --state.`);
	}
}

function parsed(line: string): unknown {
	try {
		const value: unknown = JSON.parse(line);
		return typeof value === 'object' && value !== null ? value : undefined;
	} catch {
		return undefined;
	}
}
