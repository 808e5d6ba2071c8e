import type { Context } from 'hono';
import type { Facts, Log } from '../environment.js';
import { type Layer, whenAnswered } from '../layer.js';
import type { RequestEvent, Telemetry, Tracing } from '../telemetry.js';

/** One line a request, and a count. */
export function requestLog(log: Log, telemetry?: Telemetry, tracing?: Tracing): Layer {
	function tell(c: Context, facts: Facts, started: number, { status }: Response): RequestEvent {
		const ms = performance.now() - started;
		const { requestId, operation } = facts;
		const { method, path } = c.req;
		const event = { operation, method, status, ms };
		telemetry?.request(event);
		const key = facts.principal?.name;
		log.request({ requestId, key, path, operation, method, status, ms: Math.round(ms * 10) / 10 });
		return event;
	}
	return (inner) => {
		if (tracing) {
			return (c, facts) =>
				tracing.request(c.req.raw.headers, async (end) => {
					const started = performance.now();
					const response = await inner(c, facts);
					end(tell(c, facts, started, response));
					return response;
				});
		}
		return function logRequest(c, facts) {
			const started = performance.now();
			return whenAnswered(inner(c, facts), (response) => {
				tell(c, facts, started, response);
				return response;
			});
		};
	};
}
