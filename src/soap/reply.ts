/** Reads SOAP replies, and types their values by the compiled WSDL. */
import { type OperationContract, resolveType, type ServiceContract } from './contract.js';
import { decodeText, decodeWithPauses, withPauses } from './reply-text.js';
import type { SoapValue } from './value.js';
import { XmlError, XmlReader } from './xml-reader.js';

/**
 * The reply is not a valid SOAP response: not XML, truncated, an HTML page, or for another operation. The message never
 * quotes the reply, so it may be shown to clients.
 */
export class UnreadableReply extends Error {
	override readonly name: string = 'UnreadableReply';
}

/** PHP ended with a fatal error: the response body is empty, or the error is shown in it (server_type=test, F191). */
export class EmptyReply extends UnreadableReply {
	override readonly name = 'EmptyReply';

	constructor(message = 'the reply is empty: PHP died') {
		super(message);
	}
}

/** A SOAP fault. Chamilo writes its own error codes into faultcode, without a namespace prefix (F44). */
export interface SoapFault {
	faultcode: string;
	faultstring: string;
}

export type SoapReply = { fault: SoapFault } | { value: SoapValue };

/**
 * Parses an envelope strictly and converts its values to the types of the contract.
 * @param name of the operation that was called.
 * @throws UnreadableReply if it is not well-formed XML, not a SOAP envelope, or a reply to another operation.
 */
export function decodeReply(
	service: ServiceContract,
	name: string,
	operation: OperationContract,
	bytes: Uint8Array,
): SoapReply {
	try {
		const reading = readReply(new XmlReader(decodeText(bytes)), service, name, operation);
		for (;;) {
			const step = reading.next();
			if (step.done) return step.value;
		}
	} catch (failure) {
		throw unreadable(failure);
	}
}

/**
 * The same for a large reply: pauses between its parts, so that others are served meanwhile.
 * @throws UnreadableReply
 */
export async function decodeLargeReply(...[service, name, operation, bytes]: DecodeArguments): Promise<SoapReply> {
	try {
		return await withPauses(readReply(new XmlReader(...(await decodeWithPauses(bytes))), service, name, operation));
	} catch (failure) {
		throw unreadable(failure);
	}
}

type DecodeArguments = Parameters<typeof decodeReply>;

/** Items of the returned list that are read without a pause. */
const ITEMS_AT_ONCE = 1_000;
/** The cause is logged: it has the position of the error, but no text of the reply. */
function unreadable(failure: unknown): unknown {
	return failure instanceof XmlError ? new UnreadableReply(failure.reason, { cause: failure }) : failure;
}

/** Reads a reply. Each `yield` is a place where others can be served. */
function* readReply(
	reader: XmlReader,
	service: ServiceContract,
	name: string,
	operation: OperationContract,
): Generator<void, SoapReply> {
	if (!nextChild(reader, 0) || !isNamed(reader, 'Envelope')) {
		throw new UnreadableReply('the reply is no SOAP envelope');
	}
	let reply: SoapReply | undefined;
	while (nextChild(reader, 1)) {
		if (reply || !isNamed(reader, 'Body')) skip(reader);
		else reply = yield* readBody(reader, service, name, operation);
	}
	if (!reply) throw new UnreadableReply('the SOAP body is empty');
	while (reader.next() !== 'end');
	return reply;
}

function* readBody(
	reader: XmlReader,
	service: ServiceContract,
	name: string,
	{ output }: OperationContract,
): Generator<void, SoapReply | undefined> {
	let reply: SoapReply | undefined;
	while (nextChild(reader, 2)) {
		const element = reader.tag.localName;
		if (reply) skip(reader);
		else if (element === 'Fault') reply = { fault: readFault(reader) };
		else if (element === `${name}Response`) reply = { value: yield* readReturn(reader, service, output) };
		else throw new UnreadableReply('the reply is for another operation');
	}
	return reply;
}

function* readReturn(reader: XmlReader, service: ServiceContract, output: string | null): Generator<void, SoapValue> {
	let value: SoapValue | undefined;
	while (nextChild(reader, 3)) {
		if (value === undefined && output && isNamed(reader, 'return'))
			value = yield* readReturned(reader, service, output);
		else skip(reader);
	}
	return value ?? null;
}

