import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Connections, trackConnections } from './connections.js';
import { createRefusal, MALFORMED, type OnRefusal, type Refusal, refusalResponse } from './refusal.js';

/** Largest request line and header section; with more, the response is 431. */
const MAX_HEADER_BYTES = 16 * 1024;
/**
 * How long a client may take to send the header section, and the whole request; to take any bytes of its response; and
 * to close the connection after a refusal, which it may still have to read.
 */
const TIMEOUTS = { headMs: 10_000, requestMs: 120_000, checkEveryMs: 1_000, stalledMs: 60_000, refusedMs: 2_000 };
/** Longer than proxies keep idle connections (60 s is usual), so that none is closed while they send a request. */
const KEEP_ALIVE_MS = 65_000;

type Reason = Omit<Refusal, 'requestId'>;

/** Why the parser of Node refuses a request, by error code; any other is MALFORMED. */
const PARSER_REASONS: Record<string, Reason> = {
	HPE_HEADER_OVERFLOW: {
		status: 431,
		title: 'Request Header Fields Too Large',
		detail: `The head of a request has ${MAX_HEADER_BYTES} bytes at most.`,
	},
	ERR_HTTP_REQUEST_TIMEOUT: {
		status: 408,
		title: 'Request Timeout',
		detail: 'The request did not come in time.',
	},
};
const NO_HOST: Reason = { ...MALFORMED, detail: 'A request of HTTP/1.1 has a Host header.' };
const UNKNOWN_EXPECTATION: Reason = {
	status: 417,
	title: 'Expectation Failed',
	detail: 'The only expectation that is known is "Expect: 100-continue".',
};

export interface HttpServer extends Pick<Connections, 'drain'> {
	server: Server;
}

/** An HTTP server with limits on the time and the size of requests. */
export function createHttpServer(
	listener: RequestListener,
	onRefusal: OnRefusal = () => undefined,
	timeouts = TIMEOUTS,
): HttpServer {
	const server = createServer({
		maxHeaderSize: MAX_HEADER_BYTES,
		headersTimeout: timeouts.headMs,
		requestTimeout: timeouts.requestMs,
		keepAliveTimeout: KEEP_ALIVE_MS,
		connectionsCheckingInterval: timeouts.checkEveryMs,
		// Repeated fields are combined (RFC 9110 §5.3); by default Node drops all but the first of some.
		joinDuplicateHeaders: true,
		// Node would refuse such a request without a body, and without telling anybody.
		requireHostHeader: false,
	});
	server.timeout = timeouts.stalledMs;
	const connections = trackConnections(server);
	/** Connections that were refused, and are kept until the client has read why. */
	const refused = new WeakSet<Socket>();

	server.on('request', (request, response) => {
		connections.track(request, response);
		if (request.headers.host === undefined && request.httpVersion === '1.1') refuse(response, NO_HOST);
		else listener(request, response);
	});
	server.on('checkExpectation', (request, response) => {
		connections.track(request, response);
		refuse(response, UNKNOWN_EXPECTATION);
	});
	server.on('clientError', ({ code = '' }: NodeJS.ErrnoException, stream) => {
		const socket = stream as Socket;
		if (refused.has(socket)) return;
		const response = connections.underWay(socket);
		if (code === 'ECONNRESET' || !socket.writable) socket.destroy();
		else if (response?.req.complete) closeAfter(response, socket);
		else if (response?.headersSent) socket.destroy();
		else refuseConnection(socket, PARSER_REASONS[code] ?? MALFORMED);
	});

	// Nothing was read or written for some time: after its response, or because the client does not take it. A response
	// that is not yet begun is waited for.
	server.on('timeout', (socket) => {
		const response = connections.underWay(socket);
		if (!response || (response.headersSent && socket.writableLength > 0)) socket.destroy();
		else socket.setTimeout(timeouts.stalledMs);
	});

	/** What follows a request is none: the request is still answered. */
	function closeAfter(response: ServerResponse, socket: Socket): void {
		refused.add(socket);
		if (!response.headersSent) response.shouldKeepAlive = false;
		response.once('finish', () => socket.destroySoon());
	}

	function refuse(response: ServerResponse, reason: Reason): void {
		const refusal = createRefusal(reason);
		onRefusal(refusal);
		const { status, headers, body } = refusalResponse(refusal);
		response.writeHead(status, headers).end(body);
	}

	/** Responds on a connection whose bytes are no request, and closes it even where the client does not. */
	function refuseConnection(socket: Socket, reason: Reason): void {
		refused.add(socket);
		const timer = setTimeout(() => socket.destroy(), timeouts.refusedMs);
		socket.once('close', () => clearTimeout(timer));
		// A connection on which nothing was sent is closed without a word: it has had no request.
		if (socket.bytesRead === 0) {
			socket.end();
			return;
		}
		const refusal = createRefusal(reason);
		onRefusal(refusal);
		const { status, headers, body } = refusalResponse(refusal);
		const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
		socket.end(`HTTP/1.1 ${status} ${reason.title}\r\n${fields.join('')}\r\n${body}`);
	}

	return { server, drain: connections.drain };
}
