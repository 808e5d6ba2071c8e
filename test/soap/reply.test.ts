import { describe, expect, it } from 'vitest';
import { decodeLargeReply, decodeReply, UnreadableReply } from '../../src/soap/reply.js';
import { decodeSample, envelope, replyOf, target } from './sample.js';

const text = (value: string) => replyOf('WSSample.Text', `<return xsi:type="xsd:string">${value}</return>`);
const number = (value: string) => replyOf('WSSample.Number', `<return xsi:type="xsd:int">${value}</return>`);
const list = (items: string, count: number | string = 1) =>
	replyOf(
		'WSSample.List',
		`<return xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="tns:thing[${count}]">${items}</return>`,
	);
const item = (members: string) => `<item xsi:type="tns:thing">${members}</item>`;
const thing = (members: string) => replyOf('WSSample.Thing', `<return xsi:type="tns:thing">${members}</return>`);

describe('a void operation', () => {
	it('has no value, whether its response is empty, self-closed or holds something', () => {
		for (const inner of ['', '\n', '<return xsi:type="xsd:string">x</return>']) {
			expect(decodeSample('WSSample.Void', replyOf('WSSample.Void', inner)), inner).toEqual({ value: null });
		}
		expect(decodeSample('WSSample.Void', envelope('<WSSample.VoidResponse/>'))).toEqual({ value: null });
	});
});

describe('a text', () => {
	it('stays what it is: no number, date or truth is guessed, no blank is trimmed', () => {
		for (const value of ['007', '1e3', 'true', '', ' ', '  a  ', '2027-01-01', '0x10', 'NULL', 'a\nb', '-0']) {
			expect(decodeSample('WSSample.Text', text(value)), value).toEqual({ value });
		}
	});

	it('has its entities resolved', () => {
		expect(
			decodeSample('WSSample.Text', text('O&apos;Brien &quot;x&quot; &amp;amp; &lt;b&gt; &#233;&#x6F22;')),
		).toEqual({
			value: 'O\'Brien "x" &amp; <b> é漢',
		});
	});

	it('may stand in CDATA and around comments', () => {
		expect(decodeSample('WSSample.Text', text('a<![CDATA[<b> & ]]>c<!-- d -->e'))).toEqual({ value: 'a<b> & ce' });
	});

	it('that is nil or has no return element is null', () => {
		expect(
			decodeSample('WSSample.Text', replyOf('WSSample.Text', '<return xsi:nil="true" xsi:type="xsd:string"/>')),
		).toEqual({ value: null });
		expect(decodeSample('WSSample.Text', replyOf('WSSample.Text', '<return xsi:nil="1"/>'))).toEqual({ value: null });
		expect(decodeSample('WSSample.Text', replyOf('WSSample.Text', ''))).toEqual({ value: null });
	});

	it('that is nil="false" is read', () => {
		expect(decodeSample('WSSample.Text', replyOf('WSSample.Text', '<return xsi:nil="false">a</return>'))).toEqual({
			value: 'a',
		});
	});
});

describe('a number', () => {
	it('is read as one', () => {
		const values: [string, number | null][] = [
			['3', 3],
			['0', 0],
			['-1', -1],
			[' 17\n', 17],
			['007', 7],
			['2147483647', 2147483647],
			['', null],
		];
		for (const [value, expected] of values) {
			expect(decodeSample('WSSample.Number', number(value)), value).toEqual({ value: expected });
		}
	});

	it('that is none makes the reply unreadable', () => {
		for (const value of ['x', '1.5', '1e3', '0x10', '3 4', '--1', '12345678901234567890', '٣', 'NaN']) {
			expect(() => decodeSample('WSSample.Number', number(value)), value).toThrow(UnreadableReply);
		}
	});
});

