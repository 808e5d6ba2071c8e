import type { Principal } from '../config.js';
import type { GatewayError } from '../errors.js';
import type { AuditEntry } from './audit.js';

/** Facts of one request; every layer adds what it has found out. */
export interface RequestContext {
	requestId: string;
	/** What is left of the caller's requests of this minute, as headers; see `respond`. */
	limit: { policy: string; left: string } | undefined;
	/** Who calls; nobody yet on public pages. */
	principal: Principal | undefined;
	/** operationId of the matched row, for log and metrics; absent on pages and where there is no route. */
	readonly operation: string | undefined;
	/**
	 * The same request, by its Idempotency-Key, was begun before and its end is not known: what it was to do may be
	 * done already.
	 */
	resumed: boolean;
	/** What the answer tells, where it is a problem. */
	error: GatewayError | undefined;
}

/** Who calls, on every route that needs a key. */
export function principalOf({ principal }: RequestContext): Principal {
	if (!principal) throw new Error('a route that needs a key was reached without one');
	return principal;
}

/** The log port; pino on Node, console at the edge. Fields never hold keys, passwords or bodies. */
export interface Log {
	info(fields: Record<string, unknown>, message: string): void;
	warn(fields: Record<string, unknown>, message: string): void;
	error(fields: Record<string, unknown>, message: string): void;
	/** One line a request. */
	request(line: RequestLine): void;
	/** One line a record that a write was about. */
	audit(request: AuditedRequest, entry: AuditEntry): void;
}

/** Who did it, by what request. */
export interface AuditedRequest {
	requestId: string;
	/** Name of the key. */
	key: string;
	operation: string;
}

/** Who asked for what, how it ended, how long it took. No query, header or body: they can hold secrets. */
export interface RequestLine {
	requestId: string;
	/** Name of the key. */
	key: string | undefined;
	method: string;
	path: string;
	operation: string | undefined;
	status: number;
	/** Milliseconds. */
	ms: number;
}

/** Writes a failed request or batch item: our own and upstream failures as errors, refusals as information. */
export function logProblem(log: Log, error: GatewayError, fields: Record<string, unknown>): void {
	const entry = { ...fields, code: error.code, detail: error.message, ...causes(error) };
	if (error.status >= 500) log.error(entry, 'request failed');
	else log.info(entry, 'request refused');
}

/** The chain of causes as text; of our own errors the stack is noise, of others it is what matters. */
function causes(error: GatewayError): { causes?: string[] } {
	const chain: string[] = [];
	for (let cause: unknown = error.cause; cause instanceof Error && chain.length < 5; cause = cause.cause) {
		const isDefect = error.code === 'internal-error' && chain.length === 0;
		chain.push(isDefect ? (cause.stack ?? cause.message) : `${cause.name}: ${cause.message}`);
	}
	return chain.length > 0 ? { causes: chain } : {};
}
