/** The bytes of a reply as text. Chamilo labels UTF-8 as ISO-8859-1: only what is no UTF-8 is ISO-8859-1 (F31). */

import { XmlScan } from './xml-scan.js';

/** Bytes that become text without a pause. */
const BYTES_AT_ONCE = 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const latin1 = new TextDecoder('iso-8859-1');

export function decodeText(bytes: Uint8Array): string {
	try {
		return utf8.decode(bytes);
	} catch {
		return latin1.decode(bytes);
	}
}

/** The same with pauses, for many bytes: text that is scanned already. */
export async function decodeInPieces(bytes: Uint8Array): Promise<[text: string, scan: XmlScan]> {
	try {
		return await decodePieces(bytes, new TextDecoder('utf-8', { fatal: true }));
	} catch {
		return decodePieces(bytes, new TextDecoder('iso-8859-1'));
	}
}

async function decodePieces(bytes: Uint8Array, decoder: TextDecoder): Promise<[string, XmlScan]> {
	const scan = new XmlScan();
	let text = '';
	for (let at = 0; at < bytes.length; at += BYTES_AT_ONCE) {
		const end = at + BYTES_AT_ONCE;
		const piece = decoder.decode(bytes.subarray(at, end), { stream: end < bytes.length });
		scan.add(piece);
		text += piece;
		await pause();
	}
	return [text, scan];
}

/** Lets others be served. */
export function pause(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, 0));
}
