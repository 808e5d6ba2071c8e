import { LRUCache } from 'lru-cache';
import type { CacheDependencies } from '../../operations/campus.js';
import type { Operation } from '../../operations/operation.js';
import { asksForFresh, type MaybePromise, type PlainResponse, type RequestLike } from '../messages.js';
import { compose, type Handler, type Middleware } from '../middleware/compose.js';
import { createRequestContext } from '../request-context.js';
import { cacheableResponse, type Representation } from '../responses.js';

/** A response that was made of cache entries alone. */
interface CachedResponse {
	row: Operation;
	/** As it is logged. */
	path: string;
	representation: Representation;
	/** The next page of a list. */
	link?: string | undefined;
	dependencies: CacheDependencies;
}

/** A request for which there is a valid cached response. */
interface CacheHit extends RequestLike {
	cached: CachedResponse;
	ageMs: number;
}

const LIMITS = { entries: 20_000, characters: 16 * 1024 * 1024 };

/**
 * Responds to a request before routing; undefined where the request has to be routed.
 * @param target path and query as they were received; the host does not matter.
 */
export type CacheLookup = (
	method: string,
	target: string,
	header: RequestLike['req']['header'],
) => MaybePromise<PlainResponse> | undefined;

export interface ResponseCache {
	store(target: string, cached: CachedResponse): void;
	/** @param chain the middleware that the request has to pass as if it were routed. */
	lookup(chain: readonly Middleware[]): CacheLookup;
}

/**
 * Responses to GET by request target, which are used before routing. A response is stored where the operation read cache
 * entries only, and is valid as long as all of these entries are: it has no time to live of its own. Key, scope and rate
 * limit are checked for every request.
 *
 * Gain: neither the router nor the operation runs again; with the request listener of `src/node/fast` the rate is nearly
 * that of a bare Hono route, with key, limit, log and metrics.
 * Without it: RESPONSE_CACHE=0; the same responses then come from the operations.
 */
export function createResponseCache(): ResponseCache {
	const responses = new LRUCache<string, CachedResponse>({
		max: LIMITS.entries,
		maxSize: LIMITS.characters,
		sizeCalculation: ({ representation }, target) => representation.text.length + target.length,
	});
	const respond: Handler<CacheHit> = (c, context) =>
		cacheableResponse(c, context, c.cached.representation, c.ageMs, c.cached.link);
	return {
		store: (target, cached) => void responses.set(target, cached),
		lookup(chain) {
			const handle = compose<CacheHit>(chain, respond);
			return function lookup(method, target, header) {
				const cached = method === 'GET' ? responses.get(target) : undefined;
				if (!cached || asksForFresh(header('cache-control'))) return undefined;
				const ageMs = cached.dependencies.age();
				if (ageMs === undefined) return undefined;
				const hit: CacheHit = { req: { method, path: cached.path, header }, cached, ageMs };
				return handle(hit, createRequestContext(hit, cached.row));
			};
		},
	};
}
