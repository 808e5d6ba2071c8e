import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { type Answer, createClient } from '../support/client.js';
import { type CampusKind, SANDBOXES } from '../support/kinds.js';
import { type GatewayProcess, startProcess } from '../support/process.js';
import { type CampusProxy, startProxy } from '../support/proxy.js';
import { createSandboxControl, type SandboxControl } from '../support/sandbox.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { ADA, ADA_EDIT, sha1 } from '../support/users.js';

const SECURITY_KEY = 'S3curity-Key-of-the-campus';
const PASSWORD = 'Pa55word-that-nobody-may-see';
const EXPIRATION = '2031-01-31T18:00:00Z';

const SIGNATURE = createHash('sha1').update(`127.0.0.1${SECURITY_KEY}`).digest('hex');

/** What must appear in no reply and no log line. */
const SECRETS = [SECURITY_KEY, SIGNATURE, PASSWORD, sha1(PASSWORD), ...Object.values(KEYS), 'wrong-key-of-a-caller'];

/** Writes that carry a password, on whatever kind; a fault for what a kind does not call waits in vain. */
const WRITES = [
	'WSUser.CreateUser',
	'WSUser.CreateUsers',
	'WSUser.EditUser',
	'WSCreateUser',
	'WSCreateUsers',
	'WSEditUser',
	'WSEditUserCredentials',
];

/** Replies that repeat all that was sent, as the debug of 1.11 does, in each place where it could be kept. */
const ALL = `${SECURITY_KEY} ${SIGNATURE} ${PASSWORD}`;
const envelope = (content: string) =>
	`<?xml version="1.0"?><E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/"><E:Body>${content}</E:Body></E:Envelope>`;
const TALKATIVE: [status: number, text: string][] = [
	[
		200,
		envelope(`<n:WSEditUserCredentialsResponse xmlns:n="u"><return>0</return></n:WSEditUserCredentialsResponse>`) +
			`<!-- ${ALL} -->`,
	],
	[
		500,
		envelope(
			`<E:Fault><faultcode>Server</faultcode><faultstring>${ALL}</faultstring><detail>${ALL}</detail></E:Fault>`,
		),
	],
	[500, envelope(`<E:Fault><faultcode>${SIGNATURE}</faultcode><faultstring/></E:Fault>`)],
	[200, envelope(`<x ${PASSWORD}="1" ${PASSWORD}="2"/>`)],
	[200, envelope(`<${PASSWORD}>`)],
	[200, envelope(`<n:${PASSWORD}/>${ALL}`).slice(0, -9)],
	[200, `<html><body>${ALL}</body></html>`],
	[503, `<html><body>${ALL}</body></html>`],
];

/** The ways of 1.11 on PHP 5 are made of the services of these two. */
const KINDS: CampusKind[] = ['1.9', '1.11-php7'];

