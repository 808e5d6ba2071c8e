import { SaxesParser } from 'saxes';
import { type Bytes, latin1Bytes } from '../php/bytes.js';

/** An element as nusoap's parser stores it. */
export interface SoapElement {
	name: string;
	namespace: string;
	/** Local name of xsi:type; "array" if there is an arrayType attribute, which has precedence. */
	type?: string;
	typeNamespace?: string;
	/** Local name of the item type in arrayType: untyped scalar items are cast to it. */
	arrayType?: string;
	nil: boolean;
	href?: string;
	/** Attributes that nusoap does not know. They become members named "!attribute". */
	unknownAttributes: [string, string][];
	text: Bytes;
	children: SoapElement[];
	parent: SoapElement | undefined;
}

export interface SoapMessage {
	/** First child of Body; undefined if the document is not a SOAP message. */
	operation: SoapElement | undefined;
	ids: Map<string, SoapElement>;
	/** The parser stopped within the operation element, so its arguments are lost. */
	isTruncated: boolean;
}

/** How text is encoded to bytes, and whether malformed XML is an error. */
export interface ParseOptions {
	encode(text: string): Bytes;
	reportsBadXml: boolean;
}

/** The message could not be parsed. The text becomes the faultstring. */
export class ParseError extends Error {}

const DECODED: ParseOptions = { encode: latin1Bytes, reportsBadXml: true };

/**
 * Parses a document as nusoap does. Prefixes only determine the namespace; an element without a prefix takes that of
 * the last element that had one (F19). A default namespace declaration (xmlns) is ignored.
 */
export function parseSoap(source: string, { encode, reportsBadXml }: ParseOptions = DECODED): SoapMessage {
	const parser = new SaxesParser({ fragment: false, position: true });
	const namespaces = new Map<string, string>();
	const ids = new Map<string, SoapElement>();
	let defaultNamespace = '';
	let current: SoapElement | undefined;
	let status: '' | 'envelope' | 'header' | 'body' = '';
	let operation: SoapElement | undefined;
	let body: SoapElement | undefined;
	let bodyHasChild = false;
	let complete = false;

	parser.on('error', (error) => {
		throw new ParseError(libxmlMessage(error.message, parser.line));
	});
	parser.on('doctype', (text) => {
		for (const [, name, double, single] of text.matchAll(/<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>/g)) {
			if (name) parser.ENTITIES[name] = double ?? single ?? '';
		}
	});
	parser.on('opentag', (tag) => {
		const attributes = Object.entries(tag.attributes as Record<string, string>);
		for (const [name, value] of attributes) if (name.startsWith('xmlns:')) namespaces.set(name.slice(6), value);
		const [prefix, name] = splitName(tag.name);
		if (prefix !== undefined) defaultNamespace = namespaces.get(prefix) ?? '';
		const element = newElement(name, defaultNamespace, current);
		readAttributes(element, attributes, namespaces, ids, encode);
		current?.children.push(element);
		if (name === 'Envelope' && status === '') status = 'envelope';
		else if (name === 'Header' && status === 'envelope') status = 'header';
		else if (name === 'Body' && status === 'envelope') {
			status = 'body';
			body = element;
		} else if (body && current === body && !bodyHasChild) {
			bodyHasChild = true;
			operation = element;
		}
		current = element;
	});
	parser.on('closetag', () => {
		if (status === 'header' && current?.name === 'Header') status = 'envelope';
		if (current !== undefined && current === operation) complete = true;
		current = current?.parent;
	});
	const addText = (text: string) => {
		if (current) current.text += encode(text);
	};
	parser.on('text', addText);
	parser.on('cdata', addText);
	try {
		parser.write(source).close();
	} catch (error) {
		if (reportsBadXml || !(error instanceof ParseError)) throw error;
	}
	return { operation, ids, isTruncated: operation !== undefined && !complete };
}

function newElement(name: string, namespace: string, parent: SoapElement | undefined): SoapElement {
	return { name, namespace, nil: false, unknownAttributes: [], text: '', children: [], parent };
}

function readAttributes(
	element: SoapElement,
	attributes: [string, string][],
	namespaces: Map<string, string>,
	ids: Map<string, SoapElement>,
	encode: (text: string) => Bytes,
): void {
	for (const [key, value] of attributes) {
		const [, local] = splitName(key);
		if (key.startsWith('xmlns')) continue;
		if (local === 'type' && element.type !== 'array') {
			const [prefix, name] = splitName(value);
			element.type = name;
			if (prefix !== undefined) element.typeNamespace = namespaces.get(prefix) ?? '';
		} else if (local === 'arrayType') {
			element.type = 'array';
			const itemType = /^(?:[\w-]+:)?([A-Za-z]\w+)\[/.exec(value)?.[1];
			if (itemType) element.arrayType = itemType;
		} else if (local === 'nil') element.nil = value === 'true' || value === '1';
		else if (key === 'href') element.href = value.slice(1);
		else if (local !== 'encodingStyle' && local !== 'root' && local !== 'type')
			element.unknownAttributes.push([`!${key}`, encode(value)]);
		if (key === 'id') ids.set(value, element);
	}
}

function splitName(name: string): [prefix: string | undefined, local: string] {
	const colon = name.indexOf(':');
	return colon > 0 ? [name.slice(0, colon), name.slice(colon + 1)] : [undefined, name];
}

/** Maps an error message of saxes to that of libxml, for the errors that occur in practice. */
function libxmlMessage(error: string, line: number): string {
	const name = /unexpected close tag|unmatched closing tag|doesn't match|does not match/i.test(error)
		? 'Mismatched tag'
		: /unclosed tag|unexpected end|must contain a root/i.test(error)
			? 'Invalid document end'
			: /undefined entity/i.test(error)
				? 'Undeclared entity error'
				: 'Not well-formed (invalid token)';
	return `XML error parsing SOAP payload on line ${line}: ${name}`;
}
