/** The HTTP application: which paths there are, and which middleware and handler each of them has. */
import { type Context, Hono } from 'hono';
import { GatewayError } from './errors.js';
import { MethodRouter } from './http/fast/method-router.js';
import { requestIdOf } from './http/fast/request-id.js';
import { type CacheLookup, createResponseCache } from './http/fast/response-cache.js';
import { logProblem } from './http/log.js';
import { mapMaybeAsync, requestTarget } from './http/messages.js';
import { compose, type Handler, type HonoMiddleware } from './http/middleware/compose.js';
import { createMiddlewareChains, type MiddlewareDeps } from './http/middleware/list.js';
import { asPage, wantsHtml } from './http/pages/page.js';
import { readinessPage } from './http/pages/readiness.js';
import { registerPages } from './http/pages.js';
import { problemResponse } from './http/problem.js';
import type { Readiness } from './http/readyz.js';
import { createRequestContext } from './http/request-context.js';
import { requireScope } from './http/require-scope.js';
import { textResponse, toResponse } from './http/responses.js';
import { allowedMethods, mountOperations, type RouteDeps } from './http/routes.js';
import { type Compress, validatedPages } from './http/static-pages.js';
import type { Operation } from './operations/operation.js';

/** Public paths, which have GET only. */
const PAGE_PATHS = ['/', '/docs', '/openapi.json', '/openapi.yaml', '/healthz', '/readyz', '/metrics', '/problems'];

/** What the application is made of. */
export interface AppDeps extends RouteDeps, MiddlewareDeps {
	operations: readonly Operation[];
	version: string;
	/** The OpenAPI document as text. */
	openapi: string;
	/** API key shown in the examples of the pages; only ever that of the sandbox. */
	demoKey?: string | undefined;
	/** Compresses pages; absent where the platform does it. */
	compress?: Compress | undefined;
	/** Handles GET /readyz: whether calls to the campus would succeed. */
	readyz: () => Promise<Readiness>;
	/** The metrics for GET /metrics; absent where nothing is counted. */
	metrics?: (() => Promise<{ contentType: string; text: string }>) | undefined;
	/** Serves /assets/swagger-ui-dist/* where the runtime does not serve files itself. */
	assets?: HonoMiddleware | undefined;
	/** Whether GET may be responded to before routing; true where left out. */
	responseCache?: boolean;
}

/** The application without a server. */
export interface App {
	/** Handles any request. */
	fetch: Fetch;
	/**
	 * The two parts of `fetch`, for a server that can use them without a Request: `route` handles what `fromCache` does not.
	 * `fromCache` is absent where every request has to be routed.
	 */
	fromCache?: CacheLookup | undefined;
	route: Fetch;
}

/** @param more arguments that the runtime adds. */
export type Fetch = (request: Request, ...more: unknown[]) => Response | Promise<Response>;

export function createApp(deps: AppDeps): App {
	const app = new Hono({ router: new MethodRouter() });
	// Middleware turns errors into responses; an error that arrives here was thrown by middleware itself.
	app.onError((thrown, c) => {
		const requestId = requestIdOf(c.req.header('x-request-id'));
		const { error, response } = problemResponse(thrown, requestId);
		logProblem(deps.log, error, { requestId });
		return toResponse(response);
	});
	const chains = createMiddlewareChains(deps);
	const dialects = [...new Set(deps.operations.flatMap(({ dialect }) => dialect ?? []))];
	const served = (chain: readonly HonoMiddleware[], handler: Handler, row?: Operation) => {
		const handle = compose(chain, handler);
		const around = (path: string) => dialects.find(({ base }) => path.startsWith(`${base}/`));
		const dialectOf = (path: string) => (row ? row.dialect : around(path));
		return (c: Context) => mapMaybeAsync(handle(c, createRequestContext(c, row, dialectOf(c.req.path))), toResponse);
	};
	const page = (path: string, handler: Handler) => void app.get(path, served(chains.page, handler));
	const refuse: Handler = (c) => {
		const { path, method } = c.req;
		const headers = { Allow: allowed(path).join(', ') };
		throw new GatewayError('method-not-allowed', `${path} has no method ${method}.`, { headers });
	};

	const { metrics, version, openapi, sandbox, demoKey } = deps;
	const validated = validatedPages(deps.compress);
	registerPages((path, handler) => page(path, validated(handler)), { version, openapi, sandbox, demoKey });
	if (deps.assets) page('/assets/swagger-ui-dist/*', deps.assets(compose(chains.keyedOnly, refuse)));
	page('/readyz', async (c, context) => {
		const { status, body } = await deps.readyz();
		const response = textResponse(context, status, body, { 'Content-Type': 'application/json' });
		return wantsHtml(c) ? asPage(response, readinessPage(body)) : response;
	});
	const options: Handler = (c, context) =>
		textResponse(context, 204, null, { Allow: [...allowed(c.req.path), 'OPTIONS'].join(', ') });
	app.options('*', served(chains.page, options));
	if (metrics) {
		const readMetrics: Handler = async (_, context) => {
			requireScope(context, 'metrics:read');
			const { contentType, text } = await metrics();
			return textResponse(context, 200, text, { 'Content-Type': contentType });
		};
		app.get('/metrics', served(chains.keyed, readMetrics));
	}
	const mount = (row: Operation, path: string, handler: Handler) =>
		void app.on(row.method.toUpperCase(), path, served(chains.keyed, handler, row));
	const responseCache = chains.cached && deps.responseCache !== false ? createResponseCache() : undefined;
	mountOperations(mount, deps.operations, deps, responseCache);
	app.notFound(served(chains.keyed, refuse));

	function allowed(path: string): string[] {
		const methods = allowedMethods(deps.operations, PAGE_PATHS, path);
		if (methods.length === 0) {
			const hint = path.startsWith('/soap/') ? " Chamilo's own operations are listed at /soap with their paths." : '';
			throw new GatewayError('route-not-found', `There is no route ${path}.${hint}`);
		}
		return methods;
	}

	const route: Fetch = (request, ...more) => app.fetch(request, ...(more as []));
	const fromCache = chains.cached && responseCache?.lookup(chains.cached);
	if (!fromCache) return { fetch: route, route };
	return {
		fromCache,
		route,
		fetch(request, ...more) {
			const { method, url, headers } = request;
			const response = fromCache(method, requestTarget(url), (name) => headers.get(name) ?? undefined);
			return response ? mapMaybeAsync(response, toResponse) : route(request, ...more);
		},
	};
}
