import { HTTPException } from 'hono/http-exception';
import { GatewayError, toGatewayError, toProblem } from '../errors.js';
import type { PlainResponse } from './middleware/compose.js';

/**
 * The answer for anything thrown: RFC 9457. What only Hono knows is translated here; `errors` imports nothing.
 * @param standing headers of every answer
 */
export function problemResponse(
	thrown: unknown,
	requestId: string,
	standing: Record<string, string> = {},
): { error: GatewayError; answer: PlainResponse } {
	const error = thrown instanceof HTTPException ? fromHttpException(thrown) : toGatewayError(thrown);
	const headers = {
		...standing,
		'Content-Type': 'application/problem+json',
		'X-Request-Id': requestId,
		...error.headers,
	};
	const body = JSON.stringify(toProblem(error, requestId));
	return { error, answer: { status: error.status, headers, body } };
}

function fromHttpException(exception: HTTPException): GatewayError {
	if (exception.status === 413) return new GatewayError('payload-too-large', 'The body is too large.');
	if (exception.status < 500) return new GatewayError('invalid-request', 'The request cannot be read.');
	return new GatewayError('internal-error', 'An unexpected error occurred.', { cause: exception });
}
