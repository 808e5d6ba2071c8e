import { SaxesParser } from 'saxes';
import { type OperationContract, resolveType, type ServiceContract } from './contract.js';
import type { SoapValue } from './value.js';

/** A reply that is no SOAP: not XML, cut off, a foreign page. `reason` is safe to show, it never quotes the reply. */
export class UnreadableReply extends Error {
	override readonly name: string = 'UnreadableReply';
}

/** Nothing at all came: PHP died over the call. */
export class EmptyReply extends UnreadableReply {
	override readonly name = 'EmptyReply';

	constructor() {
		super('the reply is empty: PHP died');
	}
}

/** A fault as it stands on the wire: Chamilo puts its own codes bare into faultcode (CHAMILO.md §4). */
export interface SoapFault {
	faultcode: string;
	faultstring: string;
}

export type SoapReply = { fault: SoapFault } | { value: SoapValue };

interface XmlElement {
	name: string;
	nil: boolean;
	text: string;
	children: XmlElement[];
}

/** Deep enough for every reply of both WSDLs, shallow enough that a hostile one costs nothing. */
const MAX_DEPTH = 32;

/** Reads an envelope strictly and gives its values the types of the contract. */
export function decodeReply(
	service: ServiceContract,
	name: string,
	operation: OperationContract,
	bytes: Uint8Array,
): SoapReply {
	const body = parseEnvelope(decodeText(bytes)).children.find((child) => child.name === 'Body');
	const content = body?.children[0];
	if (!content) throw new UnreadableReply('the SOAP body is empty');
	if (content.name === 'Fault') return { fault: readFault(content) };
	if (content.name !== `${name}Response`) throw new UnreadableReply('the reply is for another operation');
	const result = content.children.find((child) => child.name === 'return');
	if (!operation.output || !result) return { value: null };
	return { value: typedValue(service, operation.output, result) };
}

function readFault(fault: XmlElement): SoapFault {
	const text = (name: string) => fault.children.find((child) => child.name === name)?.text.trim() ?? '';
	return { faultcode: text('faultcode'), faultstring: text('faultstring') };
}

/** Chamilo labels UTF-8 bytes ISO-8859-1; what is not valid UTF-8 really is Latin-1 (CHAMILO.md §4). */
function decodeText(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('iso-8859-1').decode(bytes);
	}
}

function parseEnvelope(text: string): XmlElement {
	const parser = new SaxesParser();
	const root: XmlElement = { name: '', nil: false, text: '', children: [] };
	const open: XmlElement[] = [root];
	parser.on('error', (error) => {
		// The parser names what it stumbles over behind a second colon, and the cause goes to the log.
		const [mistake = ''] = /^\d+:\d+: [^:]*/.exec(error.message) ?? [];
		throw new UnreadableReply('the reply is not well-formed XML', { cause: new Error(mistake) });
	});
	parser.on('doctype', () => {
		throw new UnreadableReply('the reply carries a document type, which SOAP forbids');
	});
	parser.on('opentag', (tag) => {
		const element = { name: localName(tag.name), nil: isNil(tag.attributes), text: '', children: [] };
		open.at(-1)?.children.push(element);
		if (open.push(element) > MAX_DEPTH) throw new UnreadableReply('the reply is nested too deeply');
	});
	parser.on('closetag', () => {
		open.pop();
	});
	const addText = (piece: string) => {
		const element = open.at(-1);
		if (element) element.text += piece;
	};
	parser.on('text', addText);
	parser.on('cdata', addText);
	parser.write(text).close();
	const envelope = root.children[0];
	if (envelope?.name !== 'Envelope') throw new UnreadableReply('the reply is no SOAP envelope');
	return envelope;
}

function localName(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}

function isNil(attributes: Record<string, unknown>): boolean {
	return Object.entries(attributes).some(
		([name, value]) => localName(name) === 'nil' && (value === 'true' || value === '1'),
	);
}

/** The contract decides what an element is: a lone item is still a list, "007" stays text, a nil is null. */
function typedValue(service: ServiceContract, type: string, element: XmlElement): SoapValue {
	const resolved = resolveType(service, type);
	if (resolved.kind === 'list') {
		return element.children.map((item) => typedValue(service, resolved.item, item));
	}
	if (element.nil) return null;
	if (resolved.kind === 'scalar') return typedScalar(resolved.xsd, element.text);
	const struct: Record<string, SoapValue> = {};
	for (const [name, memberType] of resolved.members) {
		const member = element.children.find((child) => child.name === name);
		struct[name] = member ? typedValue(service, memberType, member) : null;
	}
	return struct;
}

function typedScalar(xsd: string, text: string): SoapValue {
	if (xsd !== 'int' && xsd !== 'integer') return text;
	const trimmed = text.trim();
	if (trimmed === '') return null;
	if (!/^-?\d{1,15}$/.test(trimmed)) throw new UnreadableReply('a number of the reply is not a number');
	return Number(trimmed);
}
