/** One HTTP exchange with the campus. The body of the answer is a stream: the reader decides where it ends. */
export interface HttpRequest {
	method: 'GET' | 'POST';
	url: string;
	headers: Record<string, string>;
	body?: Uint8Array;
	/** Deadline of the exchange, the whole answer included. */
	timeoutMs: number;
	/** On a connection that was not used before, where the runtime lets that be chosen. */
	isFresh?: boolean;
}

export interface HttpResponse {
	status: number;
	/** Value of a header, by its lower-case name. */
	header(name: string): string | null;
	/** Decompressed bytes; leaving the loop early must give the connection up or drain it within a bound. */
	body: AsyncIterable<Uint8Array>;
}

/** Largest reply of a call, unpacked: a list of 40,000 courses, or of 140,000 users. */
export const MAX_REPLY_BYTES = 16 * 1024 * 1024;
/** A larger reply is read with pauses: reading it takes long enough for others to notice. */
export const LARGE_REPLY_BYTES = 512 * 1024;

/** The port to the network: undici on Node, fetch at the edge. Throws nothing but TransportError. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * `unreachable`: the request cannot have arrived (refused, unknown host, TLS). `broken`: it may have. `timeout`: the
 * deadline came; it may have arrived.
 */
export type TransportFailure = 'unreachable' | 'broken' | 'timeout';

export class TransportError extends Error {
	override readonly name = 'TransportError';

	constructor(
		readonly failure: TransportFailure,
		options: { cause: unknown },
	) {
		super(`the exchange with Chamilo failed: ${failure}`, options);
	}
}
