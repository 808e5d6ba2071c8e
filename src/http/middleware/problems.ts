import { type Facts, type Log, logProblem } from '../environment.js';
import type { Answer, Layer } from '../layer.js';
import { problemAnswer } from '../problem.js';
import { headersOf } from '../respond.js';

/** Answers a problem document for whatever is thrown, and logs what is behind it. */
export function answerProblems(log: Log): Layer {
	function refuse(facts: Facts, thrown: unknown): Answer {
		const { requestId, operation } = facts;
		const { error, answer } = problemAnswer(thrown, requestId, headersOf(facts));
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
