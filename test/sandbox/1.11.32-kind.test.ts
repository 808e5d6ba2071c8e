import { afterEach, describe, expect, it } from 'vitest';
import contract from '../../openapi/contract-1.11.32.json' with { type: 'json' };
import contract111 from '../../openapi/contract-1.11.json' with { type: 'json' };
import { compileWsdl } from '../../src/node/compile-wsdl.js';
import { profileOf } from '../../src/sandbox/profile.js';
import { type Release, releaseOf, releaseTitle } from '../../src/sandbox/release.js';
import { signature } from '../../src/sandbox/services/service.js';
import { get, isErrorPage, start11132 } from './1.11.32.js';
import { debugOf, isFatal, original, person, returned111, start111 } from './1.11.js';
import { type Client, envelope, fault, REGISTRATION, SOAP, startClient } from './client.js';

let client: Client;
afterEach(() => client.close());

const DEAD = 'SOAP-ENV:Client error in msg parsing:\nxml was empty, didn&apos;t parse!';
const WRONG_KEY = /^Server Secret key is not correct/;
const getUser = (key: string, headers: Record<string, string> = {}) =>
	client.post(REGISTRATION, envelope('WSGetUser', `<p>${key}</p>`), headers);
const enable = (headers: Record<string, string> = {}, ip = '127.0.0.1') => {
	const key = signature(ip, client.sandbox.securityKey);
	const body = envelope('WSUser.EnableUser', `<k>${key}</k><f>chamilo_user_id</f><v>1</v>`);
	return client.post(SOAP, body, headers);
};

it.each<[Partial<Release>, string]>([
	[{ chamilo: '1.11.32' }, 'Chamilo 1.11.32 on PHP 7 (soap.php cannot read its requests)'],
	[{ chamilo: '1.11.32', php: 8 }, 'Chamilo 1.11.32 on PHP 8 (soap.php cannot read its requests)'],
	[{ chamilo: '1.11.32', php: 8, rawPostData: true }, 'Chamilo 1.11.32 on PHP 8'],
])('%j is a %s', async (release, title) => {
	client = await startClient({ seed: 'empty', ...release });
	expect(releaseTitle(releaseOf(release))).toBe(title);
	expect((await get(client, '/')).text).toContain(title);
	expect(fault(await enable())).toBe(release.rawPostData ? undefined : DEAD);
	expect(returned111(await client.registration('WSCreateUser', person('ana', '1')))).toBe('3');
});

it('1.11.32 does not run on PHP 5', async () => {
	client = await start11132();
	expect(() => client.sandbox.switchTo({ chamilo: '1.11.32', php: 5 })).toThrow('does not run on PHP 5');
});

describe.each([
	['WSService', SOAP],
	['WSRegistration', REGISTRATION],
] as const)('the WSDL of %s', (name, path) => {
	it('compiles to the contract', async () => {
		client = await start11132();
		const { text } = await get(client, `${path}?wsdl`);
		expect(await compileWsdl(text)).toEqual({ name, service: contract.services[name] });
	});
});

it('registration.soap.php has one operation more than that of 1.11.6, soap.php the same', async () => {
	client = await start11132();
	const names = (services: typeof contract.services | typeof contract111.services) => ({
		soap: Object.keys(services.WSService.operations),
		registration: Object.keys(services.WSRegistration.operations),
	});
	expect(names(contract.services).soap).toEqual(names(contract111.services).soap);
	expect(names(contract.services).registration).toHaveLength(53);
	expect(
		names(contract.services).registration.filter((name) => !names(contract111.services).registration.includes(name)),
	).toEqual(['WSUpdateUserOriginalIdFromUsername']);
	const call = (key: string) =>
		client.post(REGISTRATION, envelope('WSUpdateUserOriginalIdFromUsername', `<p><secret_key>${key}</secret_key></p>`));
	expect(fault(await call('x'))).toMatch(WRONG_KEY);
	client.sandbox.switchTo({ chamilo: '1.11' });
	expect(fault(await call('x'))).toContain('is not defined in the WSDL');
});

it.each(Object.values(contract.services).flatMap(({ operations }) => Object.keys(operations)))(
	'%s is there on PHP 7 and 8',
	async (operation) => {
		client = await start11132();
		for (const php of [7, 8] as const) {
			expect(profileOf(releaseOf({ chamilo: '1.11.32', php })).handler(operation)).toBeDefined();
		}
	},
);

describe('the address of the client', () => {
	const FORWARDED = { 'X-Forwarded-For': '203.0.113.7, 10.0.0.1' };

	it('is that of the peer in testip.php, but the first entry of X-Forwarded-For where the key is checked', async () => {
		client = await start11132();
		expect((await get(client, '/main/webservices/testip.php', FORWARDED)).text).toBe('127.0.0.1');
		expect(fault(await enable(FORWARDED))).toBe('1 API key is invalid');
		expect(fault(await enable(FORWARDED, '203.0.113.7'))).toBeUndefined();
	});

	it('is the first entry in testip.php of 1.11.6', async () => {
		client = await start111();
		expect((await get(client, '/main/webservices/testip.php', FORWARDED)).text).toBe('203.0.113.7');
	});
});

it('the key is compared as text', async () => {
	// The signature begins with a letter, so 1.11.6 takes 0 for it.
	client = await start11132({ securityKey: 'recorded-security-key' });
	for (const key of [
		'<secret_key xsi:type="xsd:int">0</secret_key>',
		'<secret_key xsi:type="xsd:boolean">1</secret_key>',
	]) {
		client.sandbox.switchTo({ chamilo: '1.11.32' });
		expect(fault(await getUser(key))).toMatch(WRONG_KEY);
		client.sandbox.switchTo({ chamilo: '1.11' });
		expect(fault(await getUser(key))).toBeUndefined();
	}
});

