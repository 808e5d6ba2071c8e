import { destination } from 'pino';

/** Characters written together at most, and milliseconds that a line waits for others. */
const MOST_TOGETHER = 64 * 1024;
const LATEST_MS = 100;
/** So many bytes a pipe takes in one piece (PIPE_BUF): lines of several workers never stand in each other. */
const IN_ONE_PIECE = 4096;

/** What is left of this process' lines is written when it ends. */
const unwritten = new Set<() => void>();
process.once('exit', () => {
	for (const write of unwritten) write();
});

export interface LogLines {
	/** @param line with its end. */
	write(line: string): void;
	/** Writes what has come so far. */
	flush(): void;
}

/**
 * Lines to standard output. They are gathered here and not by pino's own destination, which measures all that it has
 * gathered again with each line.
 * @param isShared other processes write to the same.
 */
export function createLogLines(isShared: boolean): LogLines {
	const most = isShared ? IN_ONE_PIECE : MOST_TOGETHER;
	// To measure bytes takes longer than all else here, and only of a piece of a pipe it matters.
	const sizeOf = isShared ? (line: string) => Buffer.byteLength(line) : (line: string) => line.length;
	// Of text it would make the bytes twice; its types know nothing else.
	const output = destination({ sync: true, contentMode: 'buffer' }) as unknown as { write(bytes: Buffer): void };
	let text = '';
	let size = 0;
	let isTimed = false;

	function flush(): void {
		if (size === 0) return;
		const gathered = text;
		text = '';
		size = 0;
		output.write(Buffer.from(gathered));
	}

	function flushInTime(): void {
		isTimed = false;
		flush();
	}
	unwritten.add(flush);
	return {
		write(line) {
			const length = sizeOf(line);
			if (size + length > most) flush();
			text += line;
			size += length;
			if (isTimed) return;
			isTimed = true;
			setTimeout(flushInTime, LATEST_MS).unref();
		},
		flush,
	};
}
