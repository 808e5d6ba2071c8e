import { problemResponse } from '../problem.js';
import { type Log, logProblem, type RequestContext } from '../request-context.js';
import { defaultHeaders } from '../respond.js';
import type { Middleware, PlainResponse } from './compose.js';

/** Answers a problem document for whatever is thrown, and logs what is behind it. */
export function handleProblems(log: Log): Middleware {
	function refuse(facts: RequestContext, thrown: unknown): PlainResponse {
		const { requestId, operation } = facts;
		const { error, answer } = problemResponse(thrown, requestId, defaultHeaders(facts));
		facts.error = error;
		logProblem(log, error, { requestId, operation });
		return answer;
	}
	return (inner) =>
		function answerOrRefuse(c, facts) {
			try {
				const answer = inner(c, facts);
				return answer instanceof Promise ? answer.catch((thrown) => refuse(facts, thrown)) : answer;
			} catch (thrown) {
				return refuse(facts, thrown);
			}
		};
}
