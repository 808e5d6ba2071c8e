import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCampusSigner } from '../../src/chamilo/connect.js';
import { probeReadiness } from '../../src/chamilo/diagnosis/readiness.js';
import { parseConfig } from '../../src/config.js';
import { readyz } from '../../src/http/readyz.js';
import { createUndiciTransport } from '../../src/node/undici-transport.js';
import { KINDS } from '../../src/operations/kinds.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { CAMPUS_KINDS, hasSoapPhp, SANDBOXES } from '../support/kinds.js';
import { type Broken, startBroken, startFilter } from './diagnosis-campus.js';

let sandbox: Sandbox;
/** A campus that is the sandbox until it says something else. */
let campus: Broken;
let change: (text: string, path: string) => string;
let asked: string[];

beforeAll(async () => {
	sandbox = await startSandbox();
	campus = await startFilter(sandbox.url, (text, path) => {
		asked.push(path);
		return change(text, path);
	});
});
afterAll(async () => {
	await campus.close();
	await sandbox.close();
});
beforeEach(() => {
	change = (text) => text;
	asked = [];
});

function start(url = campus.url, settings: Record<string, string> = {}, securityKey = sandbox.securityKey) {
	const { transport } = createUndiciTransport(url);
	const clock = { now: 0 };
	const config = parseConfig({ CHAMILO_SANDBOX: '1.9', ...settings });
	const campus = { url, securityKey };
	const signer = createCampusSigner(config, campus, transport);
	const answer = readyz(() => probeReadiness({ config, ...campus, transport, signer }), { now: () => clock.now });
	const ask = async () => {
		const { status, body: text } = await answer();
		expect(text).not.toContain('127.0.0.1');
		expect(text).not.toMatch(/[0-9a-f]{40}/);
		return { status, body: JSON.parse(text) };
	};
	return { ask, clock };
}

test('ready', async () => {
	expect(await start().ask()).toMatchObject({
		status: 200,
		body: {
			status: 'ready',
			checks: [
				{ id: 'reachability', status: 'ok', ms: expect.any(Number) },
				{ id: 'kind', status: 'ok', detail: 'Chamilo 1.9' },
				{
					id: 'signature-soap',
					status: 'ok',
					detail: 'soap.php accepts calls signed for the address that testip.php shows (CHAMILO_SIGNING=auto).',
				},
				{ id: 'signature-registration', status: 'ok' },
			],
		},
	});
});

test('the campus is asked once, however many ask, and again after ten seconds', async () => {
	const { ask, clock } = start();
	await Promise.all([ask(), ask(), ask()]);
	const once = asked.length;
	expect(asked.filter((path) => path.endsWith('testip.php')).length).toBeLessThanOrEqual(3);
	clock.now = 9_999;
	await ask();
	expect(asked).toHaveLength(once);
	clock.now = 10_000;
	change = () => 'gone';
	expect(await ask()).toMatchObject({ status: 503, body: { status: 'unready' } });
	expect(asked.length).toBeGreaterThan(once);
});

test('a wrong key', async () => {
	expect(await start(campus.url, {}, 'wrong').ask()).toMatchObject({
		status: 503,
		body: { status: 'unready', checks: expect.arrayContaining([expect.objectContaining({ id: 'signature-soap' })]) },
	});
});

test('an address that is not the one the campus sees is not told', async () => {
	const settings = { CHAMILO_SIGNING: 'static', CHAMILO_EGRESS_IP: '203.0.113.9' };
	const answer = await start(campus.url, settings).ask();
	expect(answer.status).toBe(503);
	expect(JSON.stringify(answer)).not.toContain('203.0.113.9');
});

test('soap.php dead', async () => {
	change = (text, path) =>
		path.endsWith('/soap.php')
			? '<?xml version="1.0"?><E:Envelope xmlns:E="e"><E:Body><E:Fault><faultcode>SOAP-ENV:Client</faultcode><faultstring>xml was empty, didn\'t parse!</faultstring></E:Fault></E:Body></E:Envelope>'
			: text;
	expect(await start().ask()).toMatchObject({ status: 200, body: { status: 'degraded' } });
});

test.each(CAMPUS_KINDS)('Chamilo %s is named', async (kind) => {
	sandbox.switchTo(SANDBOXES[kind]);
	const answer = await start().ask();
	const forced = await start(campus.url, { CHAMILO_KIND: kind === '1.9' ? '1.11' : '1.9' }).ask();
	const forgoing = await start(campus.url, { CHAMILO_KIND: '1.11-php7' }).ask();
	sandbox.switchTo(SANDBOXES['1.9']);
	const found = answer.body.checks.find(({ id }: { id: string }) => id === 'kind');
	expect(answer).toMatchObject({ status: 200, body: { status: !hasSoapPhp(kind) ? 'degraded' : 'ready' } });
	expect(found.detail).toContain(kind === '1.9' ? 'Chamilo 1.9' : 'Chamilo 1.11');
	expect(found.detail.includes('soap.php takes no request')).toBe(!hasSoapPhp(kind));
	expect(forced).toMatchObject({ status: 503, body: { status: 'unready' } });
	// It forgoes soap.php of 1.11.6; of other releases it takes one thing for another.
	expect(forgoing.body.status).toBe(KINDS[kind].contract === '1.11' ? 'degraded' : 'unready');
	expect(JSON.stringify(forced.body)).toContain(`Chamilo ${kind}, but CHAMILO_KIND says`);
});

test('a Chamilo 2 is called one, without SOAP', async () => {
	const later = await startBroken((_, response) => response.end('{"settings":{},"studentview":null}'));
	const { status, body } = await start(later.url).ask();
	await later.close();
	expect(status).toBe(503);
	expect(body.checks.at(-1)).toMatchObject({
		id: 'kind',
		detail: expect.stringContaining('This is Chamilo 2 or later'),
	});
});

test('a key for the JSON API of Chamilo that works, and one that does not: degraded', async () => {
	const late = await startSandbox({ chamilo: '1.11.32', rawPostData: true });
	const { transport, close } = createUndiciTransport(late.url);
	const config = parseConfig({ CHAMILO_SANDBOX: '1.9' });
	const ask = async (key?: string) => {
		const campus = { url: late.url, securityKey: late.securityKey };
		const signer = createCampusSigner(config, campus, transport);
		const apiCredentials = key === undefined ? undefined : { user: 'admin', key };
		const answer = await readyz(() => probeReadiness({ config, ...campus, apiCredentials, transport, signer }))();
		const body = JSON.parse(answer.body);
		return [answer.status, body.status, body.checks.find(({ id }: { id: string }) => id === 'json-api')?.status];
	};
	expect(await ask()).toEqual([200, 'ready', undefined]);
	expect(late.journal.filter(({ service }) => service === 'v2.php')).toEqual([]);
	expect(await ask(late.apiKey)).toEqual([200, 'ready', 'ok']);
	expect(await ask('wrong')).toEqual([200, 'degraded', 'warning']);
	await close();
	await late.close();
});

test('a host that is dead or silent', async () => {
	const silent = await startBroken(() => undefined);
	const { ask } = start(silent.url, { CHAMILO_TIMEOUT_MS: '100' });
	expect(await ask()).toMatchObject({
		status: 503,
		body: { status: 'unready', checks: [{ id: 'reachability', status: 'failure' }] },
	});
	await silent.close();
	expect((await start(silent.url).ask()).status).toBe(503);
});
