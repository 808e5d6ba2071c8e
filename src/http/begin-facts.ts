import type { Facts } from './environment.js';
import type { Asked } from './layer.js';

/** A caller may name its requests; whatever else comes gets a name from here. */
const REQUEST_ID = /^[\w=-]{1,255}$/;

/**
 * What is known of a request before anybody has looked at it.
 * @param operation operationId of the row the router has found.
 */
export function beginFacts(c: Asked, operation?: string): Facts {
	const given = c.req.header('x-request-id');
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
