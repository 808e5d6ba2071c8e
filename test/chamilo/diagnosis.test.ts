import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import contract19 from '../../openapi/contract-1.9.json' with { type: 'json' };
import contract11132 from '../../openapi/contract-1.11.32.json' with { type: 'json' };
import contract111 from '../../openapi/contract-1.11.json' with { type: 'json' };
import { ALL_OPERATIONS } from '../../src/all-operations.js';
import { type Check, diagnose } from '../../src/chamilo/diagnosis.js';
import { parseConfig } from '../../src/config.js';
import { fetchWsdl } from '../../src/node/doctor-wsdl.js';
import { localAddressTo } from '../../src/node/local-address.js';
import { createUndiciTransport } from '../../src/node/undici-transport.js';
import { CAMPUS_KINDS, capabilitiesOf, KINDS } from '../../src/operations/kinds.js';
import { leastLacking } from '../../src/operations/ways.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import type { Contract } from '../../src/soap/contract.js';
import { hasSoapPhp, SANDBOXES } from '../support/kinds.js';
import { type CampusProxy, startProxy } from '../support/proxy.js';
import { type Broken, type Serve, startBroken, startFilter } from './diagnosis-campus.js';

let sandbox: Sandbox;
const open: Broken[] = [];

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
afterEach(async () => {
	await Promise.all(open.splice(0).map((server) => server.close()));
	sandbox.reset();
});

function opened(server: Broken): string {
	open.push(server);
	return server.url;
}

async function examine(url: string, settings: Record<string, string> = {}, securityKey = sandbox.securityKey) {
	const config = parseConfig({ CHAMILO_SANDBOX: '1.9', ...settings });
	const { transport, close } = createUndiciTransport(url);
	const checks: Record<string, Check> = {};
	const findings = diagnose({
		config,
		url,
		securityKey,
		localAddress: () => localAddressTo(url),
		transport,
		contracts: [contract19, contract111, contract11132] as unknown as Contract[],
		operations: ALL_OPERATIONS,
		readWsdl: (address) => fetchWsdl(transport, address, config.CHAMILO_TIMEOUT_MS),
	});
	for await (const check of findings) checks[check.id] = check;
	await close();
	expect(JSON.stringify(checks)).not.toMatch(/[0-9a-f]{40}/);
	expect(JSON.stringify(checks)).not.toContain(securityKey);
	return checks;
}

const failures = (checks: Record<string, Check>) =>
	Object.values(checks)
		.filter(({ status }) => status === 'failure')
		.map(({ id }) => id);

test('a healthy campus: nothing fails, nothing is changed', async () => {
	const before = await (await fetch(`${sandbox.url}/sandbox/state`)).text();
	const checks = await examine(sandbox.url);
	expect(failures(checks)).toEqual([]);
	expect(Object.keys(checks)).toEqual([
		'reachability',
		'kind',
		'signature-soap',
		'text-soap',
		'signature-registration',
		'text-registration',
		'address',
		'replies',
		'wsdl',
		'routes',
		'exposure',
	]);
	expect(checks.kind?.detail).toContain('Chamilo 1.9');
	expect(checks.address?.detail).toContain('127.0.0.1');
	expect(await (await fetch(`${sandbox.url}/sandbox/state`)).text()).toBe(before);
});

test('a dead host is one finding', async () => {
	const dead = await startBroken(() => undefined);
	await dead.close();
	const checks = await examine(dead.url);
	expect(Object.keys(checks)).toEqual(['reachability']);
	expect(checks.reachability).toMatchObject({ status: 'failure', detail: expect.stringContaining('refused') });
});

test('a host that never answers is given up', async () => {
	const silent = opened(await startBroken(() => undefined));
	const checks = await examine(silent, { CHAMILO_TIMEOUT_MS: '200' });
	expect(checks.reachability).toMatchObject({ status: 'failure', detail: expect.stringContaining('200 ms') });
});

test('https where only http is spoken', async () => {
	const checks = await examine(sandbox.url.replace('http:', 'https:'));
	expect(checks.reachability).toMatchObject({ status: 'failure', remedy: expect.stringContaining('http or https') });
});

