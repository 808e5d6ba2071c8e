import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Pool } from 'undici';
import { type HttpResponse, type Transport, TransportError, type TransportFailure } from '../chamilo/transport.js';
import { Deadline } from './fast/deadline.js';

/** Unread bytes of a reply that are read so that its connection can be reused; with more, the connection is closed. */
const DRAIN_LIMIT = 64 * 1024;

/** The transport on Node: one connection pool of undici for the campus. */
export function createUndiciTransport(campusUrl: string): { transport: Transport; close(): Promise<void> } {
	const pool = new Pool(new URL(campusUrl).origin, { headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 10_000 } });
	/** Errors of connections that were never established: no request was sent on them. */
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
		// Not awaited: the reply is complete, and only the reuse of its connection depends on this.
		body.dump({ limit: DRAIN_LIMIT }).catch(() => undefined);
	}
}

function firstOf(value: string | string[] | undefined): string | null {
	return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** The failure of a request that the campus may have received. */
function failureOf(deadline: Deadline): TransportFailure {
	return deadline.aborted ? 'timeout' : 'broken';
}
