// What PHP makes of a request: $_GET, $_POST and $_REQUEST.

import type { IncomingHttpHeaders } from 'node:http';
import { type Bytes, readUtf8, utf8Bytes } from '../php/bytes.js';
import { purify } from '../php/purifier.js';
import { type PhpArray, type PhpValue, phpInt, phpString } from '../php/values.js';

/** PHP's max_input_vars: what comes after so many variables is dropped without a word (F366). */
const MAX_VARIABLES = 1000;

/** The parameters of a request. */
export interface Parameters {
	/** $_GET. */
	query: PhpArray;
	/** $_POST: of the form, or of a JSON body. */
	body: PhpArray;
	/** $_REQUEST: both, the body first. */
	all: PhpArray;
}

/** Reads a request to v2.php. A JSON body is read only with exactly that content type, and its texts are filtered (F365). */
export function readParameters(search: string, headers: IncomingHttpHeaders, body: Buffer): Parameters {
	const query = readForm(search.replace(/^\?/, ''));
	const type = headers['content-type'] ?? '';
	const bytes = body.toString('latin1');
	const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/i.exec(type)?.[1];
	let post: PhpArray = new Map();
	if (type === 'application/json') post = readJson(bytes);
	else if (boundary) post = arrayOf(partsOf(bytes, boundary));
	else if (type.startsWith('application/x-www-form-urlencoded')) post = readForm(bytes);
	// ?hash={json} names the action and the caller, but fills no body (F365).
	const hash = query.get('hash');
	const hashed = typeof hash === 'string' ? jsonObject(hash) : new Map();
	return { query, body: post, all: new Map([...hashed, ...query, ...post]) };
}

/** The members of a JSON object; none for anything else. */
export function jsonObject(text: Bytes): PhpArray {
	try {
		const value = phpValue(JSON.parse(readUtf8(text)), (member) => member);
		return value instanceof Map ? value : new Map();
	} catch {
		return new Map();
	}
}

function readJson(text: Bytes): PhpArray {
	try {
		const value = phpValue(JSON.parse(readUtf8(text)), purify);
		return value instanceof Map ? value : new Map();
	} catch {
		return new Map();
	}
}

function phpValue(value: unknown, filter: (text: Bytes) => Bytes): PhpValue {
	if (typeof value === 'string') return filter(utf8Bytes(value));
	if (typeof value !== 'object' || value === null) return (value ?? null) as PhpValue;
	const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
	return new Map(entries.map(([key, item]) => [key, phpValue(item, filter)]));
}

function readForm(text: Bytes): PhpArray {
	const pairs = text === '' ? [] : text.split('&').filter((pair) => pair !== '');
	return arrayOf(
		pairs.map((pair) => {
			const at = pair.indexOf('=');
			return at < 0 ? [decoded(pair), ''] : [decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))];
		}),
	);
}

function decoded(text: Bytes): Bytes {
	return text
		.replaceAll('+', ' ')
		.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function partsOf(bytes: Bytes, boundary: string): [Bytes, Bytes][] {
	return bytes.split(`--${boundary}`).flatMap((part): [Bytes, Bytes][] => {
		const [, head = '', value = ''] = /^\r\n([\s\S]*?)\r\n\r\n([\s\S]*)\r\n$/.exec(part) ?? [];
		const name = /name="([^"]*)"/.exec(head)?.[1];
		return name === undefined ? [] : [[name, value]];
	});
}

/** PHP's reading of names such as `list[]` and `extra[0][field_name]`. */
function arrayOf(pairs: [name: Bytes, value: Bytes][]): PhpArray {
	const root: PhpArray = new Map();
	for (const [name, value] of pairs.slice(0, MAX_VARIABLES)) {
		const [, first = name, rest = ''] = /^([^[]+)((?:\[[^\]]*\])*)/.exec(name) ?? [];
		const keys = [...rest.matchAll(/\[([^\]]*)\]/g)].map(([, key = '']) => key);
		store(root, [first.replace(/[. ]/g, '_'), ...keys], value);
	}
	return root;
}

function store(array: PhpArray, [first = '', ...rest]: Bytes[], value: Bytes): void {
	const key = first === '' ? nextIndex(array) : /^(?:0|[1-9]\d*)$/.test(first) ? Number(first) : first;
	if (rest.length === 0) {
		array.set(key, value);
		return;
	}
	const present = array.get(key);
	const inner: PhpArray = present instanceof Map ? present : new Map();
	array.set(key, inner);
	store(inner, rest, value);
}

function nextIndex(array: PhpArray): number {
	return Math.max(-1, ...[...array.keys()].filter((key) => typeof key === 'number')) + 1;
}

/** A value as a text; undefined where PHP would have null. */
export function textOf(array: PhpArray, name: string): Bytes | undefined {
	const value = array.get(name);
	return value === undefined || value === null ? undefined : phpString(value);
}

/** A value as PHP's (int). */
export function intOf(array: PhpArray, name: string): number {
	return phpInt(array.get(name));
}
