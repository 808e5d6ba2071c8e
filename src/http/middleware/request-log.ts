import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv, Log } from '../environment.js';

/** One line a request: who, what, how it ended, how long it took. No query, header or body: they can hold secrets. */
export function requestLog(log: Log): MiddlewareHandler<GatewayEnv> {
	return async function logRequest(c, next) {
		const started = performance.now();
		await next();
		log.info(
			{
				requestId: c.get('requestId'),
				method: c.req.method,
				path: c.req.path,
				operation: c.get('operation'),
				key: c.get('principal')?.name,
				status: c.res.status,
				ms: Math.round((performance.now() - started) * 10) / 10,
			},
			'request',
		);
	};
}
