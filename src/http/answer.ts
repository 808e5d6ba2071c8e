import type { OperationResult } from '../operations/operation.js';
import type { PlainResponse, RequestLike } from './middleware/compose.js';
import type { RequestContext } from './request-context.js';
import { defaultHeaders } from './respond.js';

/** A body as it goes out, and its name (RFC 9110 §8.8.3). */
export interface Representation {
	text: string;
	etag: string;
}

/** What is told from memory, or to many at once, is the same object again and again: its text is made once. */
const representations = new WeakMap<object, Promise<Representation>>();

/** Answers what a way has replied. */
export function jsonResponse(facts: RequestContext, { status, body, location }: OperationResult): PlainResponse {
	const headers = defaultHeaders(facts);
	if (location !== undefined) headers.Location = location;
	if (body === undefined) return { status, headers, body: null };
	headers['Content-Type'] = 'application/json';
	return { status, headers, body: JSON.stringify(body) };
}

/** Answers what can be told again. @param ageMs of what was told from memory */
export function cacheableResponse(
	c: RequestLike,
	facts: RequestContext,
	{ text, etag }: Representation,
	ageMs: number | undefined,
): PlainResponse {
	// Whoever keeps an answer has to ask whether it still stands.
	const headers = defaultHeaders(facts, 'private, no-cache');
	headers.ETag = etag;
	if (ageMs !== undefined) headers.Age = String(Math.floor(ageMs / 1000));
	if (matches(c.req.header('if-none-match'), etag)) return { status: 304, headers, body: null };
	headers['Content-Type'] = 'application/json';
	return { status: 200, headers, body: text };
}

/** The caller wants nothing from memory (RFC 9111 §5.2.1). */
export function wantsFresh(cacheControl: string | undefined): boolean {
	return cacheControl !== undefined && /\b(?:no-cache|no-store|max-age=0)\b/i.test(cacheControl);
}

export function representationOf(body: object): Promise<Representation> {
	const found = representations.get(body);
	if (found) return found;
	const made = represent(body);
	representations.set(body, made);
	return made;
}

async function represent(body: object): Promise<Representation> {
	const text = JSON.stringify(body);
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
	const etag = `"${Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
	return { text, etag };
}

/** The weak comparison of RFC 9110 §13.1.2. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
	if (ifNoneMatch === undefined) return false;
	return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
