import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv } from '../environment.js';

/** For everything that is no page: nothing in it may be run, framed or guessed to be something else. */
const SECURITY = {
	'X-Content-Type-Options': 'nosniff',
	'Referrer-Policy': 'no-referrer',
	'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
	'Cache-Control': 'no-store',
	'Strict-Transport-Security': 'max-age=31536000',
};
/** A caller may name its requests; whatever else comes gets a name from here. */
const REQUEST_ID = /^[\w=-]{1,255}$/;

/** What stands over every answer unless it says otherwise itself: pages bring a policy of their own. */
export function standingHeaders(): MiddlewareHandler<GatewayEnv> {
	return function setStandingHeaders(c, next) {
		const given = c.req.header('X-Request-Id');
		const requestId = given !== undefined && REQUEST_ID.test(given) ? given : crypto.randomUUID();
		c.set('requestId', requestId);
		c.set('headers', { ...SECURITY, 'X-Request-Id': requestId });
		return next();
	};
}
