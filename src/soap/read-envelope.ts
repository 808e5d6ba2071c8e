import { EmptyReply, UnreadableReply } from './reply.js';

const XML_DECLARATION = ascii('<?xml');
/** Without its colon: letters E are rare in a reply, colons are everywhere. */
const ENVELOPE_END = ascii('Envelope>');
const [LESS_THAN, COLON] = [0x3c, 0x3a];
const LONGEST_PREFIX = 64;

/**
 * Collects the bytes of one envelope from a stream: everything before the first `<?xml` is cut off (PHP notices),
 * and reading stops at the end tag of the envelope, because Chamilo 1.11 appends up to megabytes of debug text with
 * the key and every password in it. Leaving the loop early closes the stream; nothing past the end is kept.
 * @param limit bytes of the whole reply, notices included.
 */
export async function readEnvelope(stream: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
	let buffer = new Uint8Array();
	let length = 0;
	let start = -1;
	let searched = 0;

	/** Copies: a transport may use its buffers again. */
	function keep(chunk: Uint8Array): Uint8Array {
		if (length + chunk.length > buffer.length) {
			const grown = new Uint8Array(Math.max(buffer.length * 2, length + chunk.length));
			grown.set(buffer.subarray(0, length));
			buffer = grown;
		}
		buffer.set(chunk, length);
		length += chunk.length;
		return buffer.subarray(0, length);
	}

	for await (const chunk of stream) {
		if (length + chunk.length > limit) throw new UnreadableReply(`the reply is larger than ${limit} bytes`);
		const isFirst = length === 0;
		// Most replies come in one chunk, which is read where it is.
		const received = isFirst ? chunk : keep(chunk);
		if (start < 0) {
			start = indexOf(received, XML_DECLARATION, searched);
			searched = start < 0 ? Math.max(0, received.length - XML_DECLARATION.length) : start;
		}
		if (start >= 0) {
			const end = envelopeEnd(received, searched);
			// A copy: what came behind the envelope in the same chunk is not kept.
			if (end >= 0) return new Uint8Array(received.subarray(start, end));
			searched = Math.max(start, received.length - ENVELOPE_END.length);
		}
		if (isFirst) keep(chunk);
	}
	if (length === 0) throw new EmptyReply();
	throw new UnreadableReply(start < 0 ? 'the reply is not XML' : 'the reply is cut off');
}

/** Offset after `</prefix:Envelope>`, or -1. */
function envelopeEnd(bytes: Uint8Array, from: number): number {
	for (let at = indexOf(bytes, ENVELOPE_END, from); at >= 0; at = indexOf(bytes, ENVELOPE_END, at + 1)) {
		if (bytes[at - 1] !== COLON) continue;
		const before = bytes.subarray(Math.max(0, at - 1 - LONGEST_PREFIX), at - 1);
		const tag = before.lastIndexOf(LESS_THAN);
		if (tag >= 0 && /^<\/[\w.-]+$/.test(String.fromCharCode(...before.subarray(tag)))) return at + ENVELOPE_END.length;
	}
	return -1;
}

function indexOf(bytes: Uint8Array, needle: Uint8Array, from: number): number {
	const [first = 0] = needle;
	for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
		let matched = 1;
		while (matched < needle.length && bytes[at + matched] === needle[matched]) matched += 1;
		if (matched === needle.length) return at;
	}
	return -1;
}

function ascii(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}
