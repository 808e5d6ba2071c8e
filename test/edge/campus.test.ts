import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, sendReply, serverPool, until } from '../chamilo/small-server.js';
import { envelope } from '../soap/sample.js';
import { createClient, type Send } from '../support/client.js';
import { type Bundle, bundleWorker, type Edge, startEdge } from '../support/edge.js';
import { expectProblem } from '../support/problem.js';
import { API_KEYS, KEYS } from '../support/stack.js';

const REPLY = envelope('<ns1:WS.testResponse xmlns:ns1="urn:WSService"><return>success</return></ns1:WS.testResponse>');
const XML = { 'Content-Type': 'text/xml; charset=ISO-8859-1' };

describe('a campus as the Worker speaks to it', () => {
	const servers = serverPool();
	const edges: Edge[] = [];
	let bundle: Bundle;
	beforeAll(async () => {
		bundle = await bundleWorker();
	});
	afterEach(async () => {
		for (const edge of edges.splice(0)) await edge.close();
		await servers.close();
	});

	async function start(answer: Answer, settings: Record<string, string> = {}) {
		const server = await servers.start(answer);
		const edge = await startEdge(bundle, {
			LOG_LEVEL: 'silent',
			CHAMILO_URL: server.url,
			CHAMILO_SECURITY_KEY: 'k',
			CHAMILO_KIND: '1.9',
			CHAMILO_SIGNING: 'forwarded',
			CHAMILO_EGRESS_IP: '203.0.113.7',
			API_KEYS,
			...settings,
		});
		edges.push(edge);
		const send = createClient(edge.url, KEYS.all);
		return { server, send, ask: () => ask(send) };
	}

	function ask(send: Send) {
		return send('POST', '/soap/WSService/WS.test', {});
	}

	it('gets the whole call, signed for the forwarded address, and nothing of the caller', async () => {
		const { server, send } = await start((response) => response.writeHead(200, XML).end(REPLY));
		const answer = await send('POST', '/soap/WSService/WS.test', {}, { 'X-Forwarded-For': '198.51.100.9' });
		expect(answer.json).toEqual({ result: 'success' });
		expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/main/webservices/soap.php' });
		expect(server.requests[0]?.headers).toMatchObject({
			'x-forwarded-for': '203.0.113.7',
			'accept-encoding': 'gzip',
			'content-length': String(Buffer.byteLength(server.requests[0]?.body ?? '')),
		});
		expect(JSON.stringify(server.requests[0])).not.toContain(KEYS.all);
	});

	it('may answer compressed', async () => {
		const { ask } = await start((response) =>
			response.writeHead(200, { ...XML, 'Content-Encoding': 'gzip' }).end(gzipSync(REPLY)),
		);
		expect((await ask()).json).toEqual({ result: 'success' });
	});

	it('that goes on and on behind the envelope is hung up on at once, and the answer is there', async () => {
		const { server, ask } = await start((response) => {
			response.writeHead(200, XML);
			response.write(REPLY);
			const more = () => {
				if (!response.destroyed) response.write('<!-- debug -->'.repeat(1000), () => setImmediate(more));
			};
			more();
		});
		// More at once than the six connections a Worker may have.
		const answers = await Promise.all(Array.from({ length: 12 }, ask));
		expect(answers.map(({ json }) => json)).toEqual(Array.from({ length: 12 }, () => ({ result: 'success' })));
		await until(() => server.closed() === server.opened());
		expect(server.requests).toHaveLength(12);
	});

	// On a busy machine workerd can break the connection before the limit: then it is 502 for that.
	it('that sends more than a reply can be is 502, and is hung up on', { retry: 2 }, async () => {
		const noise = randomBytes(1024 * 1024);
		const { server, ask } = await start((response) => {
			response.writeHead(200, XML);
			const more = () => {
				if (!response.destroyed) response.write(noise, () => setImmediate(more));
			};
			more();
		});
		const answer = await ask();
		expectProblem(answer, 'chamilo-error');
		expect(answer.text).toContain('larger than');
		await until(() => server.closed() === server.opened());
	});

	it.each([
		['before it answers', () => undefined],
		['in the middle of its reply', (response) => response.writeHead(200, XML).write(REPLY.slice(0, 200))],
	] as [string, Answer][])('that falls silent %s is 504 at the deadline', async (_, answer) => {
		const { ask } = await start(answer, { CHAMILO_TIMEOUT_MS: '300' });
		expectProblem(await ask(), 'chamilo-timeout');
	});

	it('that breaks the connection is 503, and 502 where its reply had begun', async () => {
		const { ask, server } = await start((response, _, count) => {
			if (count === 1) response.socket?.destroy();
			else
				response
					.writeHead(200, { ...XML, 'Content-Length': REPLY.length })
					.write(REPLY.slice(0, 200), () => response.socket?.destroy());
		});
		expectProblem(await ask(), 'chamilo-unavailable');
		expectProblem(await ask(), 'chamilo-error');
		expect(server.requests).toHaveLength(2);
		await server.goAway();
		expectProblem(await ask(), 'chamilo-unavailable');
	});

	it.each([
		[520, 'chamilo-unavailable'],
		[521, 'chamilo-unavailable'],
		[522, 'chamilo-unavailable'],
		[524, 'chamilo-timeout'],
		[526, 'chamilo-unavailable'],
		[530, 'chamilo-unavailable'],
	] as const)('that Cloudflare says HTTP %s of is %s', async (status, code) => {
		const { ask } = await start((response) => response.writeHead(status).end('error code: 1016'));
		const answer = await ask();
		expectProblem(answer, code);
		expect(answer.text).not.toContain('error code');
	});

	it('that leads elsewhere is not followed', async () => {
		const { ask, server } = await start((response) => response.writeHead(302, { Location: '/login' }).end());
		expectProblem(await ask(), 'chamilo-error');
		expect(server.requests).toHaveLength(1);
	});

	it('finishes the work of callers who have hung up, and is there for the next', async () => {
		const waiting: (() => void)[] = [];
		const { ask, server } = await start((response, _, count) => {
			const reply = () => sendReply(response, 'WS.test', '<return>success</return>');
			if (count > 4) reply();
			else waiting.push(reply);
		});
		const url = edges[0]?.url ?? '';
		const impatient = Array.from({ length: 4 }, () => {
			const control = new AbortController();
			const headers = { 'X-API-Key': KEYS.all, 'Content-Type': 'application/json' };
			const request = { method: 'POST', headers, body: '{}', signal: control.signal };
			const sent = fetch(`${url}/soap/WSService/WS.test`, request).catch((failure: Error) => failure.name);
			return { control, sent };
		});
		// All slots of the campus (CHAMILO_CONCURRENCY) are taken.
		await until(() => waiting.length === 4);
		const next = ask();
		for (const { control } of impatient) control.abort();
		expect(await Promise.all(impatient.map(({ sent }) => sent))).toEqual(Array.from({ length: 4 }, () => 'AbortError'));
		expect(server.requests).toHaveLength(4);
		for (const reply of waiting) reply();
		expect((await next).json).toEqual({ result: 'success' });
		expect((await ask()).json).toEqual({ result: 'success' });
		expect(server.requests).toHaveLength(6);
	});
});
