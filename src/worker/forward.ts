import { GatewayError } from '../errors.js';
import { problemResponse } from '../http/problem.js';
import { logProblem } from '../http/request-context.js';
import { requestIdOf } from '../http/request-id.js';
import { toResponse } from '../http/respond.js';
import { createConsoleLog } from './log.js';
import type { ObjectNamespace } from './platform.js';

/** The one object that is the gateway. */
const NAME = 'gateway';

/** Hands a request to the gateway, wherever it lives, and says what is known when it is lost on the way. */
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
		const { error, answer } = problemResponse(lost(request.method, failure), id);
		logProblem(createConsoleLog('error'), error, { requestId: id, method: request.method });
		return toResponse(answer);
	}
}

function isSafe(method: string): boolean {
	return method === 'GET' || method === 'HEAD';
}

/** The platform marks what it refused because too much is waiting for the object: that was not begun. */
function isOverloaded(failure: unknown): boolean {
	return failure instanceof Error && 'overloaded' in failure && failure.overloaded === true;
}

function lost(method: string, cause: unknown): GatewayError {
	if (!isSafe(method) && !isOverloaded(cause)) {
		const detail = 'The gateway was replaced or failed while it worked on the request.';
		return new GatewayError('outcome-unknown', detail, { cause, ambiguous: true });
	}
	const detail = 'The gateway is overloaded or being replaced; nothing was changed.';
	return new GatewayError('chamilo-unavailable', detail, { cause, headers: { 'Retry-After': '2' } });
}
