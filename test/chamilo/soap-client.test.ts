import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createCircuitBreaker } from '../../src/chamilo/circuit-breaker.js';
import { createCampusSigner } from '../../src/chamilo/connect.js';
import { createSemaphore } from '../../src/chamilo/semaphore.js';
import { type CallEvent, createSoapClient, type SoapClientOptions } from '../../src/chamilo/soap-client.js';
import { parseConfig } from '../../src/config.js';
import type { GatewayError } from '../../src/errors.js';
import { CONTRACT } from '../soap/sample.js';
import { type Answer, failureOf, type SmallServer, sendFault, sendReply, serverPool, until } from './small-server.js';

const servers = serverPool();

afterEach(() => servers.close());

const KEY = 'the-security-key';
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const VOID = 'WSUser.DisableUser';
const USER = { user_id_field_name: 'staff', user_id_value: '7' };

interface Wanted extends Partial<SoapClientOptions> {
	mode?: 'auto' | 'static' | 'forwarded';
}

/** A caller for a small campus, with what it told about its calls. */
function callerFor({ url, transport }: SmallServer, { mode = 'static', ...options }: Wanted = {}) {
	const events: CallEvent[] = [];
	const config = parseConfig({ CHAMILO_SANDBOX: '1.9', CHAMILO_SIGNING: mode, CHAMILO_EGRESS_IP: '203.0.113.7' });
	const call = createSoapClient({
		url,
		contract: CONTRACT,
		transport,
		signer: createCampusSigner(config, { url, securityKey: KEY }, transport),
		text: 'utf8-as-latin1',
		timeoutMs: 5000,
		semaphore: createSemaphore(4),

		circuitBreaker: createCircuitBreaker(),
		onCall: (event) => events.push(event),
		...options,
	});
	return { call, events };
}

async function problemOf(promise: Promise<unknown>): Promise<GatewayError> {
	return (await failureOf(promise)) as GatewayError;
}

describe('a call', () => {
	it('goes out as one POST of text/xml with SOAPAction and gzip allowed', async () => {
		const server = await servers.start((response) => sendReply(response, VOID));
		expect(await callerFor(server).call(VOID, USER)).toBeNull();
		const [request] = server.requests;
		expect(server.requests).toHaveLength(1);
		expect(request).toMatchObject({ method: 'POST', path: '/main/webservices/soap.php' });
		const { host, connection, 'content-length': length, ...headers } = request?.headers ?? {};
		expect(headers).toEqual({
			'content-type': 'text/xml; charset=ISO-8859-1',
			soapaction: '"/main/webservices/soap.php/WSUser.DisableUser"',
			'accept-encoding': 'gzip',
		});
		expect(Number(length)).toBe(Buffer.byteLength(request?.body ?? ''));
		expect(request?.body).toContain(sha1(`203.0.113.7${KEY}`));
	});

	it('goes to the service that has the operation, below the root of the campus', async () => {
		const server = await servers.start((response) => sendReply(response, 'WSGetUser'));
		const { call } = callerFor(server, { url: `${server.url}/campus` });
		await call('WSGetUser', {});
		expect(server.requests[0]?.path).toBe('/campus/main/webservices/registration.soap.php');
	});

	it('sends X-Forwarded-For only when it signs for it', async () => {
		const server = await servers.start((response) => sendReply(response, VOID));
		await callerFor(server, { mode: 'forwarded' }).call(VOID, USER);
		await callerFor(server).call(VOID, USER);
		expect(server.requests.map(({ headers }) => headers['x-forwarded-for'])).toEqual(['203.0.113.7', undefined]);
	});

	it('never has more than `concurrency` under way', async () => {
		let running = 0;
		let most = 0;
		const server = await servers.start((response) => {
			running += 1;
			most = Math.max(most, running);
			setTimeout(() => {
				running -= 1;
				sendReply(response, VOID);
			}, 5);
		});
		const { call } = callerFor(server, { semaphore: createSemaphore(3) });
		await Promise.all(Array.from({ length: 20 }, () => call(VOID, USER)));
		expect(most).toBe(3);
	});

	it('of an operation that is not in the contract is refused without asking', async () => {
		const server = await servers.start((response) => sendReply(response, VOID));
		for (const name of ['WSUser.Nope', 'toString', '__proto__', '']) {
			expect(await problemOf(callerFor(server).call(name)), name).toMatchObject({ code: 'unsupported-by-chamilo' });
		}
		expect(server.requests).toHaveLength(0);
	});

	it('with arguments the contract does not have fails as a defect of ours, and frees its slot', async () => {
		const server = await servers.start((response) => sendReply(response, VOID));
		const { call, events } = callerFor(server, { semaphore: createSemaphore(1) });
		expect((await failureOf(call(VOID, { nope: 'x' }))).message).toContain('nope');
		await call(VOID, USER);
		expect(events.map(({ outcome }) => outcome)).toEqual(['internal-error', 'ok']);
		expect(server.requests).toHaveLength(1);
	});
});

