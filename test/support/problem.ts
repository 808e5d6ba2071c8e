import { expect } from 'vitest';
import { PROBLEMS, type ProblemCode } from '../../src/errors.js';
import type { Answer } from './client.js';

/** A problem document, as far as tests look into it. */
export interface Problem {
	type: string;
	title: string;
	status: number;
	detail: string;
	instance: string;
	code: string;
	errors?: { pointer: string; detail: string }[];
	chamilo?: { operation: string; faultcode?: string; faultstring?: string };
	[extension: string]: unknown;
}

/** Asserts that the answer is this problem, in every member that RFC 9457 and the gateway ask for. */
export function expectProblem(answer: Answer, code: ProblemCode): Problem {
	const problem = answer.json as Problem;
	expect({ status: answer.status, code: problem?.code, text: answer.text }).toMatchObject({
		status: PROBLEMS[code].status,
		code,
	});
	expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
	expect(problem).toMatchObject({
		type: `/problems/${code}`,
		title: PROBLEMS[code].title,
		status: PROBLEMS[code].status,
		instance: answer.headers.get('X-Request-Id'),
	});
	expect(problem.instance).toMatch(/^[\w=-]+$/);
	expect(problem.detail).toMatch(/\S{2}/);
	return problem;
}

/** The places an input problem names. */
export function pointersOf(problem: Problem): string[] {
	return (problem.errors ?? []).map(({ pointer }) => pointer);
}
