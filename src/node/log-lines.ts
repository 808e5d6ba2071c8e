import { destination } from 'pino';

/**
 * Lines are written together: so many bytes at most, and so many milliseconds late. A pipe takes as many in one piece
 * (PIPE_BUF), so lines of several workers never stand in each other.
 */
const MOST_TOGETHER = 4096;
const LATEST_MS = 100;

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
 */
export function createLogLines(): LogLines {
	const output = destination({ sync: true });
	let text = '';
	let bytes = 0;
	let isTimed = false;

	function flush(): void {
		if (bytes === 0) return;
		const gathered = text;
		text = '';
		bytes = 0;
		output.write(gathered);
	}

	function flushInTime(): void {
		isTimed = false;
		flush();
	}
	unwritten.add(flush);
	return {
		write(line) {
			const length = Buffer.byteLength(line);
			if (bytes + length > MOST_TOGETHER) flush();
			text += line;
			bytes += length;
			if (isTimed) return;
			isTimed = true;
			setTimeout(flushInTime, LATEST_MS).unref();
		},
		flush,
	};
}