describe.each(KINDS)('secrets of a gateway before Chamilo %s', (kind) => {
	let sandbox: Sandbox;
	let control: SandboxControl;
	let proxy: CampusProxy;
	let gateway: GatewayProcess;
	const answers: Answer[] = [];

	beforeAll(async () => {
		sandbox = await startSandbox({ ...SANDBOXES[kind], securityKey: SECURITY_KEY });
		proxy = await startProxy(sandbox.url);
		control = createSandboxControl(sandbox.url);
		gateway = await startProcess({
			LOG_LEVEL: 'trace',
			CHAMILO_URL: proxy.url,
			CHAMILO_SECURITY_KEY: SECURITY_KEY,
			CHAMILO_TIMEOUT_MS: '800',
			API_KEYS,
		});
		await drive();
		// What a process has written is complete once it has ended.
		expect(await gateway.stop()).toBe(0);
	});

	afterAll(async () => {
		await proxy?.close();
		await sandbox?.close();
	});

	/** Everything that handles a secret, going right and going wrong in every way. */
	async function drive(): Promise<void> {
		const request = createClient(gateway.url, KEYS.all);
		const send = async (...args: Parameters<typeof request>) => {
			answers.push(await request(...args));
		};
		const ada = { ...ADA, password: PASSWORD };
		const edit = { ...ADA_EDIT, expiration_date: EXPIRATION, password: PASSWORD, extras: { seat: '1' } };
		const everything = async () => {
			await send('POST', '/users', ada);
			await send('POST', '/users', { ...ada, loginname: 'eva', value: '9002', extras: { seat: '2' } });
			await send('PUT', '/users/external_user/9001', edit);
			await send('PUT', '/users/external_user/1506', { ...edit, loginname: 'mgarcon', extras: { seat: '3' } });
			await send('PUT', '/users/external_user/9001/credentials', { username: 'ada', password: PASSWORD });
			await send('POST', '/users/batch/create', { users: [ada, { ...ada, loginname: 'x', value: '1', status: 'no' }] });
			await send('POST', '/users/batch/edit', { users: [{ field: 'external_user', value: '1505', ...edit }] });
		};
		await everything();
		await everything();
		for (const fault of ['empty-500', 'html-200', 'truncated', 'reset-before', 'reset-after', 'hang', 'notices']) {
			await control.reset();
			await control.fault(...WRITES.map((operation) => ({ kind: fault, operation, times: 2 })));
			await control.fault({ kind: fault, operation: 'WSUpdateUserApiKey' });
			await everything();
			await control.reset();
			await control.fault({ kind: fault, operation: 'WSEditUserCredentials' });
			await send('PUT', '/users/external_user/1506', { ...edit, loginname: 'mgarcon' });
		}
		await control.reset();
		for (const [status, xml] of TALKATIVE) {
			proxy.substitutes.push({ operation: 'WSEditUserCredentials', status, xml });
			await send('PUT', '/users/external_user/1504/credentials', { username: 'lzolkiewski', password: PASSWORD });
		}
		await send('POST', '/users', `{"password": "${PASSWORD}", "firstname": `);
		await send('POST', '/users', { ...ada, password: `${PASSWORD}\u0001`, encrypt_method: 'md5' });
		await send('POST', '/users', { ...ada, encrypt_method: 'md5' });
		await send('POST', '/users', { [PASSWORD.slice(0, 3)]: PASSWORD });
		await send('GET', `/users?username=x&key=${KEYS.all}`);
		await send('GET', '/users/external_user/1504', undefined, { 'X-API-Key': 'wrong-key-of-a-caller' });
		await send('GET', '/users/external_user/1504', undefined, {
			'X-API-Key': null,
			Authorization: 'Bearer wrong-key-of-a-caller',
		});
	}

	test('the routes were driven as far as their successes and their failures', () => {
		const codes = new Set(answers.map(({ status, json }) => (json as { code?: string } | undefined)?.code ?? status));
		for (const code of [200, 201, 204, 207, 'outcome-unknown', 'chamilo-error', 'malformed-json']) {
			expect(codes).toContain(code);
		}
		// registration.soap.php changes user and password in one call.
		expect(codes.has('partly-done')).toBe(kind === '1.9');
	});

	test.each(SECRETS.map((secret, index) => [index, secret] as const))('no reply holds secret %i', (_, secret) => {
		for (const { text, headers } of answers) {
			expect(text).not.toContain(secret);
			for (const [, value] of headers) expect(value).not.toContain(secret);
		}
	});

	test.each(SECRETS.map((secret, index) => [index, secret] as const))('no log line holds secret %i', (_, secret) => {
		expect(gateway.output()).not.toContain(secret);
	});

	test("no reply and no log line holds a user's API key, nor SOAP, nor names of people", async () => {
		const keys = sandbox.campus.users.list().flatMap(({ apiKey }) => (apiKey === undefined ? [] : [apiKey]));
		const everywhere = [gateway.output(), ...answers.map(({ text }) => text)];
		for (const text of everywhere) {
			for (const key of keys) expect(text).not.toContain(key);
			expect(text).not.toMatch(/Envelope|secret_key|Lovelace/);
		}
	});

	test('the log is one JSON object a line, and tells each request and each failure by its id', () => {
		const lines = gateway
			.output()
			.split('\n')
			.filter((line) => line.startsWith('{'))
			.map((line) => JSON.parse(line) as Record<string, unknown>);
		const requests = lines.filter(({ msg }) => msg === 'request');
		expect(requests).toHaveLength(answers.length);
		const [known] = answers;
		expect(requests.find(({ requestId }) => requestId === known?.headers.get('X-Request-Id'))).toMatchObject({
			method: 'POST',
			path: '/users',
			operation: 'createUser',
			key: 'all',
			status: known?.status,
		});
		const failed = answers.filter(({ status }) => status >= 500);
		expect(failed.length).toBeGreaterThan(10);
		for (const { headers, json } of failed) {
			const entry = lines.find(
				({ requestId, msg }) => requestId === headers.get('X-Request-Id') && msg === 'request failed',
			);
			expect(entry).toMatchObject({ level: 50, code: (json as { code: string }).code });
		}
	});

	test('the log tells the cause of a failure, which the reply does not', () => {
		const cut = gateway.output().match(/"causes":\[[^\]]*PHP died/g) ?? [];
		expect(cut.length).toBeGreaterThan(0);
	});
});
