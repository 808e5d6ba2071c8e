import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bundleWorker } from '../support/edge.js';
import { expectProblem } from '../support/problem.js';
import type { CampusProxy } from '../support/proxy.js';
import { RUNTIMES, type Runtime, type Stack, startStack } from '../support/stack.js';
import { ADA } from '../support/users.js';

/** A later Chamilo 1.11, whose testip.php answers the address of the proxy before it. */
const LATER = { chamilo: '1.11.32', php: 7, rawPostData: true } as const;
const USER = { ...ADA, email: 'ada@example.org' };
const PROXY_ADDRESS = '127.0.0.2';
/** What the proxy sees as the address of the gateway, where there is another network between. */
const TRANSLATED = '203.0.113.7';

let stack: Stack | undefined;
afterEach(async () => {
	await stack?.close();
	stack = undefined;
});

/** A gateway that has to find out how to sign, and a campus behind a proxy. */
async function start(runtime: Runtime, behaviour: Partial<CampusProxy>, env: Record<string, string> = {}) {
	stack = await startStack({
		runtime,
		sandbox: LATER,
		env: { CHAMILO_SIGNING: 'auto', CHAMILO_EGRESS_IP: '', ...env },
	});
	Object.assign(stack.proxy, { localAddress: PROXY_ADDRESS, ...behaviour });
	return stack;
}

const refused = ({ proxy }: Stack) =>
	proxy.exchanges.filter(({ responseXml }) => /API key is invalid|Secret key is not correct/.test(responseXml));
const sentEntries = ({ proxy }: Stack) =>
	proxy.exchanges.map(({ requestHeaders }) => requestHeaders['x-forwarded-for']);

const NAT = { forwardedFor: TRANSLATED };
const HIDDEN = { cutsDebug: true };
const cases: [what: string, behaviour: Partial<CampusProxy>, how: string, sent: string | undefined][] = [
	['that replaces X-Forwarded-For', NAT, 'that the debug log of the campus shows', undefined],
	['that appends to X-Forwarded-For', { ...NAT, appends: true }, 'that the debug log of the campus shows', undefined],
];
const onNode: typeof cases = [
	...cases,
	[
		'that sees the own address of the gateway, where there is no debug log',
		{ ...HIDDEN, forwardedFor: '127.0.0.1' },
		'that this machine has',
		undefined,
	],
	[
		'that appends to X-Forwarded-For, where there is no debug log',
		{ ...NAT, ...HIDDEN, appends: true },
		'that is sent in X-Forwarded-For',
		'127.0.0.1',
	],
];
const onEdge: typeof cases = [
	...cases,
	[
		'that appends to X-Forwarded-For, where there is no debug log',
		{ ...NAT, ...HIDDEN, appends: true },
		'that is sent in X-Forwarded-For',
		PROXY_ADDRESS,
	],
];

describe.each([
	['node', onNode],
	['edge', onEdge],
] as const)('behind a proxy, on %s', (runtime, proxies) => {
	beforeAll(async () => {
		// Takes longer than a test may.
		if (runtime === 'edge') await bundleWorker();
	});

	test.each(proxies)('%s', async (_, behaviour, how, sent) => {
		const campus = await start(runtime, behaviour);
		expect((await campus.request('POST', '/users', USER)).status, RUNTIMES[runtime]).toBe(201);
		expect(await campus.control.usersWith('external_user', USER.value)).toHaveLength(1);
		expect(refused(campus).length).toBeGreaterThan(0);

		campus.proxy.exchanges.length = 0;
		expect((await campus.request('GET', `/users/external_user/${USER.value}`)).status).toBe(200);
		expect((await campus.request('POST', `/users/external_user/${USER.value}/disable`)).status).toBe(204);
		expect(refused(campus)).toEqual([]);
		expect(new Set(sentEntries(campus))).toEqual(new Set([sent]));

		const { json, text } = await campus.request('GET', '/readyz');
		const { checks } = json as { checks: { id: string; detail: string }[] };
		for (const id of ['signature-soap', 'signature-registration']) {
			expect(checks.find((check) => check.id === id)?.detail).toContain(`signed for the address ${how}`);
		}
		for (const secret of [TRANSLATED, '127.0.0.', campus.sandbox.securityKey]) expect(text).not.toContain(secret);
	});
});

test('the key goes to the campus as its hash only', async () => {
	const campus = await start('node', { ...NAT, ...HIDDEN, appends: true });
	await campus.request('GET', '/users/external_user/1504');
	expect(JSON.stringify(campus.proxy.exchanges)).not.toContain(campus.sandbox.securityKey);
});

test('many calls that are refused together wait for one search', async () => {
	const campus = await start('node', { ...NAT, ...HIDDEN, appends: true });
	const answers = await Promise.all(
		Array.from({ length: 12 }, () => campus.request('POST', '/users/external_user/1505/disable')),
	);
	expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(204));
	expect(sentEntries(campus).filter((entry) => entry === undefined).length).toBeLessThan(12);
});

test('the proxy is taken away, or comes', async () => {
	const campus = await start('node', {});
	const write = async () => (await campus.request('POST', '/users/external_user/1505/disable')).status;
	expect(await write()).toBe(204);
	Object.assign(campus.proxy, NAT);
	expect(await write()).toBe(204);
	campus.proxy.forwardedFor = undefined;
	expect(await write()).toBe(204);
});

test('the address cannot be learned: the problem says for which ones the call was signed', async () => {
	// With the kind set: else the detection makes the first signed call, and the search with it.
	const campus = await start('node', { ...NAT, ...HIDDEN }, { CHAMILO_KIND: '1.11.32-php7' });
	const answer = await campus.request('GET', '/users/external_user/1504');
	const { detail } = expectProblem(answer, 'chamilo-refused-signature');
	expect(detail).toContain(`for the address ${PROXY_ADDRESS} that testip.php shows`);
	expect(detail).toContain('for the address 127.0.0.1 that is sent in X-Forwarded-For');
	const right = await start(
		'node',
		{ ...NAT, ...HIDDEN },
		{ CHAMILO_SIGNING: 'static', CHAMILO_EGRESS_IP: TRANSLATED },
	);
	expect((await right.request('GET', '/users/external_user/1504')).status).toBe(200);
	await campus.close();
});
