import { afterEach, describe, expect, it } from 'vitest';
import { soapClients } from '../../src/chamilo/connect.js';
import { detectCampus, isContradictedBy, presetCampus } from '../../src/chamilo/detect.js';
import { parseConfig } from '../../src/config.js';
import { createUndiciTransport } from '../../src/node/undici-transport.js';
import { CAPABILITY_NAMES, type ReplyHints } from '../../src/operations/capabilities.js';
import { CAMPUS_KINDS, type CampusKind, capabilitiesOf, KINDS } from '../../src/operations/kinds.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { NEWEST_CONTRACT } from '../../src/soap/contracts.js';
import { type Answer, failureOf, type SmallServer, sendFault, sendReply, serverPool } from './small-server.js';

const servers = serverPool();

afterEach(() => servers.close());

const HELLO = '<return xsi:type="xsd:string">success</return>';
const NOT_DEFINED = 'Operation is not defined in the WSDL for this service';
const SERVER_1_11 = { 'X-SOAP-Server': 'NuSOAP/0.9.5 (1.56)' };
const answers19: Answer = (response) => sendReply(response, 'WS.test', HELLO);
const answers111: Answer = (response, { path }) =>
	path.includes('/registration')
		? sendFault(response, 'SOAP-ENV:Client', NOT_DEFINED, SERVER_1_11)
		: sendReply(response, 'WS.test', HELLO, SERVER_1_11);
const answersPhp7: Answer = (response, { path }) =>
	sendFault(
		response,
		'SOAP-ENV:Client',
		path.includes('/registration') ? NOT_DEFINED : "error in msg parsing:\nxml was empty, didn't parse!",
		SERVER_1_11,
	);
/** A later release: the operation is there, and asks for a key. */
const answersLater: Answer = (response, request) =>
	request.path.includes('/registration')
		? sendFault(response, 'Server', 'Secret key is not correct', SERVER_1_11)
		: answersPhp7(response, request, 1);

function detect({ url, transport }: Pick<SmallServer, 'url' | 'transport'>, timeoutMs = 5000) {
	return detectCampus({ url, transport, text: 'utf8-as-latin1', timeoutMs });
}

describe('detectCampus', () => {
	const kinds: [kind: CampusKind, answer: Answer][] = [
		['1.9', answers19],
		['1.11', answers111],
		['1.11-php7', answersPhp7],
		// Without a signed read PHP 8 cannot be told from PHP 7.
		['1.11.32-php7', answersLater],
	];
	for (const [kind, answer] of kinds) {
		it(`knows a campus of the kind ${kind} by its answer to WS.test`, async () => {
			const server = await servers.start(answer);
			expect(await detect(server)).toEqual(presetCampus(kind));
			const [request] = server.requests;
			expect(request?.path).toBe('/main/webservices/soap.php');
			expect(request?.body).toContain('<ns1:WS.test ');
			expect(request?.body).not.toContain('secret_key');
		});
	}

	it('knows the sandbox for a 1.9', async () => {
		const sandbox = await startSandbox();
		const elsewhere = createUndiciTransport(sandbox.url);
		expect(await detect({ url: sandbox.url, transport: elsewhere.transport })).toEqual(presetCampus('1.9'));
		await elsewhere.close();
		await sandbox.close();
	});

	it('reads a 1.11 that appends its debug comment', async () => {
		const server = await servers.start((response, request) => {
			if (request.path.includes('/registration')) return answers111(response, request, 1);
			const body = Buffer.from(
				`<?xml version="1.0" encoding="ISO-8859-1"?><e:Envelope><e:Body><WS.testResponse>${HELLO.replace(' xsi:type="xsd:string"', '')}</WS.testResponse></e:Body></e:Envelope>`,
			);
			response.writeHead(200, { 'X-SOAP-Server': 'NuSOAP/0.9.5 (1.56)' });
			response.write(body);
			response.end(`<!-- ${'debug '.repeat(500_000)} -->`);
		});
		expect(await detect(server)).toEqual(presetCampus('1.11'));
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
			expect(await failureOf(detect(await servers.start(answer)))).toMatchObject({ code });
		}
		expect(await failureOf(detect(await servers.start(() => undefined), 50))).toMatchObject({
			code: 'chamilo-timeout',
		});
	});
});

