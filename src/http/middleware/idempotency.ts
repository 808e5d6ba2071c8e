import type { Context } from 'hono';
import type { Keys } from '../../cache/keys.js';
import { createMemoryStore } from '../../cache/memory-store.js';
import type { Store } from '../../cache/store.js';
import { GatewayError } from '../../errors.js';
import { readBytes } from '../body.js';
import { parseIdempotencyKey } from '../idempotency/idempotency-key.js';
import { createLedger, type Lease, type Ledger } from '../idempotency/ledger.js';
import type { StoredResponse } from '../idempotency/record.js';
import { createTieredLedger } from '../idempotency/tiered-ledger.js';
import { principalOf, type RequestContext } from '../request-context.js';
import { textResponse } from '../respond.js';
import type { Handler, HonoMiddleware, PlainResponse } from './compose.js';

export interface IdempotencyOptions {
	keys: Keys;
	/** Shared by all instances; without it, keys hold in this one and until it ends. */
	store?: Store;
	/** Largest body any route takes. */
	bodyLimit: number;
	/** Makes answers of what is thrown: what is kept is the answer. */
	problems: HonoMiddleware;
}

/** What an instance remembers by itself; beyond, the oldest keys are forgotten. */
const LOCAL_LIMITS = { entries: 10_000, characters: 64 * 1024 * 1024 };
/** A larger answer is not kept: a retry does the work again. */
const MOST_CHARACTERS = 1024 * 1024;
const KEPT_HEADERS = ['Content-Type', 'Location'];

/**
 * Idempotency-Key on every POST (draft-ietf-httpapi-idempotency-key-header): the work of a key is done once, and its
 * answer is given again, byte for byte, for 24 hours. Isolate lifetime.
 */
export function idempotency({ keys, store, bodyLimit, problems }: IdempotencyOptions): HonoMiddleware {
	const local = createLedger(createMemoryStore(LOCAL_LIMITS));
	const ledger: Ledger = store ? createTieredLedger(local, createLedger(store)) : local;

	return (inner) => {
		const answered = problems(inner);
		return function answerOnceByKey(c, facts) {
			const header = c.req.method === 'POST' ? c.req.header('Idempotency-Key') : undefined;
			return header === undefined ? inner(c, facts) : answerOnce(c, facts, header, answered);
		};
	};

	async function answerOnce(
		c: Context,
		facts: RequestContext,
		header: string,
		answered: Handler,
	): Promise<PlainResponse> {
		const name = parseIdempotencyKey(header);
		const body = await takeBody(c, bodyLimit);
		const { pathname, search } = new URL(c.req.url);
		const key = await keys.key('idempotency', principalOf(facts).name, 'POST', pathname, name);
		const claim = await ledger.claim(key, await keys.digest(search, body));
		if (claim.state === 'done') return replay(facts, claim.answer);
		if (claim.state === 'conflict') throw conflict();
		if (claim.state === 'busy') throw busy();
		facts.resumed = claim.lease.resumed;
		const answer = await answered(c, facts);
		const stored = await settle(answer, facts.error, claim.lease);
		if (!stored || !store) answer.headers['Idempotency-Scope'] = 'instance';
		return answer;
	}
}

/** Reads the body, and leaves the request as if nobody had. */
async function takeBody(c: Context, limit: number): Promise<Uint8Array<ArrayBuffer>> {
	const { raw } = c.req;
	const bytes = await readBytes(raw, limit);
	const { url, method, headers } = raw;
	c.req.raw = new Request(url, { method, headers, ...(bytes.length > 0 ? { body: bytes } : {}) });
	return bytes;
}

/** Writes down what came of the work. @returns whether every instance will know. */
async function settle(answer: PlainResponse, error: GatewayError | undefined, lease: Lease): Promise<boolean> {
	const outcome = outcomeOf(answer, error);
	if (outcome === 'nothing-begun') return lease.release();
	const stored = outcome === 'definite' ? storedAnswer(answer) : undefined;
	return stored ? lease.finish(stored) : lease.leaveUnfinished();
}

/**
 * What the answer says about the work. Mistakes in the request are found before anything is asked of Chamilo; a 5xx
 * leaves open what happened, but for the one that tells the number of the new record.
 */
function outcomeOf({ status }: PlainResponse, error: GatewayError | undefined): 'definite' | 'nothing-begun' | 'open' {
	if (error?.code === 'creation-incomplete') return 'definite';
	if (status >= 500) return 'open';
	return status < 400 || [404, 409, 422].includes(status) ? 'definite' : 'nothing-begun';
}

function storedAnswer({ status, headers, body }: PlainResponse): StoredResponse | undefined {
	if (body instanceof Uint8Array || (body !== null && body.length > MOST_CHARACTERS)) return undefined;
	const kept = KEPT_HEADERS.flatMap((name): [string, string][] => {
		const value = headers[name];
		return value === undefined ? [] : [[name, value]];
	});
	return { status, headers: kept, body };
}

function replay(facts: RequestContext, { status, headers, body }: StoredResponse): PlainResponse {
	return textResponse(facts, status, body, { ...Object.fromEntries(headers), 'Idempotency-Replayed': 'true' });
}

function conflict(): GatewayError {
	return new GatewayError(
		'idempotency-conflict',
		'This Idempotency-Key was used for another request: the body or the query differs.',
	);
}

function busy(): GatewayError {
	return new GatewayError('idempotency-in-progress', 'A request with this Idempotency-Key is still under way.', {
		headers: { 'Retry-After': '2' },
	});
}
