/** The bytes that every gzip stream begins with. The first is a control character that no text of PHP or XML has. */
const MAGIC = [0x1f, 0x8b, 0x08] as const;

/** Layers of gzip that are unpacked: that of nusoap, and that of a web server around it. */
export const MAX_LAYERS = 2;

const NONE = new Uint8Array();

/**
 * Finds where gzip begins in a body. `Content-Encoding` does not tell: with server_type=test PHP's notices stand before
 * the gzip bytes, with that header or without it (F320), and a web server can pack notices and gzip once more.
 */
export class GzipSearch {
	#held: Uint8Array = NONE;
	readonly #layers: number;

	/** @param layers how many may still be unpacked; with none left, everything counts as plain bytes. */
	constructor(layers: number) {
		this.#layers = layers;
	}

	/** @returns the bytes before gzip, and from its start on where it begins within this chunk */
	next(chunk: Uint8Array): { before: Uint8Array; gzip?: Uint8Array } {
		if (this.#layers === 0) return { before: chunk };
		const bytes = this.#held.length === 0 ? chunk : concat(this.#held, chunk);
		this.#held = NONE;
		for (let at = bytes.indexOf(MAGIC[0]); at >= 0; at = bytes.indexOf(MAGIC[0], at + 1)) {
			const found = bytes.subarray(at, at + MAGIC.length);
			if (!found.every((byte, index) => byte === MAGIC[index])) continue;
			const before = bytes.subarray(0, at);
			if (found.length === MAGIC.length) return { before, gzip: bytes.subarray(at) };
			// It may go on in the next chunk. A copy, because a transport may reuse its buffers.
			this.#held = new Uint8Array(found);
			return { before };
		}
		return { before: bytes };
	}

	/** What was held back in case that gzip began with it. */
	end(): Uint8Array {
		return this.#held;
	}
}

function concat(left: Uint8Array, right: Uint8Array): Uint8Array {
	const both = new Uint8Array(left.length + right.length);
	both.set(left);
	both.set(right, left.length);
	return both;
}
