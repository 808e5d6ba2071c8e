import { afterEach, describe, expect, it } from 'vitest';
import contract from '../../openapi/contract-1.11.json' with { type: 'json' };
import { compileWsdl } from '../../src/node/compile-wsdl.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { profileOf } from '../../src/sandbox/profile.js';
import { releaseOf } from '../../src/sandbox/release.js';
import { isFatal, person, returned111, start111 } from './1.11.js';
import { type Client, envelope, fault, REGISTRATION, returned, SOAP, startClient } from './client.js';

let client: Client;
afterEach(() => client.close());

const DEAD = 'SOAP-ENV:Client error in msg parsing:\nxml was empty, didn&apos;t parse!';
const test = () => client.post(SOAP, envelope('WS.test', ''));
const search = (key: string) =>
	client.post(REGISTRATION, envelope('WSSearchSession', `<p><secret_key>${key}</secret_key></p>`));
const postKind = async (kind: unknown) => {
	const response = await fetch(`${client.sandbox.url}/sandbox/kind`, { method: 'POST', body: JSON.stringify(kind) });
	return { status: response.status, body: await response.json() };
};

describe('which Chamilo it is can be told by', () => {
	it.each([
		['1.9', 'NuSOAP/0.9.5 (1.123)'],
		['1.11', 'NuSOAP/0.9.5 (1.56)'],
	] as const)('X-SOAP-Server: %s', async (chamilo, expected) => {
		client = await startClient({ chamilo, seed: 'empty' });
		expect((await test()).headers['x-soap-server']).toBe(expected);
		expect((await search('x')).headers['x-soap-server']).toBe(expected);
	});

	it('WSSearchSession with a wrong key', async () => {
		client = await startClient({ seed: 'empty' });
		expect(fault(await search('x'))).toContain('is not defined in the WSDL');
		client.sandbox.switchTo({ chamilo: '1.11' });
		expect(fault(await search('x'))).toMatch(/^Server Secret key is not correct/);
	});

	it('the page at its root', async () => {
		client = await start111({ php: 7 });
		expect(await (await fetch(client.sandbox.url)).text()).toContain('Chamilo 1.11.6 on PHP 7');
	});
});

describe.each([
	['WSService', SOAP],
	['WSRegistration', REGISTRATION],
] as const)('the WSDL of %s', (name, path) => {
	it.each([5, 7] as const)('compiles to the contract on PHP %s', async (php) => {
		client = await start111({ php });
		const response = await fetch(`${client.sandbox.url}${path}?wsdl`);
		const text = await response.text();
		expect(await compileWsdl(text)).toEqual({ name, service: contract.services[name] });
		const registration = name === 'WSRegistration';
		expect(response.headers.get('content-type')).toBe(`text/xml; charset=${registration ? 'UTF-8' : 'ISO-8859-1'}`);
		expect(text).toContain(`${path}${registration ? '?debug=1' : ''}"/>`);
		expect(text.slice(text.indexOf('</definitions>')).length > 400_000).toBe(registration);
	});
});

describe('PHP 7', () => {
	it('soap.php answers everything with one fault, and nothing is done', async () => {
		client = await start111({ php: 7 });
		expect(fault(await test())).toBe(DEAD);
		expect(fault(await client.soap('WSUser.DisableUser', 'chamilo_user_id', '1'))).toBe(DEAD);
		expect(fault(await client.post(SOAP, 'x', { 'Content-Type': 'application/json' }))).toBe(DEAD);
		expect(client.sandbox.campus.users.byId(1)?.active).toBe(true);
	});

	it('registration.soap.php works', async () => {
		client = await start111({ php: 7 });
		expect(returned111(await client.registration('WSCreateUser', person('ana', '1')))).toBe('3');
	});

	it('rawPostData cures soap.php, but for ListCourses and missing arguments', async () => {
		client = await start111({ php: 7, rawPostData: true });
		expect(returned(await test())).toBe('success');
		expect(isFatal(await client.soap('WSCourse.ListCourses'))).toBe(true);
		expect(isFatal(await client.soap('WSUser.DisableUser'))).toBe(true);
		expect(fault(await client.soap('WSUser.DisableUser', 'chamilo_user_id', '99'))).toBe('100 User not found');
	});

	it('a request cut off is fatal, where PHP 5 sees a wrong key', async () => {
		client = await start111();
		const cut = envelope('WSGetUser', `<p><secret_key>${client.key}</secret_key></p>`).slice(0, -60);
		expect(fault(await client.post(REGISTRATION, cut))).toMatch(/^Server Secret key/);
		client.sandbox.switchTo({ chamilo: '1.11', php: 7 });
		expect(isFatal(await client.post(REGISTRATION, cut))).toBe(true);
	});

	it('PHP 5 without $HTTP_RAW_POST_DATA is as dead', async () => {
		client = await start111({ rawPostData: false });
		expect(fault(await test())).toBe(DEAD);
	});
});

