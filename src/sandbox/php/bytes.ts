/**
 * A PHP 5 string, which is a sequence of bytes: here a JavaScript string with one byte per character (code 0 to 255).
 * This reproduces the encoding errors of the real server exactly (F28, F29).
 */
export type Bytes = string;

const NOT_ASCII = /[\x80-\uffff]/;

/** Encodes a JavaScript string as UTF-8 bytes. */
export function utf8Bytes(text: string): Bytes {
	return !NOT_ASCII.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** Decodes UTF-8 bytes to a JavaScript string. */
export function readUtf8(bytes: Bytes): string {
	return !NOT_ASCII.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Whether the text is ASCII, which is the same in all encodings. */
export function isAscii(text: string): boolean {
	return !NOT_ASCII.test(text);
}

/** Encodes a text as ISO-8859-1 as nusoap does: every other character becomes one question mark. */
export function latin1Bytes(text: string): Bytes {
	if (!NOT_ASCII.test(text)) return text;
	let bytes = '';
	for (const character of text) bytes += (character.codePointAt(0) ?? 0) > 0xff ? '?' : character;
	return bytes;
}

/** Length in bytes of the UTF-8 sequence at an offset; 0 if it is not valid UTF-8. */
export function utf8SequenceLength(bytes: Bytes, at: number): number {
	const lead = bytes.charCodeAt(at);
	if (lead < 0x80) return 1;
	const length =
		lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
	if (length === 0 || at + length > bytes.length) return 0;
	for (let next = 1; next < length; next++) {
		const code = bytes.charCodeAt(at + next);
		if (code < 0x80 || code > 0xbf) return 0;
	}
	const second = bytes.charCodeAt(at + 1);
	const overlong = (lead === 0xe0 && second < 0xa0) || (lead === 0xf0 && second < 0x90);
	const outside = (lead === 0xed && second > 0x9f) || (lead === 0xf4 && second > 0x8f);
	return overlong || outside ? 0 : length;
}

/** Splits bytes into UTF-8 characters. Invalid bytes are returned one by one, with `valid` false. */
export function* utf8Characters(bytes: Bytes): Generator<{ bytes: Bytes; valid: boolean }> {
	for (let at = 0; at < bytes.length; ) {
		const length = utf8SequenceLength(bytes, at);
		yield { bytes: bytes.slice(at, at + (length || 1)), valid: length > 0 };
		at += length || 1;
	}
}
