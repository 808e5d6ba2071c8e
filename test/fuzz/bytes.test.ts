import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../support/client.js';
import { CAMPUS_KINDS, SANDBOXES } from '../support/kinds.js';
import type { Problem } from '../support/problem.js';
import { type Stack, startStack } from '../support/stack.js';
import { requestsTo } from './arbitraries.js';
import { changes } from './bytes.js';
import { OPERATIONS, operationAt } from './document.js';
import { type Known, knownOf } from './known.js';
import { SEED, seedOf, verdictOn } from './verdict.js';
import { sendRaw, type WireRequest, wireRequest } from './wire.js';

/** Cases a route gets on each kind of campus; HOSTILE_RUNS multiplies them. */
const RUNS = { own: 8, soap: 2 };

/** A problem of a request that reached no route, or the page at the root, where `..` can lead to. */
function isNoRoute(pathname: string, { status, json }: Answer): boolean {
	if (pathname === '/' && status === 200) return true;
	const codes: unknown[] = [
		'route-not-found',
		'method-not-allowed',
		'unauthorized',
		'invalid-request',
		'payload-too-large',
	];
	const { status: told, code, schemas } = (json ?? {}) as Partial<Problem> & { schemas?: string[] };
	// Below the routes of SCIM errors have its form, which has no code (RFC 7644 §3.12).
	const isScim = pathname.startsWith('/scim/v2') && schemas?.[0] === 'urn:ietf:params:scim:api:messages:2.0:Error';
	if (isScim) return String(told) === String(status) && [400, 401, 404, 405, 413].includes(status);
	return told === status && codes.includes(code);
}

/** The segments of a path, decoded once: what may be looked for under them. */
function decoded(path: string): string[] {
	return path.split(/[/?=&]/).flatMap((segment) => {
		try {
			return [decodeURIComponent(segment)];
		} catch {
			return [];
		}
	});
}

describe.each(CAMPUS_KINDS)(`hostile bytes before Chamilo %s (HOSTILE_SEED=${SEED})`, (kind) => {
	let stack: Stack;
	let known: Known;

	beforeAll(async () => {
		stack = await startStack({ sandbox: SANDBOXES[kind], env: { CACHE_TTL_S: '0' } });
		known = await knownOf(stack.sandbox);
		await stack.request('GET', '/users/external_user/1504');
	});
	afterAll(() => stack?.close());

	/** What is wrong with what came of a request, whichever route it reached in the end. */
	async function verdict(wire: WireRequest, sent: unknown): Promise<string[]> {
		stack.sandbox.reset();
		const answer = await sendRaw(stack.url, wire);
		const calls = stack.sandbox.journal.filter((call) => call.operation !== 'WS.test');
		const { pathname } = new URL(wire.path, stack.url);
		const operation = operationAt(wire.method, pathname);
		if (!operation)
			return isNoRoute(pathname, answer) && calls.length === 0 ? [] : [`${answer.status}: ${answer.text}`];
		return verdictOn({ kind, stack, operation, answer, calls, sent });
	}

	test.each(OPERATIONS.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
		await fc.assert(
			fc.asyncProperty(requestsTo(operation, known), changes, async (request, made) => {
				const wire = made.reduce((one, change) => change(one), wireRequest(operation, request));
				expect(await verdict(wire, [request, decoded(wire.path)])).toEqual([]);
				expect((await sendRaw(stack.url, { method: 'GET', path: '/healthz', headers: {} })).status).toBe(200);
			}),
			{
				seed: seedOf(id),
				numRuns: (id.startsWith('soap_') ? RUNS.soap : RUNS.own) * Number(process.env.HOSTILE_RUNS ?? 1),
				interruptAfterTimeLimit: 20_000,
			},
		);
	});
});
