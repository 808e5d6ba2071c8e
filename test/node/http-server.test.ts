import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer, type HttpServer } from '../../src/node/http-server.js';
import type { Refusal } from '../../src/node/refusal.js';

const TIMES = { headMs: 200, requestMs: 400, checkEveryMs: 50, stalledMs: 200, refusedMs: 100 };

/** The response came from the handler; its head holds a random id, in which any two letters may stand. */
const isServed = (response: string) => response.startsWith('HTTP/1.1 200 ');

describe('a client that is slow, or sends what is no request', () => {
	let server: HttpServer;
	let served: string[];
	let refusals: Refusal[];
	beforeEach(async () => {
		served = [];
		refusals = [];
		const listener = async (request: NodeJS.ReadableStream, response: { end(text: string): void }) => {
			served.push(await text(request).catch(() => 'broken off'));
			response.end('ok');
		};
		server = createHttpServer(listener, (refusal) => refusals.push(refusal), TIMES);
		await new Promise<void>((resolve) => server.server.listen(0, '127.0.0.1', resolve));
	});
	afterEach(() => server.drain({ delayMs: 0, idleMs: 0, timeoutMs: 10_000 }));

	const port = () => (server.server.address() as AddressInfo).port;

	/** A connection of a client that never closes it; what has come back, and whether the server has closed it. */
	function stubborn(bytes: string, writes = true) {
		const client = { received: '', hasEnded: false };
		const socket = connect({ port: port(), host: '127.0.0.1', allowHalfOpen: true }, () => socket.write(bytes));
		socket.on('data', (data) => {
			client.received += data.toString();
		});
		// Writing is what shows that nobody is there any more: the server has not only ended its side.
		const poke = setInterval(() => writes && socket.write('X: y\r\n'), 20);
		if (!writes) socket.on('end', () => socket.end());
		socket.on('error', () => undefined);
		socket.on('close', () => {
			clearInterval(poke);
			client.hasEnded = true;
		});
		return client;
	}

	/** Sends pieces with pauses until the connection is closed; what came back. */
	function trickle(pieces: string[], everyMs: number): Promise<string> {
		return new Promise((resolve) => {
			const socket = connect(port(), '127.0.0.1');
			let received = '';
			const timer = setInterval(() => {
				const piece = pieces.shift();
				if (piece !== undefined && socket.writable) socket.write(piece);
			}, everyMs);
			socket.on('data', (data) => {
				received += data.toString();
				if (isServed(received)) socket.end();
			});
			socket.on('error', () => undefined);
			socket.on('close', () => {
				clearInterval(timer);
				resolve(received);
			});
		});
	}

	it('with its head is sent away with 408, and a problem that says why', async () => {
		const answer = await trickle(['GET / HTTP/1.1\r\n', 'Host: g\r\n', ...Array(50).fill('X: y\r\n')], 60);
		expect(answer).toMatch(/^HTTP\/1\.1 408 /);
		expect(answer).toContain('"detail":"The request did not come in time."');
		expect(served).toEqual([]);
	});

	it('with its body does not keep its connection for ever', async () => {
		const head = 'POST / HTTP/1.1\r\nHost: g\r\nContent-Length: 1000\r\n\r\n';
		const answer = await trickle([head, ...Array(100).fill('a')], 30);
		expect(answer).not.toSatisfy(isServed);
		await expect.poll(() => served).toEqual(['broken off']);
	});

	it('to take its answer does not keep it in memory for ever', async () => {
		const large = createHttpServer((_, response) => response.end(Buffer.alloc(50_000_000)), undefined, TIMES);
		let isClosed = false;
		large.server.on('request', (_, response) => {
			response.on('close', () => {
				isClosed = true;
			});
		});
		await new Promise<void>((resolve) => large.server.listen(0, '127.0.0.1', resolve));
		const client = connect((large.server.address() as AddressInfo).port, '127.0.0.1');
		client.on('error', () => undefined).write('GET / HTTP/1.1\r\nHost: g\r\n\r\n');
		client.pause();
		await expect.poll(() => isClosed, { timeout: 10_000 }).toBe(true);
		client.destroy();
		await large.drain({ delayMs: 0, idleMs: 0, timeoutMs: 10_000 });
	});

	it('that waits for an answer which takes longer is waited for', async () => {
		const slow = createHttpServer((_, response) => void setTimeout(() => response.end('late'), 700), undefined, TIMES);
		await new Promise<void>((resolve) => slow.server.listen(0, '127.0.0.1', resolve));
		const { port: slowPort } = slow.server.address() as AddressInfo;
		expect(await (await fetch(`http://127.0.0.1:${slowPort}/`)).text()).toBe('late');
		await slow.drain({ delayMs: 0, idleMs: 0, timeoutMs: 10_000 });
	});

	it('but in time is served', async () => {
		expect(await trickle(['POST / HTTP/1.1\r\nHost: g\r\n', 'Content-Length: 2\r\n\r\n', 'hi'], 20)).toSatisfy(
			isServed,
		);
		expect(served).toEqual(['hi']);
		expect(refusals).toEqual([]);
	});

	it.each([
		[408, 'GET / HTTP/1.1\r\nHost: g\r\n'],
		[400, 'what is this?\r\n\r\n'],
		[431, `GET / HTTP/1.1\r\nHost: g\r\nX: ${'a'.repeat(17_000)}\r\n\r\n`],
	])('and was answered %i is not waited for: the connection is closed', async (status, bytes) => {
		const client = stubborn(bytes);
		await expect.poll(() => client.hasEnded).toBe(true);
		expect(client.received).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
		const problem = JSON.parse(client.received.split('\r\n\r\n')[1] ?? '');
		expect(refusals).toEqual([{ status, title: problem.title, detail: problem.detail, requestId: problem.instance }]);
	});

	it('that sends a request and then none gets the answer to its request', async () => {
		const client = stubborn('POST / HTTP/1.1\r\nHost: g\r\nContent-Length: 2\r\n\r\nhiwhat is this?\r\n\r\n');
		await expect.poll(() => client.hasEnded).toBe(true);
		expect(client.received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
		expect(client.received).toContain('Connection: close');
	});

	it('and has sent nothing is sent away without a word', async () => {
		const client = stubborn('', false);
		await expect.poll(() => client.hasEnded).toBe(true);
	});

	it.each([
		[400, 'GET / HTTP/1.1\r\n\r\n', 'Host'],
		[417, 'GET / HTTP/1.1\r\nHost: g\r\nExpect: miracles\r\n\r\n', '100-continue'],
	])('%i, which Node would answer by itself, has a problem and is told', async (status, bytes, detail) => {
		const client = stubborn(bytes);
		await expect.poll(() => client.hasEnded).toBe(true);
		expect(client.received).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
		expect(JSON.parse(client.received.split('\r\n\r\n')[1] ?? '')).toMatchObject({
			status,
			detail: expect.stringContaining(detail),
		});
		expect(refusals.map((refusal) => refusal.status)).toEqual([status]);
		expect(served).toEqual([]);
	});
});
