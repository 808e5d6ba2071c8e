import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { parseConfig } from '../../src/config.js';
import { startGateway } from '../../src/node/serve.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { createClient } from '../support/client.js';
import { API_KEYS, KEYS } from '../support/stack.js';

const fixture = (name: string) => `test/fixtures/tls/${name}`;
const PEM = readFileSync(fixture('localhost.pem'), 'utf8');
const KEY = readFileSync(fixture('localhost.key'), 'utf8');
const CHAMILO = { CHAMILO_SECURITY_KEY: 'k', API_KEYS };

const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

type Handler = (incoming: IncomingMessage, response: ServerResponse) => void;

async function listen(server: ReturnType<typeof createServer | typeof createTlsServer>): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closers.push(() => {
		server.closeAllConnections();
		server.close();
	});
	return (server.address() as AddressInfo).port;
}

/** A sandbox, and what passes requests on to it where the gate lets them through. */
async function sandboxBehind(isAllowed: (incoming: IncomingMessage) => boolean): Promise<[Handler, string]> {
	const sandbox = await startSandbox();
	closers.push(() => sandbox.close());
	const pass: Handler = (incoming, response) => {
		if (!isAllowed(incoming)) {
			response.writeHead(401).end('who is there?');
			return;
		}
		const { method = 'GET', headers, url } = incoming;
		const outgoing = request(sandbox.url + url, { method, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 0, answer.headers);
			answer.pipe(response);
		});
		incoming.pipe(outgoing.on('error', () => response.destroy()));
	};
	return [pass, sandbox.securityKey];
}

async function statusThrough(url: string, securityKey: string, env: Record<string, string>) {
	const settings = { CHAMILO_URL: url, CHAMILO_SECURITY_KEY: securityKey, API_KEYS, LOG_LEVEL: 'silent' };
	const gateway = await startGateway({ HOST: '127.0.0.1', PORT: '0', ...settings, ...env });
	closers.push(() => gateway.close());
	return (await createClient(gateway.url, KEYS.all)('GET', '/courses')).status;
}

test('headers and a user agent are sent with every request to the campus', async () => {
	const refused: (string | undefined)[] = [];
	const [pass, key] = await sandboxBehind(({ headers, url }) => {
		const isGood =
			headers.authorization === 'Basic dTpw' && headers['x-gate'] === 'a b' && headers['user-agent'] === 'me/1';
		if (!isGood) refused.push(url);
		return isGood;
	});
	const url = `http://127.0.0.1:${await listen(createServer(pass))}`;
	const agent = { CHAMILO_USER_AGENT: 'me/1' };
	expect(await statusThrough(url, key, { ...agent, CHAMILO_HEADERS: 'Authorization: Basic dTpw\nX-Gate: a b' })).toBe(
		200,
	);
	const json = JSON.stringify({ authorization: 'Basic dTpw', 'X-Gate': 'a b' });
	expect(await statusThrough(url, key, { ...agent, CHAMILO_HEADERS: json })).toBe(200);
	expect(refused).toEqual([]);
	expect(await statusThrough(url, key, agent)).toBe(502);
});

test('a campus with an authority of its own that asks for a client certificate', async () => {
	const [pass, key] = await sandboxBehind(() => true);
	const tls = { cert: PEM, key: KEY, ca: PEM, requestCert: true, rejectUnauthorized: true };
	const url = `https://localhost:${await listen(createTlsServer(tls, pass))}`;
	const own = { CHAMILO_CA_FILE: fixture('localhost.pem') };
	const client = {
		CHAMILO_CLIENT_CERT_FILE: fixture('localhost.pem'),
		CHAMILO_CLIENT_KEY_FILE: fixture('localhost.key'),
	};
	expect(await statusThrough(url, key, { ...own, ...client })).toBe(200);
	expect(await statusThrough(url, key, own)).toBe(503);
	expect(await statusThrough(url, key, client)).toBe(503);
});

