import { expect } from 'vitest';
import type { Answer } from './client.js';

export interface BatchItem {
	index: number;
	status: number;
	id?: number;
	field?: string;
	value?: string;
	problem?: { code: string; status: number; detail: string; type: string; errors?: { pointer: string }[] };
}

/** Reads the answer of a batch and asserts what holds for each: order, counts, statuses, 207 when some failed. */
export function expectBatch(answer: Answer, size: number): BatchItem[] {
	const body = answer.json as { results: BatchItem[]; succeeded: number; failed: number };
	expect({ text: answer.text.slice(0, 500), type: answer.headers.get('Content-Type') }).toMatchObject({
		type: 'application/json',
	});
	expect(body.results.map(({ index }) => index)).toEqual(Array.from({ length: size }, (_, index) => index));
	const failed = body.results.filter(({ problem }) => problem !== undefined);
	expect(body).toMatchObject({ succeeded: size - failed.length, failed: failed.length });
	expect(answer.status).toBe(failed.length === 0 ? 200 : 207);
	for (const { status, problem } of failed) {
		expect(problem).toMatchObject({ status, type: `/problems/${problem?.code}` });
	}
	for (const { status } of body.results.filter(({ problem }) => !problem)) expect(status).toBeLessThan(300);
	return body.results;
}

/** What became of each item: its status, or the code of its problem. */
export function outcomes(items: BatchItem[]): (number | string)[] {
	return items.map(({ status, problem }) => problem?.code ?? status);
}
