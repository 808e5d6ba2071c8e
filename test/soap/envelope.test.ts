import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeCall } from '../../src/soap/envelope.js';
import { encodeSample, parametersOf, SAMPLE, sampleOperation, target } from './sample.js';

const KEY = '3da541559918a808c2402bba5012f6c60b27661c';

function fixture(name: string): string {
	return readFileSync(new URL(`../fixtures/soap/${name}`, import.meta.url), 'utf8');
}

function encode(
	name: string,
	args: Parameters<typeof encodeCall>[3],
	text: 'utf8-as-latin1' | 'utf8' = 'utf8-as-latin1',
) {
	const { service, operation } = target(name);
	return encodeCall(service, name, operation, args, { secretKey: KEY, text });
}

const NEW_USER = {
	firstname: 'Inès',
	lastname: "O'Neill & Søn",
	status: 5,
	loginname: 'ines.oneill',
	password: 'p<w>"d',
	encrypt_method: '',
	user_id_field_name: 'staff_number',
	user_id_value: '007',
	visibility: 1,
	email: 'ines@example.net',
	language: 'french',
	phone: '',
	expiration_date: '0000-00-00 00:00:00',
	extras: [{ field_name: 'room', field_value: 'B 12' }],
};

describe('encodeCall writes byte for byte', () => {
	const cases: [file: string, operation: string, args: Parameters<typeof encodeCall>[3]][] = [
		['create-user.xml', 'WSUser.CreateUser', NEW_USER],
		['disable-users-two.xml', 'WSUser.DisableUsers', twoUsers()],
		['registration-credentials.xml', 'WSEditUserCredentials', credentials()],
		['test-without-parameters.xml', 'WS.test', {}],
	];
	for (const [file, operation, args] of cases) {
		it(`${operation} as in ${file}`, () => {
			expect(Buffer.from(encode(operation, args).body)).toEqual(Buffer.from(fixture(file)));
		});
	}

	function twoUsers() {
		return {
			users: [
				{ user_id_field_name: 'staff_number', user_id_value: '007' },
				{ user_id_value: '12', user_id_field_name: 'chamilo_user_id' },
			],
		};
	}

	function credentials() {
		return {
			username: '漢字',
			password: 'nouveau',
			original_user_id_name: 'staff_number',
			original_user_id_value: '007',
		};
	}
});

