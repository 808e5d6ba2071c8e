import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { App, Fetch } from '../app.js';
import type { PlainResponse } from '../http/middleware/compose.js';
import { batchWrites } from './batch-writes.js';

/** The listener of a server. @param before what has to be done before answers go out; see `writeTogether` */
export function createRequestListener(route: Fetch, before: () => void, tell?: App['fromCache']): RequestListener {
	const together = batchWrites(before);
	const routed = getRequestListener((request, ...more) => together(route(request, ...more)));
	if (!tell) return routed;

	/** With a Request and a Response of the fetch standard, and a route, an answer that stands takes a quarter longer. */
	return function answer(incoming, outgoing) {
		const answering = attempt(tell, incoming);
		if (!answering) return routed(incoming, outgoing);
		if (!(answering instanceof Promise)) return write(outgoing, answering);
		return together(answering).then(
			(settled) => write(outgoing, settled),
			() => routed(incoming, outgoing),
		);
	};
}

/** What a defect keeps from being told is routed, where there is an answer for it. */
function attempt(
	tell: App['fromCache'],
	{ method = '', url = '', headers }: IncomingMessage,
): ReturnType<App['fromCache']> {
	try {
		return tell(method, url, (name) => {
			const value = headers[name];
			return typeof value === 'string' ? value : undefined;
		});
	} catch {
		return undefined;
	}
}

function write(outgoing: ServerResponse, { status, headers, body }: PlainResponse): void {
	if (body !== null) headers['Content-Length'] = String(Buffer.byteLength(body));
	outgoing.writeHead(status, headers);
	outgoing.end(body);
}
