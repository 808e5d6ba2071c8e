/** The bytes of a reply as text. Chamilo labels UTF-8 as ISO-8859-1: only what is no UTF-8 is ISO-8859-1 (F31). */

import { XmlScan } from './xml-scan.js';

/** Bytes that become text without a pause. */
const BYTES_AT_ONCE = 1024 * 1024;

// A piece may begin with the character that marks the order of bytes at the start of a text.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const latin1 = new TextDecoder('iso-8859-1');

export function decodeText(bytes: Uint8Array): string {
	try {
		return utf8.decode(bytes);
	} catch {
		return latin1.decode(bytes);
	}
}

/** The same with pauses, for many bytes: text that is scanned already. */
export async function decodeWithPauses(bytes: Uint8Array): Promise<[text: string, scan: XmlScan]> {
	try {
		return await decodePieces(bytes, utf8);
	} catch {
		return decodePieces(bytes, latin1);
	}
}

/** Each piece for itself: what a decoder makes of a stream takes twice the memory, and as long to become one string. */
async function decodePieces(bytes: Uint8Array, decoder: TextDecoder): Promise<[string, XmlScan]> {
	const scan = new XmlScan();
	let text = '';
	for (let at = 0; at < bytes.length; ) {
		const end = endOfCharacter(bytes, at + BYTES_AT_ONCE);
		const piece = decoder.decode(bytes.subarray(at, end));
		scan.add(piece);
		text += piece;
		at = end;
		await pause();
	}
	return [text, scan];
}

/** The offset, or where it is within a character of UTF-8 the offset behind that. */
function endOfCharacter(bytes: Uint8Array, offset: number): number {
	let end = offset;
	while (end < offset + 3 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end += 1;
	return end;
}

/** Lets others be served. */
export function pause(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Does work that yields where others can be served. */
export async function withPauses<T>(work: Generator<void, T>): Promise<T> {
	for (;;) {
		await pause();
		const step = work.next();
		if (step.done) return step.value;
	}
}