test('a wrong key', async () => {
	const checks = await examine(sandbox.url, {}, 'not-the-key-of-this-campus');
	expect(failures(checks)).toEqual(['signature-soap', 'signature-registration']);
	expect(checks['signature-soap']?.remedy).toMatch(/^The key is the likelier cause.*CHAMILO_SECURITY_KEY/);
});

test('a wrong CHAMILO_EGRESS_IP, and what to set instead', async () => {
	const checks = await examine(sandbox.url, { CHAMILO_SIGNING: 'static', CHAMILO_EGRESS_IP: '203.0.113.9' });
	expect(failures(checks)).toEqual(['signature-soap', 'signature-registration']);
	for (const service of ['signature-soap', 'signature-registration']) {
		expect(checks[service]?.detail).toContain('203.0.113.9');
		expect(checks[service]?.remedy).toContain('Set CHAMILO_SIGNING=auto, or CHAMILO_EGRESS_IP=127.0.0.1');
	}
	expect(checks).not.toHaveProperty('address');
});

describe('a later 1.11 behind a proxy, whose testip.php shows the address of the proxy', () => {
	let late: Sandbox;
	let proxy: CampusProxy;
	beforeAll(async () => {
		late = await startSandbox({ chamilo: '1.11.32', php: 7, rawPostData: true });
	});
	beforeEach(async () => {
		proxy = await startProxy(late.url);
		Object.assign(proxy, { localAddress: '127.0.0.2', forwardedFor: '203.0.113.7' });
		open.push(proxy);
	});
	afterAll(() => late.close());

	const settings: Record<string, string>[] = [
		{ CHAMILO_SIGNING: 'static', CHAMILO_EGRESS_IP: '203.0.113.7' },
		{ CHAMILO_SIGNING: 'forwarded', CHAMILO_EGRESS_IP: '198.51.100.1' },
		{ CHAMILO_SIGNING: 'auto' },
	];
	test.each(settings)('%o is right where signed calls are accepted', async (setting) => {
		proxy.appends = true;
		const checks = await examine(proxy.url, setting);
		expect(failures(checks).filter((id) => id !== 'wsdl')).toEqual([]);
		expect(checks['signature-soap']?.status).toBe('ok');
		expect(checks.address).toMatchObject({
			status: 'ok',
			detail: expect.stringContaining('testip.php shows 127.0.0.2'),
		});
		expect(checks.address?.detail).toContain(setting.CHAMILO_EGRESS_IP ?? '203.0.113.7');
	});

	test('what auto has found out is told as a setting', async () => {
		expect((await examine(proxy.url)).address?.detail).toContain(
			'CHAMILO_SIGNING=static with CHAMILO_EGRESS_IP=203.0.113.7',
		);
		Object.assign(proxy, { appends: true, cutsDebug: true });
		expect((await examine(proxy.url)).address?.detail).toMatch(
			/CHAMILO_SIGNING=forwarded with CHAMILO_EGRESS_IP=127\.0\.0\.\d /,
		);
	});

	test('a setting that is refused there, and the one that works', async () => {
		const wrong = { CHAMILO_SIGNING: 'static', CHAMILO_EGRESS_IP: '127.0.0.2' };
		const { 'signature-soap': check } = await examine(proxy.url, wrong);
		expect(check).toMatchObject({
			status: 'failure',
			remedy: expect.stringContaining('Set CHAMILO_SIGNING=auto, or CHAMILO_EGRESS_IP=203.0.113.7'),
		});
	});

	test('a wrong key, where the campus shows which address it checks', async () => {
		const { 'signature-registration': check } = await examine(proxy.url, {}, 'wrong-key');
		expect(check?.detail).toContain('203.0.113.7 that the debug log of the campus shows');
		expect(check?.remedy).toMatch(/^The key is wrong.*CHAMILO_SECURITY_KEY/);
	});

	test('an address that cannot be learned is the likelier cause', async () => {
		proxy.cutsDebug = true;
		const { 'signature-registration': check } = await examine(proxy.url);
		expect(check).toMatchObject({
			status: 'failure',
			remedy: expect.stringMatching(/^The address is the likelier cause.*CHAMILO_SIGNING=static.*security_key/),
		});
	});
});

