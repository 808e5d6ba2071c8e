import { GzipSearch, MAX_LAYERS } from '../chamilo/gzip-search.js';
import { type HttpResponse, type Transport, TransportError, type TransportFailure } from '../chamilo/transport.js';

/**
 * Statuses that Cloudflare responds with when it cannot reach the campus. `unreachable` only where no connection was
 * established: after the others the campus may have received the request.
 */
const GATEWAY_ERRORS = new Map<number, TransportFailure>([
	[520, 'broken'],
	[521, 'unreachable'],
	[522, 'broken'],
	[523, 'unreachable'],
	[524, 'timeout'],
	[525, 'unreachable'],
	[526, 'unreachable'],
	[530, 'unreachable'],
]);

/** The transport on Workers. A response belongs to the request it was fetched for, so nothing is kept between calls. */
export const fetchTransport: Transport = async ({ method, url, headers, body, timeoutMs }) => {
	const signal = AbortSignal.timeout(timeoutMs);
	const response = await fetch(url, {
		method,
		headers,
		signal,
		redirect: 'manual',
		// The bytes as they come: what is to be unpacked can stand behind PHP notices.
		encodeResponseBody: 'manual',
		...(body ? { body: new Uint8Array(body) } : {}),
	} as RequestInit).catch((cause) => {
		// Workers do not distinguish a refused connection from one that broke after the request.
		throw new TransportError(signal.aborted ? 'timeout' : 'broken', { cause });
	});
	const failure = GATEWAY_ERRORS.get(response.status);
	if (failure) {
		cancel(response.body?.getReader());
		throw new TransportError(failure, { cause: new Error(`Cloudflare answered HTTP ${response.status}`) });
	}
	const result: HttpResponse = {
		status: response.status,
		header: (name) => response.headers.get(name),
		body: bytesOf(response.body?.getReader(), signal),
	};
	return result;
};

type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function* bytesOf(reader: Reader | undefined, signal: AbortSignal): AsyncGenerator<Uint8Array> {
	if (!reader) return;
	try {
		yield* unpacked(reader);
	} catch (cause) {
		throw new TransportError(signal.aborted ? 'timeout' : 'broken', { cause });
	} finally {
		cancel(reader);
	}
}

/** The bytes of a stream; from where gzip begins in it, unpacked. */
async function* unpacked(reader: Reader, layers = MAX_LAYERS): AsyncGenerator<Uint8Array> {
	const search = new GzipSearch(layers);
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return yield search.end();
		const { before, gzip } = search.next(value);
		if (before.length > 0) yield before;
		if (gzip) return yield* gunzipped(gzip, reader, layers);
	}
}

async function* gunzipped(first: Uint8Array, rest: Reader, layers: number): AsyncGenerator<Uint8Array> {
	const { readable, writable } = new DecompressionStream('gzip');
	const unzipped = readable.getReader();
	pump(first, rest, writable.getWriter());
	try {
		yield* unpacked(unzipped, layers - 1);
	} finally {
		cancel(unzipped);
	}
}

/** Writes as fast as it is read; ends with either side. */
function pump(first: Uint8Array, rest: Reader, writer: WritableStreamDefaultWriter<BufferSource>): void {
	async function run() {
		for (let value: Uint8Array | undefined = first; value; value = (await rest.read()).value) {
			await writer.write(new Uint8Array(value));
		}
		// The error of a stream that is cut off takes along what was unpacked and not yet read: let that be read first.
		await new Promise((resolve) => setTimeout(resolve));
		await writer.close();
	}
	run().catch((failure) => writer.abort(failure).catch(() => undefined));
}

/** Cancels a body that is not read to its end: it would occupy one of the six connections of a Worker. */
function cancel(reader: Reader | undefined): void {
	reader?.cancel().catch(() => undefined);
}
