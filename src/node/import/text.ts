import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { UsageError } from './usage-error.js';

/** Supported encodings: those that spreadsheet programs export. */
export const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le'] as const;

export type Encoding = (typeof ENCODINGS)[number];

/**
 * Decodes a file as a stream, without the byte order mark.
 * @throws UsageError for bytes that are invalid in the encoding.
 */
export async function* textOf(path: string, encoding: Encoding): AsyncGenerator<string> {
	const decoder = new TextDecoder(encoding, { fatal: true });
	let read = 0;
	const decode = (bytes?: Uint8Array) => {
		try {
			return decoder.decode(bytes, { stream: bytes !== undefined });
		} catch {
			const others = ENCODINGS.filter((other) => other !== encoding).join(' or ');
			throw new UsageError(
				`${path} is not encoded in ${encoding}: see near byte ${read}. Save it as UTF-8, or say --encoding ${others}.`,
			);
		}
	};
	for await (const bytes of createReadStream(path) as AsyncIterable<Uint8Array>) {
		yield decode(bytes);
		read += bytes.length;
	}
	yield decode();
}

/**
 * Splits streamed text into lines, without line ends.
 * @throws UsageError for a line longer than `maxLength` characters.
 */
export async function* linesOf(pieces: AsyncIterable<string>, maxLength: number): AsyncGenerator<string> {
	let rest = '';
	let number = 1;
	const checked = (line: string) => {
		if (line.length > maxLength) throw new UsageError(`Line ${number} is longer than ${maxLength} characters.`);
		number += 1;
		return line.endsWith('\r') ? line.slice(0, -1) : line;
	};
	for await (const piece of pieces) {
		const lines = (rest + piece).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) yield checked(line);
		if (rest.length > maxLength) checked(rest);
	}
	if (rest !== '') yield checked(rest);
}

const FIRST_BYTES = 64 * 1024;

/**
 * Detects the delimiter: of comma, semicolon and tab the one most frequent in the header, outside of quotes. Default:
 * comma.
 */
export async function findDelimiter(path: string, encoding: Encoding): Promise<string> {
	const file = await open(path);
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(FIRST_BYTES), 0, FIRST_BYTES, 0);
		const start = new TextDecoder(encoding).decode(buffer.subarray(0, bytesRead));
		const [header = ''] = start.replace(/"[^"]*"/g, '').split(/\r\n|\r|\n/);
		const counts = [',', ';', '\t'].map((sign) => ({ sign, count: header.split(sign).length }));
		return counts.reduce((best, next) => (next.count > best.count ? next : best)).sign;
	} finally {
		await file.close();
	}
}
