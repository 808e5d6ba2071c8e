import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CAMPUS_KINDS, SANDBOXES } from '../support/kinds.js';
import { type Stack, startStack } from '../support/stack.js';
import { requestsTo } from './arbitraries.js';
import { OPERATIONS } from './document.js';
import { type Known, knownOf } from './known.js';
import { SEED, seedOf, verdictOn } from './verdict.js';
import { sendRaw, wireRequest } from './wire.js';

/** Cases a route gets on each kind of campus; HOSTILE_RUNS multiplies them. */
const RUNS = { own: 14, soap: 6 };

describe.each(CAMPUS_KINDS)(`hostile values before Chamilo %s (HOSTILE_SEED=${SEED})`, (kind) => {
	let stack: Stack;
	let known: Known;
	let cases = 0;
	const reached = new Set<string>();

	beforeAll(async () => {
		stack = await startStack({ sandbox: SANDBOXES[kind], env: { CACHE_TTL_S: '0' } });
		known = await knownOf(stack.sandbox);
		await stack.request('GET', '/users/external_user/1504');
	});
	afterAll(() => stack?.close());

	test.each(OPERATIONS.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
		const isSoap = id.startsWith('soap_');
		await fc.assert(
			fc.asyncProperty(requestsTo(operation, known), async (request) => {
				stack.sandbox.reset();
				cases += 1;
				const wire = wireRequest(operation, request);
				const answer = await sendRaw(stack.url, wire);
				const calls = stack.sandbox.journal.filter((call) => call.operation !== 'WS.test');
				if (calls.length > 0) reached.add(id);
				expect(verdictOn({ kind, stack, operation, answer, calls, sent: request })).toEqual([]);
				expect((await sendRaw(stack.url, { method: 'GET', path: '/healthz', headers: {} })).status).toBe(200);
			}),
			{
				seed: seedOf(id),
				numRuns: (isSoap ? RUNS.soap : RUNS.own) * Number(process.env.HOSTILE_RUNS ?? 1),
				interruptAfterTimeLimit: 20_000,
			},
		);
	});

	test('were many, and seven in eight routes had some that Chamilo was asked for', () => {
		expect(cases).toBeGreaterThan(500);
		const served = OPERATIONS.filter(({ kinds }) => kinds.includes(kind));
		const missed = served.filter(({ id }) => !reached.has(id)).map(({ id }) => id);
		expect(missed.length, missed.join(', ')).toBeLessThan(served.length / 8);
	});
});
