import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv } from '../environment.js';

/** For everything that is no page: nothing in it may be run, framed or guessed to be something else. */
const HEADERS: readonly [name: string, value: string][] = [
	['X-Content-Type-Options', 'nosniff'],
	['Referrer-Policy', 'no-referrer'],
	['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
	['Cache-Control', 'no-store'],
	['Strict-Transport-Security', 'max-age=31536000'],
];

/** Sets them before the work, so that whatever it sets itself takes their place: pages bring a policy of their own. */
export function securityHeaders(): MiddlewareHandler<GatewayEnv> {
	return function setSecurityHeaders(c, next) {
		for (const [name, value] of HEADERS) c.header(name, value);
		return next();
	};
}
