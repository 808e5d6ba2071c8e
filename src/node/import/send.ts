import { z } from '@hono/zod-openapi';
import { inParallel } from '../../operations/campus.js';
import { type ImportHttpClient, problemOf } from './client.js';
import type { LineOutcome } from './outcome.js';
import { recognise } from './own-records.js';
import type { Item, Sender } from './record-types.js';
import { StoppedError } from './usage-error.js';

/** A record that passed validation. */
export interface ValidRecord {
	line: number;
	item: Item;
}

/** How often a change is sent again that ended in the middle. */
const MOST_DOUBTS = 3;

/** Records of one batch that are looked up at once. */
const LOOKS_AT_ONCE = 4;

const problem = z.object({
	code: z.string(),
	detail: z.string(),
	errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

const identity = z.object({
	id: z.int().nullish(),
	field: z.string().nullish(),
	value: z.string().nullish(),
	not_stored: z.array(z.string()).optional(),
	reason: z.string().optional(),
});

const batchResponse = z.object({
	results: z.array(identity.extend({ status: z.int(), problem: problem.optional() })),
});

/**
 * Sends the records of a chunk.
 * @param key idempotency key of the chunk.
 * @param wasBegun an earlier run has begun to send them.
 * @returns the outcome of each record.
 * @throws StoppedError if the outcomes cannot be determined now.
 */
export async function sendRecords(
	client: ImportHttpClient,
	sender: Sender,
	records: readonly ValidRecord[],
	key: string,
	wasBegun = false,
): Promise<LineOutcome[]> {
	if (sender.how === 'batch') return records.length === 0 ? [] : sendBatch(client, sender, records, key, wasBegun);
	const outcomes: LineOutcome[] = [];
	for (const record of records) outcomes.push(await sendSingle(client, sender, record, key, wasBegun));
	return outcomes;
}

/** The outcomes, where records that the answer calls taken may have been created by an earlier attempt. */
function recognised(
	client: ImportHttpClient,
	{ recognition }: Sender,
	records: readonly ValidRecord[],
	outcomes: readonly LineOutcome[],
): Promise<LineOutcome[]> {
	const items = new Map(records.map(({ line, item }) => [line, item]));
	return inParallel(outcomes, LOOKS_AT_ONCE, async (outcome) =>
		recognition ? recognise(client, recognition, items.get(outcome.line) ?? {}, outcome) : outcome,
	);
}

async function sendBatch(
	client: ImportHttpClient,
	sender: Sender & { how: 'batch' },
	records: readonly ValidRecord[],
	key: string,
	wasBegun: boolean,
): Promise<LineOutcome[]> {
	const outcomes = new Map<number, LineOutcome>();
	let pending = records;
	let attempt = 0;
	let doubts = 0;
	// Records that failed with 503, or in the middle of a repeatable change, are sent again in the next round, with a key of its own. A later run that repeats the
	// chunk goes through the same rounds with the same keys.
	for (let round = 0; pending.length > 0; round += 1) {
		const idempotencyKey = round === 0 ? key : `${key}.${round}`;
		const body = { [sender.member]: pending.map(({ item }) => item) };
		const response = await client.send({ method: 'POST', path: sender.path, body, idempotencyKey, isBatch: true });
		if (response.status === 413) {
			for (const outcome of await sendHalves(client, sender, pending, idempotencyKey, wasBegun))
				outcomes.set(outcome.line, outcome);
			break;
		}
		const results = resultsOf(response, pending.length);
		const isAgain = (result: { status: number } | undefined) =>
			result?.status === 503 || (isDoubt(sender.isRepeatable, result?.status ?? 0) && doubts < MOST_DOUBTS);
		const unavailable = pending.filter((_, index) => isAgain(results[index]));
		const settled = pending.flatMap(({ line }, index) => {
			const result = results[index];
			return result && !isAgain(result) ? [outcomeOf(line, result.status, result, result.problem)] : [];
		});
		const isDoubtful = (wasBegun || response.wasUnanswered) && !response.isReplayed;
		const known = isDoubtful ? await recognised(client, sender, pending, settled) : settled;
		for (const outcome of known) outcomes.set(outcome.line, outcome);
		// While the campus is away nothing is sent, and that does not count.
		if (results.some((result) => isDoubt(sender.isRepeatable, result.status))) doubts += 1;
		pending = unavailable;
		if (pending.length === 0 || response.isReplayed) continue;
		attempt += 1;
		const reason = `The campus cannot be reached for ${pending.length} records`;
		if (attempt > client.maxRetries) throw new StoppedError(`${reason}.`);
		await client.pause(attempt, reason);
	}
	return records.flatMap(({ line }) => outcomes.get(line) ?? []);
}

/** Whether a change ended in the middle, or nobody knows how, and can be sent again. */
function isDoubt(isRepeatable: boolean | undefined, status: number): boolean {
	return isRepeatable === true && status > 500 && status !== 503;
}

/** Splits a batch that exceeds the body limit (413) into two halves. */
async function sendHalves(
	client: ImportHttpClient,
	sender: Sender & { how: 'batch' },
	records: readonly ValidRecord[],
	key: string,
	wasBegun: boolean,
): Promise<LineOutcome[]> {
	const [first] = records;
	if (first && records.length === 1) {
		return [outcomeOf(first.line, 413, {}, { code: 'payload-too-large', detail: 'The record is too large.' })];
	}
	const middle = Math.ceil(records.length / 2);
	const before = await sendBatch(client, sender, records.slice(0, middle), `${key}.a`, wasBegun);
	return [...before, ...(await sendBatch(client, sender, records.slice(middle), `${key}.b`, wasBegun))];
}

function resultsOf(response: { status: number; body: unknown }, expected: number) {
	if (response.status !== 200 && response.status !== 207) {
		const { code, detail } = problemOf(response);
		throw new StoppedError(`The gateway refuses the batch: ${detail ?? response.status} (${code ?? 'no code'})`);
	}
	const { data } = batchResponse.safeParse(response.body);
	if (data?.results.length !== expected) throw new StoppedError('The answer of the gateway cannot be read.');
	return data.results;
}

async function sendSingle(
	client: ImportHttpClient,
	sender: Sender & { how: 'single' },
	record: ValidRecord,
	key: string,
	wasBegun: boolean,
): Promise<LineOutcome> {
	const { line, item } = record;
	const request = sender.request(item);
	const isNew = request.method === 'POST';
	let response = await client.send({ ...request, ...(isNew ? { idempotencyKey: key } : {}) });
	for (let doubts = 1; isDoubt(!isNew, response.status) && doubts <= MOST_DOUBTS; doubts += 1) {
		await client.pause(doubts, 'A change ended in the middle');
		response = await client.send(request);
	}
	const { status, body } = response;
	const outcome = outcomeOf(line, status, identity.safeParse(body).data ?? {}, problem.safeParse(body).data);
	const isDoubtful = (wasBegun || response.wasUnanswered) && !response.isReplayed;
	return isDoubtful ? ((await recognised(client, sender, [record], [outcome]))[0] ?? outcome) : outcome;
}

function outcomeOf(
	line: number,
	status: number,
	{ id, field, value, not_stored, reason }: z.output<typeof identity>,
	refusal: z.output<typeof problem> | undefined,
): LineOutcome {
	const isDone = status < 400;
	const remark = reason ?? (not_stored?.length ? `not stored: ${not_stored.join(', ')}` : undefined);
	const detail = isDone ? remark : refusal?.detail;
	return {
		line,
		outcome: isDone ? 'done' : 'failed',
		status,
		...(typeof id === 'number' ? { id } : {}),
		...(typeof field === 'string' ? { field } : {}),
		...(typeof value === 'string' ? { value } : {}),
		...(isDone || !refusal ? {} : { code: refusal.code }),
		...(detail === undefined ? {} : { detail }),
	};
}
