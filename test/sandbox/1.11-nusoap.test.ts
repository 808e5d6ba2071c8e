import { gunzipSync } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { debugOf, envelopeOf, isSqlError, person, plural, results, returned111, start111 } from './1.11.js';
import { type Client, envelope, fault, LATIN1, REGISTRATION, returned, SOAP } from './client.js';

let client: Client;
beforeAll(async () => {
	client = await start111();
});
afterAll(() => client.close());

function parse(xml: string): void {
	const parser = new SaxesParser();
	parser.on('error', (error) => {
		throw error;
	});
	parser.write(xml).close();
}

describe('the debug behind the replies of registration.soap.php', () => {
	it('repeats key and password in clear', async () => {
		const answer = await client.registration('WSCreateUser', person('dbg', 'd1', { password: 'pa55--word' }));
		expect(answer.headers['content-type']).toBe('text/xml; charset=UTF-8');
		expect(answer.text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>/);
		expect(debugOf(answer)).toMatch(/^<!--\n/);
		expect(debugOf(answer)).toContain(client.key);
		expect(debugOf(answer)).toContain('pa55- -word');
		expect(debugOf(answer).length).toBeGreaterThan(15_000);
		expect(debugOf(answer).length).toBeLessThan(40_000);
		expect(answer.headers['content-length']).toBe(String(answer.raw.length));
		parse(answer.text);
	});

	it('drags all types along where the result is a struct or a list, and grows with each item', async () => {
		const one = debugOf(await plural(client, 'WSDisableUsers', 'ids', [{}])).length;
		const five = debugOf(await plural(client, 'WSDisableUsers', 'ids', Array(5).fill({}))).length;
		expect(one).toBeGreaterThan(140_000);
		expect((five - one) / 4).toBeGreaterThan(3000);
	});

	it('is not there in soap.php', async () => {
		const answer = await client.soap('WSUser.EnableUser', 'chamilo_user_id', '1');
		expect(debugOf(answer)).toBe('');
		expect(answer.headers['content-type']).toBe('text/xml; charset=ISO-8859-1');
	});

	it('follows faults too, and fills the detail of that for an unknown operation', async () => {
		const refused = await client.post(REGISTRATION, envelope('WSGetUser', '<p><secret_key>x</secret_key></p>'));
		expect(envelopeOf(refused)).toContain('<detail xsi:type="xsd:string"></detail>');
		expect(envelopeOf(refused)).toMatch(/^<\?xml version="1.0" encoding="ISO-8859-1"\?>/);
		expect(debugOf(refused)).toMatch(/^<!--/);
		const unknown = await client.post(REGISTRATION, envelope('WSNope', ''));
		expect(envelopeOf(unknown)).toMatch(/<detail xsi:type="xsd:string">\d{4}-[^<]{3000,}<\/detail>/);
		parse(unknown.text);
	});

	it('goes gzipped where asked for', async () => {
		const body = envelope('WSGetUser', `<p><secret_key>${client.key}</secret_key></p>`);
		const answer = await client.post(REGISTRATION, body, { 'Accept-Encoding': 'gzip' });
		expect(answer.headers['content-encoding']).toBe('gzip');
		expect(answer.raw.length).toBeLessThan(20_000);
		expect(gunzipSync(answer.raw).toString()).toContain('</SOAP-ENV:Envelope><!--');
	});
});

describe('bad XML is not reported', () => {
	it('behind the call, it is executed', async () => {
		const body = envelope('WS.test', '').replace('</E:Body>', '</E:Bod>');
		expect(returned(await client.post(SOAP, body))).toBe('success');
	});

	it.each([
		['a control character', (body: string) => body.replace('ID', '\u0001')],
		['cut off', (body: string) => body.slice(0, body.indexOf('ID'))],
		['no UTF-8', (body: string) => Buffer.from(body.replace('ID', '\u00e9'), 'latin1')],
	])('within the call, the arguments are lost: %s', async (_, spoil) => {
		const soap = envelope('WSUser.EnableUser', `<k>${client.key}</k><f>chamilo_user_id</f><v>ID</v>`);
		expect(fault(await client.post(SOAP, spoil(soap)))).toBe('1 API key is invalid');
		const struct = envelope('WSGetUser', `<p><secret_key>${client.key}</secret_key><x>ID</x></p>`);
		expect(fault(await client.post(REGISTRATION, spoil(struct)))).toMatch(/^Server Secret key/);
	});

	it('an empty body and clashing charsets still are', async () => {
		expect(fault(await client.post(SOAP, ''))).toContain('xml was empty');
		const clash = `<?xml version="1.0" encoding="ISO-8859-1"?>${envelope('WS.test', '')}`;
		expect(fault(await client.post(SOAP, clash))).toContain('does not match encoding');
	});
});

