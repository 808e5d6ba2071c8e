import type { RequestLike } from './middleware/compose.js';
import type { RequestContext } from './request-context.js';
import { requestIdOf } from './request-id.js';

/**
 * What is known of a request before anybody has looked at it.
 * @param operation operationId of the row the router has found.
 */
export function createRequestContext(c: RequestLike, operation?: string): RequestContext {
	return {
		requestId: requestIdOf(c.req.header('x-request-id')),
		limit: undefined,
		principal: undefined,
		operation,
		resumed: false,
		error: undefined,
	};
}
