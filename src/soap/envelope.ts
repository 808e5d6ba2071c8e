import { type NamedType, type OperationContract, resolveType, type ServiceContract } from './contract.js';
import { escapeXml, firstNonXmlCharacter, type SoapArgument, type SoapArguments } from './value.js';

/** How text is labelled on the wire; the bytes are UTF-8 in both cases (CHAMILO.md §4, "the worst trap"). */
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
 * Writes one rpc/encoded call: every parameter in contract order, lists as SOAP-ENC:Array with arrayType (the only
 * form nusoap recognises at every size, CHAMILO.md §6). The signature goes wherever the contract has `secret_key`.
 * @throws Error when the arguments name something the contract does not have: a defect of the caller.
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
  <ns1:${name} xmlns:ns1="${service.namespace}">${parameters(service, operation, signed)}</ns1:${name}>
 </SOAP-ENV:Body>
</SOAP-ENV:Envelope>
`;
	return {
		contentType: `text/xml; charset=${charset}`,
		soapAction: `"${operation.soapAction}"`,
		body: encoder.encode(envelope),
	};
}

/** registration.soap.php takes one struct: its members are the arguments, the wrapper is the codec's business. */
function parameters(service: ServiceContract, operation: OperationContract, args: SoapArguments): string {
	const [only, ...others] = operation.input;
	const wrapped = only !== undefined && others.length === 0 && resolveType(service, only[1]).kind === 'struct';
	return wrapped ? element(service, only[0], only[1], args) : members(service, operation.input, args);
}

function members(service: ServiceContract, types: readonly NamedType[], values: SoapArguments): string {
	let xml = '';
	let unknown = Object.keys(values).length;
	for (const [name, type] of types) {
		if (Object.hasOwn(values, name)) unknown -= 1;
		xml += element(service, name, type, Object.hasOwn(values, name) ? values[name] : undefined);
	}
	if (unknown > 0) assertKnown(types, values);
	return xml;
}

function assertKnown(types: readonly NamedType[], values: SoapArguments): void {
	for (const name of Object.keys(values)) {
		if (name !== 'secret_key' && !types.some(([known]) => known === name)) {
			throw new Error(`the contract has no parameter "${name}"`);
		}
	}
}

function element(service: ServiceContract, name: string, type: string, value: SoapArgument): string {
	if (value === null) return `<${name} xsi:nil="true"/>`;
	const resolved = resolveType(service, type);
	switch (resolved.kind) {
		case 'scalar':
			return `<${name} xsi:type="${type}">${scalar(name, value)}</${name}>`;
		case 'struct':
			if (value !== undefined && (typeof value !== 'object' || Array.isArray(value))) {
				throw new Error(`"${name}" must be an object`);
			}
			return `<${name} xsi:type="${type}">${members(service, resolved.members, value ?? {})}</${name}>`;
		case 'list': {
			if (value !== undefined && !Array.isArray(value)) throw new Error(`"${name}" must be a list`);
			const items = (value ?? []).map((item) => element(service, 'item', resolved.item, item));
			const arrayType = `SOAP-ENC:arrayType="${resolved.item}[${items.length}]"`;
			return `<${name} xsi:type="SOAP-ENC:Array" ${arrayType}>${items.join('')}</${name}>`;
		}
	}
}

function scalar(name: string, value: SoapArgument): string {
	if (value === undefined) return '';
	if (typeof value === 'number') {
		if (!Number.isSafeInteger(value)) throw new Error(`"${name}" must be a whole number`);
		return String(value);
	}
	if (typeof value !== 'string') throw new Error(`"${name}" must be text or a number`);
	const forbidden = firstNonXmlCharacter(value);
	// Validation refuses these long before; 1.11 would take such a call for one with a wrong key.
	if (forbidden) throw new Error(`"${name}" holds ${forbidden}, which XML cannot carry`);
	return escapeXml(value);
}
