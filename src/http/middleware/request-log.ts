import type { Log, RequestContext } from '../request-context.js';
import type { RequestEvent, Telemetry, Tracing } from '../telemetry.js';
import { type Middleware, mapMaybeAsync, type PlainResponse, type RequestLike } from './compose.js';

/** One line a request, and a count. */
export function requestLog(log: Log, telemetry?: Telemetry, tracing?: Tracing): Middleware {
	function tell(c: RequestLike, facts: RequestContext, started: number, { status }: PlainResponse): RequestEvent {
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
				tracing.request(
					(name) => c.req.header(name),
					async (end) => {
						const started = performance.now();
						const answer = await inner(c, facts);
						end(tell(c, facts, started, answer));
						return answer;
					},
				);
		}
		return function logRequest(c, facts) {
			const started = performance.now();
			return mapMaybeAsync(inner(c, facts), (answer) => {
				tell(c, facts, started, answer);
				return answer;
			});
		};
	};
}
