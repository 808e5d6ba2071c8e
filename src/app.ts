import { type Context, Hono } from 'hono';
import type { ApiKey } from './config.js';
import { GatewayError } from './errors.js';
import { createRequestContext } from './http/begin-facts.js';
import { authenticate, type VerifyToken } from './http/middleware/authenticate.js';
import { compose, type Handler, type HonoMiddleware, mapMaybeAsync } from './http/middleware/compose.js';
import { crossOrigin } from './http/middleware/cross-origin.js';
import { type IdempotencyOptions, idempotency } from './http/middleware/idempotency.js';
import { handleProblems } from './http/middleware/problems.js';
import { type RateLimitOptions, rateLimit } from './http/middleware/rate-limit.js';
import { requestLog } from './http/middleware/request-log.js';
import { registerPages } from './http/pages.js';
import { problemResponse } from './http/problem.js';
import type { Readiness } from './http/readyz.js';
import { type Log, logProblem } from './http/request-context.js';
import { requestIdOf } from './http/request-id.js';
import { requireScope } from './http/require-scope.js';
import { textResponse, toResponse } from './http/respond.js';
import { type CacheLookup, createResponseCache } from './http/response-cache.js';
import { RouterByMethod } from './http/router.js';
import { allowedMethods, mountOperations, type RouteDeps, requestTarget } from './http/routes.js';
import type { Tracing } from './http/telemetry.js';
import type { Operation } from './operations/operation.js';

/** Public paths, which only know GET. */
const PAGE_PATHS = ['/', '/docs', '/openapi.json', '/healthz', '/readyz', '/metrics', '/problems'];

/** Everything the gateway is made of; built once a process or isolate, at the rim. */
export interface AppDeps extends RouteDeps {
	operations: readonly Operation[];
	apiKeys: readonly ApiKey[];
	/** Accepts tokens beside keys. */
	verifyToken?: VerifyToken | undefined;
	/** Absent: no limit. */
	rateLimit?: RateLimitOptions | undefined;
	/** Origins whose scripts may call. */
	corsOrigins?: readonly string[];
	log: Log;
	/** Where Idempotency-Keys are remembered. */
	idempotency: Omit<IdempotencyOptions, 'bodyLimit' | 'problems'>;
	version: string;
	/** The OpenAPI document as text. */
	openapi: string;
	/** Behind the gateway stands the built-in sandbox. */
	sandbox: boolean;
	/** Shown in the examples of the landing page; only ever the sandbox's. */
	demoKey?: string;
	/** Answers GET /readyz: whether calls to the campus would succeed. */
	readyz: () => Promise<Readiness>;
	tracing?: Tracing | undefined;
	/** Writes what was counted, for GET /metrics; absent where nobody counts. */
	metrics?: (() => Promise<{ contentType: string; text: string }>) | undefined;
	/** Serves /assets/swagger-ui-dist/* where the runtime does not do so by itself. */
	assets?: HonoMiddleware;
}

/** The gateway before a runtime: request id, log, problems, key, limit, and what the path is for within them. */
export interface App {
	fetch: Fetch;
	/** The two parts of `fetch`, for a runtime that has a shorter way than a Request: `route` answers what `tell` does not. */
	fromCache: CacheLookup;
	route: Fetch;
}

/** @param more what the runtime adds to a request. */
export type Fetch = (request: Request, ...more: unknown[]) => Response | Promise<Response>;

export function createApp(deps: AppDeps): App {
	const app = new Hono({ router: new RouterByMethod() });
	// What no layer has caught is a defect of one of them.
	app.onError((thrown, c) => {
		const requestId = requestIdOf(c.req.header('x-request-id'));
		const { error, answer } = problemResponse(thrown, requestId);
		logProblem(deps.log, error, { requestId });
		return toResponse(answer);
	});
	const problems = handleProblems(deps.log);
	const { corsOrigins = [], rateLimit: limit, metrics } = deps;
	const bodyLimit = Math.max(deps.limits.body, deps.limits.batch);
	const logged = requestLog(deps.log, deps.telemetry, deps.tracing);
	const admitted = [authenticate(deps.apiKeys, deps.verifyToken), ...(limit ? [rateLimit(limit)] : [])];
	const open = [logged, ...(corsOrigins.length > 0 ? [crossOrigin(corsOrigins)] : []), problems];
	const guarded = [...admitted, idempotency({ ...deps.idempotency, bodyLimit, problems })];
	const keyed = [...open, ...guarded];
	const served = (layers: readonly HonoMiddleware[], handler: Handler, operation?: string) => {
		const handle = compose(layers, handler);
		return (c: Context) => mapMaybeAsync(handle(c, createRequestContext(c, operation)), toResponse);
	};
	const page = (path: string, handler: Handler) => void app.get(path, served(open, handler));
	const unknown = compose<Context>(guarded, (c) => {
		const { path, method } = c.req;
		const headers = { Allow: allowed(path).join(', ') };
		throw new GatewayError('method-not-allowed', `${path} has no method ${method}.`, { headers });
	});

	registerPages(page, {
		version: deps.version,
		openapi: deps.openapi,
		sandbox: deps.sandbox,
		...(deps.demoKey === undefined ? {} : { demoKey: deps.demoKey }),
	});
	if (deps.assets) page('/assets/swagger-ui-dist/*', deps.assets(unknown));
	page('/readyz', async (_, facts) => {
		const { status, body } = await deps.readyz();
		return textResponse(facts, status, body, { 'Content-Type': 'application/json' });
	});
	const options: Handler = (c, facts) =>
		textResponse(facts, 204, null, { Allow: [...allowed(c.req.path), 'OPTIONS'].join(', ') });
	app.options('*', served(open, options));
	if (metrics) {
		const tell: Handler = async (_, facts) => {
			requireScope(facts, 'metrics:read');
			const { contentType, text } = await metrics();
			return textResponse(facts, 200, text, { 'Content-Type': contentType });
		};
		app.get('/metrics', served(keyed, tell));
	}
	const mount = ({ id, method }: Operation, path: string, handler: Handler) =>
		void app.on(method.toUpperCase(), path, served(keyed, handler, id));
	const standing = createResponseCache();
	mountOperations(mount, deps.operations, deps, standing);
	app.notFound(served(open, unknown));

	function allowed(path: string): string[] {
		const methods = allowedMethods(deps.operations, PAGE_PATHS, path);
		if (methods.length === 0) throw new GatewayError('route-not-found', `There is no route ${path}.`);
		return methods;
	}

	// What browsers are to be told of other origins only Hono knows.
	const tell = corsOrigins.length > 0 ? () => undefined : standing.lookup([logged, problems, ...admitted]);
	const route: Fetch = (request, ...more) => app.fetch(request, ...(more as []));
	return {
		fromCache: tell,
		route,
		fetch(request, ...more) {
			const { method, url, headers } = request;
			const answering = tell(method, requestTarget(url), (name) => headers.get(name) ?? undefined);
			return answering ? mapMaybeAsync(answering, toResponse) : route(request, ...more);
		},
	};
}
