import type { Context } from 'hono';
import type { Facts } from './environment.js';

/** A caller may name its requests; whatever else comes gets a name from here. */
const REQUEST_ID = /^[\w=-]{1,255}$/;

/**
 * What is known of a request before anybody has looked at it.
 * @param operation operationId of the row the router has found.
 */
export function beginFacts(c: Context, operation?: string): Facts {
	const given = c.req.header('X-Request-Id');
	const requestId = given !== undefined && REQUEST_ID.test(given) ? given : crypto.randomUUID();
	return {
		requestId,
		limit: undefined,
		principal: undefined,
		operation,
		resumed: false,
		error: undefined,
	};
}
