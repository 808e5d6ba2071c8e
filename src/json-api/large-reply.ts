/**
 * Reads what v2.php answers where that is large, which only lists are. JSON.parse of all of it would stop everybody for
 * as long as it takes.
 */
import type { Json, JsonReply } from './reply.js';

/** Where the list begins: PHP notices can stand before it, and it can be indented (F389). */
const START = /\{\s*"error"\s*:\s*false\s*,\s*"data"\s*:\s*\[/;
const END = /^\s*\}\s*$/;
/** Characters that are parsed in one go, and of the largest item. */
const PIECE = 64 * 1024;
const LARGEST_ITEM = 512 * 1024;
/** A value needs two bytes of a reply and many more of memory, so a limit of its bytes is not enough. */
const MAX_VALUES = 1_000_000;

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [...'"\\,[]{}'].map((character) =>
	character.charCodeAt(0),
);

/** Reads a large reply. Each `yield` is a place where others can be served. */
export function* readLargeReply(text: string): Generator<void, JsonReply> {
	const start = START.exec(text);
	if (!start) return { page: true };
	try {
		return { data: yield* readList(text, start.index + start[0].length) };
	} catch (failure) {
		if (failure instanceof SyntaxError) return { page: true };
		throw failure;
	}
}

/** Reads the items of a list, some at a time: together they are what JSON.parse of all would be. @throws SyntaxError */
function* readList(text: string, begin: number): Generator<void, Json[]> {
	const items: Json[] = [];
	let values = 0;
	for (let start = begin; ; ) {
		yield;
		let end = endOfItem(text, start);
		while (text.charCodeAt(end) === COMMA && end - start < PIECE) end = endOfItem(text, end + 1);
		const piece = text.slice(start, end);
		values += valuesIn(piece);
		if (values > MAX_VALUES) throw new SyntaxError('The list has too many values.');
		const isEmpty = piece.trim() === '';
		if (isEmpty && start > begin) throw new SyntaxError('The list ends in a comma.');
		for (const item of JSON.parse(`[${piece}]`) as Json[]) items.push(item);
		start = end + 1;
		if (text.charCodeAt(end) === COMMA) continue;
		if (!END.test(text.slice(start))) throw new SyntaxError('Something follows the list.');
		return items;
	}
}

/** The offset of the comma or bracket behind the item that begins at `from`. @throws SyntaxError */
function endOfItem(text: string, from: number): number {
	let depth = 0;
	const last = Math.min(text.length, from + LARGEST_ITEM);
	for (let at = from; at < last; at += 1) {
		const code = text.charCodeAt(at);
		if (code === QUOTE) at = endOfText(text, at);
		else if (code === OPEN_LIST || code === OPEN_MAP) depth += 1;
		else if (depth > 0) depth -= code === CLOSE_LIST || code === CLOSE_MAP ? 1 : 0;
		else if (code === COMMA || code === CLOSE_LIST) return at;
	}
	throw new SyntaxError('An item is too large, or has no end.');
}

/** The offset of the quotation mark that ends the text which begins at `from`. @throws SyntaxError */
function endOfText(text: string, from: number): number {
	for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
		let backslashes = 0;
		while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
		if (backslashes % 2 === 0) return at;
	}
	throw new SyntaxError('A text has no end.');
}

/** A text has no more values than this: each stands behind one of these characters. */
function valuesIn(text: string): number {
	let count = 0;
	for (const character of '[{,') {
		for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count += 1;
	}
	return count;
}
