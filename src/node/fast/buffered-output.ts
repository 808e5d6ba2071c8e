import type { LineKind, LogSink } from '../log-sink.js';

/** Characters that are written at once at most, and milliseconds that a line waits for others at most. */
const MAX_CHARACTERS = 64 * 1024;
const MAX_WAIT_MS = 100;
/** Bytes that a pipe takes in one piece (PIPE_BUF), so that lines of several workers are never interleaved. */
const PIPE_BYTES = 4096;

/** What is still buffered is written when the process ends. */
const endings = new Set<() => void>();
process.once('exit', () => {
	for (const end of endings) end();
});

export interface BufferedOutput {
	/** @param line with its line feed. @returns whether it was taken; it is dropped where too many wait already. */
	write(line: string, kind?: LineKind): boolean;
	/** Writes all buffered lines. */
	flush(): void;
}

/**
 * Buffers lines and writes many of them at once.
 *
 * Gain: writing each line by itself takes as long as all else that the gateway does for a response from the cache.
 * Without it: write each line to the sink.
 * @param isShared other processes write to the same standard output.
 */
export function createBufferedOutput(sink: LogSink, isShared: boolean): BufferedOutput {
	const limit = isShared ? PIPE_BYTES : MAX_CHARACTERS;
	// Counting bytes takes longer than all else here, and only the size of a piece in a pipe is in bytes.
	const sizeOf = isShared ? (line: string) => Buffer.byteLength(line) : (line: string) => line.length;
	let text = '';
	let size = 0;
	let isScheduled = false;

	function flush(): void {
		if (size === 0) return;
		const buffered = text;
		text = '';
		size = 0;
		sink.write(Buffer.from(buffered));
	}

	function flushOnTime(): void {
		isScheduled = false;
		flush();
	}
	endings.add(() => {
		flush();
		sink.end();
	});
	return {
		write(line, kind = 'other') {
			const length = sizeOf(line);
			if (!sink.hasRoom(kind, size + length)) return false;
			if (size + length > limit) flush();
			text += line;
			size += length;
			if (isScheduled) return true;
			isScheduled = true;
			setTimeout(flushOnTime, MAX_WAIT_MS).unref();
			return true;
		},
		flush,
	};
}
