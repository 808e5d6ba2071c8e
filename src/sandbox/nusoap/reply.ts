import { deflateRawSync, gzipSync } from 'node:zlib';
import { resolveType, type ServiceContract } from '../../soap/contract.js';
import type { Bytes } from '../php/bytes.js';
import { type PhpArray, type PhpValue, phpString, type SoapFault, WsError } from '../php/values.js';
import type { Dialect } from './dialect.js';

/** A complete HTTP response. */
export interface HttpReply {
	status: number;
	headers: Record<string, string>;
	body: Buffer;
}

const declaration = (charset: string) => `<?xml version="1.0" encoding="${charset}"?>`;
const NAMESPACES = [
	'xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"',
	'xmlns:xsd="http://www.w3.org/2001/XMLSchema"',
	'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
	'xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/"',
];
const ENCODING_STYLE = 'SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"';

/** The envelope of a successful call. */
export function envelope(
	operation: string,
	namespace: Bytes,
	value: PhpValue,
	service: ServiceContract,
	{ charset }: Dialect,
): Bytes {
	const output = service.operations[operation]?.output ?? null;
	const content = output === null ? '' : serialize('return', output, value, service);
	const name = `${operation}Response`;
	const body = namespace
		? `<ns1:${name} xmlns:ns1="${namespace}">${content}</ns1:${name}>`
		: `<${name}>${content}</${name}>`;
	// nusoap declares tns only where it has written a type of it.
	const declared = content.includes('"tns:') ? [...NAMESPACES, `xmlns:tns="${service.namespace}"`] : NAMESPACES;
	return `${declaration(charset)}<SOAP-ENV:Envelope ${ENCODING_STYLE} ${declared.join(' ')}><SOAP-ENV:Body>${body}</SOAP-ENV:Body></SOAP-ENV:Envelope>`;
}

/**
 * The envelope of a fault. The faultcode has no namespace prefix (F44). Faults of operations always declare ISO-8859-1,
 * those of nusoap itself the charset of the service (F44).
 */
export function faultEnvelope(fault: SoapFault, charset = 'ISO-8859-1', detail: Bytes = ''): Bytes {
	const member = (name: string, text: string) => `<${name} xsi:type="xsd:string">${escapeXml(text)}</${name}>`;
	const members = [
		member('faultcode', fault.code),
		member('faultactor', ''),
		member('faultstring', fault.message),
		member('detail', detail),
	].join('');
	return `${declaration(charset)}<SOAP-ENV:Envelope ${ENCODING_STYLE}\n  ${NAMESPACES.join('\n  ')}>\n<SOAP-ENV:Body><SOAP-ENV:Fault>${members}</SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>`;
}

function serialize(name: string, type: string, value: PhpValue, service: ServiceContract): Bytes {
	const resolved = resolveType(service, type);
	if (resolved.kind === 'scalar') return scalar(name, type, value);
	if (resolved.kind === 'list') {
		const items = value instanceof Map ? [...value.values()] : [];
		const content = items.map((item) => serialize('item', resolved.item, item, service)).join('');
		return `<${name} xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="${resolved.item}[${items.length}]">${content}</${name}>`;
	}
	const members = structMembers(value);
	// If there are as many values as the type has members, missing members are nil; otherwise they are left out.
	const complete = members.size === resolved.members.length;
	const content = resolved.members
		.filter(([member]) => complete || (members.get(member) ?? null) !== null)
		.map(([member, memberType]) => serialize(member, memberType, members.get(member) ?? null, service))
		.join('');
	return `<${name} xsi:type="${type}">${content}</${name}>`;
}

function structMembers(value: PhpValue): PhpArray {
	if (value instanceof Map) return value;
	if (value instanceof WsError)
		return new Map<string, PhpValue>([
			['code', value.code],
			['message', value.message],
		]);
	return new Map();
}

function scalar(name: string, type: string, value: PhpValue): Bytes {
	if (value === null) return `<${name} xsi:nil="true" xsi:type="${type}"/>`;
	const text = typeof value === 'string' ? escapeXml(value) : phpString(value);
	return `<${name} xsi:type="${type}">${text}</${name}>`;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', "'": '&apos;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };

function escapeXml(text: Bytes): Bytes {
	return text.replace(/[&'"<>]/g, (character) => ESCAPES[character] ?? character);
}

/** The HTTP response of nusoap. Bytes of the database are sent as they are, whatever charset is declared. */
export function soapReply(
	status: number,
	text: Bytes,
	acceptEncoding: string,
	{ server, charset }: Dialect,
): HttpReply {
	const plain = Buffer.from(text, 'latin1');
	const headers: Record<string, string> = {
		'X-SOAP-Server': server,
		'Content-Type': `text/xml; charset=${charset}`,
	};
	if (status === 500) headers.Connection = 'close';
	if (plain.length <= 1024) return { status, headers, body: plain };
	if (acceptEncoding.includes('gzip')) {
		return { status, headers: { ...headers, 'Content-Encoding': 'gzip' }, body: gzipSync(plain) };
	}
	if (acceptEncoding.includes('deflate')) {
		return { status, headers: { ...headers, 'Content-Encoding': 'deflate' }, body: deflateRawSync(plain) };
	}
	return { status, headers, body: plain };
}

/** The response to a PHP fatal error with display_errors off: 500 and an empty body. */
export function fatalReply(): HttpReply {
	const headers = { 'Content-Type': 'text/html; charset=UTF-8', Connection: 'close' };
	return { status: 500, headers, body: Buffer.alloc(0) };
}
