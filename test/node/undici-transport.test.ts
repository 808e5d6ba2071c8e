import { type AddressInfo, createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { TransportError } from '../../src/chamilo/transport.js';
import { createUndiciTransport } from '../../src/node/undici-transport.js';
import { type Answer, failureOf, type SmallServer, serverPool, until } from '../chamilo/small-server.js';

const servers = serverPool();

afterEach(() => servers.close());

const LONG = 600_000;
const TEXT = 'é漢 <reply/> '.repeat(20_000);

function request({ url, transport }: Pick<SmallServer, 'url' | 'transport'>, timeoutMs = LONG, path = '/a?b=c') {
	const body = new TextEncoder().encode('é');
	return transport({ method: 'POST', url: url + path, headers: {}, body, timeoutMs });
}

async function readAll(body: AsyncIterable<Uint8Array>): Promise<string> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of body) chunks.push(chunk);
	return Buffer.concat(chunks).toString('utf8');
}

/** Reads the first chunk and leaves, as the reader of envelopes does. */
async function readFirst(body: AsyncIterable<Uint8Array>): Promise<number> {
	for await (const chunk of body) return chunk.length;
	return 0;
}

async function failure(promise: Promise<unknown>): Promise<string> {
	const thrown = await failureOf(promise);
	return thrown instanceof TransportError ? thrown.failure : String(thrown.stack);
}

const endless: Answer = (response) => {
	const more = () => {
		if (!response.destroyed) response.write('<!-- debug -->'.repeat(1000), () => setImmediate(more));
	};
	more();
};

describe('the transport on Node', () => {
	it('sends method, path, query and bytes, and answers status, headers and bytes', async () => {
		const server = await servers.start((response) =>
			response.writeHead(418, { 'X-SOAP-Server': 'NuSOAP', 'Set-Cookie': ['a=1', 'b=2'] }).end(TEXT),
		);
		const response = await request(server);
		expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/a?b=c', body: 'é' });
		expect(response.status).toBe(418);
		expect(response.header('x-soap-server')).toBe('NuSOAP');
		expect(response.header('set-cookie')).toBe('a=1');
		expect(response.header('x-nothing')).toBeNull();
		expect(await readAll(response.body)).toBe(TEXT);
	});

	it('reads an empty body', async () => {
		const server = await servers.start((response) => response.writeHead(500).end());
		expect(await readAll((await request(server)).body)).toBe('');
	});

	it('follows no redirect', async () => {
		const server = await servers.start((response) => response.writeHead(302, { Location: '/b' }).end());
		const response = await request(server);
		expect(response.status).toBe(302);
		await readAll(response.body);
		expect(server.requests).toHaveLength(1);
	});
});

describe('a compressed reply', () => {
	const zipped = gzipSync(TEXT);
	const gzip = (body: Buffer, headers = {}): Answer => {
		return (response) => response.writeHead(200, { 'Content-Encoding': 'gzip', ...headers }).end(body);
	};

	it('is unpacked, in whatever pieces it comes', async () => {
		const pieces: Answer = async (response) => {
			response.writeHead(200, { 'Content-Encoding': 'gzip' });
			for (let at = 0; at < zipped.length; at += 100) {
				response.write(zipped.subarray(at, at + 100));
				await new Promise((resolve) => setImmediate(resolve));
			}
			response.end();
		};
		for (const answer of [gzip(zipped), pieces]) {
			expect(await readAll((await request(await servers.start(answer))).body)).toBe(TEXT);
		}
	});

	it('is known by its encoding in any case of letters', async () => {
		for (const name of ['GZIP', 'x-gzip']) {
			const server = await servers.start(gzip(zipped, { 'Content-Encoding': name }));
			expect((await readAll((await request(server)).body)) === TEXT, name).toBe(true);
		}
	});

	it('is unpacked behind notices, declared or not, in whatever pieces it comes', async () => {
		const notices = Buffer.from('<br />\n<b>Notice</b>: é in <b>nusoap.php</b><br />\n');
		const mixed = Buffer.concat([notices, zipped]);
		const bytewise: Answer = async (response) => {
			response.writeHead(200);
			for (const at of [...mixed.keys()].slice(0, notices.length + 20)) {
				response.write(mixed.subarray(at, at + 1));
				await new Promise((resolve) => setImmediate(resolve));
			}
			response.end(mixed.subarray(notices.length + 20));
		};
		const answers: Answer[] = [
			gzip(mixed),
			(response) => response.end(mixed),
			bytewise,
			// A web server has packed what nusoap had packed.
			gzip(gzipSync(mixed)),
		];
		for (const [index, answer] of answers.entries()) {
			const text = await readAll((await request(await servers.start(answer))).body);
			expect([index, text === notices.toString() + TEXT]).toEqual([index, true]);
		}
	});

	it('that says so and is none is read as it is', async () => {
		for (const text of ['no gzip at all', '', '\x1f', '\x1f\x8b', 'a\x1fb\x1f\x8bc']) {
			const server = await servers.start(gzip(Buffer.from(text, 'latin1')));
			expect(Buffer.from(await readAll((await request(server)).body)).toString()).toBe(
				Buffer.from(text, 'latin1').toString(),
			);
		}
	});

	it('that is broken is broken', async () => {
		const wrong = [Buffer.from('\x1f\x8b\x08 no gzip', 'latin1'), zipped.subarray(0, zipped.length / 2)];
		const flipped = Buffer.from(zipped);
		flipped.writeUInt32LE(0, flipped.length - 8);
		for (const body of [...wrong, flipped]) {
			const server = await servers.start(gzip(body));
			expect(await failure(request(server).then((response) => readAll(response.body)))).toBe('broken');
		}
	});

	it('that breaks off with its connection is broken', async () => {
		const server = await servers.start((response) => {
			response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': zipped.length });
			response.write(zipped.subarray(0, 200), () => response.socket?.destroy());
		});
		expect(await failure(request(server).then((response) => readAll(response.body)))).toBe('broken');
	});

	it('leaves its connection in order after it was broken', { timeout: 5000 }, async () => {
		const server = await servers.start((response, received, count) =>
			(count === 1 ? gzip(Buffer.from('\x1f\x8b\x08 no gzip', 'latin1')) : gzip(zipped))(response, received, count),
		);
		await failure(request(server).then((response) => readAll(response.body)));
		expect(await readAll((await request(server)).body)).toBe(TEXT);
	});
});

