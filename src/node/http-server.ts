import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';

/** Largest request line and header section; with more, the response is 431. */
const MAX_HEADER_BYTES = 16 * 1024;
/** How long a client may take to send the header section, and the whole request. */
const TIMEOUTS = { headMs: 10_000, requestMs: 120_000, checkEveryMs: 1_000 };
/** Longer than proxies keep idle connections (60 s is usual), so that none is closed while they send a request. */
const KEEP_ALIVE_MS = 65_000;

/** Responses where the parser of Node refuses a message; the connection is closed afterwards. */
const REFUSALS: Record<string, [status: string, detail: string]> = {
	HPE_HEADER_OVERFLOW: [
		'431 Request Header Fields Too Large',
		`The head of a request has ${MAX_HEADER_BYTES} bytes at most.`,
	],
	ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not come in time.'],
};
const MALFORMED: [status: string, detail: string] = ['400 Bad Request', 'That is no well-formed HTTP request.'];

/** An HTTP server with limits on the time and the size of requests. */
export function createHttpServer(listener: RequestListener, timeouts = TIMEOUTS): Server {
	const server = createServer(
		{
			maxHeaderSize: MAX_HEADER_BYTES,
			headersTimeout: timeouts.headMs,
			requestTimeout: timeouts.requestMs,
			keepAliveTimeout: KEEP_ALIVE_MS,
			connectionsCheckingInterval: timeouts.checkEveryMs,
			// Repeated fields are combined (RFC 9110 §5.3); by default Node drops all but the first of some.
			joinDuplicateHeaders: true,
		},
		listener,
	);
	server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(error.code, socket as Socket));
	return server;
}

function refuse(code: string | undefined, socket: Socket): void {
	if (code === 'ECONNRESET' || !socket.writable) {
		socket.destroy();
		return;
	}
	const [status, detail] = REFUSALS[code ?? ''] ?? MALFORMED;
	const title = status.slice(4);
	const body = JSON.stringify({ type: 'about:blank', title, status: Number.parseInt(status, 10), detail });
	socket.end(
		`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
	);
}
