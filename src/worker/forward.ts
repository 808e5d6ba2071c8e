import { GatewayError } from '../errors.js';
import { requestIdOf } from '../http/fast/request-id.js';
import { logProblem } from '../http/log.js';
import { problemResponse } from '../http/problem.js';
import { toResponse } from '../http/responses.js';
import { createConsoleLog } from './log.js';
import type { ObjectNamespace } from './platform.js';

/** Name of the Durable Object that is the gateway. */
const NAME = 'gateway';

/** Forwards a request to the Durable Object; responds with a problem document where it fails to handle it. */
export async function forward(request: Request, namespace: ObjectNamespace): Promise<Response> {
	const send = () => namespace.get(namespace.idFromName(NAME)).fetch(request);
	try {
		return await send();
	} catch (failure) {
		if (isSafe(request.method) && !isOverloaded(failure)) {
			const second = await send().catch(() => undefined);
			if (second) return second;
		}
		const id = requestIdOf(request.headers.get('X-Request-Id'));
		const { error, response } = problemResponse(lost(request.method, failure), id);
		logProblem(createConsoleLog('error'), error, { requestId: id, method: request.method });
		return toResponse(response);
	}
}

function isSafe(method: string): boolean {
	return method === 'GET' || method === 'HEAD';
}

/** The platform marks requests that it refused because too many wait for the object: they were not begun. */
function isOverloaded(failure: unknown): boolean {
	return failure instanceof Error && 'overloaded' in failure && failure.overloaded === true;
}

function lost(method: string, cause: unknown): GatewayError {
	if (!isSafe(method) && !isOverloaded(cause)) {
		const detail = 'The gateway was replaced or failed while it worked on the request.';
		return new GatewayError('outcome-unknown', detail, { cause, outcomeUnknown: true });
	}
	const detail = 'The gateway is overloaded or being replaced; nothing was changed.';
	return new GatewayError('chamilo-unavailable', detail, { cause, headers: { 'Retry-After': '2' } });
}