describe('a list', () => {
	const one = item('<name>a</name><count>1</count>');
	const a = { name: 'a', count: 1, tags: null };

	it('is a list with no, one and many items', () => {
		expect(decodeSample('WSSample.List', list('', 0))).toEqual({ value: [] });
		expect(decodeSample('WSSample.List', list(one))).toEqual({ value: [a] });
		expect(decodeSample('WSSample.List', list(one.repeat(1000), 1000))).toEqual({ value: Array(1000).fill(a) });
	});

	it('counts its items itself, whatever arrayType declares', () => {
		for (const count of [0, 4_294_967_296, '99999999999999999999', '-1', '', 'x']) {
			expect(decodeSample('WSSample.List', list(one.repeat(2), count)), String(count)).toEqual({ value: [a, a] });
		}
	});

	it('takes items of any name', () => {
		expect(decodeSample('WSSample.List', list('<thing><name>a</name><count>1</count></thing>'))).toEqual({
			value: [a],
		});
	});

	it('of texts inside a struct keeps empty and nil items', () => {
		const tags = '<tags xsi:type="SOAP-ENC:Array"><item>x</item><item></item><item xsi:nil="true"/></tags>';
		expect(decodeSample('WSSample.Thing', thing(tags))).toEqual({
			value: { name: null, count: null, tags: ['x', '', null] },
		});
	});

	it('keeps nil items in their place', () => {
		expect(decodeSample('WSSample.List', list(`${one}<item xsi:nil="true"/>${one}`, 3))).toEqual({
			value: [a, null, a],
		});
	});
});

describe('a struct', () => {
	it('has every member of the contract, absent and nil ones as null', () => {
		expect(decodeSample('WSSample.Thing', thing(''))).toEqual({ value: { name: null, count: null, tags: null } });
		expect(decodeSample('WSSample.Thing', thing('<count>2</count><name xsi:nil="true"/>'))).toEqual({
			value: { name: null, count: 2, tags: null },
		});
	});

	it('has no member that the contract does not know', () => {
		expect(decodeSample('WSSample.Thing', thing('<name>a</name><__proto__>x</__proto__><size>1</size>'))).toEqual({
			value: { name: 'a', count: null, tags: null },
		});
	});

	it('may hold a struct, and is null when nil', () => {
		const inner = '<return><first><name>a</name></first></return>';
		expect(decodeSample('WSSample.Nested', replyOf('WSSample.Nested', inner))).toEqual({
			value: { first: { name: 'a', count: null, tags: null }, secret_key: null },
		});
		expect(decodeSample('WSSample.Thing', replyOf('WSSample.Thing', '<return xsi:nil="true"/>'))).toEqual({
			value: null,
		});
	});
});

describe('a fault', () => {
	const inner = (code: string, message: string) =>
		`<faultcode xsi:type="xsd:string">${code}</faultcode><faultactor xsi:type="xsd:string"></faultactor>` +
		`<faultstring xsi:type="xsd:string">${message}</faultstring><detail xsi:type="xsd:string"></detail>`;

	it('is read with and without prefixes', () => {
		const fault = { fault: { faultcode: '100', faultstring: 'User not found' } };
		for (const [open, close] of [
			['SOAP-ENV:Fault', 'SOAP-ENV:Fault'],
			['Fault', 'Fault'],
			['s:Fault xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"', 's:Fault'],
		]) {
			const reply = envelope(`<${open}>${inner('100', 'User not found')}</${close}>`);
			expect(decodeSample('WSSample.Text', reply), open).toEqual(fault);
		}
		const prefixed =
			'<SOAP-ENV:Fault><s:faultcode>100</s:faultcode><s:faultstring>User not found</s:faultstring></SOAP-ENV:Fault>';
		expect(decodeSample('WSSample.Text', envelope(prefixed))).toEqual(fault);
	});

	it('of nusoap itself keeps its code as it stands', () => {
		const reply = envelope(
			`<SOAP-ENV:Fault>${inner('SOAP-ENV:Client', 'error in msg parsing:\nxml was empty')}</SOAP-ENV:Fault>`,
		);
		expect(decodeSample('WSSample.Text', reply)).toEqual({
			fault: { faultcode: 'SOAP-ENV:Client', faultstring: 'error in msg parsing:\nxml was empty' },
		});
	});

	it('without its members has empty ones', () => {
		expect(decodeSample('WSSample.Text', envelope('<SOAP-ENV:Fault/>'))).toEqual({
			fault: { faultcode: '', faultstring: '' },
		});
	});
});

