import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv, Log } from '../environment.js';
import type { Telemetry, Tracing } from '../telemetry.js';

/** One line a request, and a count. */
export function requestLog(log: Log, telemetry?: Telemetry, tracing?: Tracing): MiddlewareHandler<GatewayEnv> {
	return async function logRequest(c, next) {
		const started = performance.now();
		const finish = () => {
			const ms = performance.now() - started;
			const { method, path } = c.req;
			const event = { operation: c.get('operation'), method, status: c.res.status, ms };
			telemetry?.request(event);
			log.request({
				requestId: c.get('requestId'),
				key: c.get('principal')?.name,
				path,
				operation: event.operation,
				method,
				status: event.status,
				ms: Math.round(ms * 10) / 10,
			});
			return event;
		};
		if (!tracing) {
			await next();
			finish();
			return;
		}
		await tracing.request(c.req.raw.headers, async (end) => {
			await next();
			end(finish());
		});
	};
}