describe('a fault', () => {
	const faults: [code: string, message: string, problem: string, status: number][] = [
		['100', 'User not found', 'user-not-found', 404],
		['101', 'There was a problem while deleting this user', 'rejected-by-chamilo', 422],
		['102', 'This username is already taken', 'username-taken', 409],
		['103', 'The encryption of the password is invalid', 'password-encryption-refused', 422],
		['104', 'There was an error creating the user', 'rejected-by-chamilo', 422],
		['105', 'There was an error updating the user', 'rejected-by-chamilo', 422],
		['301', 'Could not create the session', 'rejected-by-chamilo', 422],
		['SOAP-ENV:Client', 'error in msg parsing', 'chamilo-error', 502],
		['Server', 'Something else', 'chamilo-error', 502],
		['', '', 'chamilo-error', 502],
		['toString', 'x', 'chamilo-error', 502],
		['__proto__', 'x', 'chamilo-error', 502],
	];
	for (const [code, message, problem, status] of faults) {
		it(`${code || '(empty)'} is ${problem}, and certain`, async () => {
			const server = await servers.start((response) => sendFault(response, code, message));
			const { call, events } = callerFor(server);
			const failure = await problemOf(call(VOID, USER));
			expect(failure).toMatchObject({ code: problem, status, outcomeUnknown: false });
			// A word that is no code could be anything that was sent.
			const isCode = /^(\d+|.*(Client|Server))$/.test(code);
			expect(failure.chamilo).toMatchObject({ operation: VOID, ...(isCode ? { faultcode: code } : {}) });
			expect(failure.chamilo?.faultcode === undefined).toBe(!isCode);
			expect(server.requests).toHaveLength(1);
			expect(events).toMatchObject([{ operation: VOID, outcome: problem }]);
		});
	}

	it("repeats Chamilo's words only when they cannot hold what was sent", async () => {
		const texts: [text: string, shown: string | undefined][] = [
			['User not found', 'User not found'],
			['error in msg parsing: &lt;password&gt;hunter2', undefined],
			['line 1\nline 2', undefined],
			['x'.repeat(200), undefined],
			['Duplicate entry 12', undefined],
		];
		for (const [text, shown] of texts) {
			const server = await servers.start((response) => sendFault(response, '104', text));
			expect((await problemOf(callerFor(server).call(VOID, USER))).chamilo?.faultstring, text).toBe(shown);
		}
	});
});

