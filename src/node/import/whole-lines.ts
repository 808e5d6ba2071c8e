import { createReadStream } from 'node:fs';

const LINE_FEED = 0x0a;

/**
 * Complete lines with their line feeds. Bytes after the last line feed are dropped: that line was truncated by a kill.
 */
export async function* wholeLines(path: string): AsyncGenerator<Buffer> {
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
