import { afterEach, describe, expect, it } from 'vitest';
import { detectKind, isContradictedBy } from '../../src/chamilo/kind.js';
import { CAPABILITIES, type Capability } from '../../src/operations/capabilities.js';
import { CAMPUS_KINDS, capabilitiesOf } from '../../src/operations/kinds.js';
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
	return detectKind({ url, contract: CONTRACT, transport, text: 'utf8-as-latin1', timeoutMs });
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
	it('are those that name it, and every one is had by some kind', () => {
		const all = Object.keys(CAPABILITIES) as Capability[];
		const had = new Set(CAMPUS_KINDS.flatMap((kind) => [...capabilitiesOf(kind)]));
		expect([...had].sort()).toEqual([...all].sort());
		for (const name of all) {
			const kinds: readonly string[] = CAPABILITIES[name].kinds;
			expect(CAMPUS_KINDS.filter((kind) => capabilitiesOf(kind).has(name))).toEqual([...kinds]);
		}
	});

	it('are without soap.php on PHP 7', () => {
		expect(capabilitiesOf('1.11-php7').has('soap-php')).toBe(false);
	});
});

const OLD = 'NuSOAP/0.9.5 (1.123)';
const NEW = 'NuSOAP/0.9.5 (1.56)';
const DEAD = "error in msg parsing:\nxml was empty, didn't parse!";

describe('a reply', () => {
	const cases: [kind: 'contradicts' | 'agrees with', ...Parameters<typeof isContradictedBy>][] = [
		['agrees with', '1.9', { service: 'WSService', server: OLD }],
		['contradicts', '1.9', { service: 'WSService', server: NEW }],
		['contradicts', '1.9', { service: 'WSRegistration', server: NEW }],
		['contradicts', '1.9', { service: 'WSService', server: null, fault: DEAD }],
		['agrees with', '1.9', { service: 'WSRegistration', server: null, fault: 'Secret key is not correct' }],
		['contradicts', '1.11', { service: 'WSRegistration', server: OLD }],
		['agrees with', '1.11', { service: 'WSService', server: NEW }],
		['contradicts', '1.11', { service: 'WSService', server: NEW, fault: DEAD }],
		['agrees with', '1.11-php7', { service: 'WSService', server: NEW, fault: DEAD }],
		['contradicts', '1.11-php7', { service: 'WSRegistration', server: OLD }],
		['agrees with', '1.11-php7', { service: 'WSRegistration', server: 'NuSOAP/0.9.6' }],
	];
	it.each(cases)('%s %s: %o', (expected, kind, evidence) => {
		expect(isContradictedBy(kind, evidence)).toBe(expected === 'contradicts');
	});
});
