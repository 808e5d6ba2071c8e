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
const RESPONSE_HEADERS = [
	'Age',
	'Allow',
	'Api-Version',
	'ETag',
	'Idempotency-Replayed',
	'Idempotency-Scope',
	'Link',
	'Location',
	'RateLimit',
	'RateLimit-Policy',
	'Retry-After',
	'X-Request-Id',
];
const PREFLIGHT_AGE_S = 600;

/** Lets scripts of these origins send requests from browsers (CORS); without credentials, since no cookies are used. */
export function allowCrossOrigin(origins: readonly string[]): HonoMiddleware {
	const handle = cors({
		origin: [...origins],
		allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
		allowHeaders: REQUEST_HEADERS,
		exposeHeaders: RESPONSE_HEADERS,
		maxAge: PREFLIGHT_AGE_S,
	});
	return (next) =>
		async function addCrossOriginHeaders(c, context) {
			// OPTIONS without this header is no preflight request: the client asks for the methods of a route.
			const isPlainOptions = c.req.method === 'OPTIONS' && !c.req.header('Access-Control-Request-Method');
			if (isPlainOptions) return next(c, context);
			const preflight = await handle(c, async () => undefined);
			if (preflight) return { status: 204, headers: Object.fromEntries(preflight.headers), body: null };
			const response = await next(c, context);
			return { ...response, headers: { ...response.headers, ...Object.fromEntries(c.res.headers) } };
		};
}