describe('a campus that withholds X-SOAP-Server', () => {
	it('is asked without a key for what it declares, each operation once', async () => {
		const server = await servers.start((response, request) => {
			const operation = /<ns1:([\w.]+) /.exec(request.body)?.[1] ?? '';
			if (operation === 'WS.test') sendReply(response, operation, HELLO, { 'X-SOAP-Server': '' });
			else if (['WSSubscribeTeacherToSessionCourse', 'WSUpdateUserOriginalIdFromUsername'].includes(operation))
				sendFault(response, 'SOAP-ENV:Client', NOT_DEFINED);
			else sendFault(response, 'Server', 'Secret key is not correct or params are not correctly set');
		});
		const { kind, capabilities } = await detect(server);
		const expected = new Set(capabilitiesOf('1.11'));
		expected.delete('session-course-coaches');
		expect(capabilities).toEqual(expected);
		expect(kind).toBe('1.11');
		const asked = server.requests.map(({ body }) => /<ns1:([\w.]+) /.exec(body)?.[1]);
		expect(asked.sort()).toEqual([...new Set(asked)].sort());
		expect(server.requests.every(({ body }) => !/<secret_key[^>]*>[^<]/.test(body))).toBe(true);
	});

	it('is a 1.9 where nothing of 1.11 is declared', async () => {
		const server = await servers.start((response, request) => {
			const operation = /<ns1:([\w.]+) /.exec(request.body)?.[1] ?? '';
			if (operation === 'WS.test') sendReply(response, operation, HELLO, { 'X-SOAP-Server': '' });
			else if (operation === 'WSUnsubscribeUserFromCourse') sendFault(response, 'Server', 'Secret key is not correct');
			else sendFault(response, 'SOAP-ENV:Client', NOT_DEFINED);
		});
		expect(await detect(server)).toEqual(presetCampus('1.9'));
	});
});

describe('the kinds', () => {
	it('name capabilities that exist, and every one is had by some kind, but for what settings bring', () => {
		const had = new Set(CAMPUS_KINDS.flatMap((kind) => [...capabilitiesOf(kind)]));
		expect([...had, 'json-api'].sort()).toEqual([...CAPABILITY_NAMES].sort());
	});

	it.each(CAMPUS_KINDS)('%s has exactly what the probes find on its sandbox', async (kind) => {
		const sandbox = await startSandbox(KINDS[kind].sandbox);
		const upstream = createUndiciTransport(sandbox.url);
		const { url, securityKey } = sandbox;
		const { transport } = upstream;
		const client = soapClients(
			parseConfig({ CHAMILO_SANDBOX: '1.9' }),
			{ url, securityKey },
			transport,
		)(NEWEST_CONTRACT);
		const options = { url, transport, text: 'utf8-as-latin1', timeoutMs: 5000, client } as const;
		expect(await detectCampus(options)).toEqual(presetCampus(kind));
		await upstream.close();
		await sandbox.close();
	});

	it('are without soap.php on PHP 7', () => {
		expect(capabilitiesOf('1.11-php7').has('soap-php')).toBe(false);
	});
});

const OLD = 'NuSOAP/0.9.5 (1.123)';
const NEW = 'NuSOAP/0.9.5 (1.56)';
const LOOK_UP = { service: 'WSRegistration', operation: 'WSGetUserFromUsername', server: NEW };
const LIST = { service: 'WSRegistration', operation: 'WSListSessions', server: NEW };
const DEAD = "error in msg parsing:\nxml was empty, didn't parse!";

describe('a reply', () => {
	const cases: ['contradicts' | 'agrees with', CampusKind, ReplyHints][] = [
		['agrees with', '1.9', { service: 'WSService', operation: 'WS.test', server: OLD }],
		['contradicts', '1.9', { service: 'WSService', operation: 'WS.test', server: NEW }],
		['contradicts', '1.9', { service: 'WSRegistration', operation: 'WSGetUser', server: NEW }],
		['contradicts', '1.9', { service: 'WSService', operation: 'WS.test', server: null, fault: DEAD }],
		[
			'agrees with',
			'1.9',
			{ service: 'WSRegistration', operation: 'WSGetUser', server: null, fault: 'Secret key is not correct' },
		],
		['contradicts', '1.11', { service: 'WSRegistration', operation: 'WSGetUser', server: OLD }],
		['agrees with', '1.11', { service: 'WSService', operation: 'WS.test', server: NEW }],
		['contradicts', '1.11', { service: 'WSService', operation: 'WS.test', server: NEW, fault: DEAD }],
		['agrees with', '1.11-php7', { service: 'WSService', operation: 'WS.test', server: NEW, fault: DEAD }],
		['contradicts', '1.11-php7', { service: 'WSRegistration', operation: 'WSGetUser', server: OLD }],
		['agrees with', '1.11-php7', { service: 'WSRegistration', operation: 'WSGetUser', server: 'NuSOAP/0.9.6' }],
		// Upgraded to 1.11.8 or later: the look-up has one member more.
		['contradicts', '1.11', { ...LOOK_UP, value: { user_id: '', firstname: '', lastname: '', extra_fields: '' } }],
		['agrees with', '1.11', { ...LOOK_UP, value: { user_id: '', firstname: '', lastname: '', extra_fields: null } }],
		['agrees with', '1.11.32-php7', { ...LOOK_UP, value: { user_id: '3', extra_fields: '[]' } }],
		// Upgraded from PHP 7 to PHP 8.
		['contradicts', '1.11.32-php7', { ...LIST, isEmpty: true }],
		['agrees with', '1.11.32-php7', { ...LIST, value: [] }],
		['agrees with', '1.11.32-php8', { ...LIST, isEmpty: true }],
	];
	it.each(cases)('%s %s: %o', (expected, kind, reply) => {
		expect(isContradictedBy(presetCampus(kind), reply)).toBe(expected === 'contradicts');
	});
});
