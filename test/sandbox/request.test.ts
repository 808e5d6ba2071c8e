import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, envelope, fault, returned, SOAP, startClient } from './client.js';

let client: Client;
beforeAll(async () => {
	client = await startClient();
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.close());

const TEST = envelope('WS.test', '');
const UTF8 = '<?xml version="1.0" encoding="UTF-8"?>';
const ISO = '<?xml version="1.0" encoding="ISO-8859-1"?>';

describe('media types and charsets', () => {
	const undefinedOperation = 'SOAP-ENV:Client Operation &apos;&apos; is not defined in the WSDL for this service';
	it.each([
		['application/soap+xml; charset=utf-8', undefinedOperation],
		['application/json', undefinedOperation],
		['', undefinedOperation],
		['text/xml', undefined],
		['text/xml; charset="utf-8"', undefined],
		['text/xml; charset=UTF-8', undefined],
	])('%s', async (contentType, expected) => {
		const answer = await client.post(SOAP, UTF8 + TEST, { 'Content-Type': contentType });
		expect(fault(answer)).toBe(expected);
	});

	it.each([
		['text/xml; charset=utf-8; action=x', UTF8, "'US-ASCII' does not match encoding from XML declaration 'UTF-8'"],
		['text/xml; charset=utf-8', ISO, "'UTF-8' does not match encoding from XML declaration 'ISO-8859-1'"],
	])('%s against its declaration', async (contentType, declaration, expected) => {
		const answer = await client.post(SOAP, declaration + TEST, { 'Content-Type': contentType });
		expect(fault(answer)?.replaceAll('&apos;', "'")).toContain(expected);
	});

	it('needs no XML declaration', async () => {
		expect(returned(await client.post(SOAP, TEST))).toBe('success');
	});
});

describe('the operation', () => {
	it.each([
		['a foreign namespace', TEST, 'ns1:WS.testResponse xmlns:ns1="urn:x"'],
		[
			'no prefix: the namespace of the last one that had a prefix',
			TEST.replaceAll('ns:WS', 'WS'),
			'xmlns:ns1="http://schemas.xmlsoap.org/soap/envelope/"',
		],
		['an empty namespace', TEST.replace('urn:x', ''), '<WS.testResponse>'],
		['SOAP 1.2', TEST.replace('schemas.xmlsoap.org/soap/envelope/', 'www.w3.org/2003/05/soap-envelope'), 'success'],
	])('is found in %s', async (_, body, expected) => {
		expect((await client.post(SOAP, body)).text).toContain(expected);
	});

	it('falls back to the SOAPAction, with no arguments', async () => {
		const host = client.sandbox.url.replace(/^http:\/\/|:\d+$/g, '');
		const headers = { SOAPAction: `"http://${host}${SOAP}/WSUser.DisableUser"` };
		expect(fault(await client.post(SOAP, '<?xml version="1.0"?><hello/>', headers))).toBe('1 API key is invalid');
	});

	it('is the first of two', async () => {
		const two = TEST.replace('</E:Body>', '<ns:WSReport.test/></E:Body>');
		expect(returned(await client.post(SOAP, two))).toBe('success');
	});

	it.each([
		['', "xml was empty, didn't parse!"],
		['<a>\n</b>', 'XML error parsing SOAP payload on line 2: Mismatched tag'],
	])('a body that cannot be read: %j', async (body, expected) => {
		const text = fault(await client.post(SOAP, body))?.replaceAll('&apos;', "'");
		expect(text).toBe(`SOAP-ENV:Client error in msg parsing:\n${expected}`);
	});
});

describe('arguments of soap.php', () => {
	const call = (content: string) => client.post(SOAP, envelope('WSUser.DisableUser', `<k>${client.key}</k>${content}`));
	const isActive = (id: number) => client.sandbox.campus.users.byId(id)?.active;

	it('count by position, whatever their names', async () => {
		expect(fault(await call('<x>chamilo_user_id</x><y>2</y><z>surplus</z>'))).toBeUndefined();
		expect(isActive(2)).toBe(false);
	});

	it('in another order are other arguments', async () => {
		const body = envelope(
			'WSUser.DisableUser',
			`<user_id_value>2</user_id_value><secret_key>${client.key}</secret_key>`,
		);
		expect(fault(await client.post(SOAP, body))).toBe('1 API key is invalid');
	});

	it('of the same name fold into one array, which is user 1', async () => {
		await call('<f>chamilo_user_id</f><v>2</v><v>3</v>');
		expect([isActive(1), isActive(2)]).toEqual([false, true]);
	});

	it('are cast by xsi:type, and nil is null', async () => {
		expect(fault(await call('<f>chamilo_user_id</f><v xsi:type="xsd:int">2abc</v>'))).toBeUndefined();
		expect(isActive(2)).toBe(false);
		expect(fault(await call('<f>chamilo_user_id</f><v xsi:nil="true"/>'))).toBe('100 User not found');
	});

	it('can be DTD entities', async () => {
		const body = envelope('WSUser.DisableUser', `<k>${client.key}</k><f>chamilo_user_id</f><v>&two;</v>`);
		await client.post(SOAP, `${UTF8}<!DOCTYPE x [<!ENTITY two "2">]>${body}`);
		expect(isActive(2)).toBe(false);
	});

	it('left out at the end take the defaults of the code', async () => {
		await client.soap('WSUser.CreateUser', 'Zoë', 'Brontë', '5', 'zoe', 'pw', '', 'chamilo_user_id', '');
		expect(client.sandbox.campus.users.byUsername('zoe')).toMatchObject({
			active: true,
			language: 'english',
			email: '',
		});
	});
});

describe('compression', () => {
	it.each([
		['deflate', deflateSync(TEST)],
		['gzip', gzipSync(TEST)],
	])('reads %s requests', async (encoding, body) => {
		expect(returned(await client.post(SOAP, body, { 'Content-Encoding': encoding }))).toBe('success');
	});

	it('refuses what does not decode', async () => {
		const answer = await client.post(SOAP, 'rubbish', { 'Content-Encoding': 'gzip' });
		expect(fault(answer)).toBe('SOAP-ENV:Client Errors occurred when trying to decode the data');
	});

	it.each([
		['gzip', 30, 'gzip'],
		['deflate', 30, 'deflate'],
		['gzip', 1, undefined],
	])('answers with %s only above 1024 bytes (%i items)', async (accepted, items, encoding) => {
		const users = `<u xsi:type="enc:Array">${'<i/>'.repeat(items)}</u>`;
		const body = envelope('WSUser.DisableUsers', `<k>${client.key}</k>${users}`);
		const answer = await client.post(SOAP, body, { 'Accept-Encoding': accepted });
		expect(answer.headers['content-encoding']).toBe(encoding);
	});
});

describe('replies', () => {
	it('carry the headers of nusoap', async () => {
		const answer = await client.post(SOAP, TEST);
		expect(answer.headers).toMatchObject({
			'x-soap-server': 'NuSOAP/0.9.5 (1.123)',
			'content-type': 'text/xml; charset=ISO-8859-1',
			'content-length': String(answer.raw.length),
		});
	});

	it('of void operations are empty', async () => {
		const answer = await client.soap('WSUser.EnableUser', 'chamilo_user_id', '2');
		expect(answer.text).toContain('<ns1:WSUser.EnableUserResponse xmlns:ns1="urn:x"></ns1:WSUser.EnableUserResponse>');
	});

	it('of a PHP fatal error are 500, HTML and nothing', async () => {
		const answer = await client.soap('WSCourse.CreateCourse', 'T', '', 'C', 'Tutor', 'chamilo_user_id', '1');
		expect(answer).toMatchObject({ status: 500, text: '' });
		expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=UTF-8', 'content-length': '0' });
	});
});
