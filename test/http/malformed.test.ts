import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectProblem } from '../support/problem.js';
import { KEYS, type Stack, startStack } from '../support/stack.js';
import { ADA, DEMO } from '../support/users.js';

/** Requests that two parsers could take for different ones, and what no parser should take. */
describe('what is no well-formed request', () => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack();
		await stack.request('GET', '/users/external_user/1504');
	});
	beforeEach(() => stack.control.reset());
	afterAll(() => stack.close());

	/** Sends bytes over a connection of their own; everything that comes until it is closed, or nothing more does. */
	function raw(bytes: string): Promise<string> {
		const { port } = new URL(stack.url);
		return new Promise((resolve, reject) => {
			const socket = connect(Number(port), '127.0.0.1', () => socket.write(Buffer.from(bytes, 'latin1')));
			let received = '';
			const done = () => {
				socket.destroy();
				resolve(received);
			};
			socket.setTimeout(1_500, done);
			socket.on('data', (data) => {
				received += data.toString('latin1');
			});
			socket.on('close', done);
			socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? done() : reject(error)));
		});
	}
	const head = (...lines: string[]) => [...lines, '', ''].join('\r\n');
	const common = ['Host: gateway', `X-API-Key: ${KEYS.all}`, 'Content-Type: application/json'];
	const body = JSON.stringify(ADA);
	const DISABLE = head('POST /users/external_user/1505/disable HTTP/1.1', ...common, 'Content-Length: 0');
	const chunked = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n0\r\n\r\n`;

	it.each([
		[
			'a length and chunks',
			head('POST /users HTTP/1.1', ...common, `Content-Length: ${body.length}`, 'Transfer-Encoding: chunked') +
				chunked(body),
		],
		[
			'two lengths',
			head('POST /users HTTP/1.1', ...common, `Content-Length: ${body.length}`, 'Content-Length: 5') + body,
		],
		['a length in words', head('POST /users HTTP/1.1', ...common, `Content-Length: +${body.length}`) + body],
		['chunks by another name', head('POST /users HTTP/1.1', ...common, 'Transfer-Encoding: xchunked') + chunked(body)],
		['a blank before the colon', head('POST /users HTTP/1.1', ...common, `Content-Length : ${body.length}`) + body],
		['a folded header', head('POST /users HTTP/1.1', ...common, 'X-A: b\r\n Content-Length: 5') + body],
		[
			'a NUL in a header',
			head('POST /users HTTP/1.1', ...common, 'X-A: a\0b', `Content-Length: ${body.length}`) + body,
		],
		[
			'a chunk of no length',
			`${head('POST /users HTTP/1.1', ...common, 'Transfer-Encoding: chunked')}zz\r\n${body}\r\n0\r\n\r\n`,
		],
		['no method', head('/users HTTP/1.1', ...common)],
		['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
	])('%s: refused, the connection closed, and what follows is no request', async (_, bytes) => {
		const answer = await raw(bytes + DISABLE);
		expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
		expect(await stack.control.operations()).toEqual([]);
		expect((await stack.request('GET', '/users/external_user/1504')).status).toBe(200);
	});

	it('a head that is too long is 431, with a problem that says so', async () => {
		const answer = await raw(head('GET / HTTP/1.1', 'Host: gateway', `X-Long: ${'a'.repeat(17 * 1024)}`));
		expect(answer).toMatch(/^HTTP\/1\.1 431 /);
		expect(answer).toContain('application/problem+json');
		expect(answer).toContain('16384 bytes');
	});

	it.each([
		['an odd host', head('GET /healthz HTTP/1.1', 'Host: a b')],
		['a host with a path', head('GET /healthz HTTP/1.1', 'Host: a/b')],
		['a host with a user', head('GET /healthz HTTP/1.1', 'Host: a@b')],
		['two hosts', head('GET /healthz HTTP/1.1', 'Host: a', 'Host: b')],
		['a target that is no path', head('OPTIONS * HTTP/1.1', 'Host: gateway')],
		['an absolute target without a host', head('GET http:// HTTP/1.1', 'Host: gateway')],
	])('%s is refused with a problem, and counted', async (_, bytes) => {
		const counted = async () => {
			const { text } = await stack.request('GET', '/metrics');
			return Number(/^chamilo_gateway_refused_requests_total\{status="400"\} (\d+)$/m.exec(text)?.[1] ?? 0);
		};
		const before = await counted();
		const answer = await raw(bytes);
		expect(answer).toMatch(/^HTTP\/1\.1 400 /);
		expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status: 400, title: 'Bad Request' });
		expect(await counted()).toBe(before + 1);
	});

	it('HTTP/1.0 needs no host', async () => {
		expect(await raw(head('GET /healthz HTTP/1.0'))).toMatch(/^HTTP\/1\.1 200 /);
	});

	it('a request without a host is refused', async () => {
		const answer = await raw(head('POST /users HTTP/1.1', ...common.slice(1), `Content-Length: ${body.length}`) + body);
		expect(answer).toMatch(/^HTTP\/1\.1 400 /);
		expect(await stack.control.operations()).toEqual([]);
	});

	it('members that reach for the prototype are refused by name and change nothing', async () => {
		for (const text of [
			`{"__proto__": {"active": false}, ${body.slice(1)}`,
			`{"constructor": {"prototype": {"active": false}}, ${body.slice(1)}`,
			`{"extras": {"__proto__": "x"}, ${body.slice(1)}`,
			`{"\\u005f_proto__": {}, ${body.slice(1)}`,
		]) {
			expectProblem(await stack.request('POST', '/users', text), 'invalid-request');
		}
		expect(({} as { active?: boolean }).active).toBeUndefined();
		expect((await stack.control.state()).users.every(({ id }) => id < DEMO.nextId)).toBe(true);
		expectProblem(await stack.request('GET', '/users/__proto__/toString'), 'user-not-found');
		expectProblem(await stack.request('GET', '/users/constructor/x'), 'user-not-found');
	});

	it('a header that stands twice is no way around a key', async () => {
		const twice = head(
			'GET /users/external_user/1504 HTTP/1.1',
			'Host: g',
			'X-API-Key: wrong',
			`X-API-Key: ${KEYS.all}`,
		);
		expect(await raw(twice)).toMatch(/^HTTP\/1\.1 401 /);
	});
});
