import { cors } from 'hono/cors';
import type { HonoMiddleware } from './compose.js';

const REQUEST_HEADERS = [
	'Authorization',
	'Cache-Control',
	'Content-Type',
	'Idempotency-Key',
	'If-None-Match',
	'X-API-Key',
	'X-Request-Id',
];
const ANSWER_HEADERS = [
	'Age',
	'Allow',
	'ETag',
	'Idempotency-Replayed',
	'Idempotency-Scope',
	'Location',
	'RateLimit',
	'RateLimit-Policy',
	'Retry-After',
	'X-Request-Id',
];
const PREFLIGHT_AGE_S = 600;

/** Lets scripts of these origins call from browsers; no cookies are involved, so no credentials are. */
export function crossOrigin(origins: readonly string[]): HonoMiddleware {
	const handle = cors({
		origin: [...origins],
		allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
		allowHeaders: REQUEST_HEADERS,
		exposeHeaders: ANSWER_HEADERS,
		maxAge: PREFLIGHT_AGE_S,
	});
	return (inner) =>
		async function allowOrigins(c, facts) {
			// Without this header it is no preflight: somebody asks for the methods of a route.
			const isPlain = c.req.method === 'OPTIONS' && !c.req.header('Access-Control-Request-Method');
			if (isPlain) return inner(c, facts);
			const preflight = await handle(c, async () => undefined);
			if (preflight) return { status: 204, headers: Object.fromEntries(preflight.headers), body: null };
			const answer = await inner(c, facts);
			return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(c.res.headers) } };
		};
}
