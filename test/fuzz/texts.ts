import fc from 'fast-check';

/** What breaks out of an SQL literal, or means something beside one. */
const SQL = [
	"'",
	'"',
	'\\',
	'`',
	"' OR '1'='1",
	"'; DROP TABLE user; --",
	"\\' OR 1=1 #",
	'1 OR 1=1',
	'1; DELETE FROM user',
	'%',
	'_',
	'/*!50000 SELECT*/',
	'-- ',
	'#',
	') UNION SELECT 1,2,3 --',
	'0x27',
	'\u02bc',
	'\uff07',
	'\u2019',
	'\u00bf\u0027',
];

/** What breaks out of an element, or makes the reader of XML do something. */
const XML = [
	'<',
	'>',
	'&',
	'&amp;',
	'&lt;b&gt;',
	'&apos;',
	'&#39;',
	'&#0;',
	'&lol;',
	']]>',
	'<![CDATA[x',
	'<!--',
	'-->',
	'<?xml version="1.0"?>',
	'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
	'<secret_key>x</secret_key>',
	'</firstname><active xsi:type="xsd:int">1</active>',
	'</users></SOAP-ENV:Body></SOAP-ENV:Envelope>',
	'xsi:nil="true"',
];

/** What texts are made of that no identifier and no name should have. */
const CHARACTERS = [
	'\u0000',
	'\u0001',
	'\u0008',
	'\t',
	'\n',
	'\r\n',
	'\u001b',
	'\u007f',
	'\u0085',
	'\u00a0',
	'\u00ad',
	'\u200b',
	'\u202e',
	'\u2028',
	'\ufeff',
	'\ufffe',
	'\uffff',
	'\ud800',
	'\udc00x',
	'\udbff\ud800',
	'😀',
	'𠮷',
	'é',
	'e\u0301',
	'漢',
	'ß',
	'İ',
	' ',
];

/** What other programs take for something else than text. */
const WORDS = [
	'0',
	'-0',
	'00',
	'0x10',
	'1e3',
	'1e999',
	'NaN',
	'Infinity',
	'null',
	'true',
	'undefined',
	'__proto__',
	'constructor',
	'toString',
	'../../etc/passwd',
	'%00',
	'%27',
	'%2F',
	'%252527',
	'$(id)',
	'$' + '{7*7}',
	'{{7*7}}',
	'2147483648',
	'-1',
	'99999999999999999999',
	'2027-02-30',
	'0000-00-00',
];

const fragment = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom(...SQL) },
	{ weight: 3, arbitrary: fc.constantFrom(...XML) },
	{ weight: 2, arbitrary: fc.constantFrom(...CHARACTERS) },
	{ weight: 2, arbitrary: fc.constantFrom(...WORDS) },
	{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
	{ weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
);

/** What may be stored, and is dangerous all the same: else few requests would get as far as the campus. */
const harmless = fc.constantFrom(
	...[
		...XML.filter((text) => !/['"]/.test(text)),
		'1 OR 1=1',
		'--',
		'%',
		'#',
		'\uff07',
		'é',
		'漢',
		'%27',
		'$(id)',
		'x',
	],
);

/** Hostile text. */
export const hostileText = fc.oneof(
	{ weight: 2, arbitrary: fc.constantFrom(...SQL) },
	{ weight: 3, arbitrary: fc.array(harmless, { minLength: 1, maxLength: 2 }).map((parts) => parts.join('')) },
	{ weight: 3, arbitrary: fc.array(fragment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')) },
);

const TAG = /tag_([A-Za-z_]+?)__/;

/** Hostile text that tells which member of a request it was given as. */
export function tagged(member: string) {
	const name = member.replace(/[^A-Za-z_]/g, '');
	return hostileText.map((text) => `tag_${name}__${text}`);
}

/** The member that a text was given as; undefined for a text without a tag. */
export function memberOf(text: string): string | undefined {
	return TAG.exec(text)?.[1];
}
