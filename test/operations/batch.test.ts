import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GatewayError } from '../../src/errors.js';
import {
	BATCH_MOST,
	batchBody,
	batchResult,
	type Entry,
	Outcomes,
	partRepeats,
	runBatch,
} from '../../src/operations/batch.js';
import { chunks, inParallel, NO_CAMPUS } from '../../src/operations/campus.js';

const item = z.strictObject({ field: z.string(), value: z.string().min(1, 'must not be empty') });
type Item = z.output<typeof item>;
const options = { name: 'users', schema: item, nameOf: (named: Item) => named };

const ref = (value: string) => ({ field: 'staff', value });
const found = async (entries: Entry<Item>[], outcomes: Outcomes) => {
	for (const entry of entries) outcomes.set(entry, { status: 204 });
};

describe('runBatch', () => {
	it('answers for no items with no results', async () => {
		expect(await runBatch(NO_CAMPUS, [], options, found)).toEqual({
			status: 200,
			body: { results: [], succeeded: 0, failed: 0 },
			errors: [],
		});
	});

	it('answers in the order the items came, whatever the order they were dealt with', async () => {
		const reply = await runBatch(NO_CAMPUS, ['a', 'b', 'c'].map(ref), options, async (entries, outcomes) => {
			for (const entry of [...entries].reverse()) outcomes.set(entry, { status: 201, id: 10 + entry.index });
		});
		expect(reply).toMatchObject({ status: 200, errors: [] });
		expect(reply.body).toEqual({
			results: [
				{ index: 0, status: 201, id: 10, field: 'staff', value: 'a' },
				{ index: 1, status: 201, id: 11, field: 'staff', value: 'b' },
				{ index: 2, status: 201, id: 12, field: 'staff', value: 'c' },
			],
			succeeded: 3,
			failed: 0,
		});
	});

	it('does the valid items and refuses the others in their place', async () => {
		const seen: number[] = [];
		const list = [ref('a'), { field: 'staff', value: 5 }, null, ref(''), { ...ref('e'), more: 1 }, ref('f')];
		const reply = await runBatch(NO_CAMPUS, list, options, async (entries, outcomes) => {
			seen.push(...entries.map(({ index }) => index));
			await found(entries, outcomes);
		});
		expect(seen).toEqual([0, 5]);
		expect(reply.status).toBe(207);
		const body = batchResult.parse(reply.body);
		expect(body).toMatchObject({ succeeded: 2, failed: 4 });
		expect(body.results.map(({ status }) => status)).toEqual([204, 400, 400, 400, 400, 204]);
		const problems = body.results.map(({ problem }) => problem?.errors);
		expect(problems).toEqual([
			undefined,
			[{ pointer: '/users/1/value', detail: 'must be a string' }],
			[{ pointer: '/users/2', detail: 'must be an object' }],
			[{ pointer: '/users/3/value', detail: 'must not be empty' }],
			[{ pointer: '/users/4/more', detail: expect.stringContaining('is not known here') }],
			undefined,
		]);
		expect(reply.errors?.map(({ code }) => code)).toEqual(Array(4).fill('invalid-request'));
	});

	it('names the item and the record of a failure, the id created included', async () => {
		const failure = new GatewayError('creation-incomplete', 'Not all was stored.', { extensions: { id: 7 } });
		const reply = await runBatch(NO_CAMPUS, [ref('a')], options, async ([entry], outcomes) => {
			if (entry) outcomes.fail(entry, failure);
		});
		expect(batchResult.parse(reply.body).results).toEqual([
			{
				index: 0,
				status: 502,
				id: 7,
				field: 'staff',
				value: 'a',
				problem: expect.objectContaining({ code: 'creation-incomplete', detail: 'Not all was stored.', id: 7 }),
			},
		]);
		expect(reply.errors).toEqual([failure]);
	});

	it('puts the places a plan names below the item', async () => {
		const failure = new GatewayError('invalid-request', 'x', {
			errors: [{ pointer: '/password', detail: 'is missing' }],
		});
		const reply = await runBatch(NO_CAMPUS, [ref('a'), ref('b')], options, async (entries, outcomes) => {
			for (const entry of entries) outcomes.fail(entry, failure);
		});
		expect(batchResult.parse(reply.body).results.map(({ problem }) => problem?.errors)).toEqual([
			[{ pointer: '/users/0/password', detail: 'is missing' }],
			[{ pointer: '/users/1/password', detail: 'is missing' }],
		]);
	});

	it('tells a defect of ours as one, without its text', async () => {
		const reply = await runBatch(NO_CAMPUS, [ref('a')], options, async (entries, outcomes) => {
			for (const entry of entries) {
				await outcomes.settle(entry, async () => {
					throw new Error('hunter2');
				});
			}
		});
		expect(batchResult.parse(reply.body).results[0]).toMatchObject({
			status: 500,
			problem: { code: 'internal-error' },
		});
		expect(JSON.stringify(reply.body)).not.toContain('hunter2');
	});

	it('takes an item the plan has forgotten for failed, never for done', async () => {
		const reply = await runBatch(NO_CAMPUS, [ref('a'), ref('b')], options, async ([first], outcomes) => {
			if (first) outcomes.set(first, { status: 204 });
		});
		expect(reply).toMatchObject({ status: 207, body: { succeeded: 1, failed: 1 } });
		expect(batchResult.parse(reply.body).results[1]?.status).toBe(500);
	});

	it('deals with as many as a batch can have', async () => {
		const list = Array.from({ length: BATCH_MOST }, (_, index) => ref(String(index)));
		expect(await runBatch(NO_CAMPUS, list, options, found)).toMatchObject({
			status: 200,
			body: { succeeded: BATCH_MOST },
		});
	});
});