describe('an upgrade under way', () => {
	it('keeps people, courses and sessions', async () => {
		client = await startClient({ seed: 'demo' });
		expect(client.sandbox.kind).toEqual({ chamilo: '1.9', php: 5, rawPostData: true });
		await client.soap('WSUser.DisableUser', 'external_user', '1503');
		client.sandbox.switchTo({ chamilo: '1.11', php: 7 });
		const found = await client.registration('WSGetUser', {
			original_user_id_name: 'external_user',
			original_user_id_value: '1503',
		});
		expect(returned111(found)).toContain('<firstname>Zoë</firstname>');
		expect(client.sandbox.campus.users.byUsername('zbronte')?.active).toBe(false);
		const sessions = await client.registration('WSListSessions', {});
		expect(returned111(sessions)).toContain('<date_start>2030-09-01 00:00:00</date_start>');
		expect(client.sandbox.kind).toEqual({ chamilo: '1.11', php: 7, rawPostData: false });
	});

	it('and back again', async () => {
		client = await startClient({ seed: 'demo', chamilo: '1.11' });
		client.sandbox.switchTo({});
		const [autumn, summer] = client.sandbox.campus.sessions.list();
		expect(autumn).toMatchObject({ dateStart: '2030-09-01', dateEnd: '2030-12-20' });
		expect(summer).toMatchObject({ dateStart: '0000-00-00', dateEnd: '0000-00-00' });
		expect(fault(await client.soap('WSUser.EnableUser', 'external_user', '1503'))).toBeUndefined();
	});

	it('by HTTP', async () => {
		client = await startClient({ seed: 'empty' });
		expect(await postKind({ chamilo: '1.11', php: 7 })).toEqual({
			status: 200,
			body: { chamilo: '1.11', php: 7, rawPostData: false },
		});
		expect(fault(await test())).toBe(DEAD);
		await fetch(`${client.sandbox.url}/sandbox/reset`, { method: 'POST' });
		expect((await (await fetch(`${client.sandbox.url}/sandbox/kind`)).json()).php).toBe(7);
	});

	it.each([
		[null, 'a kind is an object'],
		[{ chamilo: '1.10' }, "chamilo must be '1.9', '1.11' or '1.11.32'"],
		[{ chamilo: '1.11', php: 6 }, 'php must be 5, 7 or 8'],
		[{ chamilo: '1.11', php: 8 }, 'Chamilo 1.11 does not run on PHP 8'],
		[{ php: 7 }, 'Chamilo 1.9 does not run on PHP 7'],
		[{ chamilo: '1.11', rawPostData: 'no' }, 'rawPostData must be true or false'],
	])('%j is refused', async (kind, error) => {
		client = await startClient({ seed: 'empty' });
		expect(await postKind(kind)).toEqual({ status: 400, body: { error } });
	});

	it('an impossible kind does not start', async () => {
		client = await startClient({ seed: 'empty' });
		await expect(startSandbox({ php: 7 })).rejects.toThrow('does not run');
	});
});

it.each(Object.values(contract.services).flatMap(({ operations }) => Object.keys(operations)))(
	'%s is there, and does not fail without arguments',
	async (operation) => {
		client = await start111();
		const path = operation.includes('.') ? SOAP : REGISTRATION;
		const body = envelope(
			operation,
			operation.includes('.') ? client.key : `<p><secret_key>${client.key}</secret_key></p>`,
		);
		const { status, text } = await client.post(path, body);
		expect([200, 500]).toContain(status);
		expect(text).not.toContain('The sandbox itself has failed');
		expect(profileOf(releaseOf({ chamilo: '1.11' })).handler(operation)).toBeDefined();
	},
);

it('the demo has the same people, courses and sessions on both', async () => {
	client = await startClient({ seed: 'demo' });
	const old = client.sandbox.campus;
	const other = await startClient({ seed: 'demo', chamilo: '1.11' });
	const { campus } = other.sandbox;
	await other.close();
	expect(
		campus.users
			.list()
			.slice(2)
			.map(({ username }) => username),
	).toEqual(
		old.users
			.list()
			.slice(2)
			.map(({ username }) => username),
	);
	expect(campus.courses.list().map(({ id, code }) => [id, code])).toEqual(
		old.courses.list().map(({ id, code }) => [id, code]),
	);
	expect(campus.sessions.list().map(({ name }) => name)).toEqual(old.sessions.list().map(({ name }) => name));
});