describe('parameters', () => {
	it('stand in the order of the contract, whatever the order of the keys', () => {
		const reversed = Object.fromEntries(Object.entries(NEW_USER).reverse());
		expect(encode('WSUser.CreateUser', reversed).body).toEqual(encode('WSUser.CreateUser', NEW_USER).body);
	});

	it('that are left out go out as empty elements, so that none shifts', () => {
		const body = new TextDecoder().decode(encode('WSUser.CreateUser', {}).body);
		const names = [...parametersOf(body).matchAll(/<(\w+) xsi:type=/g)].map(([, name]) => name);
		expect(names).toEqual(target('WSUser.CreateUser').operation.input.map(([name]) => name));
		expect(body).toContain('<firstname xsi:type="xsd:string"></firstname><lastname xsi:type="xsd:string"></lastname>');
		expect(body).toContain('<status xsi:type="xsd:int"></status>');
		expect(body).toContain('<extras xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="tns:extras[0]"></extras>');
	});

	it('that are undefined count as left out', () => {
		expect(encodeSample('WSSample.Text', { text: undefined })).toBe(encodeSample('WSSample.Text', {}));
	});

	it('that are null go out as nil', () => {
		expect(parametersOf(encodeSample('WSSample.Text', { text: null }))).toMatch(/<text xsi:nil="true"\/>$/);
		expect(parametersOf(encodeSample('WSSample.List', { things: null }))).toBe('<things xsi:nil="true"/>');
		expect(parametersOf(encodeSample('WSSample.Thing', { name: null }))).toContain('<name xsi:nil="true"/>');
	});

	it('a struct that is left out goes out with empty members', () => {
		const empty = parametersOf(encodeSample('WSSample.Nested', { first: {} }));
		expect(parametersOf(encodeSample('WSSample.Nested', {}))).toBe(empty);
	});

	it('carry numbers in plain digits', () => {
		for (const number of [0, 1, -1, 2147483647, 999999999999999]) {
			const body = encodeSample('WSSample.Number', { number });
			expect(parametersOf(body)).toBe(`<number xsi:type="xsd:int">${number}</number>`);
		}
	});

	it('refuse numbers that have no plain digits', () => {
		for (const number of [Number.NaN, Number.POSITIVE_INFINITY, 1.5, 1e21]) {
			expect(() => encodeSample('WSSample.Number', { number }), String(number)).toThrow('number');
		}
	});

	it('refuse names the contract does not have, at every depth', () => {
		const wrong: [string, Parameters<typeof encodeSample>[1]][] = [
			['WSSample.Text', { txt: 'a' }],
			['WSSample.Text', { text: 'a', Text: 'b' }],
			['WSSample.Text', JSON.parse('{"__proto__":"a"}')],
			['WSSample.Void', { text: 'a' }],
			['WSSample.Thing', { nom: 'a' }],
			['WSSample.List', { things: [{ name: 'a', size: 1 }] }],
			['WSSample.Nested', { first: { constructor: 'a' } }],
		];
		for (const [name, args] of wrong) {
			expect(() => encodeSample(name, args), `${name} ${JSON.stringify(args)}`).toThrow('no parameter');
		}
	});

	it('refuse values of another kind than the contract has', () => {
		const wrong: [string, Parameters<typeof encodeSample>[1]][] = [
			['WSSample.Text', { text: ['a'] }],
			['WSSample.Text', { text: { a: 'b' } }],
			['WSSample.List', { things: 'a' }],
			['WSSample.List', { things: { name: 'a' } }],
			['WSSample.List', { things: ['a'] }],
			['WSSample.Nested', { first: 'a' }],
			['WSSample.Nested', { first: [] }],
		];
		for (const [name, args] of wrong) {
			expect(() => encodeSample(name, args), `${name} ${JSON.stringify(args)}`).toThrow('must be');
		}
	});
});

describe('lists', () => {
	for (const size of [0, 1, 2, 1000]) {
		it(`of ${size} go out as SOAP-ENC:Array with the count`, () => {
			const things = Array.from({ length: size }, (_, index) => ({ name: `n${index}`, count: index }));
			const inner = parametersOf(encodeSample('WSSample.List', { things }));
			const opening = `<things xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="tns:thing[${size}]">`;
			expect(inner.startsWith(opening)).toBe(true);
			expect(inner.endsWith('</things>')).toBe(true);
			expect(inner.match(/<item xsi:type="tns:thing">/g) ?? []).toHaveLength(size);
			expect(inner.match(/<name xsi:type="xsd:string">n\d+<\/name>/g) ?? []).toHaveLength(size);
		});
	}

	it('of plain texts have typed items', () => {
		expect(parametersOf(encodeSample('WSSample.Texts', { texts: ['a', '', '&'] }))).toBe(
			'<texts xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="xsd:string[3]"><item xsi:type="xsd:string">a</item>' +
				'<item xsi:type="xsd:string"></item><item xsi:type="xsd:string">&amp;</item></texts>',
		);
	});

	it('inside structs are arrays as well', () => {
		expect(parametersOf(encodeSample('WSSample.Thing', { name: 'a', count: 1, tags: ['x'] }))).toContain(
			'<tags xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="xsd:string[1]"><item xsi:type="xsd:string">x</item></tags>',
		);
	});
});

describe('the signature', () => {
	it('goes inside the struct of a registration operation, and nowhere else', () => {
		const body = new TextDecoder().decode(encode('WSGetUser', { original_user_id_value: '1' }).body);
		expect(body.match(/<secret_key /g)).toHaveLength(1);
		expect(parametersOf(body)).toBe(
			'<GetUser xsi:type="tns:GetUserArg"><original_user_id_value xsi:type="xsd:string">1</original_user_id_value>' +
				'<original_user_id_name xsi:type="xsd:string"></original_user_id_name>' +
				`<secret_key xsi:type="xsd:string">${KEY}</secret_key></GetUser>`,
		);
	});

	it('is that of the caller, whatever the arguments say', () => {
		const body = new TextDecoder().decode(encode('WSUser.DisableUser', { secret_key: 'forged' }).body);
		expect(body).toContain(`<secret_key xsi:type="xsd:string">${KEY}</secret_key>`);
		expect(body).not.toContain('forged');
	});

	it('is left out where the operation has no place for it', () => {
		expect(new TextDecoder().decode(encode('WS.test', {}).body)).not.toContain(KEY);
	});
});

