import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { buildConnector, Pool } from 'undici';
import { GzipSearch, MAX_LAYERS } from '../chamilo/gzip-search.js';
import { type HttpResponse, type Transport, TransportError, type TransportFailure } from '../chamilo/transport.js';
import { correcting } from './corrected-socket.js';
import { Deadline } from './fast/deadline.js';

/** Unread bytes of a reply that are read so that its connection can be reused; with more, the connection is closed. */
const DRAIN_LIMIT = 64 * 1024;

/** The transport on Node: one connection pool of undici for the campus. */
export function createUndiciTransport(campusUrl: string): { transport: Transport; close(): Promise<void> } {
	const connect = correcting(buildConnector({ timeout: 10_000 }));
	const pool = new Pool(new URL(campusUrl).origin, { headersTimeout: 0, bodyTimeout: 0, connect });
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
				body: bytesOf(response.body, deadline, endsWithConnection(header)),
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

/** Whether the body has no end of its own, so that its connection cannot be used again. */
function endsWithConnection(header: HttpResponse['header']): boolean {
	return header('content-length') === null && header('transfer-encoding') === null;
}

async function* bytesOf(body: UndiciBody, deadline: Deadline, isLast: boolean): AsyncGenerator<Uint8Array> {
	try {
		yield* unpacked(body);
	} catch (cause) {
		throw new TransportError(failureOf(deadline), { cause });
	} finally {
		deadline.end();
		if (isLast) body.on('error', () => undefined).destroy();
		// Not awaited: the reply is complete, and only the reuse of its connection depends on this.
		else body.dump({ limit: DRAIN_LIMIT }).catch(() => undefined);
	}
}

/** The bytes of a stream; from where gzip begins in it, unpacked. */
async function* unpacked(stream: Readable, layers = MAX_LAYERS): AsyncGenerator<Uint8Array> {
	const search = new GzipSearch(layers);
	let gzip: Uint8Array | undefined;
	for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
		const found = search.next(chunk);
		if (found.before.length > 0) yield found.before;
		gzip = found.gzip;
		if (gzip) break;
	}
	if (gzip) yield* gunzipped(gzip, stream, layers);
	else yield search.end();
}

async function* gunzipped(first: Uint8Array, rest: Readable, layers: number): AsyncGenerator<Uint8Array> {
	const gunzip = createGunzip();
	rest.on('error', (error) => gunzip.destroy(error));
	try {
		gunzip.write(first);
		yield* unpacked(rest.pipe(gunzip), layers - 1);
	} finally {
		rest.unpipe(gunzip);
		gunzip.destroy();
	}
}

function firstOf(value: string | string[] | undefined): string | null {
	return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** The failure of a request that the campus may have received. */
function failureOf(deadline: Deadline): TransportFailure {
	return deadline.aborted ? 'timeout' : 'broken';
}
