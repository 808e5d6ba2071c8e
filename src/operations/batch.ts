/** Batches of any record: the body, one result per item, and how items are checked and sorted. */
import { z } from '@hono/zod-openapi';
import { GatewayError, isOpen, type ProblemDocument, toGatewayError, toProblem } from '../errors.js';
import type { Campus } from './campus.js';
import { toInputError } from './input-error.js';
import type { OperationResult } from './operation.js';

/** Largest batch. */
export const BATCH_MOST = 1000;

/** What became of one item: the status the single route would have given, or the problem. */
export type Outcome =
	| { status: number; id?: number; field?: string | null; value?: string | null; not_stored?: string[] }
	| { error: GatewayError };

export interface Entry<Item> {
	index: number;
	item: Item;
}

/**
 * Body of a batch at run time: items are checked one by one, so that an invalid one gets its problem in its place and does
 * not keep the others from being done.
 */
export function batchBody<Name extends string>(name: Name) {
	return z.strictObject({ [name]: z.array(z.unknown()).max(BATCH_MOST, `at most ${BATCH_MOST} items`) } as {
		[key in Name]: z.ZodArray<z.ZodUnknown>;
	});
}

/** The same body for the OpenAPI document. */
export function batchDocument(name: string, item: z.ZodType) {
	return z.strictObject({ [name]: z.array(item).max(BATCH_MOST) });
}

/** A problem inside of an answer. */
export const problemSchema = z.looseObject({
	type: z.string(),
	title: z.string(),
	status: z.int(),
	detail: z.string(),
	code: z.string(),
});

export const batchResult = z
	.strictObject({
		results: z.array(
			z.strictObject({
				index: z.int(),
				status: z.int().openapi({ description: 'What the single route would have answered.' }),
				id: z.int().optional(),
				field: z.string().optional(),
				value: z.string().optional(),
				not_stored: z
					.array(z.string())
					.optional()
					.openapi({ description: 'Members that this Chamilo does not store.' }),
				problem: problemSchema.optional(),
			}),
		),
		succeeded: z.int(),
		failed: z.int(),
	})
	.openapi('BatchResult', {
		example: {
			results: [
				{ index: 0, status: 201, id: 17, field: 'external_user', value: '1504' },
				{
					index: 1,
					status: 409,
					field: 'external_user',
					value: '1505',
					problem: {
						type: '/problems/username-taken',
						title: 'This username is already taken',
						status: 409,
						detail: 'Another user of the campus has this username.',
						code: 'username-taken',
					},
				},
			],
			succeeded: 1,
			failed: 1,
		},
	});

type BatchItemResult = z.output<typeof batchResult>['results'][number];

/** Collects the outcome of each item; the first outcome of an item counts. */
export class Outcomes {
	private readonly list: (Outcome | undefined)[];

	constructor(size: number) {
		this.list = new Array(size).fill(undefined);
	}

	set(entry: Entry<unknown>, outcome: Outcome): void {
		this.list[entry.index] ??= outcome;
	}

	fail(entry: Entry<unknown>, thrown: unknown): void {
		this.set(entry, { error: toGatewayError(thrown) });
	}

	/** Runs the work of one item and keeps its outcome, whatever it is. */
	async settle(entry: Entry<unknown>, work: () => Promise<Outcome>): Promise<void> {
		try {
			this.set(entry, await work());
		} catch (thrown) {
			this.fail(entry, thrown);
		}
	}

	get(index: number): Outcome {
		return this.list[index] ?? { error: new GatewayError('internal-error', 'The item was not handled.') };
	}
}

/**
 * Checks each item, runs the plan on the valid ones, and returns one result per item in the order they came. What an
 * earlier attempt with the same Idempotency-Key has made of an item stands.
 * @param plan must leave an outcome for every entry it gets.
 */
