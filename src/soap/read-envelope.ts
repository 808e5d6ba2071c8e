import { EmptyReply, UnreadableReply } from './reply.js';

/** There is no whole envelope in what was received. Its first bytes tell what it is instead; they are not for callers. */
export class NoSoapReply extends UnreadableReply {
	override readonly name = 'NoSoapReply';

	constructor(
		message: string,
		readonly start: Uint8Array,
		options?: ErrorOptions,
	) {
		super(message, options);
	}
}

/** Bytes at the start of what is no reply that are kept. */
const KEPT = 64 * 1024;

const XML_DECLARATION = ascii('<?xml');
/** Without the colon of the prefix: the search looks for the first byte, and "E" is much rarer in a reply than ":". */
const ENVELOPE_END = ascii('Envelope>');
const [LESS_THAN, COLON] = [0x3c, 0x3a];
const MAX_PREFIX_LENGTH = 64;

/**
 * Reads the bytes of one envelope from a stream. Everything before the first `<?xml` (PHP notices) is dropped. Reading
 * stops at the end tag of the envelope, because Chamilo 1.11 appends up to megabytes of debug text that contains the
 * key and all passwords. Leaving the loop early closes the stream, and no bytes after the envelope are kept.
 * @param limit maximum size of the reply up to the end tag, notices included, in bytes.
 * @throws EmptyReply if the stream has no bytes; NoSoapReply if it is not XML or truncated; UnreadableReply if it is too
 * large. What the stream throws is the cause of a NoSoapReply.
 */
export async function readEnvelope(stream: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
	let buffer = new Uint8Array();
	let length = 0;
	let start = -1;
	let searched = 0;

	/** Copies the chunk, because a transport may reuse its buffers. */
	function append(chunk: Uint8Array): Uint8Array {
		if (length + chunk.length > buffer.length) {
			const grown = new Uint8Array(Math.max(buffer.length * 2, length + chunk.length));
			grown.set(buffer.subarray(0, length));
			buffer = grown;
		}
		buffer.set(chunk, length);
		length += chunk.length;
		return buffer.subarray(0, length);
	}

	const received = () => buffer.slice(0, Math.min(length, KEPT));

	try {
		for await (const chunk of stream) {
			if (length + chunk.length > limit) throw new UnreadableReply(`the reply is larger than ${limit} bytes`);
			const isFirst = length === 0;
			// Most replies come in one chunk, which is searched in place, without a copy.
			const bytes = isFirst ? chunk : append(chunk);
			if (start < 0) {
				start = indexOf(bytes, XML_DECLARATION, searched);
				searched = start < 0 ? Math.max(0, bytes.length - XML_DECLARATION.length) : start;
			}
			if (start >= 0) {
				const end = envelopeEnd(bytes, searched);
				// A copy, so that the debug text after the envelope in the same chunk is not kept in memory.
				if (end >= 0) return new Uint8Array(bytes.subarray(start, end));
				searched = Math.max(start, bytes.length - ENVELOPE_END.length);
			}
			if (isFirst) append(chunk);
		}
	} catch (cause) {
		throw cause instanceof UnreadableReply ? cause : new NoSoapReply('the reply is cut off', received(), { cause });
	}
	if (length === 0) throw new EmptyReply();
	throw new NoSoapReply(start < 0 ? 'the reply is not XML' : 'the reply is cut off', received());
}

/** The offset after `</prefix:Envelope>`; -1 if it is not there. */
function envelopeEnd(bytes: Uint8Array, from: number): number {
	for (let at = indexOf(bytes, ENVELOPE_END, from); at >= 0; at = indexOf(bytes, ENVELOPE_END, at + 1)) {
		if (bytes[at - 1] !== COLON) continue;
		const before = bytes.subarray(Math.max(0, at - 1 - MAX_PREFIX_LENGTH), at - 1);
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
