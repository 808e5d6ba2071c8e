import type { GatewayError } from '../errors.js';
import type { Dialect, Operation } from '../operations/operation.js';
import { requestIdOf } from './fast/request-id.js';
import type { RequestLike } from './messages.js';

/** Who sent the request: the name of an API key, or the subject of a token. */
export interface Principal {
	name: string;
	scopes: ReadonlySet<string>;
}

/** What middleware needs of an operation. */
export type RoutedOperation = Pick<Operation, 'id' | 'scope' | 'narrowScope' | 'hasSecretResponse' | 'dialect'>;

/** What is known of one request; each middleware adds what it finds out. */
export interface RequestContext {
	requestId: string;
	/** The values of the RateLimit headers; undefined where requests are not limited. */
	limit: { policy: string; left: string } | undefined;
	/** Undefined until the request is authenticated, and on pages, which need no key. */
	principal: Principal | undefined;
	/** The operation of the matched route; undefined on pages and where there is no route. */
	readonly row: RoutedOperation | undefined;
	/** How errors are spoken; undefined: as problem documents. */
	readonly dialect: Dialect | undefined;
	/**
	 * A request with the same Idempotency-Key was begun before and its outcome is not known: its effect may have happened
	 * already.
	 */
	resumed: boolean;
	/** Random, and the same for each attempt with the Idempotency-Key; undefined without one. */
	mark: string | undefined;
	/** The body of the response to an earlier attempt, of whose parts some had no outcome. */
	earlier: string | undefined;
	/** Parts of the response (items of a batch) have no outcome yet. */
	hasOpenParts: boolean;
	/** It is known that nothing was changed on the campus. */
	isUnchanged: boolean;
	/** The error that became the response, where it is a problem document. */
	error: GatewayError | undefined;
}

/**
 * The context of a request that no middleware has seen yet.
 * @param row the operation of the route that the router has found.
 * @param dialect of the paths around it, where there is no route.
 */
export function createRequestContext(
	c: RequestLike,
	row?: RoutedOperation,
	dialect: Dialect | undefined = row?.dialect,
): RequestContext {
	return {
		requestId: requestIdOf(c.req.header('x-request-id')),
		limit: undefined,
		principal: undefined,
		row,
		dialect,
		resumed: false,
		mark: undefined,
		earlier: undefined,
		hasOpenParts: false,
		isUnchanged: false,
		error: undefined,
	};
}

/** Who sent the request, on every route that needs a key. */
export function principalOf({ principal }: RequestContext): Principal {
	if (!principal) throw new Error('a route that needs a key was reached without one');
	return principal;
}