test('testip.php is gone: static goes on, auto says what to set', async () => {
	const without = opened(
		await startFilter(sandbox.url, (text, path) => (path.includes('testip') ? 'Not found' : text)),
	);
	const right = await examine(without, { CHAMILO_SIGNING: 'static', CHAMILO_EGRESS_IP: '127.0.0.1' });
	expect(failures(right)).toEqual([]);
	const { 'signature-soap': check } = await examine(without);
	expect(check).toMatchObject({ status: 'failure', remedy: expect.stringContaining('CHAMILO_SIGNING=static') });
});

test('the address is passed in X-Forwarded-For', async () => {
	const settings = { CHAMILO_SIGNING: 'forwarded', CHAMILO_EGRESS_IP: '203.0.113.9' };
	expect(failures(await examine(sandbox.url, settings))).toEqual([]);
});

test('a page in HTML at the URL', async () => {
	const page = opened(
		await startBroken((_, response) => response.setHeader('Content-Type', 'text/html').end('<html>Welcome</html>')),
	);
	const checks = await examine(page);
	expect(failures(checks)).toEqual(['kind']);
	expect(checks.kind?.remedy).toContain('root of the campus');
});

test('text in the wrong form, and the setting that mends it', async () => {
	const checks = await examine(sandbox.url, { CHAMILO_TEXT: 'utf8' });
	expect(failures(checks)).toEqual(['text-soap', 'text-registration']);
	expect(checks['text-soap']).toMatchObject({
		detail: expect.stringContaining('é??'),
		remedy: expect.stringContaining('CHAMILO_TEXT=utf8-as-latin1'),
	});
});

test('a changed parameter in the WSDL', async () => {
	const swapped = opened(
		await startFilter(sandbox.url, (text) =>
			text.replace(
				/(<message name="WSUser.DisableUserRequest">.*?)(<part name="user_id_field_name"[^>]*>)(\s*)(<part name="user_id_value"[^>]*>)/s,
				'$1$4$3$2',
			),
		),
	);
	const checks = await examine(swapped);
	expect(failures(checks)).toEqual([]);
	expect(checks.wsdl).toMatchObject({
		status: 'warning',
		detail: expect.stringContaining(
			'WSUser.DisableUser: parameter 2 is user_id_value string instead of user_id_field_name string',
		),
		remedy: expect.stringMatching(/POST \/users\/\{field\}\/\{value\}\/disable.*main\/webservices/),
	});
});

test('an operation gone from the WSDL, and the routes that miss it', async () => {
	const poorer = opened(
		await startFilter(sandbox.url, (text) =>
			text.replace(/<operation name="WSUser.EnableUser">.*?<\/operation>/gs, ''),
		),
	);
	const checks = await examine(poorer);
	expect(checks.wsdl).toMatchObject({
		status: 'warning',
		detail: expect.stringContaining('WSUser.EnableUser is gone'),
		remedy: expect.stringContaining('POST /users/{field}/{value}/enable'),
	});
	expect(checks.routes).toMatchObject({
		status: 'warning',
		detail: expect.stringContaining('POST /users/{field}/{value}/enable'),
	});
});

test('an operation gone from the WSDL that no route needs, and one that is new', async () => {
	const other = opened(
		await startFilter(sandbox.url, (text) =>
			text
				.replace(/<operation name="WSReport.test">.*?<\/operation>/gs, '')
				.replaceAll('"WSUser.DisableUsers"', '"WSUser.NewOne"'),
		),
	);
	const { wsdl } = await examine(other);
	expect(wsdl).toMatchObject({
		detail: expect.stringMatching(/WSReport.test is gone.*It has others besides: WSUser.NewOne/),
	});
});

test('the WSDLs of a later 1.11 are known, and so is that it compares the key as text', async () => {
	const late = await startSandbox({ chamilo: '1.11.32', php: 7 });
	const checks = await examine(late.url, {}, late.securityKey);
	await late.close();
	expect(failures(checks)).toEqual([]);
	expect(checks.wsdl).toMatchObject({ status: 'ok', detail: 'All 93 operations are as in Chamilo 1.11.32.' });
	expect(checks.exposure?.detail).not.toContain('`==`');
});