describe('the outcome of an item', () => {
	const entry = { index: 0, item: ref('a') };

	it('is the first that was said for it', async () => {
		const outcomes = new Outcomes(1);
		outcomes.set(entry, { status: 201, id: 1 });
		outcomes.fail(entry, new Error('later'));
		await outcomes.settle(entry, async () => ({ status: 204 }));
		expect(outcomes.get(0)).toEqual({ status: 201, id: 1 });
	});

	it('is what the work of it came to', async () => {
		const outcomes = new Outcomes(2);
		await outcomes.settle(entry, async () => ({ status: 204 }));
		await outcomes.settle({ ...entry, index: 1 }, () => Promise.reject(new GatewayError('user-not-found', 'none')));
		expect(outcomes.get(0)).toEqual({ status: 204 });
		expect(outcomes.get(1)).toMatchObject({ error: { code: 'user-not-found' } });
	});
});

describe('partRepeats', () => {
	const entries = (...values: string[]) => values.map((value, index) => ({ index, item: value }));
	const indexes = (list: Entry<string>[]) => list.map(({ index }) => index);

	it('puts every item after the first of its name aside, in order', () => {
		const { first, repeats } = partRepeats(entries('a', 'b', 'a', 'c', 'b', 'a'), (value) => [value]);
		expect(indexes(first)).toEqual([0, 1, 3]);
		expect(indexes(repeats)).toEqual([2, 4, 5]);
	});

	it('counts the names of repeats too, so that a chain stays in order', () => {
		const { first, repeats } = partRepeats(entries('a b', 'b c', 'c d', 'e'), (value) => value.split(' '));
		expect(indexes(first)).toEqual([0, 3]);
		expect(indexes(repeats)).toEqual([1, 2]);
	});

	it('has nothing to part where names differ or there are none', () => {
		expect(indexes(partRepeats(entries('a', 'b'), (value) => [value]).repeats)).toEqual([]);
		expect(indexes(partRepeats(entries('a', 'a'), () => []).first)).toEqual([0, 1]);
		expect(partRepeats([], () => ['a'])).toEqual({ first: [], repeats: [] });
	});

	it('takes names like those of object members for names', () => {
		const { first } = partRepeats(entries('toString', '__proto__', 'constructor'), (value) => [value]);
		expect(indexes(first)).toEqual([0, 1, 2]);
	});
});

describe('the body of a batch', () => {
	const body = batchBody('users');

	it('has a list of at most 1,000 items, whatever they are', () => {
		for (const users of [[], [1, null, {}], Array(BATCH_MOST).fill(null)])
			expect(body.safeParse({ users }).success).toBe(true);
		for (const wrong of [
			{},
			{ users: null },
			{ users: {} },
			{ users: [], more: 1 },
			[],
			{ users: Array(BATCH_MOST + 1).fill(1) },
		]) {
			expect(body.safeParse(wrong).success).toBe(false);
		}
	});
});

describe('inParallel', () => {
	it('keeps the order of the results and never has more than the limit under way', async () => {
		for (const limit of [1, 3, 100]) {
			let running = 0;
			let most = 0;
			const results = await inParallel([5, 1, 4, 2, 3], limit, async (turns, index) => {
				running += 1;
				most = Math.max(most, running);
				for (let left = turns; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
				running -= 1;
				return `${index}:${turns}`;
			});
			expect(results).toEqual(['0:5', '1:1', '2:4', '3:2', '4:3']);
			expect(most).toBe(Math.min(limit, 5));
		}
	});

	it('has nothing to do for no items', async () => {
		expect(await inParallel([], 4, async () => 1)).toEqual([]);
	});
});

describe('chunks', () => {
	it('cuts a list into pieces, the last one smaller', () => {
		expect(chunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
		expect(chunks([1, 2], 2)).toEqual([[1, 2]]);
		expect(chunks([], 2)).toEqual([]);
	});
});