describe('text', () => {
	const DECLARED = {
		utf8: '<?xml version="1.0" encoding="UTF-8"?>',
		latin1: '<?xml version="1.0" encoding="ISO-8859-1"?>',
	};
	const UTF8 = { 'Content-Type': 'text/xml; charset=UTF-8' };
	const BARE = { 'Content-Type': 'text/xml' };
	let turn = 0;

	async function stored(declaration: string, headers: Record<string, string>): Promise<[string?, string?]> {
		const name = 'José 漢字';
		const [s, r] = [`s${++turn}`, `r${turn}`];
		const values = [client.key, name, 'x', '5', s, 'pw', '', 'chamilo_user_id', ''];
		const soap = envelope(
			'WSUser.CreateUser',
			values.map((value, index) => `<a${index}>${value}</a${index}>`).join(''),
		);
		const members = { ...person(r, r), firstname: name, secret_key: client.key };
		const struct = Object.entries(members).map(([member, value]) => `<${member}>${value}</${member}>`);
		await client.post(SOAP, declaration + soap, headers);
		await client.post(REGISTRATION, declaration + envelope('WSCreateUser', `<p>${struct.join('')}</p>`), headers);
		const { users } = client.sandbox.campus;
		const read = (login: string) => Buffer.from(users.byUsername(login)?.firstname ?? '', 'latin1').toString('utf8');
		return [read(s), read(r)];
	}

	it.each([
		['UTF-8 labelled ISO-8859-1 is right on both', DECLARED.latin1, LATIN1, 'José 漢字', 'José 漢字'],
		['UTF-8 labelled UTF-8 is right in registration only', DECLARED.utf8, UTF8, 'Jos? ??', 'José 漢字'],
		['a header of ISO-8859-1 with a declaration of UTF-8', DECLARED.utf8, LATIN1, 'Jos? ??', 'Jos? ??'],
		['no charset', DECLARED.utf8, BARE, 'Jos? ??', 'Jos? ??'],
		['no declaration', '', BARE, 'Jos? ??', 'Jos? ??'],
	] as const)('%s', async (_, declaration, headers, soap, registration) => {
		expect(await stored(declaration, headers)).toEqual([soap, registration]);
	});

	it('is stored as it is sent: nothing purified, nothing trimmed', async () => {
		const first = ' a&amp;b &lt;script&gt;x&lt;/script&gt; ';
		await client.registration('WSCreateUser', person('raw', 'raw', { firstname: first }));
		expect(client.sandbox.campus.users.byUsername('raw')?.firstname).toBe(' a&b <script>x</script> ');
	});
});

describe('an SQL error', () => {
	it.each([
		['soap.php, value', () => client.soap('WSUser.EnableUser', 'ext_user', "a'b")],
		['soap.php, field', () => client.soap('WSUser.EnableUser', "e'f", 'a')],
		['registration.soap.php', () => client.registration('WSCreateUser', person('sql', "a'b"))],
	])('is a page of HTML under 200: %s', async (_, call) => {
		expect(isSqlError(await call())).toBe(true);
	});

	it('in the middle of a list ends it: what was before stays done', async () => {
		const items = [person('l1', 'l1'), person('l2', "l'2"), person('l3', 'l3')];
		expect(isSqlError(await plural(client, 'WSCreateUsers', 'users', items))).toBe(true);
		const { users } = client.sandbox.campus;
		expect(['l1', 'l2', 'l3'].map((login) => users.byUsername(login) !== undefined)).toEqual([true, false, false]);
	});

	it('an injection finds the administrator; in ids of courses and sessions it finds nobody', async () => {
		const found = await client.registration('WSGetUser', {
			original_user_id_name: 'ext_user',
			original_user_id_value: "x' OR '1'='1",
		});
		expect(returned111(found)).toContain('<user_id>1</user_id>');
		const course = await client.soap('WSCourse.DeleteCourse', 'ext_course', "x' OR '1'='1");
		expect(fault(course)).toBe('200 Course not found');
		expect(fault(await client.soap('WSSession.DeleteSession', 'ext_session', "a'b"))).toBe('300 Session not found');
	});
});

describe('the key', () => {
	const enable = (key: string) =>
		client.post(SOAP, envelope('WSUser.EnableUser', `${key}<f>chamilo_user_id</f><v>1</v>`));

	it('is compared with ==: a boolean always passes', async () => {
		expect(fault(await enable('<k xsi:type="xsd:boolean">true</k>'))).toBeUndefined();
		expect(fault(await enable('<k>true</k>'))).toBe('1 API key is invalid');
	});

	it('of plural operations is not swallowed any more', async () => {
		const body = envelope('WSDisableUsers', '<p><secret_key>x</secret_key></p>');
		expect(fault(await client.post(REGISTRATION, body))).toMatch(/^Server Secret key/);
	});

	it('nobody asks for in WSCertificatesList', async () => {
		const answer = await client.post(REGISTRATION, envelope('WSCertificatesList', ''));
		expect(answer.status).toBe(200);
		expect(results(answer)).toEqual([]);
		expect(isSqlError(await client.post(REGISTRATION, envelope('WSCertificatesList', "<a>x'y</a>")))).toBe(true);
	});
});