test('a proxy is asked for http by the whole address and for a tunnel to https, except for hosts of NO_PROXY', async () => {
	const [pass, key] = await sandboxBehind(() => true);
	const ports = new Map([
		['campus.invalid:443', await listen(createTlsServer({ cert: PEM, key: KEY }, pass))],
		['campus.invalid:80', await listen(createServer(pass))],
	]);
	const asked: (string | undefined)[] = [];
	const proxy = createServer((incoming, response) => {
		const { host, pathname } = new URL(incoming.url ?? '');
		asked.push(host);
		incoming.url = pathname;
		if (incoming.headers['proxy-authorization'] === 'Basic dTpw') pass(incoming, response);
		else response.writeHead(407).end();
	});
	proxy.on('connect', ({ url, headers }, socket) => {
		asked.push(url);
		// Tunnels to other ports are refused by Squid as it is installed.
		if (headers['proxy-authorization'] !== 'Basic dTpw' || !url?.endsWith(':443')) {
			socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
			return;
		}
		const campus = connect(ports.get(url ?? '') ?? 0, '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 OK\r\n\r\n');
			campus.pipe(socket).pipe(campus);
		});
		campus.on('error', () => socket.destroy());
		socket.on('error', () => campus.destroy());
	});
	const at = `127.0.0.1:${await listen(proxy)}`;
	const proxied = { HTTP_PROXY: `http://u:p@${at}`, https_proxy: `http://u:p@${at}` };
	// The name is in no name service: only the proxy knows where that is.
	expect(await statusThrough('http://campus.invalid', key, proxied)).toBe(200);
	expect(asked).toContain('campus.invalid');
	// Through the tunnel the certificate is checked as without it: this one is for another name.
	expect(await statusThrough('https://campus.invalid', key, { ...proxied, CHAMILO_CA: PEM })).toBe(503);
	expect(asked).toContain('campus.invalid:443');
	asked.length = 0;
	expect(await statusThrough('http://campus.invalid', key, { ...proxied, NO_PROXY: '.invalid' })).toBe(503);
	expect(await statusThrough(`http://127.0.0.1:${ports.get('campus.invalid:80')}`, key, proxied)).toBe(200);
	expect(asked).toEqual([]);
});

test.each([
	['CHAMILO_HEADERS', 'no colon s3cret', /CHAMILO_HEADERS: write `Name: value`/],
	['CHAMILO_HEADERS', 'Host: s3cret', /Host is set by the gateway itself/],
	['CHAMILO_HEADERS', 'X-A: s3cret\u00e9', /X-A has a value that no header can have/],
	['CHAMILO_HEADERS', '{"X-A":["s3cret"]}', /X-A has a value/],
	['CHAMILO_HEADERS', '{"X-A":"s3cret"', /CHAMILO_HEADERS: write/],
	['CHAMILO_CLIENT_KEY', 's3cret', /CHAMILO_CLIENT_KEY: write it as PEM/],
	['CHAMILO_CLIENT_KEY', KEY, /CHAMILO_CLIENT_CERT: .* write both/],
	['HTTPS_PROXY', 'u:s3cret@proxy', /HTTPS_PROXY: write the address of a proxy/],
	['CHAMILO_URL', 'https://u:s3cret@campus.example.org', /CHAMILO_HEADERS to "Authorization: Basic/],
])('%s=%s stops the start, and is not repeated', (name, value, mistake) => {
	const start = () => parseConfig({ CHAMILO_URL: 'https://campus.example.org', ...CHAMILO, [name]: value });
	expect(start).toThrow(mistake);
	expect(start).not.toThrow(/s3cret/);
});

test.each([
	'https://c.example.org/x/main/webservices/soap.php',
	'https://c.example.org/x/main/webservices/',
	'https://c.example.org/x/main/webservices',
	'https://c.example.org/x/index.php',
	'https://c.example.org/x/user_portal.php',
	'https://c.example.org/x//',
])('CHAMILO_URL=%s is corrected to the root', (url) => {
	expect(parseConfig({ CHAMILO_URL: url, ...CHAMILO }).CHAMILO_URL).toBe('https://c.example.org/x');
});
