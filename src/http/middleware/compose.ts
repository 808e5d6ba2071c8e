import type { Context } from 'hono';
import type { MaybePromise, PlainResponse, RequestLike } from '../messages.js';
import type { RequestContext } from '../request-context.js';

export type Handler<C extends RequestLike = Context> = (c: C, context: RequestContext) => MaybePromise<PlainResponse>;
/** Wraps a handler: acts before it, after it or in its place. */
export type Middleware = <C extends RequestLike>(next: Handler<C>) => Handler<C>;
/** Middleware that needs more of a request than RequestLike has, so the request has to be routed by Hono. */
export type HonoMiddleware = (next: Handler) => Handler;

/** Wraps a handler in middleware, the outermost first. Middleware of Hono itself would make every response a promise. */
export function compose<C extends RequestLike>(
	chain: readonly ((next: Handler<C>) => Handler<C>)[],
	handler: Handler<C>,
): Handler<C> {
	return chain.reduceRight((next, middleware) => middleware(next), handler);
}
