import { type OperationContract, resolveType, type ServiceContract } from './contract.js';
import type { SoapValue } from './value.js';
import { XmlError, XmlReader } from './xml-reader.js';

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

/** A fault as it stands on the wire: Chamilo puts its own codes bare into faultcode (F44). */
export interface SoapFault {
	faultcode: string;
	faultstring: string;
}

export type SoapReply = { fault: SoapFault } | { value: SoapValue };

/** Reads an envelope strictly and gives its values the types of the contract. */
export function decodeReply(
	service: ServiceContract,
	name: string,
	operation: OperationContract,
	bytes: Uint8Array,
): SoapReply {
	try {
		return readReply(new XmlReader(decodeText(bytes)), service, name, operation);
	} catch (failure) {
		// The mistake tells its place and quotes nothing: it goes to the log.
		if (!(failure instanceof XmlError)) throw failure;
		throw new UnreadableReply(failure.reason, { cause: failure });
	}
}

function readReply(reader: XmlReader, service: ServiceContract, name: string, operation: OperationContract): SoapReply {
	if (!nextChild(reader, 0) || !isNamed(reader, 'Envelope')) {
		throw new UnreadableReply('the reply is no SOAP envelope');
	}
	let reply: SoapReply | undefined;
	while (nextChild(reader, 1)) {
		if (reply || !isNamed(reader, 'Body')) skip(reader);
		else reply = readBody(reader, service, name, operation);
	}
	if (!reply) throw new UnreadableReply('the SOAP body is empty');
	while (reader.next() !== 'end');
	return reply;
}

function readBody(
	reader: XmlReader,
	service: ServiceContract,
	name: string,
	{ output }: OperationContract,
): SoapReply | undefined {
	let reply: SoapReply | undefined;
	while (nextChild(reader, 2)) {
		const element = reader.tag.localName;
		if (reply) skip(reader);
		else if (element === 'Fault') reply = { fault: readFault(reader) };
		else if (element === `${name}Response`) reply = { value: readReturn(reader, service, output) };
		else throw new UnreadableReply('the reply is for another operation');
	}
	return reply;
}

function readReturn(reader: XmlReader, service: ServiceContract, output: string | null): SoapValue {
	let value: SoapValue | undefined;
	while (nextChild(reader, 3)) {
		if (value === undefined && output && isNamed(reader, 'return')) value = readerOf(service, output)(reader);
		else skip(reader);
	}
	return value ?? null;
}

function readFault(reader: XmlReader): SoapFault {
	const texts = new Map<string, string>();
	while (nextChild(reader, 3)) {
		const name = reader.tag.localName;
		const text = readText(reader).trim();
		if (!texts.has(name)) texts.set(name, text);
	}
	return { faultcode: texts.get('faultcode') ?? '', faultstring: texts.get('faultstring') ?? '' };
}

/** Opens the next element inside of the one at `depth`; false when that one is closed. */
function nextChild(reader: XmlReader, depth: number): boolean {
	for (;;) {
		const event = reader.next();
		if (event === 'open') return true;
		if (event === 'end' || (event === 'close' && reader.depth < depth)) return false;
	}
}

function isNamed({ tag }: XmlReader, name: string): boolean {
	return tag.localName === name;
}

/** Reads to the end of the element that was opened. */
function skip(reader: XmlReader): void {
	const outside = reader.depth - 1;
	while (reader.depth > outside) reader.next();
}

/** The text of the element that was opened, without that of elements in it. */
function readText(reader: XmlReader): string {
	const { depth } = reader;
	let text = '';
	for (;;) {
		const event = reader.next();
		if (reader.depth < depth) return text;
		if (event === 'text' && reader.depth === depth) text += reader.text;
	}
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const latin1 = new TextDecoder('iso-8859-1');

/** Chamilo labels UTF-8 bytes ISO-8859-1; what is not valid UTF-8 really is Latin-1 (F31). */
function decodeText(bytes: Uint8Array): string {
	try {
		return utf8.decode(bytes);
	} catch {
		return latin1.decode(bytes);
	}
}

/** Reads the element that was opened. */
type ValueReader = (reader: XmlReader) => SoapValue;

const valueReaders = new WeakMap<ServiceContract, Map<string, ValueReader>>();

/** What a contract says of a type is put together once: a reply only fills in its values. */
function readerOf(service: ServiceContract, type: string): ValueReader {
	const known = valueReaders.get(service) ?? new Map<string, ValueReader>();
	valueReaders.set(service, known);
	const reader = known.get(type) ?? makeReader(service, type);
	known.set(type, reader);
	return reader;
}

/** The contract decides what an element is: a lone item is still a list, "007" stays text, a nil is null. */
function makeReader(service: ServiceContract, type: string): ValueReader {
	const resolved = resolveType(service, type);
	if (resolved.kind === 'list') {
		const readItem = readerOf(service, resolved.item);
		return (reader) => {
			const { depth } = reader;
			const items: SoapValue[] = [];
			while (nextChild(reader, depth)) items.push(readItem(reader));
			return items;
		};
	}
	if (resolved.kind === 'scalar')
		return (reader) => (isNil(reader) ? null : typedScalar(resolved.xsd, readText(reader)));
	const members = new Map(
		resolved.members.map(([name, memberType], index) => [name, { index, read: readerOf(service, memberType) }]),
	);
	const empty = Object.fromEntries(resolved.members.map(([name]) => [name, null]));
	return (reader) => {
		if (isNil(reader)) return null;
		const { depth } = reader;
		const struct: Record<string, SoapValue> = { ...empty };
		const seen: boolean[] = [];
		while (nextChild(reader, depth)) {
			const { localName } = reader.tag;
			const member = members.get(localName);
			if (!member || seen[member.index]) skip(reader);
			else {
				seen[member.index] = true;
				struct[localName] = member.read(reader);
			}
		}
		return struct;
	};
}

/** Reads to the end of what is nil. */
function isNil(reader: XmlReader): boolean {
	if (!reader.tag.nil) return false;
	skip(reader);
	return true;
}

function typedScalar(xsd: string, text: string): SoapValue {
	if (xsd !== 'int' && xsd !== 'integer') return text;
	const trimmed = text.trim();
	if (trimmed === '') return null;
	if (!/^-?\d{1,15}$/.test(trimmed)) throw new UnreadableReply('a number of the reply is not a number');
	return Number(trimmed);
}
