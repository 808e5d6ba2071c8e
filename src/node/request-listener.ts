import type { RequestListener } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { App } from '../app.js';
import { requestIdOf } from '../http/fast/request-id.js';
import { type Log, logProblem } from '../http/log.js';
import { problemResponse } from '../http/problem.js';
import { toResponse } from '../http/responses.js';
import { createBatchWrites } from './fast/batch-writes.js';
import { respondFromCache } from './fast/cached-responses.js';
import { createRefusal, MALFORMED, type OnRefusal, refusalResponse } from './refusal.js';

/** What HTTP/1.0 may leave out. */
const DEFAULT_HOST = 'localhost';

interface ListenerDeps {
	/** Has to run before responses are written. */
	beforeWrites: () => void;
	onRefusal: OnRefusal;
	log: Log;
}

/** The request listener of an HTTP server. */
export function createRequestListener(
	{ route, fromCache }: Pick<App, 'route' | 'fromCache'>,
	{ beforeWrites, onRefusal, log }: ListenerDeps,
): RequestListener {
	const batch = createBatchWrites(beforeWrites);

	function errorHandler(thrown: unknown): Response {
		if (thrown instanceof RequestError) {
			const refusal = createRefusal({
				...MALFORMED,
				detail: 'The target or the Host of the request is not well-formed.',
			});
			onRefusal(refusal);
			return toResponse(refusalResponse(refusal));
		}
		const requestId = requestIdOf(undefined);
		const { error, response } = problemResponse(thrown, requestId);
		logProblem(log, error, { requestId });
		return toResponse(response);
	}

	const options = { hostname: DEFAULT_HOST, errorHandler };
	const routed = getRequestListener((request, ...more) => batch(route(request, ...more)), options);
	return fromCache ? respondFromCache(fromCache, routed, batch) : routed;
}
