import { toProblem } from '../../errors.js';
import { type Log, logProblem } from '../log.js';
import type { MaybePromise, PlainResponse, RequestLike } from '../messages.js';
import { failurePage } from '../pages/failure.js';
import { asPage, wantsHtml } from '../pages/page.js';
import { problemResponse } from '../problem.js';
import type { RequestContext } from '../request-context.js';
import { defaultHeaders } from '../responses.js';
import type { Middleware } from './compose.js';

/**
 * Responds with a problem document (RFC 9457) for whatever is thrown, and logs the error with its causes. Where a browser
 * opens an address, it is a page.
 */
export function respondWithProblems(log: Log): Middleware {
	function toProblemResponse(c: RequestLike, context: RequestContext, thrown: unknown): MaybePromise<PlainResponse> {
		const { requestId, row, dialect } = context;
		const { error, response } = problemResponse(thrown, requestId, defaultHeaders(context), dialect);
		context.error = error;
		logProblem(log, error, { requestId, operation: row?.id });
		const { method } = c.req;
		const isRead = method === 'GET' || method === 'HEAD';
		return isRead && wantsHtml(c) ? asPage(response, failurePage(toProblem(error, requestId))) : response;
	}
	return (next) =>
		function catchErrors(c, context) {
			try {
				const response = next(c, context);
				return response instanceof Promise
					? response.catch((thrown) => toProblemResponse(c, context, thrown))
					: response;
			} catch (thrown) {
				return toProblemResponse(c, context, thrown);
			}
		};
}
