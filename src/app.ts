import { Hono, type MiddlewareHandler } from 'hono';
import type { ApiKey } from './config.js';
import { GatewayError } from './errors.js';
import { type GatewayEnv, type Log, logProblem } from './http/environment.js';
import { authenticate, type VerifyToken } from './http/middleware/authenticate.js';
import { crossOrigin } from './http/middleware/cross-origin.js';
import { type IdempotencyOptions, idempotency } from './http/middleware/idempotency.js';
import { type RateLimitOptions, rateLimit } from './http/middleware/rate-limit.js';
import { requestLog } from './http/middleware/request-log.js';
import { standingHeaders } from './http/middleware/standing-headers.js';
import { registerPages } from './http/pages.js';
import { problemResponse } from './http/problem.js';
import type { Readiness } from './http/readyz.js';
import { respond } from './http/respond.js';
import { allowedMethods, mountOperations, type RouteDeps, requireScope } from './http/routes.js';
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
	idempotency: Omit<IdempotencyOptions, 'bodyLimit'>;
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
	assets?: MiddlewareHandler;
}

/** The gateway as a fetch handler: request id, log, public pages, key, routes. */
export function createApp(deps: AppDeps): Hono<GatewayEnv> {
	const app = new Hono<GatewayEnv>();
	app.onError((thrown, c) => {
		const id = c.get('requestId') ?? '';
		const { error, response } = problemResponse(thrown, id, c.get('headers'));
		logProblem(deps.log, error, { requestId: id, operation: c.get('operation') });
		return response;
	});
	app.use('*', standingHeaders());
	app.use('*', requestLog(deps.log, deps.telemetry, deps.tracing));
	if (deps.corsOrigins?.length) app.use('*', crossOrigin(deps.corsOrigins));
	if (deps.assets) app.use('/assets/swagger-ui-dist/*', deps.assets);
	registerPages(app, {
		version: deps.version,
		openapi: deps.openapi,
		sandbox: deps.sandbox,
		...(deps.demoKey === undefined ? {} : { demoKey: deps.demoKey }),
	});
	app.get('/readyz', async (c) => {
		const { status, body } = await deps.readyz();
		return respond(c, status, body, { 'Content-Type': 'application/json' });
	});
	app.options('*', (c) => {
		return respond(c, 204, null, { Allow: [...allowed(c.req.path), 'OPTIONS'].join(', ') });
	});
	app.use('*', authenticate(deps.apiKeys, deps.verifyToken));
	if (deps.rateLimit) app.use('*', rateLimit(deps.rateLimit));
	app.use('*', idempotency({ ...deps.idempotency, bodyLimit: Math.max(deps.limits.body, deps.limits.batch) }));
	const { metrics } = deps;
	if (metrics) {
		app.get('/metrics', async (c) => {
			requireScope(c, 'metrics:read');
			const { contentType, text } = await metrics();
			return respond(c, 200, text, { 'Content-Type': contentType });
		});
	}
	mountOperations(app, deps.operations, deps);
	app.notFound((c) => {
		const { path, method } = c.req;
		const headers = { Allow: allowed(path).join(', ') };
		throw new GatewayError('method-not-allowed', `${path} has no method ${method}.`, { headers });
	});

	function allowed(path: string): string[] {
		const methods = allowedMethods(deps.operations, PAGE_PATHS, path);
		if (methods.length === 0) throw new GatewayError('route-not-found', `There is no route ${path}.`);
		return methods;
	}
	return app;
}
