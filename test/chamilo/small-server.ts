import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createUndiciTransport } from '../../src/node/undici-transport.js';
import { envelope } from '../soap/sample.js';

export interface Received {
	method: string;
	path: string;
	headers: IncomingMessage['headers'];
	body: string;
}

export type Answer = (response: ServerResponse, request: Received, count: number) => void;

/** A campus of a few lines: what it was asked, and how often a connection was opened to it. */
export async function startServer(answer: Answer) {
	const requests: Received[] = [];
	let opened = 0;
	let closed = 0;
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const { method = '', url = '', headers } = request;
		const received = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
		requests.push(received);
		answer(response, received, requests.length);
	});
	server.on('connection', (socket) => {
		opened += 1;
		socket.on('close', () => {
			closed += 1;
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const goAway = () =>
		new Promise((resolve) => {
			server.close(resolve);
			server.closeAllConnections();
		});
	const { transport, close: closeTransport } = createUndiciTransport(url);
	return {
		url,
		transport,
		requests,
		/** Connections opened so far. */
		opened: () => opened,
		/** Connections that have ended, by whichever side. */
		closed: () => closed,
		/** The port is free again; the transport still points there. */
		goAway,
		async close() {
			await Promise.all([goAway(), closeTransport()]);
		},
	};
}

export type SmallServer = Awaited<ReturnType<typeof startServer>>;

/** Servers of one test; `close` goes into afterEach. */
export function serverPool() {
	const servers: SmallServer[] = [];
	return {
		async start(answer: Answer): Promise<SmallServer> {
			const server = await startServer(answer);
			servers.push(server);
			return server;
		},
		async close() {
			await Promise.all(servers.splice(0).map((server) => server.close()));
		},
	};
}

/** Waits until something is so; the test's own time limit ends the waiting. */
export async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const SOAP_HEADERS = { 'Content-Type': 'text/xml; charset=ISO-8859-1', 'X-SOAP-Server': 'NuSOAP/0.9.5 (1.123)' };

export function sendReply(response: ServerResponse, operation: string, inner = '', headers = {}): void {
	const content = `<ns1:${operation}Response xmlns:ns1="urn:WSService">${inner}</ns1:${operation}Response>`;
	response.writeHead(200, { ...SOAP_HEADERS, ...headers }).end(envelope(content));
}

export function sendFault(response: ServerResponse, code: string, message: string, headers = {}): void {
	const content = `<SOAP-ENV:Fault><faultcode>${code}</faultcode><faultstring>${message}</faultstring></SOAP-ENV:Fault>`;
	response.writeHead(500, { ...SOAP_HEADERS, ...headers }).end(envelope(content));
}

/** The problem a promise ends in; anything else is a failure of the test. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
	try {
		await promise;
	} catch (thrown) {
		if (thrown instanceof Error) return thrown;
		throw thrown;
	}
	throw new Error('it should have failed');
}
