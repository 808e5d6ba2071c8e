import type { Log } from '../log.js';
import { mapMaybeAsync, type PlainResponse, type RequestLike } from '../messages.js';
import type { RequestContext } from '../request-context.js';
import type { RequestEvent, Telemetry, Tracing } from '../telemetry.js';
import type { Middleware } from './compose.js';

/** Writes a log line for each request, counts it, and makes it a span where requests are traced. */
export function logRequests(log: Log, telemetry?: Telemetry, tracing?: Tracing): Middleware {
	function record(c: RequestLike, context: RequestContext, started: number, { status }: PlainResponse): RequestEvent {
		const ms = performance.now() - started;
		const { requestId, row } = context;
		const operation = row?.id;
		const { method, path } = c.req;
		const event = { operation, method, status, ms };
		telemetry?.request(event);
		const key = context.principal?.name;
		log.request({ requestId, key, path, operation, method, status, ms: Math.round(ms * 10) / 10 });
		return event;
	}
	return (next) => {
		if (tracing) {
			return (c, context) =>
				tracing.request(
					(name) => c.req.header(name),
					async (end) => {
						const started = performance.now();
						const response = await next(c, context);
						end(record(c, context, started, response));
						return response;
					},
				);
		}
		return function logRequest(c, context) {
			const started = performance.now();
			return mapMaybeAsync(next(c, context), (response) => {
				record(c, context, started, response);
				return response;
			});
		};
	};
}
