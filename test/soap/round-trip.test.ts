import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { escapeXml, firstNonXmlCharacter } from '../../src/soap/value.js';
import { decodeSample, encodeSample, randomNumbers, randomText, replyOf } from './sample.js';

const TEXTS = 2000;

/** Texts of all elements called `name`, read by a plain XML parser. */
function textsOf(xml: string, name: string): string[] {
	const texts: string[] = [];
	let current: string | undefined;
	const parser = new SaxesParser();
	parser.on('opentag', (tag) => {
		if (tag.name === name) current = '';
	});
	parser.on('text', (text) => {
		if (current !== undefined) current += text;
	});
	parser.on('closetag', (tag) => {
		if (tag.name === name && current !== undefined) texts.push(current);
		if (tag.name === name) current = undefined;
	});
	parser.write(xml).close();
	return texts;
}

describe('texts of every kind', () => {
	it('come out of a call as they went in', () => {
		const random = randomNumbers(20_261);
		for (let round = 0; round < TEXTS; round += 1) {
			const text = randomText(random);
			expect(textsOf(encodeSample('WSSample.Text', { text }), 'text'), JSON.stringify(text)).toEqual([text]);
		}
	});

	it('come out of a list as they went in, in their order', () => {
		const random = randomNumbers(7);
		for (const mode of ['utf8', 'utf8-as-latin1'] as const) {
			const texts = Array.from({ length: 500 }, () => randomText(random));
			expect(textsOf(encodeSample('WSSample.Texts', { texts }, mode), 'item')).toEqual(texts);
		}
	});

	it('come out of a reply as they went in', () => {
		const random = randomNumbers(99);
		for (let round = 0; round < TEXTS; round += 1) {
			const text = randomText(random);
			const reply = replyOf('WSSample.Text', `<return xsi:type="xsd:string">${escapeXml(text)}</return>`);
			expect(decodeSample('WSSample.Text', reply), JSON.stringify(text)).toEqual({ value: text });
		}
	});
});

describe('firstNonXmlCharacter', () => {
	it('agrees with an XML parser about every character of the first plane', () => {
		const disagreed: string[] = [];
		for (let code = 0; code <= 0xffff; code += 1) {
			const text = String.fromCharCode(code);
			const isRefused = firstNonXmlCharacter(text) !== undefined;
			if (isRefused === isReadable(text, code)) disagreed.push(code.toString(16));
		}
		expect(disagreed).toEqual([]);
	});

	it('finds the first one and takes pairs for what they are', () => {
		expect(firstNonXmlCharacter('ab\u0007c\u0000')).toBe('U+0007');
		expect(firstNonXmlCharacter('😀\ud83d')).toBe('U+D83D');
		expect(firstNonXmlCharacter('😀\u{10ffff}')).toBeUndefined();
	});

	function isReadable(text: string, code: number): boolean {
		// Lone surrogates cannot even be written as UTF-8.
		if (code >= 0xd800 && code <= 0xdfff) return false;
		try {
			new SaxesParser().write(`<a>${escapeXml(text)}</a>`).close();
			return true;
		} catch {
			return false;
		}
	}
});
