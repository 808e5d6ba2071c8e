/** Which middleware a request passes, and in which order: new middleware is added in this file. */
import type { ApiKey } from '../../config.js';
import type { Log } from '../log.js';
import type { Telemetry, Tracing } from '../telemetry.js';
import { authenticate, type VerifyToken } from './authenticate.js';
import { authorize } from './authorize.js';
import type { HonoMiddleware, Middleware } from './compose.js';
import { allowCrossOrigin } from './cross-origin.js';
import { answerOncePerKey, type IdempotencyOptions } from './idempotency.js';
import { markSandbox } from './mark-sandbox.js';
import { respondWithProblems } from './problems.js';
import { limitRate, type RateLimitOptions } from './rate-limit.js';
import { logRequests } from './request-log.js';

export interface MiddlewareDeps {
	apiKeys: readonly ApiKey[];
	/** Accepts tokens beside API keys. */
	verifyToken?: VerifyToken | undefined;
	/** Absent: no limit. */
	rateLimit?: RateLimitOptions | undefined;
	/** Origins whose scripts may send requests (CORS). */
	corsOrigins?: readonly string[];
	/** Whether the campus is the built-in sandbox. */
	sandbox: boolean;
	idempotency: Omit<IdempotencyOptions, 'bodyLimit' | 'problems'>;
	/** Largest bodies, in bytes: of a single request, and of a batch. */
	limits: { body: number; batch: number };
	log: Log;
	telemetry?: Telemetry | undefined;
	tracing?: Tracing | undefined;
}

/**
 * What a request is for: a public `page`; a route that needs a key (`keyed`), paths without a route included; or a
 * response that is `cached` before routing.
 */
type Target = 'page' | 'keyed' | 'cached';

type Entry = { on: readonly Target[] } & ({ middleware: Middleware } | { honoMiddleware: HonoMiddleware });

const ALL: readonly Target[] = ['page', 'keyed', 'cached'];
const AUTHENTICATED: readonly Target[] = ['keyed', 'cached'];

/** The chains of middleware, all made from one list. */
export interface MiddlewareChains {
	page: readonly HonoMiddleware[];
	keyed: readonly HonoMiddleware[];
	/** What `keyed` has and `page` has not: for a page that turns out to be none. */
	keyedOnly: readonly HonoMiddleware[];
	/** Undefined where some middleware needs Hono: then no request may be responded to before routing. */
	cached: readonly Middleware[] | undefined;
}

export function createMiddlewareChains(deps: MiddlewareDeps): MiddlewareChains {
	const { corsOrigins = [], rateLimit, limits } = deps;
	const problems = respondWithProblems(deps.log);
	const bodyLimit = Math.max(limits.body, limits.batch);
	// The outermost first.
	const list: Entry[] = [
		{ on: ALL, middleware: logRequests(deps.log, deps.telemetry, deps.tracing) },
		...(deps.sandbox ? [{ on: ALL, middleware: markSandbox }] : []),
		...(corsOrigins.length > 0 ? [{ on: ALL, honoMiddleware: allowCrossOrigin(corsOrigins) }] : []),
		{ on: ALL, middleware: problems },
		{ on: AUTHENTICATED, middleware: authenticate(deps.apiKeys, deps.verifyToken) },
		...(rateLimit ? [{ on: AUTHENTICATED, middleware: limitRate(rateLimit) }] : []),
		{ on: AUTHENTICATED, middleware: authorize },
		// Only of POST, of which no response is cached.
		{ on: ['keyed'], honoMiddleware: answerOncePerKey({ ...deps.idempotency, bodyLimit, problems }) },
	];
	const of = (matches: (on: readonly Target[]) => boolean) => list.filter(({ on }) => matches(on));
	return {
		page: of((on) => on.includes('page')).map(forHono),
		keyed: of((on) => on.includes('keyed')).map(forHono),
		keyedOnly: of((on) => on.includes('keyed') && !on.includes('page')).map(forHono),
		cached: withoutHono(of((on) => on.includes('cached'))),
	};
}

function forHono(entry: Entry): HonoMiddleware {
	return 'middleware' in entry ? entry.middleware : entry.honoMiddleware;
}

function withoutHono(entries: readonly Entry[]): readonly Middleware[] | undefined {
	const chain = entries.flatMap((entry) => ('middleware' in entry ? [entry.middleware] : []));
	return chain.length === entries.length ? chain : undefined;
}
