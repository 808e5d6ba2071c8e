import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that passed, with what it was answered. */
export interface Relayed {
	method: string;
	path: string;
	key: string | undefined;
	body: string;
	status: number;
	isReplayed: boolean;
}

export interface Relay {
	url: string;
	/** The gateway behind it. */
	target: string;
	/** Writes that the gateway has answered, in the order it did. */
	writes: Relayed[];
	/** From that write on (counted from 1), the gateway does its work, but its answers do not come back. */
	withholdFrom: number;
	/** Lets withheld answers come back, and later ones pass. */
	release(): void;
	close(): Promise<void>;
}

/** A real HTTP hop before the gateway at which answers can be held. */
export async function startRelay(target: string): Promise<Relay> {
	let held: (() => void)[] = [];
	const server = createServer(async (request, response) => {
		const body = await readAll(request);
		const { 'idempotency-key': key, host: _, 'content-length': __, connection: ___, ...headers } = request.headers;
		const { method = 'GET', url = '/' } = request;
		const answer = await fetch(relay.target + url, {
			method,
			headers: {
				...(headers as Record<string, string>),
				...(typeof key === 'string' ? { 'idempotency-key': key } : {}),
			},
			...(body === '' ? {} : { body }),
		});
		const text = await answer.text();
		if (method !== 'GET') {
			const isReplayed = answer.headers.get('idempotency-replayed') === 'true';
			const relayed = { method, path: url, key: typeof key === 'string' ? key : undefined, body };
			relay.writes.push({ ...relayed, status: answer.status, isReplayed });
			if (relay.writes.length >= relay.withholdFrom) await new Promise<void>((resolve) => held.push(resolve));
		}
		const kept = ['content-type', 'idempotency-replayed', 'retry-after'].flatMap((name) => {
			const value = answer.headers.get(name);
			return value === null ? [] : [[name, value] as const];
		});
		response.writeHead(answer.status, Object.fromEntries(kept));
		response.end(text);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const relay: Relay = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		target,
		writes: [],
		withholdFrom: Number.POSITIVE_INFINITY,
		release() {
			relay.withholdFrom = Number.POSITIVE_INFINITY;
			for (const answer of held) answer();
			held = [];
		},
		close() {
			relay.release();
			return new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		},
	};
	return relay;
}

async function readAll(stream: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}
