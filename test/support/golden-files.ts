import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One SOAP call behind the request of a golden case. */
export interface GoldenExchange {
	operation: string;
	requestXml: string;
	/** 0 where the connection broke instead of a response. */
	status: number;
	responseXml: string;
}

/** `1-WSCreateUsers.request.xml`, `1-WSCreateUsers.response.xml`; `response-500` where the HTTP status is not 200. */
const NAME = /^(\d+)-(.+)\.(request|response)(?:-(\d{3}))?\.(xml|txt)$/;

/**
 * The files of the exchanges by their names. XML is written with one element a line; what is not XML is written as it
 * is, to a .txt file. A broken connection has no response file. Behind a response stands a line end that is not in it.
 */
export function toFiles(exchanges: readonly GoldenExchange[]): Record<string, string> {
	const width = String(exchanges.length).length;
	const files: Record<string, string> = {};
	for (const [index, { operation, requestXml, status, responseXml }] of exchanges.entries()) {
		const start = `${String(index + 1).padStart(width, '0')}-${operation}`;
		files[`${start}.request.${extensionOf(requestXml)}`] = toLines(requestXml);
		if (status === 0 && responseXml === '') continue;
		const mark = status === 200 ? '' : `-${String(status).padStart(3, '0')}`;
		files[`${start}.response${mark}.${extensionOf(responseXml)}`] = `${toLines(responseXml)}\n`;
	}
	return files;
}

/** The exchanges that the files of a folder hold, byte for byte as they were. */
export function readExchanges(folder: string): GoldenExchange[] {
	const exchanges: GoldenExchange[] = [];
	for (const [name, text] of Object.entries(readFiles(folder))) {
		const [, number = '', operation = '', side, status = '200', extension] = NAME.exec(name) ?? [];
		const index = Number(number) - 1;
		exchanges[index] ??= { operation, requestXml: '', status: 0, responseXml: '' };
		const exchange = exchanges[index];
		const content = extension === 'xml' ? fromLines(text) : text;
		if (side === 'request') exchange.requestXml = content;
		else Object.assign(exchange, { status: Number(status), responseXml: content.slice(0, -1) });
	}
	return exchanges;
}

/** The texts of the files that hold exchanges, by their names. */
export function readFiles(folder: string): Record<string, string> {
	const names = readdirSync(folder).filter((name) => NAME.test(name));
	return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** Puts the files of the exchanges in the place of those that are there. */
export function writeExchanges(folder: string, exchanges: readonly GoldenExchange[]): void {
	for (const name of Object.keys(readFiles(folder))) rmSync(join(folder, name));
	for (const [name, text] of Object.entries(toFiles(exchanges))) writeFileSync(join(folder, name), text);
}

/** A line end that `toLines` adds: tabs follow it, which stand between no two elements of an envelope otherwise. */
const ADDED = />\n\t+</g;

function extensionOf(text: string): 'xml' | 'txt' {
	return text.startsWith('<?xml') && !text.match(ADDED) ? 'xml' : 'txt';
}

/** XML with one element a line. White space that is in the XML stays as it is, so that `fromLines` has it back. */
function toLines(xml: string): string {
	if (extensionOf(xml) === 'txt') return xml;
	// The first level is one tab, by which `fromLines` knows the line ends.
	let depth = 1;
	return xml.replace(/(<[^>]*>)([^<]*)/g, (whole, tag: string, text: string, offset: number) => {
		const opens = !/^<[/?]|\/>$/.test(tag);
		if (opens) depth += 1;
		else if (tag.startsWith('</')) depth -= 1;
		const next = xml.slice(offset + whole.length, offset + whole.length + 2);
		const isLast = next === '' || text !== '';
		// An element without content keeps its two tags on one line.
		if (isLast || (opens && next === '</')) return whole;
		return `${tag}\n${'\t'.repeat(next === '</' ? depth - 1 : depth)}`;
	});
}

function fromLines(text: string): string {
	return text.replace(ADDED, '><');
}
