/** ETags and compression of pages and documents: what is the same for everybody until the next release. */
import type { PlainResponse, RequestLike } from './messages.js';
import type { Handler } from './middleware/compose.js';
import { matches } from './responses.js';

/** Compresses a text as gzip; absent where the platform compresses responses itself. */
export type Compress = (text: string) => Promise<Uint8Array<ArrayBuffer>>;

/** Shorter ones gain nothing. */
const LEAST_CHARACTERS = 2048;
/** Texts whose tag and compressed form are kept; some differ by host, so there is no end to them. */
const MOST_KEPT = 32;

interface Kept {
	etag: Promise<string>;
	packed?: Promise<Uint8Array<ArrayBuffer>>;
}

/** Makes a decorator for handlers of pages. */
export function validatedPages(compress?: Compress): (handler: Handler) => Handler {
	const known = new Map<string, Kept>();
	function keptOf(text: string): Kept {
		const found = known.get(text);
		if (found) return found;
		if (known.size === MOST_KEPT) known.clear();
		const made = { etag: tagOf(text) };
		known.set(text, made);
		return made;
	}

	async function validated(c: RequestLike, response: PlainResponse): Promise<PlainResponse> {
		const { status, headers, body } = response;
		if (status !== 200 || typeof body !== 'string' || headers['Cache-Control'] !== 'no-cache') return response;
		const kept = keptOf(body);
		headers.ETag = await kept.etag;
		if (matches(c.req.header('if-none-match'), headers.ETag)) return { status: 304, headers, body: null };
		if (!compress || body.length < LEAST_CHARACTERS) return response;
		headers.Vary = headers.Vary ? `${headers.Vary}, Accept-Encoding` : 'Accept-Encoding';
		if (!acceptsGzip(c.req.header('accept-encoding'))) return response;
		headers['Content-Encoding'] = 'gzip';
		kept.packed ??= compress(body);
		return { status, headers, body: await kept.packed };
	}

	return (handler) =>
		async function answerValidated(c, context) {
			return validated(c, await handler(c, context));
		};
}

/** Whether gzip is among the codings a client takes (RFC 9110 §12.5.3). */
export function acceptsGzip(header: string | undefined): boolean {
	return /(?:^|,)\s*(?:gzip|\*)\s*(?:,|$|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))/i.test(header ?? '');
}

/** Weak: the text is the same, compressed or not. */
async function tagOf(text: string): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
	return `W/"${Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
}
