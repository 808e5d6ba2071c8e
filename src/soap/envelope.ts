/** Writes SOAP calls (rpc/encoded) as Chamilo reads them. */
import { type NamedType, type OperationContract, resolveType, type ServiceContract, wrapperOf } from './contract.js';
import { escapeXml, firstNonXmlCharacter, isPlain, type SoapArgument, type SoapArguments } from './value.js';

/** The charset that is declared for a request; the bytes are UTF-8 in both cases (F28). */
export type TextMode = 'utf8-as-latin1' | 'utf8';

const CHARSETS: Record<TextMode, string> = { 'utf8-as-latin1': 'ISO-8859-1', utf8: 'UTF-8' };

const NAMESPACES = [
	'xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"',
	'xmlns:xsd="http://www.w3.org/2001/XMLSchema"',
	'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
	'xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/"',
].join(' ');

export interface EncodedCall {
	contentType: string;
	soapAction: string;
	body: Uint8Array;
}

const encoder = new TextEncoder();

/**
 * Encodes an rpc/encoded request: all parameters in contract order, lists as SOAP-ENC:Array with arrayType (the only
 * form that nusoap recognises for every list length, F26). `secretKey` is written wherever the contract has
 * `secret_key`.
 * @throws Error if an argument is unknown to the contract or has the wrong type: a programming error.
 */
export function encodeCall(
	service: ServiceContract,
	name: string,
	operation: OperationContract,
	args: SoapArguments,
	options: { secretKey: string; text: TextMode },
): EncodedCall {
	const charset = CHARSETS[options.text];
	const signed = { ...args, secret_key: options.secretKey };
	const envelope = `<?xml version="1.0" encoding="${charset}"?>
<SOAP-ENV:Envelope ${NAMESPACES} xmlns:tns="${service.namespace}" SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">
 <SOAP-ENV:Body>
  <ns1:${name} xmlns:ns1="${service.namespace}">${callWriterOf(service, operation)(signed)}</ns1:${name}>
 </SOAP-ENV:Body>
</SOAP-ENV:Envelope>
`;
	return {
		contentType: `text/xml; charset=${charset}`,
		soapAction: `"${operation.soapAction}"`,
		body: encoder.encode(envelope),
	};
}

/** Serializes one value as an element. */
type Writer = (value: SoapArgument) => string;
type PresentArgument = Exclude<SoapArgument, null>;
/** Serializes the members of a struct, or the parameters of a call: one element for each declared name. */
type MembersWriter = (values: SoapArguments) => string;

const callWriters = new WeakMap<OperationContract, MembersWriter>();

/** Writers are built once per operation and cached, since everything but the values is fixed by the contract. */
function callWriterOf(service: ServiceContract, operation: OperationContract): MembersWriter {
	const known = callWriters.get(operation);
	if (known) return known;
	const wrapper = wrapperOf(service, operation);
	const writer = wrapper
		? elementWriter(service, ...wrapper)
		: membersWriter(service, operation.input, operation.emptyAsText);
	callWriters.set(operation, writer);
	return writer;
}

function membersWriter(
	service: ServiceContract,
	types: readonly NamedType[],
	emptyAsText: readonly string[] = [],
): MembersWriter {
	const writers = types.map(([name, type]): [string, Writer] => {
		const write = elementWriter(service, name, type);
		if (!emptyAsText.includes(name)) return [name, write];
		const writeEmpty = elementWriter(service, name, 'xsd:string');
		return [name, (value) => (value === undefined ? writeEmpty(value) : write(value))];
	});
	return (values) => {
		let xml = '';
		let unknown = 0;
		for (const _ in values) unknown += 1;
		for (const [name, write] of writers) {
			const isPresent = Object.hasOwn(values, name);
			if (isPresent) unknown -= 1;
			xml += write(isPresent ? values[name] : undefined);
		}
		if (unknown > 0) assertKnown(types, values);
		return xml;
	};
}

function assertKnown(types: readonly NamedType[], values: SoapArguments): void {
	for (const name of Object.keys(values)) {
		if (name !== 'secret_key' && !types.some(([known]) => known === name)) {
			throw new Error(`the contract has no parameter "${name}"`);
		}
	}
}

function elementWriter(service: ServiceContract, name: string, type: string): Writer {
	const write = valueWriter(service, name, type);
	const nil = `<${name} xsi:nil="true"/>`;
	return (value) => (value === null ? nil : write(value));
}

function valueWriter(service: ServiceContract, name: string, type: string): (value: PresentArgument) => string {
	const resolved = resolveType(service, type);
	const open = `<${name} xsi:type="${type}">`;
	const close = `</${name}>`;
	switch (resolved.kind) {
		case 'scalar': {
			const empty = open + close;
			return (value) => (value === undefined || value === '' ? empty : open + scalar(name, value) + close);
		}
		case 'struct': {
			const members = membersWriter(service, resolved.members);
			return (value = {}) => {
				if (typeof value !== 'object' || Array.isArray(value)) throw new Error(`"${name}" must be an object`);
				return open + members(value) + close;
			};
		}
		case 'list': {
			const item = elementWriter(service, 'item', resolved.item);
			return (value = []) => {
				if (!Array.isArray(value)) throw new Error(`"${name}" must be a list`);
				const arrayType = `SOAP-ENC:arrayType="${resolved.item}[${value.length}]"`;
				let items = '';
				for (const each of value) items += item(each);
				return `<${name} xsi:type="SOAP-ENC:Array" ${arrayType}>${items}${close}`;
			};
		}
	}
}

function scalar(name: string, value: PresentArgument): string {
	if (typeof value === 'number') {
		if (!Number.isSafeInteger(value)) throw new Error(`"${name}" must be a whole number`);
		return String(value);
	}
	if (typeof value !== 'string') throw new Error(`"${name}" must be text or a number`);
	if (isPlain(value)) return value;
	const forbidden = firstNonXmlCharacter(value);
	// Input validation rejects these earlier. Chamilo 1.11 would report a wrong key for such a request.
	if (forbidden) throw new Error(`"${name}" holds ${forbidden}, which XML cannot carry`);
	return escapeXml(value);
}
