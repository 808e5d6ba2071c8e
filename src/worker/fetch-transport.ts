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
		...(body ? { body: new Uint8Array(body) } : {}),
	}).catch((cause) => {
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

/** The bytes of a body, which fetch has decompressed. */
async function* bytesOf(reader: Reader | undefined, signal: AbortSignal): AsyncGenerator<Uint8Array> {
	if (!reader) return;
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			yield value;
		}
	} catch (cause) {
		throw new TransportError(signal.aborted ? 'timeout' : 'broken', { cause });
	} finally {
		cancel(reader);
	}
}

/** Cancels a body that is not read to its end: it would occupy one of the six connections of a Worker. */
function cancel(reader: Reader | undefined): void {
	reader?.cancel().catch(() => undefined);
}