describe('a response that undici alone gives up on', () => {
	const closers: (() => Promise<unknown>)[] = [];
	afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

	/** A campus that answers each request with these pieces, each on its own. */
	async function raw(...pieces: (string | Buffer)[]) {
		const sockets = new Set<Socket>();
		let opened = 0;
		const server = createServer((socket) => {
			opened += 1;
			sockets.add(socket.setNoDelay(true));
			socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
			socket.on('data', async () => {
				for (const piece of pieces) {
					socket.write(piece);
					await new Promise((resolve) => setTimeout(resolve, 5));
				}
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const { transport, close } = createUndiciTransport(url);
		closers.push(() => {
			for (const socket of sockets) socket.destroy();
			return Promise.all([close(), new Promise((resolve) => server.close(resolve))]);
		});
		return { url, transport, opened: () => opened, closed: () => opened - sockets.size };
	}

	const HEAD = 'HTTP/1.1 200 OK\r\nX-SOAP-Server: NuSOAP\r\nConnection: Keep-Alive\r\nContent-Length: 120\r\n\r\n';
	const XML = `<?xml version="1.0"?>${'x'.repeat(99)}`;

	it('comes after 100 Continue', async () => {
		const more = 'HTTP/1.1 100 Continue\r\n\r\n';
		for (const pieces of [
			[more + HEAD + XML],
			[more, HEAD, XML],
			[more.slice(0, 10), more.slice(10) + more + HEAD.slice(0, 30), HEAD.slice(30) + XML],
		]) {
			const server = await raw(...pieces);
			for (let count = 0; count < 3; count += 1) expect(await readAll((await request(server)).body)).toBe(XML);
			expect(server.opened()).toBeLessThanOrEqual(2);
		}
	});

	it('has a Content-Length that does not count the notices before the reply', { timeout: 5000 }, async () => {
		const notices = '<br />\n<b>Notice</b>: x<br />\n'.repeat(10);
		for (const reply of [Buffer.from(XML), gzipSync(XML)]) {
			const body = Buffer.concat([Buffer.from(notices), reply]);
			for (const pieces of [
				[Buffer.concat([Buffer.from(HEAD), body])],
				[HEAD, body],
				[HEAD, body.subarray(0, 2), body.subarray(2)],
			]) {
				const server = await raw(...pieces);
				for (let count = 0; count < 2; count += 1) {
					let text = '';
					for await (const chunk of (await request(server)).body) {
						text += Buffer.from(chunk).toString();
						if (text.endsWith(XML)) break;
					}
					expect(text).toBe(notices + XML);
					// What is left of the connection is no reply to anything.
					await until(() => server.closed() > count);
				}
			}
		}
	});

	it('is no HTTP, and is not waited for', async () => {
		const server = await raw('SSH-2.0-OpenSSH');
		expect(await failure(request(server))).toBe('broken');
	});
});

describe('a failed exchange', () => {
	it('is unreachable when nobody listens', async () => {
		const server = await servers.start(() => undefined);
		await server.goAway();
		expect(await failure(request(server))).toBe('unreachable');
	});

	it('is unreachable when the host is unknown', async () => {
		const { transport, close } = createUndiciTransport('http://nobody.invalid');
		expect(await failure(request({ url: 'http://nobody.invalid', transport }))).toBe('unreachable');
		await close();
	});

	it('is unreachable when the server does not speak TLS as it should', async () => {
		const server = await servers.start(() => undefined);
		const url = server.url.replace('http:', 'https:');
		const { transport, close } = createUndiciTransport(url);
		expect(await failure(request({ url, transport }))).toBe('unreachable');
		await close();
	});

	it('is broken when the connection is reset or closed before the reply', async () => {
		for (const answer of [
			(response) => response.socket?.resetAndDestroy(),
			(response) => response.socket?.end(),
			(response) => response.socket?.end('HTTP/1.1 200'),
			(response) => response.socket?.end('SSH-2.0-OpenSSH\r\n\r\n'),
		] satisfies Answer[]) {
			expect(await failure(request(await servers.start(answer)))).toBe('broken');
		}
	});

	it('is broken when the connection is reset or closed within the reply', async () => {
		for (const answer of [
			(response) => response.write('<?xml', () => response.socket?.resetAndDestroy()),
			(response) => response.writeHead(200, { 'Content-Length': 10 }).write('<?xml', () => response.socket?.end()),
		] satisfies Answer[]) {
			const server = await servers.start(answer);
			expect(await failure(request(server).then((response) => readAll(response.body)))).toBe('broken');
		}
	});

	it('is a timeout when the deadline comes first, before and within the reply, packed or not', async () => {
		for (const answer of [
			() => undefined,
			(response) => response.write('<?xml'),
			(response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).write(gzipSync(TEXT).subarray(0, 100)),
		] satisfies Answer[]) {
			const server = await servers.start(answer);
			const all = request(server, 150).then((response) => readAll(response.body));
			expect(await failure(all)).toBe('timeout');
		}
	});
});

it('keeps its deadline while TLS is being made', { timeout: 8000 }, async () => {
	// It takes the connection and never says anything.
	const silent = createServer(() => undefined);
	await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
	const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
	const { transport } = createUndiciTransport(url);
	// Without the deadline it would be 10 seconds, more than this test may take.
	expect(await failure(request({ url, transport }, 100))).toBe('timeout');
	silent.close();
});

describe('a connection', () => {
	it('is used again after a reply that was read to its end', async () => {
		const server = await servers.start((response) => response.end(TEXT));
		for (let count = 0; count < 20; count += 1) await readAll((await request(server)).body);
		expect(server.requests).toHaveLength(20);
		// A second one where a request comes before the first connection has settled.
		expect(server.opened()).toBeLessThanOrEqual(2);
	});

	it('is used again after a reply whose end nobody waited for', { timeout: 5000 }, async () => {
		const tails: Answer[] = [
			(response) => response.end(`${'x'.repeat(100)}\n`),
			(response) => response.write('x', () => setImmediate(() => response.end('y'.repeat(30_000)))),
		];
		for (const answer of tails) {
			let finished = 0;
			const server = await servers.start((response, received, count) => {
				response.on('finish', () => {
					finished += 1;
				});
				answer(response, received, count);
			});
			for (let count = 1; count <= 5; count += 1) {
				await readFirst((await request(server)).body);
				await until(() => finished === count);
				// The client needs a moment of its own to take the rest in.
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
			expect([server.requests.length, server.opened()]).toEqual([5, 1]);
		}
	});

	it('is given up when the rest of the reply does not end', { timeout: 5000 }, async () => {
		const server = await servers.start(endless);
		await readFirst((await request(server)).body);
		await until(() => server.closed() > 0);
	});

	it('is given up when the rest of a compressed reply does not end', { timeout: 5000 }, async () => {
		const server = await servers.start((response) => {
			response.writeHead(200, { 'Content-Encoding': 'gzip' });
			const block = gzipSync(TEXT);
			const more = () => {
				if (!response.destroyed) response.write(block, () => setImmediate(more));
			};
			more();
		});
		await readFirst((await request(server)).body);
		await until(() => server.closed() > 0);
	});

	it('that stays open for other calls does not wait for one that hangs', async () => {
		const server = await servers.start((response, { path }) => {
			if (path !== '/hang') response.end('x');
		});
		const hanging = failure(request(server, 500, '/hang'));
		for (let count = 0; count < 3; count += 1) expect(await readAll((await request(server)).body)).toBe('x');
		expect(await hanging).toBe('timeout');
	});
});
