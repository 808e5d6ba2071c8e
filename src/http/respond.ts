import type { PlainResponse } from './middleware/compose.js';
import type { RequestContext } from './request-context.js';

/**
 * The headers that stand over every answer unless it says otherwise itself: nothing in it may be run, framed or guessed
 * to be something else. They are a plain record, which a server can write as it is: a Headers costs more than all the
 * rest of an answer from memory. It is spelt out, so that all are alike to the engine, which makes a new kind of object of
 * every one that is spread.
 */
export function defaultHeaders(
	{ requestId, limit }: RequestContext,
	cacheControl = 'no-store',
): Record<string, string> {
	const headers: Record<string, string> = {
		'X-Content-Type-Options': 'nosniff',
		'Referrer-Policy': 'no-referrer',
		'Content-Security-Policy': LOCKED,
		'Cache-Control': cacheControl,
		'Strict-Transport-Security': ONE_YEAR,
		'X-Request-Id': requestId,
	};
	if (!limit) return headers;
	headers['RateLimit-Policy'] = limit.policy;
	headers.RateLimit = limit.left;
	return headers;
}

const LOCKED = "default-src 'none'; frame-ancestors 'none'";
const ONE_YEAR = 'max-age=31536000';

/** Answers with the standing headers, and those of this answer over them. */
export function textResponse(
	facts: RequestContext,
	status: number,
	body: string | Uint8Array<ArrayBuffer> | null,
	more: Record<string, string> = {},
): PlainResponse {
	const headers = defaultHeaders(facts);
	for (const name in more) headers[name] = more[name] as string;
	return { status, headers, body };
}

/** The form of an answer that Hono and the edge take. */
export function toResponse({ status, headers, body }: PlainResponse): Response {
	return new Response(body, { status, headers });
}