describe('text encoding', () => {
	const wrap = (bytes: number[]) => {
		const [head = '', tail = ''] = text('|').split('|');
		return new Uint8Array(Buffer.concat([Buffer.from(head), Buffer.from(bytes), Buffer.from(tail)]));
	};

	it('is UTF-8 whatever the label says', () => {
		expect(decodeSample('WSSample.Text', wrap([0xc3, 0xa9, 0xe6, 0xbc, 0xa2]))).toEqual({ value: 'é漢' });
	});

	it('is Latin-1 where it is no UTF-8', () => {
		expect(decodeSample('WSSample.Text', wrap([0x4a, 0x6f, 0x73, 0xe9]))).toEqual({ value: 'José' });
		expect(decodeSample('WSSample.Text', wrap([0xff]))).toEqual({ value: 'ÿ' });
	});
});

describe('namespaces', () => {
	it('of the response element and the envelope are not compared', () => {
		const bodies = [
			'<ns1:WSSample.TextResponse xmlns:ns1="urn:WSService"><return>a</return></ns1:WSSample.TextResponse>',
			'<ns1:WSSample.TextResponse xmlns:ns1="urn:other"><return>a</return></ns1:WSSample.TextResponse>',
			'<WSSample.TextResponse><return>a</return></WSSample.TextResponse>',
			'<WSSample.TextResponse xmlns="urn:x"><y:return xmlns:y="urn:y">a</y:return></WSSample.TextResponse>',
		];
		for (const body of bodies) expect(decodeSample('WSSample.Text', envelope(body)), body).toEqual({ value: 'a' });
		expect(
			decodeSample(
				'WSSample.Text',
				'<Envelope><Header/><Body><WSSample.TextResponse><return>a</return></WSSample.TextResponse></Body></Envelope>',
			),
		).toEqual({ value: 'a' });
	});

	it('a header before the body and white space between are passed over', () => {
		const reply = text('a').replace(
			'<SOAP-ENV:Body>',
			'\n<SOAP-ENV:Header><Body>x</Body></SOAP-ENV:Header>\n<SOAP-ENV:Body>\n',
		);
		expect(decodeSample('WSSample.Text', reply)).toEqual({ value: 'a' });
	});
});

describe('a reply is unreadable', () => {
	const bomb =
		'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>';
	const cases: [what: string, reply: string][] = [
		['for another operation', replyOf('WSSample.Other', '<return>a</return>')],
		['for an operation whose name only begins the same', replyOf('WSSample.TextS', '<return>a</return>')],
		['that repeats the request', envelope('<ns1:WSSample.Text xmlns:ns1="urn:x"/>')],
		['with an empty body', envelope('')],
		['with text for a body', envelope('Hello')],
		['without a body', envelope('').replace(/<SOAP-ENV:Body>.*<\/SOAP-ENV:Body>/, '')],
		['that is empty', ''],
		['that is an HTML page', '<html><body><p>Error</p></body></html>'],
		['that is no envelope', '<?xml version="1.0"?><definitions/>'],
		['with a document type', text('a').replace('?>', '?><!DOCTYPE x>')],
		[
			'with a document type that points elsewhere',
			text('a').replace('?>', '?><!DOCTYPE x SYSTEM "file:///etc/passwd">'),
		],
		['with an entity bomb', text('&c;').replace('?>', `?>${bomb}`)],
		['with an entity nobody declared', text('&eacute;')],
		['with a bare ampersand', text('a & b')],
		['with a bare less-than sign', text('a < b')],
		['with mismatched tags', text('a').replace('</return>', '</retour>')],
		['with crossed tags', text('<a><b></a></b>')],
		['with an attribute twice', text('a').replace('<return ', '<return a="1" a="1" ')],
		['with a character XML forbids', text('a\u0001b')],
		['with a reference to a character XML forbids', text('&#1;')],
		['with something after the envelope', `${text('a')}<more/>`],
		['with two roots', text('a') + text('b').replace(/<\?xml[^>]*\?>/, '')],
		['nested too deeply', text('<a>'.repeat(40) + '</a>'.repeat(40))],
		['nested so deeply that a recursive reader would die', text('<a>'.repeat(200_000))],
		[
			'nested too deeply in a fault',
			envelope(`<SOAP-ENV:Fault>${'<a>'.repeat(40)}${'</a>'.repeat(40)}</SOAP-ENV:Fault>`),
		],
	];
	for (const [what, reply] of cases) {
		it(what, () => {
			expect(() => decodeSample('WSSample.Text', reply)).toThrow(UnreadableReply);
		});
	}

	it('with a text where the contract has a record or a list: nobody says that there is none', async () => {
		const texts = ['no', '<name>a</name>no', '\n no'];
		for (const one of texts.flatMap((words) => [thing(words), list(words), list(item(words))])) {
			const name = one.includes('WSSample.Thing') ? 'WSSample.Thing' : 'WSSample.List';
			expect(() => decodeSample(name, one), one).toThrow('a text where the contract has');
		}
		expect(decodeSample('WSSample.Thing', thing('\n '))).toEqual({ value: { name: null, count: null, tags: null } });
		expect(decodeSample('WSSample.List', list('\n ', 0))).toEqual({ value: [] });
	});

	it('when it is cut off, at whichever byte', () => {
		const reply = Buffer.from(list(item('<name>é漢&amp;</name><count>1</count><tags><item>t</item></tags>')));
		expect(decodeSample('WSSample.List', reply)).toEqual({ value: [{ name: 'é漢&', count: 1, tags: ['t'] }] });
		const accepted: number[] = [];
		for (let length = 0; length < reply.length; length += 1) {
			try {
				decodeSample('WSSample.List', reply.subarray(0, length));
				accepted.push(length);
			} catch (thrown) {
				if (!(thrown instanceof UnreadableReply)) throw thrown;
			}
		}
		expect(accepted).toEqual([]);
	});

	it('and the reason never repeats what stood in it', () => {
		for (const reply of [text('hunter2 & x'), number('hunter2'), '<p>hunter2</p>', replyOf('hunter2', '')]) {
			const name = reply === number('hunter2') ? 'WSSample.Number' : 'WSSample.Text';
			expect(() => decodeSample(name, reply), reply).toThrow(/^(?!.*hunter2)/);
		}
	});
});

