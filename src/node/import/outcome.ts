import { z } from '@hono/zod-openapi';

/** The outcome of a line, as stored in the journal and in the result file. */
export const lineOutcome = z.strictObject({
	line: z.int(),
	/** `invalid`: not sent. `failed`: rejected, or the outcome is unknown, as `code` says. */
	outcome: z.enum(['done', 'failed', 'invalid']),
	/** The HTTP status of the record; absent if it was not sent. */
	status: z.int().optional(),
	id: z.int().optional(),
	field: z.string().optional(),
	value: z.string().optional(),
	/** The problem code. */
	code: z.string().optional(),
	detail: z.string().optional(),
});

export type LineOutcome = z.output<typeof lineOutcome>;

export interface Totals {
	done: number;
	failed: number;
	invalid: number;
}

export function noTotals(): Totals {
	return { done: 0, failed: 0, invalid: 0 };
}

export function count(totals: Totals, outcomes: readonly LineOutcome[]): void {
	for (const { outcome } of outcomes) totals[outcome] += 1;
}
