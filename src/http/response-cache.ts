import { LRUCache } from 'lru-cache';
import type { CacheDependencies } from '../operations/campus.js';
import type { Operation } from '../operations/operation.js';
import { cacheableResponse, type Representation, wantsFresh } from './answer.js';
import { createRequestContext } from './begin-facts.js';
import { compose, type Handler, type MaybePromise, type Middleware, type RequestLike } from './middleware/compose.js';
import { requireScope } from './require-scope.js';

/** An answer that was made of memories alone. */
interface CachedResponse {
	row: Operation;
	/** As it is logged. */
	path: string;
	representation: Representation;
	dependencies: CacheDependencies;
}

/** A question whose answer stands. */
interface CacheHit extends RequestLike {
	cached: CachedResponse;
	ageMs: number;
}

const LIMITS = { entries: 20_000, characters: 16 * 1024 * 1024 };

/**
 * Tells what stands, before anybody looks for a route; undefined where the request has to be routed.
 * @param question path and query as they came: what a read depends on, whatever name the gateway was called by.
 */
export type CacheLookup = (
	method: string,
	question: string,
	header: RequestLike['req']['header'],
) => MaybePromise | undefined;

export interface ResponseCache {
	store(question: string, standing: CachedResponse): void;
	/** @param layers those through which every request goes that is routed. */
	lookup(layers: readonly Middleware[]): CacheLookup;
}

/**
 * Answers to questions that were asked before. A plan that only recalls answers the same as long as all it recalled
 * stands, so neither it nor the router is run again until then; nothing here knows any other time to live.
 */
export function createResponseCache(): ResponseCache {
	const answers = new LRUCache<string, CachedResponse>({
		max: LIMITS.entries,
		maxSize: LIMITS.characters,
		sizeCalculation: ({ representation }, question) => representation.text.length + question.length,
	});
	const tellStanding: Handler<CacheHit> = (c, facts) => {
		requireScope(facts, c.cached.row.scope);
		return cacheableResponse(c, facts, c.cached.representation, c.ageMs);
	};
	return {
		store: (question, standing) => void answers.set(question, standing),
		lookup(layers) {
			const handle = compose<CacheHit>(layers, tellStanding);
			return function tell(method, question, header) {
				const standing = method === 'GET' ? answers.get(question) : undefined;
				if (!standing || wantsFresh(header('cache-control'))) return undefined;
				const ageMs = standing.dependencies.age();
				if (ageMs === undefined) return undefined;
				const told: CacheHit = { req: { method, path: standing.path, header }, cached: standing, ageMs };
				return handle(told, createRequestContext(told, standing.row.id));
			};
		},
	};
}
