import { writeSync } from 'node:fs';

/** Lines of the audit log are kept for longer than others while they cannot be written. */
export type LineKind = 'audit' | 'other';

export type LineCounts = Record<LineKind, number>;

/** How many bytes wait for standard output at most before lines of a kind are dropped. */
const MOST_BYTES: LineCounts = { audit: 16 * 1024 * 1024, other: 1024 * 1024 };
const RETRY_MS = 200;
/** How long the end of the process waits for a reader that is slow. */
const END_MS = 1_000;
const STANDARD_OUTPUT = 1;

/** Where the lines of the log go in the end. */
export interface LogSink {
	/** Never throws and never waits: what cannot be written now is kept and tried again. */
	write(bytes: Buffer): void;
	/** Whether a line may still be added to those that wait. @param bytes of it and of what is buffered before it. */
	hasRoom(kind: LineKind, bytes: number): boolean;
	/** Tries to write everything before the process ends. */
	end(): void;
}

export interface LogSinkEvents {
	/** Nothing can be written; told once until it can be again. */
	stalled(cause: NodeJS.ErrnoException): void;
	/** Everything that waited is written. */
	recovered(): void;
}

/**
 * Standard output that may fail: on a full disk, or where the reader of a pipe has stopped. The gateway goes on then,
 * without waiting, and without more memory than MOST_BYTES.
 */
export function createLogSink(events: LogSinkEvents): LogSink {
	/** Pieces that are written one by one: several processes that write to one pipe rely on that. */
	let waiting: Buffer[] = [];
	let bytes = 0;
	// Makes a pipe non-blocking: without that, a reader that stops would stop the whole process.
	void process.stdout;

	/** @returns why not everything could be written. */
	function writeWaiting(): NodeJS.ErrnoException | undefined {
		try {
			for (let piece = waiting[0]; piece !== undefined; piece = waiting[0]) {
				const written = writeSync(STANDARD_OUTPUT, piece);
				bytes -= written;
				if (written === piece.length) waiting.shift();
				else waiting[0] = piece.subarray(written);
			}
			waiting = [];
			return undefined;
		} catch (failure) {
			return failure as NodeJS.ErrnoException;
		}
	}

	function retry(): void {
		if (writeWaiting()) setTimeout(retry, RETRY_MS).unref();
		else events.recovered();
	}

	return {
		write(piece) {
			bytes += piece.length;
			if (waiting.push(piece) > 1) return;
			const failure = writeWaiting();
			if (!failure) return;
			setTimeout(retry, RETRY_MS).unref();
			events.stalled(failure);
		},
		hasRoom: (kind, more) => waiting.length === 0 || bytes + more <= MOST_BYTES[kind],
		end() {
			const ends = performance.now() + END_MS;
			const pause = new Int32Array(new SharedArrayBuffer(4));
			while (writeWaiting()?.code === 'EAGAIN' && performance.now() < ends) Atomics.wait(pause, 0, 0, 10);
		},
	};
}