it('disable_webservices answers everything with one sentence, but for testip.php', async () => {
	client = await start11132({ settings: { webservicesDisabled: true } });
	const { key } = client;
	for (const path of [SOAP, REGISTRATION, `${REGISTRATION}?wsdl`, `${SOAP}?wsdl`]) {
		const { status, type, text } = await get(client, path);
		expect([status, type]).toEqual([200, 'text/html; charset=UTF-8']);
		expect(text).toMatch(/^Webservices are disabled\. \n/);
	}
	const posted = await getUser(`<secret_key>${key}</secret_key>`);
	expect([posted.status, posted.text.slice(0, 23)]).toEqual([200, 'Webservices are disable']);
	expect((await get(client, '/main/webservices/testip.php')).text).toBe('127.0.0.1');
	client.sandbox.reset();
	expect(client.sandbox.campus.settings.webservicesDisabled).toBe(true);
});

it('a SQL error is a page of 12 kB with status 200', async () => {
	client = await start11132();
	await client.registration('WSCreateUser', person('ana', '1'));
	const edit = { ...original('user', '1'), username: "a'b" };
	expect(isErrorPage(await client.registration('WSEditUserCredentials', edit))).toBe(true);
	expect(isErrorPage(await client.registration('WSCertificatesList', {}))).toBe(true);
});

describe('server_type=test', () => {
	const ONE_ENTRY = { 'X-Forwarded-For': '127.0.0.1' };
	const fatal = () => client.registration('WSDeleteCourse', {});
	const sqlError = () => client.registration('WSCertificatesList', {});

	it('on PHP 7 shows notices in soap.php, where X-Forwarded-For has one entry', async () => {
		client = await start11132({ settings: { testServer: true } });
		const clean = await enable();
		expect([clean.status, clean.headers['content-type']]).toEqual([200, 'text/xml; charset=ISO-8859-1']);
		const notices = await enable(ONE_ENTRY);
		expect([notices.status, notices.headers['content-type']]).toEqual([200, 'text/html; charset=UTF-8']);
		expect(notices.text).toMatch(/^<br \/>\n<b>Notice<\/b>.*<\?xml/s);
		expect((await enable(ONE_ENTRY, '10.0.0.1')).status).toBe(200);
		const registration = await getUser(`<secret_key>${client.key}</secret_key>`, ONE_ENTRY);
		expect(registration.headers['content-type']).toBe('text/xml; charset=UTF-8');
		expect(registration.text).toMatch(/^<\?xml/);
	});

	it('on PHP 8 shows them before every reply, faults too', async () => {
		client = await start11132({ php: 8, settings: { testServer: true } });
		for (const answer of [await enable(), await enable({}, '10.0.0.1'), await getUser('')]) {
			expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=UTF-8']);
			expect(answer.text.indexOf('<?xml')).toBeGreaterThan(5000);
		}
		expect(debugOf(await getUser(''))).toContain('<!--');
	});

	it('shows a SQL error as a page of the debugger with status 500, and a fatal error with status 200', async () => {
		client = await start11132({ settings: { testServer: true } });
		const page = await sqlError();
		expect([page.status, page.text.length > 30_000]).toEqual([500, true]);
		const listing = await client.soap('WSCourse.ListCourses');
		expect([listing.status, listing.text.includes('Fatal error')]).toEqual([200, true]);
		expect((await fatal()).status).toBe(200);
	});
});

it.each([7, 8] as const)('on PHP %s ListCourses, cut XML and missing arguments are fatal errors', async (php) => {
	client = await start11132({ php });
	expect(isFatal(await client.soap('WSCourse.ListCourses'))).toBe(true);
	expect(fault(await client.post(SOAP, envelope('WSCourse.ListCourses', '<k>x</k>')))).toBe('1 API key is invalid');
	expect(isFatal(await client.soap('WSUser.DisableUser'))).toBe(true);
	const cut = envelope('WSGetUser', `<p><secret_key>${client.key}</secret_key></p>`).slice(0, -60);
	expect(isFatal(await client.post(REGISTRATION, cut))).toBe(true);
});

it('the demo has the same people, courses and sessions as that of 1.11.6', async () => {
	client = await start11132({ seed: 'demo' });
	const late = namesOf(client);
	await client.close();
	client = await start111({ seed: 'demo' });
	expect(late).toEqual(namesOf(client));
	expect(late.users.length).toBeGreaterThan(5);
});

function namesOf({ sandbox: { campus } }: Client) {
	return {
		users: campus.users.list().map(({ id, username }) => [id, username]),
		courses: campus.courses.list().map(({ id, code }) => [id, code]),
		sessions: campus.sessions.list().map(({ id, name }) => [id, name]),
	};
}

it('a campus can be upgraded at run time, and keeps its people', async () => {
	client = await start111();
	await client.registration('WSCreateUser', person('ana', '1'));
	client.sandbox.switchTo({ chamilo: '1.11.32', php: 8, rawPostData: true });
	expect(returned111(await client.registration('WSGetUser', original('user', '1')))).toContain('<user_id>3<');
	expect(client.sandbox.kind).toEqual({ chamilo: '1.11.32', php: 8, rawPostData: true });
});
