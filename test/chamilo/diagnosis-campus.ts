import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Serve = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

export interface Broken {
	url: string;
	close(): Promise<void>;
}

/** A campus of a few lines that is broken in one way. */
export async function startBroken(serve: Serve): Promise<Broken> {
	const server = createServer(async (incoming, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of incoming) chunks.push(chunk as Buffer);
		serve(incoming, response, Buffer.concat(chunks));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** A campus that stands before another and changes what that one says. */
export function startFilter(url: string, change: (text: string, path: string) => string): Promise<Broken> {
	return startBroken((incoming, response, body) => {
		const { 'accept-encoding': _, ...headers } = incoming.headers;
		const outgoing = request(url + incoming.url, { method: incoming.method ?? 'GET', headers }, async (answer) => {
			const chunks: Buffer[] = [];
			for await (const chunk of answer) chunks.push(chunk as Buffer);
			const text = change(Buffer.concat(chunks).toString('latin1'), incoming.url ?? '');
			const { 'content-length': __, ...rest } = answer.headers;
			response.writeHead(answer.statusCode ?? 0, rest).end(Buffer.from(text, 'latin1'));
		});
		outgoing.end(body);
	});
}
