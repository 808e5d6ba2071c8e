import { destination } from 'pino';

/** Characters that are written at once at most, and milliseconds that a line waits for others at most. */
const MAX_CHARACTERS = 64 * 1024;
const MAX_WAIT_MS = 100;
/** Bytes that a pipe takes in one piece (PIPE_BUF), so that lines of several workers are never interleaved. */
const PIPE_BYTES = 4096;

/** What is still buffered is written when the process ends. */
const buffers = new Set<() => void>();
process.once('exit', () => {
	for (const flush of buffers) flush();
});

export interface BufferedOutput {
	/** @param line with its line feed. */
	write(line: string): void;
	/** Writes all buffered lines. */
	flush(): void;
}

/**
 * Buffers lines and writes many of them to standard output at once.
 *
 * Gain: the buffer of pino's own destination measures everything in it again with each line.
 * Without it: `pino.destination({ minLength: 64 * 1024 })` has `write` and `flushSync`.
 * @param isShared other processes write to the same standard output.
 */
export function createBufferedOutput(isShared: boolean): BufferedOutput {
	const limit = isShared ? PIPE_BYTES : MAX_CHARACTERS;
	// Counting bytes takes longer than all else here, and only the size of a piece in a pipe is in bytes.
	const sizeOf = isShared ? (line: string) => Buffer.byteLength(line) : (line: string) => line.length;
	// With text instead of a Buffer it would encode everything twice; its types do not know contentMode.
	const output = destination({ sync: true, contentMode: 'buffer' }) as unknown as { write(bytes: Buffer): void };
	let text = '';
	let size = 0;
	let isScheduled = false;

	function flush(): void {
		if (size === 0) return;
		const buffered = text;
		text = '';
		size = 0;
		output.write(Buffer.from(buffered));
	}

	function flushOnTime(): void {
		isScheduled = false;
		flush();
	}
	buffers.add(flush);
	return {
		write(line) {
			const length = sizeOf(line);
			if (size + length > limit) flush();
			text += line;
			size += length;
			if (isScheduled) return;
			isScheduled = true;
			setTimeout(flushOnTime, MAX_WAIT_MS).unref();
		},
		flush,
	};
}