test('additions to a known WSDL are a note', async () => {
	const late = await startSandbox({ chamilo: '1.11.32', php: 7 });
	const more = opened(
		await startFilter(late.url, (text, path) =>
			path.includes('registration.soap.php?wsdl')
				? text.replace(
						/<operation name="WSGetUser">.*?<\/operation>/gs,
						(all) => all + all.replaceAll('WSGetUser', 'WSNew'),
					)
				: text,
		),
	);
	const { wsdl } = await examine(more, {}, late.securityKey);
	await late.close();
	expect(wsdl).toMatchObject({ status: 'ok', detail: expect.stringContaining('It has others besides: WSNew.') });
});

describe('a Chamilo 2, which has no SOAP', () => {
	const servers: [what: string, serve: Serve][] = [
		[
			'that answers its settings',
			({ url }, response) => {
				if (url !== '/platform-config/list') response.writeHead(404).end('<html>Not found</html>');
				else
					response.setHeader('Content-Type', 'application/json').end('{"settings":{},"studentview":null,"plugins":[]}');
			},
		],
		[
			'that answers every address with its start page',
			(_, response) =>
				response
					.setHeader('Content-Type', 'text/html')
					.end('<html><title>Chamilo</title><script src="/build/runtime.4f3a.js" defer></script><div id="app"></div>'),
		],
	];
	test.each(servers)('%s', async (_, serve) => {
		const checks = await examine(opened(await startBroken(serve)));
		expect(Object.keys(checks)).toEqual(['reachability', 'kind']);
		expect(checks.kind).toMatchObject({
			status: 'failure',
			detail: expect.stringMatching(/^This is Chamilo 2[^.]*: [^:]*1\.11\.$/),
		});
	});
});

test('a WSDL that cannot be read', async () => {
	const cut = opened(await startFilter(sandbox.url, (text, path) => (path.includes('wsdl') ? '<html>no' : text)));
	expect(failures(await examine(cut))).toEqual(['wsdl']);
});

test('notices before replies and debug text behind them', async () => {
	const chatty = opened(
		await startFilter(sandbox.url, (text, path) =>
			path.includes('registration') && text.includes('Fault>') ? `<br />Notice${text}<!-- everything -->` : text,
		),
	);
	const checks = await examine(chatty);
	expect(checks.replies).toMatchObject({
		status: 'warning',
		detail: expect.stringMatching(/notices.*debug/is),
		remedy: expect.stringContaining('server_type'),
	});
	expect(JSON.stringify(checks)).not.toContain('everything');
});

test('1.11 on PHP 7: soap.php is dead, the rest is looked at', async () => {
	const php7 = opened(
		await startFilter(sandbox.url, (text, path) =>
			path.includes('/soap.php') && !path.includes('wsdl')
				? '<?xml version="1.0"?><E:Envelope xmlns:E="e"><E:Body><E:Fault><faultcode>SOAP-ENV:Client</faultcode><faultstring>error in msg parsing:\nxml was empty, didn\'t parse!</faultstring></E:Fault></E:Body></E:Envelope>'
				: text,
		),
	);
	const checks = await examine(php7);
	expect(checks.kind).toMatchObject({ status: 'warning', remedy: expect.stringContaining('HTTP_RAW_POST_DATA') });
	expect(checks).not.toHaveProperty('signature-soap');
	expect(checks['signature-registration']?.status).toBe('ok');
	expect(checks.routes?.status).toBe('warning');
});

test.each([
	['1.9', '1.11'],
	['1.9', '1.11-php7'],
	['1.11', '1.9'],
	['1.11-php7', '1.9'],
	['1.11-php7', '1.11'],
] as const)('a Chamilo %s of which the setting says %s', async (kind, setting) => {
	const wrong = await startSandbox(SANDBOXES[kind]);
	const checks = await examine(wrong.url, { CHAMILO_KIND: setting });
	await wrong.close();
	expect(checks.kind).toMatchObject({ status: 'failure', remedy: 'Set CHAMILO_KIND=auto.' });
	expect(checks.kind?.detail).toContain(`CHAMILO_KIND says ${setting}`);
	// What the routes would do depends on it; what does not is told all the same.
	expect(checks).not.toHaveProperty('routes');
	expect(checks['signature-registration']?.status).toBe('ok');
});

