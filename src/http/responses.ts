import type { OperationResult } from '../operations/operation.js';
import { API_VERSION } from './api-version.js';
import type { PlainResponse, RequestLike } from './messages.js';
import type { RequestContext } from './request-context.js';

/** A body as it is sent, and its entity tag (RFC 9110 §8.8.3). */
export interface Representation {
	text: string;
	etag: string;
}

/** By body: a body that comes from the cache is one object for many requests, and is serialized once. */
const representations = new WeakMap<object, Promise<Representation>>();

const CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'";
const ONE_YEAR = 'max-age=31536000';

/**
 * The headers of every response unless it sets them itself: nothing in it may be run, framed or sniffed. A plain record,
 * since a server can write it as it is, and a Headers object takes longer than all else of a response from the cache.
 * It is one literal, not spread from a constant: V8 gives each spread object a hidden class of its own.
 */
export function defaultHeaders(
	{ requestId, limit }: RequestContext,
	cacheControl = 'no-store',
): Record<string, string> {
	const headers: Record<string, string> = {
		'X-Content-Type-Options': 'nosniff',
		'Referrer-Policy': 'no-referrer',
		'Content-Security-Policy': CONTENT_SECURITY_POLICY,
		'Cache-Control': cacheControl,
		'Strict-Transport-Security': ONE_YEAR,
		'X-Request-Id': requestId,
		'Api-Version': API_VERSION,
	};
	if (!limit) return headers;
	headers['RateLimit-Policy'] = limit.policy;
	headers.RateLimit = limit.left;
	return headers;
}

/** A response with a body of any type. @param more headers that are added or override the default ones */
export function textResponse(
	context: RequestContext,
	status: number,
	body: string | Uint8Array<ArrayBuffer> | null,
	more: Record<string, string> = {},
): PlainResponse {
	const headers = defaultHeaders(context);
	for (const name in more) headers[name] = more[name] as string;
	return { status, headers, body };
}

/** The response of an operation, with no-store (RFC 9111 §5.2.2.5). */
export function jsonResponse(
	context: RequestContext,
	{ status, body, location, headers: more }: OperationResult,
	mediaType = 'application/json',
): PlainResponse {
	const headers = Object.assign(defaultHeaders(context), more);
	if (location !== undefined) headers.Location = location;
	if (body === undefined) return { status, headers, body: null };
	headers['Content-Type'] = mediaType;
	return { status, headers, body: JSON.stringify(body) };
}

/**
 * The response of an operation that the client may store and has to validate: 200, or 304 where it has this
 * representation already.
 * @param ageMs age of the response, where it comes from the cache.
 * @param link the next page of a list.
 */
export function cacheableResponse(
	c: RequestLike,
	context: RequestContext,
	{ text, etag }: Representation,
	ageMs: number | undefined,
	link?: string,
): PlainResponse {
	const headers = defaultHeaders(context, 'private, no-cache');
	headers.ETag = etag;
	if (link !== undefined) headers.Link = link;
	if (ageMs !== undefined) headers.Age = String(Math.floor(ageMs / 1000));
	if (matches(c.req.header('if-none-match'), etag)) return { status: 304, headers, body: null };
	headers['Content-Type'] = 'application/json';
	return { status: 200, headers, body: text };
}

/** The next page of a list as a Link header (RFC 8288); relative, so that it is right behind every proxy. */
export function nextPageLink(url: string, body: object): string | undefined {
	const { next_cursor: cursor } = body as { next_cursor?: unknown };
	if (typeof cursor !== 'string') return undefined;
	const { searchParams } = new URL(url);
	searchParams.set('cursor', cursor);
	return `<?${searchParams}>; rel="next"`;
}

/** The representation of a body as JSON. @param body must not change afterwards. */
export function representationOf(body: object): Promise<Representation> {
	const found = representations.get(body);
	if (found) return found;
	const made = serialize(body);
	representations.set(body, made);
	return made;
}

/** The form of a response that Hono and Workers take. */
export function toResponse({ status, headers, body }: PlainResponse): Response {
	return new Response(body, { status, headers });
}

async function serialize(body: object): Promise<Representation> {
	const text = JSON.stringify(body);
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
	const etag = `"${Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
	return { text, etag };
}

/** The weak comparison of If-None-Match (RFC 9110 §13.1.2). */
export function matches(ifNoneMatch: string | undefined, etag: string): boolean {
	if (ifNoneMatch === undefined) return false;
	const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
	return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => opaque(tag) === opaque(etag));
}
