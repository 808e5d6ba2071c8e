import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readUtf8, utf8Bytes } from '../../src/sandbox/php/bytes.js';
import { collate, columnDateTime, columnText, unescapedLiteral } from '../../src/sandbox/php/database.js';
import { purify } from '../../src/sandbox/php/purifier.js';
import { type Client, envelope, LATIN1, SOAP, startClient } from './client.js';

let client: Client;
beforeAll(async () => {
	client = await startClient();
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.close());

const UTF8 = '<?xml version="1.0" encoding="UTF-8"?>';
const ISO = '<?xml version="1.0" encoding="ISO-8859-1"?>';
const create = (name: string) =>
	envelope(
		'WSUser.CreateUser',
		`<k>${client.key}</k><f>${name}</f><l>x</l><s>5</s><u>t</u><p>p</p><e/><n>chamilo_user_id</n><v/>`,
	);
const edit = (name: string) =>
	envelope(
		'WSUser.EditUser',
		`<k>${client.key}</k><n>chamilo_user_id</n><v>1</v><f>${name}</f><l>x</l><s>1</s><u>admin</u>`,
	);
const stored = (id: number) => readUtf8(client.sandbox.campus.users.byId(id)?.firstname ?? '');

describe('what is sent, and what CreateUser and EditUser store', () => {
	it.each([
		['UTF-8', {}, UTF8, 'José', 'Jos', 'Jos?'],
		['a character reference', {}, UTF8, 'Jos&#233;', 'Jos', 'Jos?'],
		['CDATA', {}, UTF8, '<![CDATA[José]]>', 'Jos', 'Jos?'],
		['a header without charset', { 'Content-Type': 'text/xml' }, UTF8, 'José', 'Jos', 'Jos?'],
		['characters beyond Latin-1', {}, UTF8, '漢字😀', '???', '???'],
		['an entity as text', {}, UTF8, 'Jos&amp;eacute;', 'José', 'Jos&eacute;'],
		['UTF-8 encoded twice', {}, UTF8, Buffer.from('José', 'utf8').toString('latin1'), 'José', 'José'],
		['UTF-8 said to be Latin-1', LATIN1, ISO, 'José 漢字', 'José 漢字', 'José 漢字'],
		['an emoji said to be Latin-1', LATIN1, ISO, 'A😀B', 'A????B', 'A????B'],
	])('%s', async (_, headers, declaration, sent, created, edited) => {
		await client.post(SOAP, declaration + create(sent), headers);
		expect(stored(3)).toBe(created);
		await client.post(SOAP, declaration + edit(sent), headers);
		expect(stored(1)).toBe(edited);
	});

	it('real Latin-1 bytes are lost too', async () => {
		await client.post(SOAP, Buffer.from(ISO + create('José'), 'latin1'), LATIN1);
		expect(stored(3)).toBe('Jos');
	});

	it('answers hold UTF-8 bytes under a Latin-1 declaration', async () => {
		await client.soap('WSUser.EditUser', 'chamilo_user_id', '1', 'Zoë 漢字', 'x', '1', 'admin');
		const answer = await client.registration('WSGetUserFromUsername', { username: 'admin' });
		expect(answer.text).toContain('Zoë 漢字');
		expect(answer.text).toContain('encoding="ISO-8859-1"');
	});
});

describe('the purifier', () => {
	it.each([
		['A & B < C > D', 'A &amp; B &lt; C &gt; D'],
		[`O'Neil "x"`, `O'Neil "x"`],
		['<b>Bold</b><script>x</script>', '<b>Bold</b>'],
		['<b>open', '<b>open</b>'],
		['<blink>x</blink>', 'x'],
		['a\nb\tc', 'a\nb\tc'],
		['1 &lt; 2', '1 &lt; 2'],
	])('%j', (text, expected) => {
		expect(readUtf8(purify(utf8Bytes(text)))).toBe(expected);
	});

	it('does not touch what EditUser stores', async () => {
		await client.soap('WSUser.EditUser', 'chamilo_user_id', '1', 'A & <b>', 'x', '1', 'admin');
		expect(stored(1)).toBe('A & <b>');
	});
});

describe('the database', () => {
	it('compares without case, accents and blanks at the end', () => {
		expect(collate(utf8Bytes('José '))).toBe(collate('JOSE'));
		expect(collate(' a')).not.toBe(collate('a'));
	});

	it('cuts by characters', () => {
		expect(columnText(utf8Bytes('ééé'), 2)).toBe(utf8Bytes('éé'));
	});

	it.each([
		["O'Brien", undefined],
		["O''Brien", "O'Brien"],
		['a\\b', 'ab'],
		['a\\', undefined],
	])('reads %s between apostrophes', (text, expected) => {
		expect(unescapedLiteral(text)).toBe(expected);
	});

	it.each([
		['tomorrow', '0000-00-00 00:00:00'],
		['2030-01-31', '2030-01-31 00:00:00'],
		['2030-02-31', '0000-00-00 00:00:00'],
		['20300131', '2030-01-31 00:00:00'],
		['2030-01-31 23:59:58', '2030-01-31 23:59:58'],
	])('stores the date %s', (text, expected) => {
		expect(columnDateTime(text)).toBe(expected);
	});
});