test('a setting that forgoes soap.php', async () => {
	const campus = await startSandbox(SANDBOXES['1.11']);
	const checks = await examine(campus.url, { CHAMILO_KIND: '1.11-php7' });
	await campus.close();
	expect(checks.kind).toMatchObject({ status: 'warning', remedy: 'Set CHAMILO_KIND=auto.' });
	// What works is judged by the setting, since it counts.
	expect(checks.routes?.detail).toContain('soap.php answers (');
});

describe.each(CAMPUS_KINDS)('a whole Chamilo %s', (kind) => {
	let campus: Sandbox;
	let checks: Record<string, Check>;
	beforeAll(async () => {
		campus = await startSandbox(SANDBOXES[kind]);
		checks = await examine(campus.url, {}, campus.securityKey);
	});
	afterAll(() => campus.close());

	test('nothing fails, and the WSDLs are those of its version', () => {
		expect(failures(checks)).toEqual([]);
		const version = KINDS[kind].contract;
		const count = { '1.9': 73, '1.11': 92, '1.11.32': 93 }[version];
		expect(checks.wsdl).toMatchObject({
			status: 'ok',
			detail: `All ${count} operations are as in Chamilo ${version}.`,
		});
	});

	test('its kind, and the one line that cures a dead soap.php', () => {
		expect(checks.kind?.detail).toContain(kind === '1.9' ? 'Chamilo 1.9' : 'Chamilo 1.11');
		if (hasSoapPhp(kind)) {
			expect(checks.kind).toMatchObject({ status: 'ok' });
			expect(checks['signature-soap']?.status).toBe('ok');
		} else {
			expect(checks.kind).toMatchObject({
				status: 'warning',
				remedy: expect.stringMatching(
					/<\?php \$HTTP_RAW_POST_DATA = file_get_contents\('php:\/\/input'\);.*auto_prepend_file/,
				),
			});
			expect(checks).not.toHaveProperty('signature-soap');
		}
		expect(checks['signature-registration']?.status).toBe('ok');
	});

	test('the debug text behind its replies', () => {
		if (kind === '1.9') expect(checks.replies?.status).toBe('ok');
		else expect(checks.replies).toMatchObject({ status: 'warning', detail: expect.stringContaining('every password') });
	});

	test('what it answers to anybody, and how it compares the key', () => {
		expect(checks.exposure?.status).toBe('warning');
		const detail = checks.exposure?.detail ?? '';
		expect(detail.includes('WSReport')).toBe(hasSoapPhp(kind));
		expect(detail.includes('WSCertificatesList')).toBe(kind !== '1.9');
		expect(detail.includes('`==`')).toBe(KINDS[kind].contract === '1.11');
	});

	test('the routes it answers with 422, by what it lacks', () => {
		const lost = ALL_OPERATIONS.filter((row) => leastLacking(row.ways, capabilitiesOf(kind)).length > 0);
		expect(checks.routes).toMatchObject({
			status: lost.length === 0 ? 'ok' : 'warning',
			detail: expect.stringContaining(
				lost.length === 0 ? 'Each of the' : `${lost.length} of ${ALL_OPERATIONS.length} routes`,
			),
		});
		for (const { method, path } of lost.filter((row) => !row.path.startsWith('/soap/'))) {
			expect(checks.routes?.detail).toContain(`${method.toUpperCase()} ${path}`);
		}
		expect(checks.routes?.detail.includes('soap.php answers (')).toBe(!hasSoapPhp(kind));
	});
});

test('soap.php of a 1.11 on PHP 7 that was cured answers like any other', async () => {
	const campus = await startSandbox({ chamilo: '1.11', php: 7, rawPostData: true });
	const checks = await examine(campus.url, {}, campus.securityKey);
	await campus.close();
	expect(failures(checks)).toEqual([]);
	expect(checks.kind?.status).toBe('ok');
	expect(checks['signature-soap']?.status).toBe('ok');
});
