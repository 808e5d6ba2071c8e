import type { Facts } from './environment.js';
import type { Asked } from './layer.js';
import { requestIdOf } from './request-id.js';

/**
 * What is known of a request before anybody has looked at it.
 * @param operation operationId of the row the router has found.
 */
export function beginFacts(c: Asked, operation?: string): Facts {
	return {
		requestId: requestIdOf(c.req.header('x-request-id')),
		limit: undefined,
		principal: undefined,
		operation,
		resumed: false,
		error: undefined,
	};
}
