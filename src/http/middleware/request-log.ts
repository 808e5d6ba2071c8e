import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv, Log } from '../environment.js';
import type { Telemetry } from '../telemetry.js';

/** One line a request: who, what, how it ended, how long it took. No query, header or body: they can hold secrets. */
export function requestLog(log: Log, telemetry?: Telemetry): MiddlewareHandler<GatewayEnv> {
	return async function logRequest(c, next) {
		const started = performance.now();
		await next();
		const ms = performance.now() - started;
		const { method } = c.req;
		const { status } = c.res;
		const operation = c.get('operation');
		telemetry?.request({ operation, method, status, ms });
		log.info(
			{
				requestId: c.get('requestId'),
				method,
				path: c.req.path,
				operation,
				key: c.get('principal')?.name,
				status,
				ms: Math.round(ms * 10) / 10,
			},
			'request',
		);
	};
}
