import type { Context } from 'hono';
import type { Keys } from '../../cache/keys.js';
import { createMemoryStore } from '../../cache/memory-store.js';
import type { Store } from '../../cache/store.js';
import { GatewayError, isOpen } from '../../errors.js';
import { readBytes } from '../body.js';
import { parseIdempotencyKey, takesKey } from '../idempotency/idempotency-key.js';
import { createLedger, type Lease, type Ledger } from '../idempotency/ledger.js';
import type { StoredResponse } from '../idempotency/record.js';
import { createTieredLedger } from '../idempotency/tiered-ledger.js';
import type { PlainResponse } from '../messages.js';
import { principalOf, type RequestContext } from '../request-context.js';
import { textResponse } from '../responses.js';
import type { Handler, HonoMiddleware } from './compose.js';

export interface IdempotencyOptions {
	keys: Keys;
	/** Shared by all instances; without it, keys are known to this instance only, until it ends. */
	store?: Store;
	/** Largest body that any route accepts, in bytes. */
	bodyLimit: number;
	/** Makes a response of whatever is thrown: what is stored is the response. */
	problems: HonoMiddleware;
}

/** Bounds of what an instance stores in its own memory; beyond them the least recently used keys are evicted. */
const LOCAL_LIMITS = { entries: 10_000, characters: 64 * 1024 * 1024 };
/** A larger response is not stored: a retry is processed again. */
const MAX_CHARACTERS = 1024 * 1024;
const STORED_HEADERS = ['Content-Type', 'Location'];

/**
 * Idempotency-Key on every POST and PUT (draft-ietf-httpapi-idempotency-key-header): requests with the same key are
 * processed once, and the response to the first is replayed, byte for byte, for 24 hours. State of the process or
 * isolate.
 */
export function answerOncePerKey({ keys, store, bodyLimit, problems }: IdempotencyOptions): HonoMiddleware {
	const local = createLedger(createMemoryStore(LOCAL_LIMITS));
	const ledger: Ledger = store ? createTieredLedger(local, createLedger(store)) : local;

	return (next) => {
		const handle = problems(next);
		return function replayOrHandle(c, context) {
			const header = takesKey(c.req.method) ? c.req.header('Idempotency-Key') : undefined;
			return header === undefined ? next(c, context) : handleOnce(c, context, header, handle);
		};
	};

	async function handleOnce(
		c: Context,
		context: RequestContext,
		header: string,
		handle: Handler,
	): Promise<PlainResponse> {
		const name = parseIdempotencyKey(header);
		const body = await takeBody(c, bodyLimit);
		const { pathname, search } = new URL(c.req.url);
		const key = await keys.key('idempotency', principalOf(context).name, c.req.method, pathname, name);
		const claim = await ledger.claim(key, await keys.digest(search, body));
		if (claim.state === 'done') return replay(context, claim.response);
		if (claim.state === 'conflict') throw conflict();
		if (claim.state === 'busy') throw busy();
		context.resumed = claim.lease.resumed;
		context.mark = claim.lease.mark;
		context.earlier = claim.lease.earlier?.body ?? undefined;
		const response = await handle(c, context);
		const stored = await settle(response, context, claim.lease);
		if (!stored || !store) response.headers['Idempotency-Scope'] = 'instance';
		return response;
	}
}

/** Reads the body, and puts a request in place that has it still unread. */
async function takeBody(c: Context, limit: number): Promise<Uint8Array<ArrayBuffer>> {
	const { raw } = c.req;
	const bytes = await readBytes(raw, limit);
	const { url, method, headers } = raw;
	c.req.raw = new Request(url, { method, headers, ...(bytes.length > 0 ? { body: bytes } : {}) });
	return bytes;
}

/** Stores the outcome, but no secrets. @returns whether it is stored for all instances. */
async function settle(response: PlainResponse, context: RequestContext, lease: Lease): Promise<boolean> {
	const { row } = context;
	const outcome = outcomeOf(response, context);
	if (outcome === 'nothing-begun') return lease.release();
	const stored = row?.hasSecretResponse ? undefined : toStored(response);
	if (outcome === 'definite' && stored) return lease.finish(stored);
	return lease.leaveUnfinished(outcome === 'open-in-part' ? stored : undefined);
}

/**
 * What the response says about the outcome. Mistakes in the request are found before Chamilo is called. A 5xx leaves the
 * outcome open, except where nothing was changed, and for the one that has the number of the created record. The same
 * holds for the items of a batch.
 */
function outcomeOf(
	{ status }: PlainResponse,
	{ error, isUnchanged, hasOpenParts }: RequestContext,
): 'definite' | 'nothing-begun' | 'open' | 'open-in-part' {
	const hasNoOutcome = hasOpenParts || (error ? isOpen(error) : status >= 500);
	if (hasNoOutcome && isUnchanged) return 'nothing-begun';
	if (hasNoOutcome) return hasOpenParts ? 'open-in-part' : 'open';
	return status < 400 || status >= 500 || [404, 409, 422].includes(status) ? 'definite' : 'nothing-begun';
}

function toStored({ status, headers, body }: PlainResponse): StoredResponse | undefined {
	if (body instanceof Uint8Array || (body !== null && body.length > MAX_CHARACTERS)) return undefined;
	const kept = STORED_HEADERS.flatMap((name): [string, string][] => {
		const value = headers[name];
		return value === undefined ? [] : [[name, value]];
	});
	return { status, headers: kept, body };
}

function replay(context: RequestContext, { status, headers, body }: StoredResponse): PlainResponse {
	return textResponse(context, status, body, { ...Object.fromEntries(headers), 'Idempotency-Replayed': 'true' });
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
