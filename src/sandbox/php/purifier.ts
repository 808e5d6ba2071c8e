import { type Bytes, utf8Bytes, utf8Characters } from './bytes.js';

/** Tags that the purifier keeps; of all others only the text is kept. */
const KEPT = new Set(
	'a abbr acronym address b bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var'.split(
		' ',
	),
);
/** Tags that are removed with their content. */
const DROPPED_WHOLE = /<(script|style|iframe|object)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi;
const EMPTY = new Set(['br', 'hr', 'img', 'col']);

/** HTML names of the characters 160 to 255, in order. */
const LATIN_ENTITIES =
	'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
		' ',
	);
const ENTITIES = new Map<string, string>([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	...LATIN_ENTITIES.map((name, index): [string, string] => [name, String.fromCharCode(160 + index)]),
]);

/**
 * Chamilo's HTML purifier, which CreateUser applies to names, login and phone: invalid UTF-8 is dropped (José becomes
 * Jos), entities are decoded, & < > are escaped, scripts are removed (F29, F32).
 */
export function purify(bytes: Bytes): Bytes {
	const clean = dropInvalid(bytes).replace(/\r\n?/g, '\n');
	if (!/[<>&]/.test(clean)) return clean;
	const open: string[] = [];
	const tokens = clean.replace(DROPPED_WHOLE, '').matchAll(/<!--[\s\S]*?-->|<(\/?)([a-zA-Z][\w]*)([^>]*)>|[^<]+|</g);
	let out = '';
	for (const [token, closing, name = '', attributes = ''] of tokens) {
		const tag = name.toLowerCase();
		if (token.startsWith('<!--')) continue;
		if (!name) out += escapeText(readEntities(token));
		else if (!KEPT.has(tag)) continue;
		else if (closing) out += close(open, tag);
		else {
			out += EMPTY.has(tag) ? `<${tag}${safeAttributes(attributes)} />` : `<${tag}${safeAttributes(attributes)}>`;
			if (!EMPTY.has(tag)) open.push(tag);
		}
	}
	return (
		out +
		open
			.reverse()
			.map((tag) => `</${tag}>`)
			.join('')
	);
}

function close(open: string[], tag: string): string {
	if (!open.includes(tag)) return '';
	let out = '';
	for (let last = open.pop(); last !== undefined; last = open.pop()) {
		out += `</${last}>`;
		if (last === tag) break;
	}
	return out;
}

function safeAttributes(text: string): string {
	const attributes = [...text.matchAll(/([a-zA-Z-]+)\s*=\s*"([^"]*)"/g)];
	return attributes
		.filter(([, name = '', value = '']) => !/^on/i.test(name) && !/^\s*(java|vb)script:/i.test(value))
		.map(([, name, value]) => ` ${name}="${value}"`)
		.join('');
}

function readEntities(text: Bytes): Bytes {
	return text.replace(/&(?:#(\d+)|#[xX]([\da-fA-F]+)|(\w+));/g, (whole, decimal, hex, name) => {
		const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
		if (code !== undefined) return code > 0 && code <= 0x10ffff ? utf8Bytes(String.fromCodePoint(code)) : '';
		const character = ENTITIES.get(name);
		return character === undefined ? whole : utf8Bytes(character);
	});
}

function escapeText(text: Bytes): Bytes {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function dropInvalid(bytes: Bytes): Bytes {
	let kept = '';
	for (const character of utf8Characters(bytes)) {
		if (character.valid && !isControl(character.bytes)) kept += character.bytes;
	}
	return kept;
}

function isControl(character: Bytes): boolean {
	const code = character.charCodeAt(0);
	return character.length === 1 && (code === 0x7f || (code < 0x20 && !'\t\n\r'.includes(character)));
}
