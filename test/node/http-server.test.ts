import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer } from '../../src/node/http-server.js';

describe('a client that is slow', () => {
	let server: Server;
	let served: string[];
	beforeEach(async () => {
		served = [];
		const listener = async (request: NodeJS.ReadableStream, response: { end(text: string): void }) => {
			served.push(await text(request).catch(() => 'broken off'));
			response.end('ok');
		};
		server = createHttpServer(listener, { headMs: 200, requestMs: 400, checkEveryMs: 50 });
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterEach(() => new Promise((resolve) => server.close(resolve)));

	/** Sends pieces with pauses until the connection is closed; what came back. */
	function trickle(pieces: string[], everyMs: number): Promise<string> {
		return new Promise((resolve) => {
			const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
			let received = '';
			const timer = setInterval(() => {
				const piece = pieces.shift();
				if (piece !== undefined && socket.writable) socket.write(piece);
			}, everyMs);
			socket.on('data', (data) => {
				received += data.toString();
				if (received.includes('ok')) socket.end();
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
		expect(answer).not.toContain('ok');
		await expect.poll(() => served).toEqual(['broken off']);
	});

	it('but in time is served', async () => {
		expect(await trickle(['POST / HTTP/1.1\r\nHost: g\r\n', 'Content-Length: 2\r\n\r\n', 'hi'], 20)).toContain('ok');
		expect(served).toEqual(['hi']);
	});
});
