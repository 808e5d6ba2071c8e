import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { UsageError } from './usage-error.js';

/** Supported encodings: those that spreadsheet programs export. */
export const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const;

export type Encoding = (typeof ENCODINGS)[number];

/** A file of text. */
export interface TextFile {
	path: string;
	/** Undefined: UTF-8, or the UTF-16 that its byte order mark says. */
	encoding?: Encoding | undefined;
	/** How messages name it; its path where absent. */
	name?: string | undefined;
}

/**
 * Decodes a file as a stream, without the byte order mark.
 * @throws UsageError for bytes that are invalid in the encoding, and for files that are no text.
 */
export async function* textOf({ path, name = path, encoding: said }: TextFile): AsyncGenerator<string> {
	const start = await firstBytes(path, SNIFFED_BYTES);
	refuseOtherFiles(start, name, said);
	const encoding = said ?? markedEncoding(start) ?? 'utf-8';
	const decoder = new TextDecoder(encoding, { fatal: true });
	const isUtf8 = encoding === 'utf-8';
	let read = 0;
	let lines = 1;
	/** The end of the last piece: a character of UTF-8 can begin in it. */
	let before = Buffer.alloc(0);
	const decode = (bytes?: Buffer) => {
		try {
			return decoder.decode(bytes, { stream: bytes !== undefined });
		} catch {
			const tail = Buffer.concat([before, bytes ?? Buffer.alloc(0)]);
			const offset = isUtf8 ? firstInvalid(tail) : before.length;
			const lineFeeds = tail.subarray(before.length, Math.max(offset, before.length)).filter((byte) => byte === 0x0a);
			const place = `byte ${read - before.length + offset}${isUtf8 ? `, in line ${lines + lineFeeds.length}` : ''}`;
			const others = ENCODINGS.filter((other) => other !== encoding).join(' or ');
			throw new UsageError(
				`${name} is not encoded in ${encoding}: see ${place}. Save it as UTF-8, or say --encoding ${others}.`,
			);
		}
	};
	for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) {
		yield decode(bytes);
		read += bytes.length;
		for (const byte of bytes) if (byte === 0x0a) lines += 1;
		before = isUtf8 ? unfinished(Buffer.concat([before, bytes.subarray(-3)])) : before;
	}
	yield decode();
}

/** The bytes of a character of UTF-8 that begins at the end of a piece and is not complete there. */
function unfinished(bytes: Buffer): Buffer<ArrayBuffer> {
	for (let length = Math.min(3, bytes.length); length > 0; length -= 1) {
		const first = bytes[bytes.length - length] ?? 0;
		const needed = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
		if (needed > length) return Buffer.from(bytes.subarray(-length));
	}
	return Buffer.alloc(0);
}

/** Where the first byte is that is no UTF-8. */
function firstInvalid(bytes: Buffer): number {
	let offset = 0;
	for (const character of new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)) {
		const isReal = character !== '\ufffd' || bytes.subarray(offset, offset + 3).equals(REPLACEMENT);
		if (!isReal) return offset;
		offset += Buffer.byteLength(character);
	}
	return offset;
}

/** U+FFFD itself, which can stand in a file. */
const REPLACEMENT = Buffer.from('\ufffd');

function markedEncoding(start: Buffer): Encoding | undefined {
	if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
	return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : undefined;
}

/** @throws UsageError that names the file and says what to do, for what is often taken for a text file. */
function refuseOtherFiles(start: Buffer, name: string, said: Encoding | undefined): void {
	const isZip = start.subarray(0, 4).equals(Buffer.from('PK\x03\x04'));
	const isOldExcel = start.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]));
	if (isZip || isOldExcel) {
		const what = isZip ? 'a spreadsheet or another zip file (.xlsx, .ods)' : 'an Excel workbook (.xls)';
		throw new UsageError(`${name} is ${what}, not text. Save the sheet as "CSV UTF-8" and name that file.`);
	}
	if (said === undefined && markedEncoding(start) === undefined && start.includes(0)) {
		throw new UsageError(
			`${name} has zero bytes: perhaps it is UTF-16 without a byte order mark. Say --encoding utf-16le, or save it as UTF-8.`,
		);
	}
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

const SNIFFED_BYTES = 512;
const HEADER_BYTES = 64 * 1024;

/** The line in which Excel says the delimiter, before the header. */
export const DELIMITER_LINE = /^"?sep=(.)"?$/i;

/**
 * Detects the delimiter: what a line `sep=;` says, else of comma, semicolon and tab the one most frequent in the header,
 * outside of quotes. Default: comma.
 */
export async function findDelimiter({ path, encoding }: TextFile): Promise<string> {
	const bytes = await firstBytes(path, HEADER_BYTES);
	const start = new TextDecoder(encoding ?? markedEncoding(bytes) ?? 'utf-8').decode(bytes);
	const said = DELIMITER_LINE.exec(start.split(/\r\n|\r|\n/, 1)[0] ?? '')?.[1];
	if (said) return said;
	const [header = ''] = start.replace(/"[^"]*"/g, '').split(/\r\n|\r|\n/);
	const counts = [',', ';', '\t'].map((sign) => ({ sign, count: header.split(sign).length }));
	return counts.reduce((best, next) => (next.count > best.count ? next : best)).sign;
}

async function firstBytes(path: string, most: number): Promise<Buffer> {
	const file = await open(path);
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0);
		return buffer.subarray(0, bytesRead);
	} finally {
		await file.close();
	}
}
