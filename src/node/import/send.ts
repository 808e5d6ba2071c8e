import { z } from '@hono/zod-openapi';
import { type ImportHttpClient, problemOf } from './client.js';
import type { Item, Sender, SingleRequest } from './kinds.js';
import type { LineOutcome } from './outcome.js';
import { StoppedError } from './usage-error.js';

/** A record that may be sent. */
export interface Entry {
	line: number;
	item: Item;
}

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

const batchAnswer = z.object({
	results: z.array(identity.extend({ status: z.int(), problem: problem.optional() })),
});

/** Sends the records of a chunk. @returns what became of each @throws StoppedError where that cannot be learnt now */
export async function sendEntries(
	client: ImportHttpClient,
	sender: Sender,
	entries: readonly Entry[],
	key: string,
): Promise<LineOutcome[]> {
	if (sender.how === 'batch') return entries.length === 0 ? [] : sendBatch(client, sender, entries, key);
	const outcomes: LineOutcome[] = [];
	for (const { line, item } of entries) outcomes.push(await sendSingle(client, line, sender.request(item), key));
	return outcomes;
}

async function sendBatch(
	client: ImportHttpClient,
	sender: Sender & { how: 'batch' },
	entries: readonly Entry[],
	key: string,
): Promise<LineOutcome[]> {
	const outcomes = new Map<number, LineOutcome>();
	let open = entries;
	let attempt = 0;
	// What the campus could not take is sent again by itself. Run anew, the import goes through the same rounds.
	for (let round = 0; open.length > 0; round += 1) {
		const idempotencyKey = round === 0 ? key : `${key}.${round}`;
		const body = { [sender.member]: open.map(({ item }) => item) };
		const answer = await client.send({ method: 'POST', path: sender.path, body, idempotencyKey, isBatch: true });
		if (answer.status === 413) {
			for (const outcome of await sendHalves(client, sender, open, idempotencyKey)) outcomes.set(outcome.line, outcome);
			break;
		}
		const results = resultsOf(answer, open.length);
		const unavailable = open.filter((_, index) => results[index]?.status === 503);
		open.forEach(({ line }, index) => {
			const result = results[index];
			if (result && result.status !== 503) outcomes.set(line, outcomeOf(line, result.status, result, result.problem));
		});
		open = unavailable;
		if (open.length === 0 || answer.isReplayed) continue;
		attempt += 1;
		const reason = `The campus cannot be reached for ${open.length} records`;
		if (attempt > client.attempts) throw new StoppedError(`${reason}.`);
		await client.pause(attempt, reason);
	}
	return entries.flatMap(({ line }) => outcomes.get(line) ?? []);
}

/** A batch that is too large by its bytes. */
async function sendHalves(
	client: ImportHttpClient,
	sender: Sender & { how: 'batch' },
	entries: readonly Entry[],
	key: string,
): Promise<LineOutcome[]> {
	const [first] = entries;
	if (first && entries.length === 1) {
		return [outcomeOf(first.line, 413, {}, { code: 'payload-too-large', detail: 'The record is too large.' })];
	}
	const middle = Math.ceil(entries.length / 2);
	const before = await sendBatch(client, sender, entries.slice(0, middle), `${key}.a`);
	return [...before, ...(await sendBatch(client, sender, entries.slice(middle), `${key}.b`))];
}

function resultsOf(answer: { status: number; body: unknown }, expected: number) {
	if (answer.status !== 200 && answer.status !== 207) {
		const { code, detail } = problemOf(answer);
		throw new StoppedError(`The gateway refuses the batch: ${detail ?? answer.status} (${code ?? 'no code'})`);
	}
	const { data } = batchAnswer.safeParse(answer.body);
	if (data?.results.length !== expected) throw new StoppedError('The answer of the gateway cannot be read.');
	return data.results;
}

async function sendSingle(
	client: ImportHttpClient,
	line: number,
	request: SingleRequest,
	key: string,
): Promise<LineOutcome> {
	const answer = await client.send({ ...request, ...(request.method === 'POST' ? { idempotencyKey: key } : {}) });
	const { status, body } = answer;
	return outcomeOf(line, status, identity.safeParse(body).data ?? {}, problem.safeParse(body).data);
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
