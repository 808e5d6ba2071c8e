import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { XmlError, XmlReader } from '../../src/soap/xml-reader.js';

type Pieces = string[];

/** What the reader makes of a document: its pieces, or that it is refused. */
function read(source: string): Pieces | 'refused' {
	const pieces: Pieces = [];
	try {
		const reader = new XmlReader(source);
		const open: string[] = [];
		for (let event = reader.next(); event !== 'end'; event = reader.next()) {
			if (event === 'open') {
				const { name, nil } = reader.tag;
				open.push(name);
				pieces.push(`<${name}${nil ? ' nil' : ''}>`);
			} else if (event === 'close') pieces.push(`</${open.pop()}>`);
			else if (reader.depth > 0) addText(pieces, reader.text);
		}
		return pieces;
	} catch (failure) {
		if (failure instanceof XmlError) return 'refused';
		throw failure;
	}
}

/** The same by a package that is known to be strict. SOAP allows less: no document type, no instruction. */
function judge(source: string): Pieces | 'refused' {
	const pieces: Pieces = [];
	const parser = new SaxesParser();
	let depth = 0;
	let refused = false;
	const refuse = () => {
		refused = true;
	};
	parser.on('error', refuse);
	parser.on('doctype', refuse);
	parser.on('processinginstruction', refuse);
	parser.on('opentag', ({ name, attributes }) => {
		const nil = Object.entries(attributes).findLast(([attribute]) => /^(?:[^:]*:)?nil$/.test(attribute))?.[1];
		pieces.push(`<${name}${nil === 'true' || nil === '1' ? ' nil' : ''}>`);
		depth += 1;
		if (depth > 32) refused = true;
	});
	parser.on('closetag', ({ name }) => {
		pieces.push(`</${name}>`);
		depth -= 1;
	});
	const text = (piece: string) => depth > 0 && addText(pieces, piece);
	parser.on('text', text);
	parser.on('cdata', text);
	// Half a character is more than the package sees.
	if (/\p{Surrogate}/u.test(source)) return 'refused';
	parser.write(source).close();
	return refused ? 'refused' : pieces;
}

/** Where a text is cut into pieces is nobody's business. */
function addText(pieces: Pieces, text: string): void {
	if (text === '') return;
	if (pieces.at(-1)?.startsWith('"')) pieces.push(`${pieces.pop()}${text}`);
	else pieces.push(`"${text}`);
}

const TOKENS = [
	...['<', '>', '/', '</', '/>', '=', '"', "'", '&', ';', '!', '?', '-', '--', ' ', '\n', '\r', '\r\n', '\t', ':', '#'],
	...[
		'<a>',
		'</a>',
		'<a/>',
		'<a b="c">',
		"<p:a xsi:nil='true'>",
		'</p:a>',
		'<a nil="1"/>',
		'<a b="1" b="2"/>',
		'<a b=">">',
		'<é>',
	],
	...['</é>', '<a b="&lt;&#x41;">', '<!-- x -->', '<!--', '-->', '<![CDATA[', ']]>', '<![CDATA[<&]]>', '<?pi x?>'],
	...['<!DOCTYPE a [<!ENTITY e "x">]>', '&amp;', '&#65;', '&#x10FFFF;', '&#0;', '&#xD800;', '&e;', '&;', '&__proto__;'],
	...['text', ']]&gt;', '\u0001', '\uFFFE', '\uD800', '𝕏', '\u0085', '\u2028', 'é', '1', '.', '\u00A0'],
	...['<?xml version="1.0"?>', '<?xml version="1.0" encoding="ISO-8859-1"?>', '<?xml?>', '<?xml version="1.0" x?>'],
];
const SOUP = fc.array(fc.constantFrom(...TOKENS), { maxLength: 12 }).map((tokens) => tokens.join(''));
const WRAPPED = SOUP.map((soup) => `<?xml version="1.0" encoding="UTF-8"?><r>${soup}</r>`);

describe('the reader of XML', () => {
	it('reads and refuses what a strict parser reads and refuses', () => {
		let wellFormed = 0;
		const agrees = (source: string) => {
			const expected = judge(source);
			if (expected !== 'refused') wellFormed += 1;
			expect(read(source), JSON.stringify(source)).toEqual(expected);
		};
		fc.assert(fc.property(SOUP, agrees), { numRuns: 5_000 });
		fc.assert(fc.property(WRAPPED, agrees), { numRuns: 15_000 });
		// Else it would have agreed by refusing everything.
		expect(wellFormed).toBeGreaterThan(500);
	}, 60_000);

	it('agrees about a reply that is damaged in any one place', () => {
		const reply =
			'<?xml version="1.0" encoding="ISO-8859-1"?><S:E xmlns:S="urn:s" a=\'b\'><!-- c --><x xsi:nil="true"/>\r\n<i t="n[2]">O&apos;B &#233;<![CDATA[<&]]></i></S:E>';
		for (let at = 0; at < reply.length; at += 1) {
			for (const piece of ['', '<', '&', '"', ' ', '\u0000', 'é', '/', '>', '-']) {
				const damaged = reply.slice(0, at) + piece + reply.slice(at + 1);
				expect(read(damaged), damaged).toEqual(judge(damaged));
			}
		}
	});

	it('starts with nothing of the document another reader has read', () => {
		const fresh = structuredClone(new XmlReader('<r/>').tag);
		const other = new XmlReader('<secret a="1"><item/><item/></secret>');
		while (other.next() !== 'end');
		expect(new XmlReader('<r/>').tag).toEqual(fresh);
	});

	it('has no trouble with a million comments, nor with a deep or wide document', () => {
		expect(read(`<r>${'<!---->'.repeat(1_000_000)}</r>`)).toEqual(['<r>', '</r>']);
		expect(read('<r>'.repeat(100_000))).toBe('refused');
		expect(read(`<r${' a="1"'.repeat(100_000)}/>`)).toBe('refused');
		expect(read(`<r>${'<a/>'.repeat(100_000)}</r>`)).toHaveLength(200_002);
		const attributes = Array.from({ length: 500_000 }, (_, index) => ` a${index}=""`).join('');
		expect(read(`<r${attributes}/>`)).toBe('refused');
	});

	it('refuses what makes more parts than the largest list has, however few bytes they are', () => {
		const most = 1_000_000;
		for (const part of ['<a/>', '&amp;', '\r', '<![CDATA[]]>']) {
			expect(read(`<r>${part.repeat(most)}</r>`), part).toBe('refused');
		}
		expect(read(`<r>${'&amp;'.repeat(most / 5)}</r>`)).not.toBe('refused');
	});
});
