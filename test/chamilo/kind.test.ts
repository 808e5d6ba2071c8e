import { afterEach, describe, expect, it } from 'vitest';
import { createCampus } from '../../src/chamilo/campus.js';
import { connectCampus } from '../../src/chamilo/connect.js';
import { KIND_CAPABILITIES, learnKind } from '../../src/chamilo/kind.js';
import { parseConfig } from '../../src/config.js';
import { CAPABILITIES, type Capability } from '../../src/operations/capabilities.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { CONTRACT } from '../soap/sample.js';
import { type Answer, failureOf, type SmallServer, sendFault, sendReply, serverPool } from './small-server.js';

const servers = serverPool();

afterEach(() => servers.close());

const HELLO = '<return xsi:type="xsd:string">success</return>';
const answers19: Answer = (response) => sendReply(response, 'WS.test', HELLO);
const answers111: Answer = (response) =>
	sendReply(response, 'WS.test', HELLO, { 'X-SOAP-Server': 'NuSOAP/0.9.5 (1.56)' });
const answersPhp7: Answer = (response) =>
	sendFault(response, 'SOAP-ENV:Client', "error in msg parsing:\nxml was empty, didn't parse!", {
		'X-SOAP-Server': 'NuSOAP/0.9.5 (1.56)',
	});

function learn({ url, transport }: SmallServer, timeoutMs = 5000) {
	return learnKind({ url, contract: CONTRACT, transport, text: 'utf8-as-latin1', timeoutMs });
}

describe('learnKind', () => {
	const kinds: [kind: string, answer: Answer][] = [
		['1.9', answers19],
		['1.11', answers111],
		['1.11-php7', answersPhp7],
	];
	for (const [kind, answer] of kinds) {
		it(`knows a campus of the kind ${kind} by its answer to WS.test`, async () => {
			const server = await servers.start(answer);
			expect(await learn(server)).toBe(kind);
			const [request] = server.requests;
			expect(request?.path).toBe('/main/webservices/soap.php');
			expect(request?.body).toContain('<ns1:WS.test ');
			expect(request?.body).not.toContain('secret_key');
		});
	}

	it('knows the sandbox for a 1.9', async () => {
		const sandbox = await startSandbox();
		const server = await servers.start(() => undefined);
		const elsewhere = (await import('../../src/node/undici-transport.js')).createUndiciTransport(sandbox.url);
		expect(await learn({ ...server, url: sandbox.url, transport: elsewhere.transport })).toBe('1.9');
		await elsewhere.close();
		await sandbox.close();
	});

	it('reads a 1.11 that appends its debug comment', async () => {
		const server = await servers.start((response) => {
			const body = Buffer.from(
				`<?xml version="1.0" encoding="ISO-8859-1"?><e:Envelope><e:Body><WS.testResponse>${HELLO.replace(' xsi:type="xsd:string"', '')}</WS.testResponse></e:Body></e:Envelope>`,
			);
			response.writeHead(200, { 'X-SOAP-Server': 'NuSOAP/0.9.5 (1.56)' });
			response.write(body);
			response.end(`<!-- ${'debug '.repeat(500_000)} -->`);
		});
		expect(await learn(server)).toBe('1.11');
	});

	it('says what is wrong where no Chamilo answers', async () => {
		const wrong: [answer: Answer, code: string][] = [
			[(response) => sendFault(response, 'SOAP-ENV:Client', "Operation 'WS.test' is not defined"), 'chamilo-error'],
			[(response) => response.writeHead(404).end('<h1>Not found</h1>'), 'chamilo-error'],
			[(response) => response.writeHead(500).end(), 'chamilo-error'],
			[(response) => response.writeHead(302, { Location: '/' }).end(), 'chamilo-error'],
			[(response) => response.socket?.resetAndDestroy(), 'chamilo-unavailable'],
		];
		for (const [answer, code] of wrong) {
			expect(await failureOf(learn(await servers.start(answer)))).toMatchObject({ code });
		}
		expect(await failureOf(learn(await servers.start(() => undefined), 50))).toMatchObject({ code: 'chamilo-timeout' });
	});
});

describe('the capabilities of a kind', () => {
	it('are capabilities of the table, and a 1.9 has all of them', () => {
		const all = Object.keys(CAPABILITIES) as Capability[];
		for (const known of Object.values(KIND_CAPABILITIES)) {
			expect(all).toEqual(expect.arrayContaining([...known]));
		}
		expect([...KIND_CAPABILITIES['1.9']].sort()).toEqual(all.sort());
	});

	it('without soap.php do not count on it', () => {
		expect(KIND_CAPABILITIES['1.11-php7'].has('soap-php')).toBe(false);
	});
});

describe('a connected campus', () => {
	const base = { caller: async () => null, concurrency: 1 };

	it('is asked for its kind when it is first needed, and once', async () => {
		const server = await servers.start(answers111);
		const campus = createCampus({ ...base, learn: () => learn(server) });
		expect(server.requests).toHaveLength(0);
		const [first, second] = await Promise.all([campus.capabilities(), campus.capabilities()]);
		expect(first).toBe(KIND_CAPABILITIES['1.11']);
		expect(second).toBe(first);
		expect(await campus.capabilities()).toBe(first);
		expect(server.requests).toHaveLength(1);
	});

	it('that was unreachable is asked again until it has answered', async () => {
		const server = await servers.start((response, request, count) => {
			if (count === 1) response.socket?.resetAndDestroy();
			else if (count === 2) response.writeHead(500).end();
			else answers19(response, request, count);
		});
		const campus = createCampus({ ...base, learn: () => learn(server) });
		expect(await failureOf(campus.capabilities())).toMatchObject({ code: 'chamilo-unavailable' });
		expect(await failureOf(campus.capabilities())).toMatchObject({ code: 'chamilo-error' });
		expect(await campus.capabilities()).toBe(KIND_CAPABILITIES['1.9']);
		expect(await campus.capabilities()).toBe(KIND_CAPABILITIES['1.9']);
		expect(server.requests).toHaveLength(3);
	});

	it('of a kind that is set is never asked', async () => {
		const server = await servers.start(answers19);
		for (const kind of ['1.9', '1.11', '1.11-php7'] as const) {
			const config = parseConfig({ CHAMILO_KIND: kind });
			const campus = connectCampus(config, { url: server.url, securityKey: 'k' }, server.transport);
			expect(await campus.capabilities()).toBe(KIND_CAPABILITIES[kind]);
		}
		expect(server.requests).toHaveLength(0);
	});
});