describe('a refused signature', () => {
	const refusal = (response: Parameters<Answer>[0]) => sendFault(response, '1', 'API key is invalid');
	const registrationRefusal = (response: Parameters<Answer>[0]) =>
		sendFault(response, 'Server', 'Secret key is not correct or params are not correctly set');

	/** A campus that sees the gateway at these addresses, one after the other at each question. */
	function campus(addresses: string[], accepted: string, refuse = refusal) {
		let asked = 0;
		return servers.start((response, { path, body }) => {
			if (path.endsWith('testip.php')) {
				response.end(`${addresses[Math.min(asked, addresses.length - 1)]}\n`);
				asked += 1;
			} else if (body.includes(sha1(accepted + KEY))) sendReply(response, VOID);
			else refuse(response);
		});
	}
	const paths = (server: SmallServer) => server.requests.map(({ path }) => path.replace(/.*\//, ''));

	it('is renewed and the call sent once more when the address has changed', async () => {
		for (const refuse of [refusal, registrationRefusal]) {
			const server = await campus(['10.0.0.1', '10.0.0.2'], '10.0.0.2', refuse);
			const { call, events } = callerFor(server, { mode: 'auto' });
			expect(await call(VOID, USER)).toBeNull();
			expect(paths(server)).toEqual(['testip.php', 'soap.php', 'testip.php', 'soap.php']);
			expect(events.map(({ outcome }) => outcome)).toEqual(['ok']);
		}
	});

	it('is tried with an entry in X-Forwarded-For when the address is still the same, and then not again', async () => {
		const server = await campus(['10.0.0.1'], 'none');
		const { call } = callerFor(server, { mode: 'auto' });
		const failure = await problemOf(call(VOID, USER));
		expect(failure).toMatchObject({ code: 'chamilo-refused-signature', outcomeUnknown: false });
		expect(failure.message).toContain('10.0.0.1');
		expect(failure.message).toContain('CHAMILO_SECURITY_KEY');
		// The call to registration.soap.php has no signature: it asks which address the campus sees.
		const asked = ['testip.php', 'soap.php', 'testip.php', 'registration.soap.php', 'soap.php'];
		expect(paths(server)).toEqual(asked);
		expect(server.requests.at(-1)?.headers['x-forwarded-for']).toBe('10.0.0.1');
		await problemOf(call(VOID, USER));
		expect(paths(server)).toEqual([...asked, 'soap.php']);
	});

	it('is tried again a few times only, however often the address changes', async () => {
		const server = await campus(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'], 'none');
		const failure = await problemOf(callerFor(server, { mode: 'auto' }).call(VOID, USER));
		expect(failure.code).toBe('chamilo-refused-signature');
		expect(paths(server).filter((path) => path === 'soap.php')).toHaveLength(3);
		for (const ip of ['10.0.0.1', '10.0.0.2']) expect(failure.message).toContain(ip);
	});

	it('with an address that is set asks nobody', async () => {
		const server = await campus([], 'none');
		for (const mode of ['static', 'forwarded'] as const) {
			const failure = await problemOf(callerFor(server, { mode }).call(VOID, USER));
			expect(failure.message).toContain(`CHAMILO_SIGNING=${mode}`);
		}
		expect(paths(server)).toEqual(['soap.php', 'soap.php']);
	});

	it('tells neither the key nor the signature', async () => {
		const server = await campus(['10.0.0.1'], 'none');
		const failure = await problemOf(callerFor(server, { mode: 'auto' }).call(VOID, USER));
		const told = JSON.stringify([failure, failure.message, failure.stack, failure.chamilo]);
		expect(told).not.toContain(KEY);
		expect(told).not.toContain(sha1(`10.0.0.1${KEY}`));
	});

	it('of many calls at once is renewed for all with one question', async () => {
		const server = await campus(['10.0.0.1', '10.0.0.2'], '10.0.0.2');
		const { call } = callerFor(server, { mode: 'auto', semaphore: createSemaphore(10) });
		await Promise.all(Array.from({ length: 10 }, () => call(VOID, USER)));
		expect(paths(server).filter((path) => path === 'testip.php')).toHaveLength(2);
	});
});

describe('a failed exchange', () => {
	const page = '<html><body>hunter2</body></html>';
	const cases: [what: string, answer: Answer, problem: string, outcomeUnknown: boolean][] = [
		['an empty 500', (response) => response.writeHead(500).end(), 'chamilo-error', true],
		[
			'HTML with 200',
			(response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(page),
			'chamilo-error',
			true,
		],
		['404', (response) => response.writeHead(404).end(page), 'chamilo-error', false],
		['403', (response) => response.writeHead(403).end(page), 'chamilo-error', true],
		['a redirect', (response) => response.writeHead(302, { Location: '/login' }).end(), 'chamilo-error', false],
		['503 with an envelope', (response) => response.writeHead(503).end('<?xml version="1.0"?>'), 'chamilo-error', true],
		[
			'a cut-off reply',
			(response) => response.writeHead(200).end('<?xml version="1.0"?><SOAP-ENV:Env'),
			'chamilo-error',
			true,
		],
		['another reply', (response) => sendReply(response, 'WSUser.EnableUser'), 'chamilo-error', true],
		['a reset', (response) => response.socket?.resetAndDestroy(), 'chamilo-unavailable', true],
		[
			'an end within the reply',
			(response) => response.write('<?xml', () => response.socket?.destroy()),
			'chamilo-error',
			true,
		],
	];
	for (const [what, answer, problem, ambiguous] of cases) {
		it(`by ${what} is ${problem}${ambiguous ? ', and Chamilo may have done it' : ''}`, async () => {
			const server = await servers.start(answer);
			const { call, events } = callerFor(server);
			const failure = await problemOf(call(VOID, USER));
			expect(failure).toMatchObject({ code: problem, outcomeUnknown: ambiguous, chamilo: { operation: VOID } });
			expect(failure.message).not.toContain('hunter2');
			expect(failure.headers).toEqual(problem === 'chamilo-unavailable' ? { 'Retry-After': '5' } : undefined);
			expect(server.requests).toHaveLength(1);
			expect(events.map(({ outcome }) => outcome)).toEqual([problem]);
		});
	}

	it('by silence is chamilo-timeout, before and within the reply', async () => {
		const silent: Answer[] = [() => undefined, (response) => response.write('<?xml version="1.0"?>')];
		for (const answer of silent) {
			const server = await servers.start(answer);
			const failure = await problemOf(callerFor(server, { timeoutMs: 200 }).call(VOID, USER));
			expect(failure).toMatchObject({ code: 'chamilo-timeout', outcomeUnknown: true });
		}
	});

	it('by a refused connection is certain: nothing was sent', async () => {
		const server = await servers.start(() => undefined);
		await server.goAway();
		const failure = await problemOf(callerFor(server).call(VOID, USER));
		expect(failure).toMatchObject({
			code: 'chamilo-unavailable',
			outcomeUnknown: false,
			headers: { 'Retry-After': '5' },
		});
	});

	it('frees its slot and its connection', { timeout: 4000 }, async () => {
		const answers: Answer[] = [
			(response) => response.writeHead(404).end('x'.repeat(2_000_000)),
			(response) => response.writeHead(500).end(),
			(response) => response.socket?.resetAndDestroy(),
		];
		const server = await servers.start((response, request, count) => {
			const answer = answers[count - 1] ?? ((last) => sendReply(last, VOID));
			answer(response, request, count);
		});
		const { call } = callerFor(server, { semaphore: createSemaphore(1), timeoutMs: 600_000 });
		for (const _ of answers) await failureOf(call(VOID, USER));
		expect(await call(VOID, USER)).toBeNull();
		// The large page that nobody reads must not keep its connection until the deadline.
		await until(() => server.closed() >= 2);
	});
});

describe('a query whose connection breaks', () => {
	const breaks: [what: string, answer: Answer][] = [
		['a reset', (response) => response.socket?.resetAndDestroy()],
		['an end before the reply', (response) => response.socket?.end()],
		['an end within the reply', (response) => response.write('<?xml', () => response.socket?.destroy())],
		['an empty reply', (response) => response.writeHead(200).end()],
	];

	it.each(breaks)('by %s is sent once more, on a new connection', async (_, breakIt) => {
		const server = await servers.start((response, request, count) =>
			count === 1 ? breakIt(response, request, count) : sendReply(response, VOID),
		);
		const { call, events } = callerFor(server);
		expect(await call(VOID, USER, undefined, 'query')).toBeNull();
		expect([server.requests.length, server.opened()]).toEqual([2, 2]);
		expect(events.map(({ outcome }) => outcome)).toEqual(['ok']);
	});

	it('on every connection that was kept is still sent on a new one', async () => {
		const used = new Set<unknown>();
		let isOver = false;
		const server = await servers.start((response) => {
			const { socket } = response;
			if (isOver && used.has(socket)) socket?.resetAndDestroy();
			else setTimeout(() => sendReply(response, VOID), 20);
			used.add(socket);
		});
		const { call } = callerFor(server);
		await Promise.all([1, 2, 3, 4].map(() => call(VOID, USER, undefined, 'query')));
		isOver = true;
		expect(await call(VOID, USER, undefined, 'query')).toBeNull();
	});

	it('twice is a problem, and twice is all', async () => {
		for (const [, breakIt] of breaks) {
			const server = await servers.start(breakIt);
			expect((await problemOf(callerFor(server).call(VOID, USER, undefined, 'query'))).code).toMatch(/^chamilo-/);
			expect(server.requests).toHaveLength(2);
		}
	});

	it('keeps one deadline for both', async () => {
		const server = await servers.start((response) => setTimeout(() => response.socket?.resetAndDestroy(), 150));
		const given: number[] = [];
		const transport: SoapClientOptions['transport'] = (request) => {
			given.push(request.timeoutMs);
			return server.transport(request);
		};
		await failureOf(callerFor(server, { timeoutMs: 4000, transport }).call(VOID, USER, undefined, 'query'));
		expect(given[0]).toBe(4000);
		expect(given[1]).toBeLessThanOrEqual(3850);
	});

	it('is no reason to send a command twice, nor is an empty 500 or silence one to send a query twice', async () => {
		const once: [use: 'query' | 'command', answer: Answer][] = [
			...breaks.map(([, answer]): [use: 'command', answer: Answer] => ['command', answer]),
			['query', (response) => response.writeHead(500).end()],
			['query', () => undefined],
		];
		for (const [use, answer] of once) {
			const server = await servers.start(answer);
			await failureOf(callerFor(server, { timeoutMs: 200 }).call(VOID, USER, undefined, use));
			expect(server.requests).toHaveLength(1);
		}
	});
});

describe('onCall', () => {
	it('is told the operation, the outcome and the time, and nothing of what travels', async () => {
		const server = await servers.start((response) =>
			sendReply(response, 'WSEditUserCredentials', '<return>1</return>'),
		);
		const { call, events } = callerFor(server);
		await call('WSEditUserCredentials', { username: 'ada', password: 'hunter2' });
		expect(events).toEqual([{ operation: 'WSEditUserCredentials', outcome: 'ok', ms: expect.any(Number) }]);
	});
});
