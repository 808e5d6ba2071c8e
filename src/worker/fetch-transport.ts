import { type HttpResponse, type Transport, TransportError, type TransportFailure } from '../chamilo/transport.js';

/**
 * Answers that Cloudflare gives in place of a campus it could not speak with. `unreachable` only where no connection
 * came about: of the others the campus may have got the request.
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

/** The transport at the edge. A response belongs to the request it was fetched for, so nothing is kept between calls. */
export const fetchTransport: Transport = async ({ method, url, headers, body, timeoutMs }) => {
	const signal = AbortSignal.timeout(timeoutMs);
	const response = await fetch(url, {
		method,
		headers,
		signal,
		redirect: 'manual',
		...(body ? { body: new Uint8Array(body) } : {}),
	}).catch((cause) => {
		// Workers tell a refused connection from one that broke after the request in no way.
		throw new TransportError(signal.aborted ? 'timeout' : 'broken', { cause });
	});
	const failure = GATEWAY_ERRORS.get(response.status);
	if (failure) {
		giveUp(response.body?.getReader());
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

/** The bytes as fetch has decompressed them. */
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
		giveUp(reader);
	}
}

/** A body nobody reads on would keep one of the six connections a Worker may have. Nobody waits for its end. */
function giveUp(reader: Reader | undefined): void {
	reader?.cancel().catch(() => undefined);
}
