import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One SOAP call, or call of v2.php, that went through, as bytes read as UTF-8. */
export interface Exchange {
	operation: string;
	requestXml: string;
	/** Empty where the connection broke instead. */
	responseXml: string;
	status: number;
	requestHeaders: IncomingMessage['headers'];
}

/** Stands in for one answer of the campus, where the sandbox itself has no way to give it. */
export interface Substitute {
	operation: string;
	status: number;
	xml: string;
}

export interface CampusProxy {
	url: string;
	exchanges: Exchange[];
	/** What the proxy sees as the caller's address, and tells in X-Forwarded-For from now on; undefined: it tells nothing. */
	forwardedFor: string | undefined;
	/** It adds that behind what the caller sent, as most proxies do, instead of replacing it. */
	appends: boolean;
	/** It leaves out what stands behind a reply, as a campus does that had its debug log turned off. */
	cutsDebug: boolean;
	/** The address from which it calls the campus. */
	localAddress: string | undefined;
	substitutes: Substitute[];
	close(): Promise<void>;
}

/** A real HTTP proxy before the campus: records what passes, and can make the gateway appear at another address. */
export async function startProxy(target: string): Promise<CampusProxy> {
	const proxy: CampusProxy = {
		url: '',
		exchanges: [],
		forwardedFor: undefined,
		appends: false,
		cutsDebug: false,
		localAddress: undefined,
		substitutes: [],
		close,
	};
	const server = createServer((request, response) => {
		pass(proxy, target, request, response).catch(() => response.socket?.resetAndDestroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return proxy;

	function close(): Promise<void> {
		return new Promise((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	}
}

async function pass(
	proxy: CampusProxy,
	target: string,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const body = await readAll(request);
	const operation = operationIn(body.toString('utf8'));
	const exchange: Exchange = {
		operation,
		requestXml: body.toString('utf8'),
		responseXml: '',
		status: 0,
		requestHeaders: request.headers,
	};
	if (operation !== '') proxy.exchanges.push(exchange);
	const substitute = proxy.substitutes.findIndex((candidate) => candidate.operation === operation);
	const [instead] = substitute < 0 ? [] : proxy.substitutes.splice(substitute, 1);
	const answer = instead
		? {
				status: instead.status,
				headers: { 'content-type': 'text/xml; charset=ISO-8859-1' },
				body: Buffer.from(instead.xml),
			}
		: await forward(proxy, target, request, body);
	Object.assign(exchange, { status: answer.status, responseXml: answer.body.toString('utf8') });
	const cutBytes = 'missing' in answer ? answer.missing : 0;
	const { 'transfer-encoding': _, ...headers }: IncomingMessage['headers'] = answer.headers;
	response.writeHead(answer.status, { ...headers, 'content-length': answer.body.length + cutBytes });
	if (cutBytes === 0) response.end(answer.body);
	else response.write(answer.body, () => response.socket?.destroy());
}

interface Answer {
	status: number;
	headers: IncomingMessage['headers'];
	body: Buffer;
	/** Bytes that were announced and did not come. */
	missing: number;
}

function forward(proxy: CampusProxy, target: string, request: IncomingMessage, body: Buffer) {
	const { 'accept-encoding': _, host: __, ...headers } = request.headers;
	const before = proxy.appends ? headers['x-forwarded-for'] : undefined;
	const address = proxy.forwardedFor && {
		'x-forwarded-for': before === undefined ? proxy.forwardedFor : `${before}, ${proxy.forwardedFor}`,
	};
	return new Promise<Answer>((resolve, reject) => {
		const upstream = httpRequest(target + request.url, {
			method: request.method,
			headers: { ...headers, ...address },
			...(proxy.localAddress ? { localAddress: proxy.localAddress } : {}),
		});
		upstream.on('error', reject);
		upstream.on('response', (answer) => {
			const { 'content-length': _length, connection: _connection, ...kept } = answer.headers;
			const chunks: Buffer[] = [];
			const end = (missing: number) => {
				const whole = Buffer.concat(chunks);
				const debug = proxy.cutsDebug ? whole.indexOf('<!--') : -1;
				const body = debug < 0 ? whole : whole.subarray(0, debug);
				resolve({ status: answer.statusCode ?? 0, headers: kept, body, missing });
			};
			answer.on('data', (chunk: Buffer) => chunks.push(chunk));
			answer.on('end', () => end(0));
			// An answer that breaks off is passed on as far as it came, and breaks off there too.
			answer.on('error', () => end(1));
		});
		upstream.end(body);
	});
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

/** Name of the first element below Body, or action of a form for v2.php; empty where this is neither. */
function operationIn(body: string): string {
	const form = /^action=(\w+)/.exec(body);
	return (form ?? /:Body>\s*<(?:[\w-]+:)?([\w.]+)/.exec(body))?.[1] ?? '';
}