export async function runBatch<Item>(
	campus: Pick<Campus, 'earlierAnswer'>,
	list: readonly unknown[],
	options: { name: string; schema: z.ZodType<Item>; nameOf: (item: Item) => { field?: unknown; value?: unknown } },
	plan: (entries: Entry<Item>[], outcomes: Outcomes) => Promise<void>,
): Promise<OperationResult> {
	const outcomes = new Outcomes(list.length);
	const entries: Entry<Item>[] = [];
	const earlier = earlierResults(campus.earlierAnswer, list.length);
	list.forEach((candidate, index) => {
		if (earlier.has(index)) return;
		const parsed = options.schema.safeParse(candidate);
		if (parsed.success) entries.push({ index, item: parsed.data });
		else outcomes.fail({ index, item: null }, toInputError(parsed.error.issues, `/${options.name}/${index}`));
	});
	await plan(entries, outcomes);

	const errors: GatewayError[] = [];
	const entriesByIndex = new Map(entries.map(({ index, item }) => [index, options.nameOf(item)]));
	const results = list.map((_, index): BatchItemResult => {
		const settled = earlier.get(index);
		if (settled) return settled;
		const outcome = outcomes.get(index);
		const { field, value } = { ...entriesByIndex.get(index), ...('error' in outcome ? {} : outcome) };
		const names = {
			...(typeof field === 'string' ? { field } : {}),
			...(typeof value === 'string' ? { value } : {}),
		};
		if (!('error' in outcome)) {
			const { status, id, not_stored } = outcome;
			const more = { ...(id === undefined ? {} : { id }), ...names, ...(not_stored ? { not_stored } : {}) };
			return { index, status, ...more };
		}
		errors.push(outcome.error);
		const id = outcome.error.extensions?.id;
		return {
			index,
			status: outcome.error.status,
			...(typeof id === 'number' ? { id } : {}),
			...names,
			problem: problemOf(outcome.error, entriesByIndex.has(index) ? `/${options.name}/${index}` : ''),
		};
	});
	const failed = results.filter(({ problem }) => problem).length;
	return {
		status: failed === 0 ? 200 : 207,
		body: { results, succeeded: results.length - failed, failed },
		errors,
	};
}

/** The items of an earlier attempt that have an outcome, by their place. */
function earlierResults(text: string | undefined, size: number): Map<number, BatchItemResult> {
	if (text === undefined) return new Map();
	const { data } = batchResult.safeParse(JSON.parse(text));
	const settled = data?.results.filter(({ index, problem }) => index < size && !(problem && isOpen(problem)));
	return new Map(settled?.map((result) => [result.index, result]));
}

/** Plans know nothing of the batch: their JSON pointers are moved below the item. */
function problemOf(error: GatewayError, place: string): ProblemDocument {
	const problem = toProblem(error);
	if (!problem.errors) return problem;
	return { ...problem, errors: problem.errors.map((at) => ({ ...at, pointer: place + at.pointer })) };
}

/** An entry with the keys of its locks. */
export interface KeyedEntry<Item> extends Entry<Item> {
	keys: readonly string[];
}

/**
 * Splits the entries into those whose names occur for the first time and those that repeat one. Repeats are handled after
 * the others, one by one, so that calls about the same record keep their order.
 */
export function partRepeats<Item>(
	entries: readonly Entry<Item>[],
	keysOf: (item: Item) => readonly string[],
): { first: KeyedEntry<Item>[]; repeats: KeyedEntry<Item>[] } {
	const seen = new Set<string>();
	const first: KeyedEntry<Item>[] = [];
	const repeats: KeyedEntry<Item>[] = [];
	for (const { index, item } of entries) {
		const keys = keysOf(item);
		(keys.some((key) => seen.has(key)) ? repeats : first).push({ index, item, keys });
		for (const key of keys) seen.add(key);
	}
	return { first, repeats };
}

/** The keys of all of them. */
export function keysOf(entries: readonly KeyedEntry<unknown>[]): string[] {
	return entries.flatMap(({ keys }) => keys);
}