describe('text', () => {
	it('travels as UTF-8 under an ISO-8859-1 label, in header and declaration alike', () => {
		const { contentType, body } = encode('WSUser.CreateUser', { firstname: 'é漢' });
		expect(contentType).toBe('text/xml; charset=ISO-8859-1');
		const bytes = Buffer.from(body);
		expect(bytes.subarray(0, 44).toString('latin1')).toBe('<?xml version="1.0" encoding="ISO-8859-1"?>\n');
		expect(bytes.includes(Buffer.from([0x3e, 0xc3, 0xa9, 0xe6, 0xbc, 0xa2, 0x3c]))).toBe(true);
	});

	it('travels under its own label in the mode utf8', () => {
		const { contentType, body } = encode('WSUser.CreateUser', { firstname: 'é漢' }, 'utf8');
		expect(contentType).toBe('text/xml; charset=UTF-8');
		const bytes = Buffer.from(body);
		expect(bytes.subarray(0, 39).toString('latin1')).toBe('<?xml version="1.0" encoding="UTF-8"?>\n');
		expect(bytes.includes(Buffer.from('>é漢<'))).toBe(true);
	});

	it('is escaped where XML would read it otherwise', () => {
		const texts: [text: string, escaped: string][] = [
			['a & b', 'a &amp; b'],
			['&amp;', '&amp;amp;'],
			['<b>', '&lt;b&gt;'],
			['say "hi"', 'say &quot;hi&quot;'],
			["O'Brien", "O'Brien"],
			['a\rb', 'a&#13;b'],
			['a\r\nb', 'a&#13;\nb'],
			['a\tb\nc', 'a\tb\nc'],
			[']]>', ']]&gt;'],
			['<![CDATA[x]]>', '&lt;![CDATA[x]]&gt;'],
			['</text></SOAP-ENV:Body>', '&lt;/text&gt;&lt;/SOAP-ENV:Body&gt;'],
			['<!ENTITY a "b">', '&lt;!ENTITY a &quot;b&quot;&gt;'],
			['  blanks  ', '  blanks  '],
		];
		for (const [text, escaped] of texts) {
			const inner = parametersOf(encodeSample('WSSample.Text', { text }));
			expect(inner, text).toMatch(/^<secret_key xsi:type="xsd:string">[0-9a-f]{40}<\/secret_key>/);
			expect(inner.slice(inner.indexOf('<text')), text).toBe(`<text xsi:type="xsd:string">${escaped}</text>`);
		}
	});

	it('that XML cannot carry is refused and named', () => {
		const texts: [text: string, name: string][] = [
			['a\0b', 'U+0000'],
			['\u0001', 'U+0001'],
			['\u000b', 'U+000B'],
			['\u001f', 'U+001F'],
			['a\ud800', 'U+D800'],
			['\udc00a', 'U+DC00'],
			['\udc00\ud800', 'U+DC00'],
			['\ufffe', 'U+FFFE'],
			['\uffff', 'U+FFFF'],
		];
		for (const [text, name] of texts) {
			expect(() => encodeSample('WSSample.Text', { text }), name).toThrow(`"text" holds ${name}`);
		}
	});

	it('of the refusal does not repeat the value, which can be a password', () => {
		expect(() => encodeSample('WSSample.Text', { text: 'hunter2\0' })).toThrow(/^(?!.*hunter2)/);
	});
});

it('the SOAPAction is the quoted one of the contract', () => {
	const { soapAction } = encodeCall(
		SAMPLE,
		'WSSample.Void',
		sampleOperation('WSSample.Void'),
		{},
		{
			secretKey: KEY,
			text: 'utf8',
		},
	);
	expect(soapAction).toBe('"urn:void"');
	expect(encode('WSGetUser', {}).soapAction).toBe('"urn:WSRegistration#WSGetUser"');
});