it('replies of the real contract get its types', () => {
	const { service, operation } = target('WSUser.CreateUsers');
	const reply = replyOf(
		'WSUser.CreateUsers',
		'<return xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="tns:user_create_result[1]"><item>' +
			'<user_id_value xsi:type="xsd:string">0042</user_id_value><user_id_generated xsi:type="xsd:int">9</user_id_generated>' +
			'<result xsi:type="tns:result"><code xsi:type="xsd:int">0</code><message xsi:type="xsd:string">Successful</message></result>' +
			'</item></return>',
	);
	expect(decodeReply(service, 'WSUser.CreateUsers', operation, Buffer.from(reply))).toEqual({
		value: [{ user_id_value: '0042', user_id_generated: 9, result: { code: 0, message: 'Successful' } }],
	});
});

describe('a large reply', () => {
	const { service, operation } = target('WSCourse.ListCourses');
	const decodeBoth = (bytes: Uint8Array) => {
		const args = [service, 'WSCourse.ListCourses', operation, bytes] as const;
		return [() => decodeReply(...args), () => decodeLargeReply(...args)] as const;
	};
	const listOf = (title: string, count = 20_000) =>
		replyOf(
			'WSCourse.ListCourses',
			`<return>${`<item><id>1</id><title>${title}</title><number_students>2</number_students></item>`.repeat(count)}</return>`,
		);

	it.each([
		['UTF-8', Buffer.from(listOf('é 漢字 &amp; 😀\r\n'))],
		['Latin-1', Buffer.from(listOf('é'), 'latin1')],
		['ASCII', Buffer.from(listOf('a'))],
	])('of %s is read as a small one is, while others are served', async (_, bytes) => {
		const [small, large] = decodeBoth(bytes);
		let served = 0;
		const others = setInterval(() => {
			served += 1;
		}, 0);
		try {
			expect(await large()).toEqual(small());
			expect(served).toBeGreaterThan(5);
		} finally {
			clearInterval(others);
		}
	});

	it.each([
		[
			'a text with ]]> at the end of a piece',
			listOf('x'.repeat(1024 * 1024 - 700), 2).replace('xx</title>', ']]></title>'),
		],
		['a character that XML does not allow', listOf('\u0001')],
		['too many references', listOf('&amp;'.repeat(20))],
		['too many parts', listOf('', 400_000)],
		['no end', listOf('a').slice(0, -20)],
	])('with %s is refused as a small one is', async (_, text) => {
		const [small, large] = decodeBoth(Buffer.from(text));
		let failure: unknown;
		try {
			small();
		} catch (thrown) {
			failure = thrown;
		}
		expect(failure).toBeInstanceOf(UnreadableReply);
		await expect(large()).rejects.toThrow((failure as Error).message);
	});
});
