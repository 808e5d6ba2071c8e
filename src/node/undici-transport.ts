import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GzipSearch, MAX_LAYERS } from '../chamilo/gzip-search.js';
import { type HttpResponse, type Transport, TransportError, type TransportFailure } from '../chamilo/transport.js';
import { type Network, openDispatcher } from './dispatcher.js';
import { Deadline } from './fast/deadline.js';

/** Unread bytes of a reply that are read so that its connection can be reused; with more, the connection is closed. */
const DRAIN_LIMIT = 64 * 1024;

/** The transport on Node: one connection pool of undici for the campus. */
export function createUndiciTransport(
	campusUrl: string,
	network: Network = {},
): { transport: Transport; close(): Promise<void> } {
	const { origin } = new URL(campusUrl);
	/** Errors of connections that were never made. */
	const unconnected = new WeakSet<Error>();
	const open = () => openDispatcher(origin, network, (failure) => void unconnected.add(failure));
	const pool = open();

	const transport: Transport = async ({ method, url, headers, body, timeoutMs, isFresh = false }) => {
		const { pathname, search } = new URL(url);
		const deadline = new Deadline(timeoutMs);
		const dispatcher = isFresh ? open() : pool;
		try {
			const sent = dispatcher.request({
				origin,
				method,
				path: pathname + search,
				headers,
				signal: deadline,
				...(body ? { body } : {}),
			});
			const response = await Promise.race([sent, deadline.reached()]);
			const header = (name: string) => firstOf(response.headers[name]);
			const result: HttpResponse = {
				status: response.statusCode,
				header,
				body: bytesOf(response.body, deadline, isFresh || endsWithConnection(header)),
			};
			return result;
		} catch (cause) {
			deadline.end();
			const isUnreachable = cause instanceof Error && unconnected.has(cause) && !deadline.aborted;
			throw new TransportError(isUnreachable ? 'unreachable' : failureOf(deadline), { cause });
		} finally {
			// What is under way goes on to its end.
			if (isFresh) dispatcher.close().catch(() => undefined);
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
