import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'undici';
import { StoppedError } from './usage-error.js';

export interface ImportRequest {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Path below the base URL of the gateway. */
	path: string;
	body?: unknown;
	/** For POST; the same for every attempt. */
	idempotencyKey?: string;
	/** The response has a result per record, so a 5xx for the whole request says nothing about the records: retry it. */
	isBatch?: true;
}

export interface GatewayResponse {
	status: number;
	/** Parsed JSON; undefined if there is no body or it is not JSON. */
	body: unknown;
	/** The gateway repeated the stored response to an earlier attempt (`Idempotency-Replayed`). */
	isReplayed: boolean;
	/** An earlier attempt got no answer, so its work may be done. */
	wasUnanswered: boolean;
}

export interface ClientOptions {
	url: string;
	key: string;
	/** Aborts the delays between attempts, but no running requests. */
	signal: AbortSignal;
	connections: number;
	/** Receives a message for the user while the import waits for a retry. */
	notify: (text: string) => void;
	backoff?: Backoff;
	/** Waits at least as long as the backoff says, also where `Retry-After` says less: for a campus that stays away. */
	isPatient?: boolean;
}

/**
 * Exponential backoff between attempts: the delay doubles from `firstMs` to `longestMs`, for at most `maxRetries`
 * retries.
 */
export interface Backoff {
	firstMs: number;
	longestMs: number;
	maxRetries: number;
}

const DEFAULT_BACKOFF: Backoff = { firstMs: 500, longestMs: 30_000, maxRetries: 9 };
/** A batch of 1,000 records can take a slow campus several minutes. */
const RESPONSE_TIMEOUT_MS = 15 * 60 * 1000;

/** HTTP client of the import. A request is retried until its response says whether it was executed. */
export class ImportHttpClient {
	private readonly pool: Pool;
	private readonly base: string;
	private readonly backoff: Backoff;
	/** The last message, so that concurrent requests with the same problem report it only once. */
	private lastNotice = '';

	constructor(private readonly options: ClientOptions) {
		const { origin, pathname } = new URL(options.url);
		this.base = pathname.replace(/\/$/, '');
		this.backoff = options.backoff ?? DEFAULT_BACKOFF;
		this.pool = new Pool(origin, {
			connections: options.connections,
			headersTimeout: RESPONSE_TIMEOUT_MS,
			bodyTimeout: 60_000,
			connect: { timeout: 10_000 },
		});
	}

	/** Checks `/healthz`. @returns why the gateway cannot be used; undefined if it can. */
	async findUnavailability(): Promise<string | undefined> {
		try {
			const { statusCode, body } = await this.pool.request({ method: 'GET', path: `${this.base}/healthz` });
			await body.dump();
			return statusCode === 200 ? undefined : `its /healthz answered ${statusCode}`;
		} catch (failure) {
			return reasonOf(failure);
		}
	}

	/** @throws StoppedError if the response means that the whole import cannot go on, or all retries failed. */
	async send(request: ImportRequest): Promise<GatewayResponse> {
		let wasUnanswered = false;
		for (let attempt = 1; ; attempt += 1) {
			const outcome = await this.attempt(request);
			if ('response' in outcome) {
				this.lastNotice = '';
				return { ...outcome.response, wasUnanswered };
			}
			wasUnanswered ||= outcome.isUnanswered === true;
			if (outcome.isUncounted) attempt -= 1;
			if (attempt > this.backoff.maxRetries)
				throw new StoppedError(`The gateway could not be used: ${outcome.reason}.`);
			await this.pause(attempt, outcome.reason, outcome.afterMs);
		}
	}

	/** Waits before another attempt, `afterMs` if given. @throws StoppedError if the import is stopped meanwhile. */
	async pause(attempt: number, reason: string, afterMs?: number): Promise<void> {
		const { firstMs, longestMs } = this.backoff;
		const backoffMs = Math.min(firstMs * 2 ** Math.max(attempt - 1, 0), longestMs);
		const ms = this.options.isPatient ? Math.max(afterMs ?? 0, backoffMs) : (afterMs ?? backoffMs);
		if (ms >= 1_000) this.notifyOnce(`${reason}; trying again in ${Math.ceil(ms / 1000)} s`);
		try {
			await wait(ms, undefined, { signal: this.options.signal });
		} catch {
			throw new StoppedError('Stopped as asked.');
		}
	}

	private notifyOnce(text: string): void {
		if (text !== this.lastNotice) this.options.notify(text);
		this.lastNotice = text;
	}

	get maxRetries(): number {
		return this.backoff.maxRetries;
	}

	close(): Promise<void> {
		return this.pool.close();
	}

	private async attempt(request: ImportRequest): Promise<Attempt> {
		const { method, path, body, idempotencyKey } = request;
		try {
			const reply = await this.pool.request({
				method,
				path: this.base + path,
				headers: {
					'X-API-Key': this.options.key,
					...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
					...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
				},
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
			});
			const text = await reply.body.text();
			const header = (name: string) => [reply.headers[name]].flat()[0];
			const response = {
				status: reply.statusCode,
				body: text === '' ? undefined : parse(text),
				isReplayed: header('idempotency-replayed') === 'true',
			};
			return classify(response, retryAfterMs(header('retry-after')), request.isBatch === true);
		} catch (failure) {
			if (failure instanceof StoppedError) throw failure;
			return { reason: reasonOf(failure), isUnanswered: true };
		}
	}
}

type Answered = Omit<GatewayResponse, 'wasUnanswered'>;
type Attempt =
	| { response: Answered }
	| { reason: string; afterMs?: number | undefined; isUncounted?: boolean; isUnanswered?: boolean };

/** Problem codes that every other request of the import would get as well. */
const NOT_RETRYABLE = [
	'unauthorized',
	'forbidden',
	'route-not-found',
	'method-not-allowed',
	'chamilo-refused-signature',
];

function classify(response: Answered, afterMs: number | undefined, isBatch: boolean): Attempt {
	const { status } = response;
	const { code, detail } = problemOf(response);
	const reason = detail ?? `it answered ${status}`;
	if (code !== undefined && NOT_RETRYABLE.includes(code))
		throw new StoppedError(`The gateway refuses: ${reason}`, code);
	if (code === 'idempotency-in-progress')
		return { reason: 'An earlier attempt is still running', afterMs, isUncounted: true };
	if (status === 429 || status === 503) return { reason, afterMs };
	// Without a problem code the response is from a proxy in front of the gateway.
	if (status >= 500 && (code === undefined || isBatch)) return { reason, afterMs, isUnanswered: true };
	if (code === undefined && status >= 300) throw new StoppedError(`The gateway answered ${status} without a problem.`);
	return { response };
}

/** Code and detail of a response that is a problem document; empty for any other. */
export function problemOf({ status, body }: Pick<GatewayResponse, 'status' | 'body'>): {
	code?: string;
	detail?: string;
} {
	if (status < 400 || typeof body !== 'object' || body === null) return {};
	const { code, detail } = body as Record<string, unknown>;
	return {
		...(typeof code === 'string' ? { code } : {}),
		...(typeof detail === 'string' ? { detail } : {}),
	};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function retryAfterMs(header: string | undefined): number | undefined {
	if (header === undefined) return undefined;
	const seconds = /^\d{1,5}$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
	return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 3600) * 1000 : undefined;
}

function reasonOf(failure: unknown): string {
	const { code, message } = failure as NodeJS.ErrnoException;
	return `no answer (${code ?? message})`;
}
