import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';

/** Head of a request, all of it; longer ones are 431. */
const MOST_HEADER_BYTES = 16 * 1024;
/** A client gets so long to send its head, and its whole request. */
const PATIENCE = { headMs: 10_000, requestMs: 120_000, checkEveryMs: 1_000 };
/** Longer than the proxies before the gateway keep theirs (60 s is usual), so that none is closed under a request. */
const KEEP_ALIVE_MS = 65_000;

/** What the parser of Node refuses before there is a request; the connection is closed after it. */
const REFUSALS: Record<string, [status: string, detail: string]> = {
	HPE_HEADER_OVERFLOW: [
		'431 Request Header Fields Too Large',
		`The head of a request has ${MOST_HEADER_BYTES} bytes at most.`,
	],
	ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not come in time.'],
};
const MALFORMED: [status: string, detail: string] = ['400 Bad Request', 'That is no well-formed HTTP request.'];

/** An HTTP server with limits for slow and for talkative clients. */
export function createHttpServer(listener: RequestListener, patience = PATIENCE): Server {
	const server = createServer(
		{
			maxHeaderSize: MOST_HEADER_BYTES,
			headersTimeout: patience.headMs,
			requestTimeout: patience.requestMs,
			keepAliveTimeout: KEEP_ALIVE_MS,
			connectionsCheckingInterval: patience.checkEveryMs,
			// As the fetch standard has it; by default Node drops the second of some.
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
