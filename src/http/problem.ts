import { HTTPException } from 'hono/http-exception';
import { GatewayError, toGatewayError, toProblem } from '../errors.js';
import type { Dialect } from '../operations/operation.js';
import { API_VERSION } from './api-version.js';
import type { PlainResponse } from './messages.js';

/**
 * The problem document (RFC 9457) for anything thrown. Exceptions of Hono are translated here, since `errors.ts` imports
 * nothing.
 * @param defaults headers of every response
 * @param dialect how the route speaks of errors, where not in problem documents
 */
export function problemResponse(
	thrown: unknown,
	requestId: string,
	defaults: Record<string, string> = {},
	dialect?: Dialect,
): { error: GatewayError; response: PlainResponse } {
	const error = thrown instanceof HTTPException ? fromHttpException(thrown) : toGatewayError(thrown);
	const spoken = dialect?.toError(error) ?? { status: error.status, body: toProblem(error, requestId) };
	const headers = {
		...defaults,
		'Content-Type': dialect?.mediaType ?? 'application/problem+json',
		'X-Request-Id': requestId,
		'Api-Version': API_VERSION,
		...error.headers,
	};
	return { error, response: { status: spoken.status, headers, body: JSON.stringify(spoken.body) } };
}

function fromHttpException(exception: HTTPException): GatewayError {
	if (exception.status === 413) return new GatewayError('payload-too-large', 'The body is too large.');
	if (exception.status < 500) return new GatewayError('invalid-request', 'The request cannot be read.');
	return new GatewayError('internal-error', 'An unexpected error occurred.', { cause: exception });
}
