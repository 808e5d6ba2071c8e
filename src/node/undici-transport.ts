import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Pool } from 'undici';
import { type HttpResponse, type Transport, TransportError, type TransportFailure } from '../chamilo/transport.js';

/** Bytes read to the end of a reply nobody reads on, to keep its connection; beyond, the connection is given up. */
const DRAIN_LIMIT = 64 * 1024;

/** The end of an exchange's time, as undici takes it: an AbortSignal costs more than the rest of a request. */
class Deadline extends EventEmitter {
	aborted = false;
	reason: Error | undefined;
	readonly #timer: NodeJS.Timeout;

	constructor(ms: number) {
		super();
		this.#timer = setTimeout(() => {
			this.aborted = true;
			this.reason = new Error('the deadline of the exchange has come');
			this.emit('abort');
		}, ms);
		this.#timer.unref();
	}

	/** The exchange is over. */
	end(): void {
		clearTimeout(this.#timer);
	}
}

/** The transport on Node: one undici pool for the campus. */
export function createUndiciTransport(campusUrl: string): { transport: Transport; close(): Promise<void> } {
	const pool = new Pool(new URL(campusUrl).origin, { headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 10_000 } });
	/** Failures of connections that were never made: no request can have gone through them. */
	const unconnected = new WeakSet<Error>();
	pool.on('connectionError', (_origin, _targets, failure) => void unconnected.add(failure));

	const transport: Transport = async ({ method, url, headers, body, timeoutMs }) => {
		const { pathname, search } = new URL(url);
		const deadline = new Deadline(timeoutMs);
		try {
			const response = await pool.request({
				method,
				path: pathname + search,
				headers,
				signal: deadline,
				...(body ? { body } : {}),
			});
			const header = (name: string) => firstOf(response.headers[name]);
			const result: HttpResponse = {
				status: response.statusCode,
				header,
				body: bytesOf(response.body, header('content-encoding'), deadline),
			};
			return result;
		} catch (cause) {
			deadline.end();
			const isUnreachable = cause instanceof Error && unconnected.has(cause) && !deadline.aborted;
			throw new TransportError(isUnreachable ? 'unreachable' : failureOf(deadline), { cause });
		}
	};
	return { transport, close: () => pool.close() };
}

type UndiciBody = Readable & { dump(options: { limit: number }): Promise<void> };

async function* bytesOf(body: UndiciBody, encoding: string | null, deadline: Deadline): AsyncGenerator<Uint8Array> {
	const stream = /^(x-)?gzip$/i.test(encoding ?? '') ? body.pipe(createGunzip()) : body;
	if (stream !== body) body.on('error', (error) => stream.destroy(error));
	try {
		for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array;
	} catch (cause) {
		throw new TransportError(failureOf(deadline), { cause });
	} finally {
		deadline.end();
		if (stream !== body) {
			body.unpipe();
			stream.destroy();
		}
		// Nobody waits for this: the reply is complete, only the connection is at stake.
		body.dump({ limit: DRAIN_LIMIT }).catch(() => undefined);
	}
}

function firstOf(value: string | string[] | undefined): string | null {
	return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** Of a request that may have arrived. */
function failureOf(deadline: Deadline): TransportFailure {
	return deadline.aborted ? 'timeout' : 'broken';
}