function* readReturned(reader: XmlReader, service: ServiceContract, type: string): Generator<void, SoapValue> {
	const resolved = resolveType(service, type);
	if (resolved.kind !== 'list') return valueReaderOf(service, type)(reader);
	const readItem = valueReaderOf(service, resolved.item);
	const { depth } = reader;
	const items: SoapValue[] = [];
	while (nextMember(reader, depth)) {
		items.push(readItem(reader));
		if (items.length % ITEMS_AT_ONCE === 0) yield;
	}
	return items;
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

/**
 * Advances to the next child of the element at `depth`; false if that element ends first.
 * @param onText called for text between the children
 */
function nextChild(reader: XmlReader, depth: number, onText?: (reader: XmlReader) => void): boolean {
	for (;;) {
		const event = reader.next();
		if (event === 'open') return true;
		if (event === 'end' || (event === 'close' && reader.depth < depth)) return false;
		if (event === 'text') onText?.(reader);
	}
}

/**
 * The same in an element that the contract gives members or items.
 * @throws UnreadableReply for a text in their place: an error message is not a record that has nothing
 */
function nextMember(reader: XmlReader, depth: number): boolean {
	return nextChild(reader, depth, refuseText);
}

function refuseText({ text }: XmlReader): void {
	if (text.trim() === '') return;
	throw new UnreadableReply('the reply has a text where the contract has a record or a list');
}

function isNamed({ tag }: XmlReader, name: string): boolean {
	return tag.localName === name;
}

/** Skips the current element with all its content. */
function skip(reader: XmlReader): void {
	const outside = reader.depth - 1;
	while (reader.depth > outside) reader.next();
}

/** Reads the text of the current element, without the text of its child elements. */
function readText(reader: XmlReader): string {
	const { depth } = reader;
	let text = '';
	for (;;) {
		const event = reader.next();
		if (reader.depth < depth) return text;
		if (event === 'text' && reader.depth === depth) text += reader.text;
	}
}

/** Reads the value of the current element. */
type ValueReader = (reader: XmlReader) => SoapValue;

const valueReaders = new WeakMap<ServiceContract, Map<string, ValueReader>>();

/** The reader of a type. Readers are built once per service and type, and cached. */
function valueReaderOf(service: ServiceContract, type: string): ValueReader {
	const known = valueReaders.get(service) ?? new Map<string, ValueReader>();
	valueReaders.set(service, known);
	const reader = known.get(type) ?? buildReader(service, type);
	known.set(type, reader);
	return reader;
}

/**
 * Builds the reader of a type. The contract decides the type of a value, not the XML: a list with a single item is
 * still a list, "007" stays a string, xsi:nil is null.
 */
function buildReader(service: ServiceContract, type: string): ValueReader {
	const resolved = resolveType(service, type);
	if (resolved.kind === 'list') {
		const readItem = valueReaderOf(service, resolved.item);
		return (reader) => {
			const { depth } = reader;
			const items: SoapValue[] = [];
			while (nextMember(reader, depth)) items.push(readItem(reader));
			return items;
		};
	}
	if (resolved.kind === 'scalar')
		return (reader) => (isNil(reader) ? null : typedScalar(resolved.xsd, readText(reader)));
	const members = new Map(
		resolved.members.map(([name, memberType], index) => [name, { index, read: valueReaderOf(service, memberType) }]),
	);
	const empty = Object.fromEntries(resolved.members.map(([name]) => [name, null]));
	return (reader) => {
		if (isNil(reader)) return null;
		reader.count(members.size);
		const { depth } = reader;
		const struct: Record<string, SoapValue> = { ...empty };
		const seen: boolean[] = [];
		while (nextMember(reader, depth)) {
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

/** Whether the current element is xsi:nil; if so, it is skipped. */
function isNil(reader: XmlReader): boolean {
	if (!reader.tag.nil) return false;
	skip(reader);
	return true;
}

function typedScalar(xsd: string, text: string): SoapValue {
	if (xsd !== 'int' && xsd !== 'integer') return text;
	const trimmed = text.trim();
	if (trimmed === '') return null;
	if (!/^-?\d{1,15}$/.test(trimmed))
		throw new UnreadableReply('the reply has a value that is not an integer, where the contract has one');
	return Number(trimmed);
}
