import { type Log, logProblem } from '../log.js';
import type { PlainResponse } from '../messages.js';
import { problemResponse } from '../problem.js';
import type { RequestContext } from '../request-context.js';
import { defaultHeaders } from '../responses.js';
import type { Middleware } from './compose.js';

/** Responds with a problem document (RFC 9457) for whatever is thrown, and logs the error with its causes. */
export function respondWithProblems(log: Log): Middleware {
	function toProblemResponse(context: RequestContext, thrown: unknown): PlainResponse {
		const { requestId, row } = context;
		const { error, response } = problemResponse(thrown, requestId, defaultHeaders(context));
		context.error = error;
		logProblem(log, error, { requestId, operation: row?.id });
		return response;
	}
	return (next) =>
		function catchErrors(c, context) {
			try {
				const response = next(c, context);
				return response instanceof Promise ? response.catch((thrown) => toProblemResponse(context, thrown)) : response;
			} catch (thrown) {
				return toProblemResponse(context, thrown);
			}
		};
}
