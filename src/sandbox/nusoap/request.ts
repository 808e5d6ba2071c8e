import type { IncomingHttpHeaders } from 'node:http';
import { inflateRawSync, inflateSync } from 'node:zlib';
import type { ServiceContract } from '../../soap/contract.js';
import { latin1Bytes, utf8Bytes, utf8Characters } from '../php/bytes.js';
import { type PhpValue, SoapFault } from '../php/values.js';
import type { Dialect } from './dialect.js';
import { ParseError, parseSoap, type SoapElement, type SoapMessage } from './parser.js';
import { argumentNamesOf, argumentsOf } from './values.js';

/** A POST as parsed by nusoap: the operation, its arguments, and the namespace that the reply repeats. */
export interface SoapCall {
	operation: string;
	namespace: string;
	args: PhpValue[];
	/** Element names of the arguments, as far as they are known. */
	names: string[];
	/** The element that named the operation. */
	element: SoapElement | undefined;
}

/** For a request whose body is not parsed. */
const EMPTY_MESSAGE: SoapMessage = { operation: undefined, ids: new Map(), isTruncated: false };

/**
 * Parses a request by the rules of FACTS.md, section The wire.
 * @param host Host name without port; it is part of the soapActions of soap.php.
 * @throws SoapFault if the body is malformed or names no operation.
 */
export function readCall(
	headers: IncomingHttpHeaders,
	body: Buffer,
	service: ServiceContract,
	host: string,
	dialect: Dialect,
): SoapCall {
	const contentType = headers['content-type'] ?? '';
	// Any other media type is not parsed; then only the SOAPAction can name the operation (F20).
	const message = contentType.includes('text/xml')
		? parseBody(contentType, decompress(headers, body), dialect)
		: EMPTY_MESSAGE;
	const name = message.operation?.name ?? '';
	const operation = Object.hasOwn(service.operations, name) ? name : operationBySoapAction(service, headers, host);
	if (operation === undefined) {
		throw new SoapFault('SOAP-ENV:Client', `Operation '${name}' is not defined in the WSDL for this service`);
	}
	return {
		operation,
		namespace: message.operation?.namespace ?? '',
		args: message.isTruncated ? [] : argumentsOf(message),
		names: argumentNamesOf(message),
		element: message.operation,
	};
}

function decompress(headers: IncomingHttpHeaders, body: Buffer): Buffer {
	const encoding = headers['content-encoding'];
	if (!encoding) return body;
	try {
		if (encoding === 'deflate') return inflateSync(body);
		// nusoap skips a gzip header of fixed length (ten bytes) and inflates the rest.
		if (encoding === 'gzip') return inflateRawSync(body.subarray(10));
	} catch {
		// Falls through to the fault, like unknown encodings (F39).
	}
	throw new SoapFault('SOAP-ENV:Client', 'Errors occurred when trying to decode the data');
}

function parseBody(contentType: string, body: Buffer, { decodesUtf8, reportsBadXml }: Dialect): SoapMessage {
	try {
		if (body.length === 0) throw new ParseError("xml was empty, didn't parse!");
		const charset = headerCharset(contentType);
		// If it is not decoded, PHP receives the text in the charset of the header, whatever the document declares (F28).
		const encode = !decodesUtf8 && charset === 'UTF-8' ? utf8Bytes : latin1Bytes;
		return parseSoap(decodeBody(charset, body, reportsBadXml), { encode, reportsBadXml });
	} catch (error) {
		if (error instanceof ParseError) {
			throw new SoapFault('SOAP-ENV:Client', `error in msg parsing:\n${error.message}`);
		}
		throw error;
	}
}

/** nusoap takes everything after the first = as the charset, so another parameter makes it unknown: US-ASCII (F22). */
function headerCharset(contentType: string): string {
	const equals = contentType.indexOf('=');
	if (equals < 0) return 'ISO-8859-1';
	const charset = contentType
		.slice(equals + 1)
		.replaceAll('"', '')
		.toUpperCase();
	return /^(ISO-8859-1|US-ASCII|UTF-8)$/.test(charset) ? charset : 'US-ASCII';
}

/** Decodes the body by its XML declaration, which the charset of the header must match. */
function decodeBody(charset: string, body: Buffer, reportsBadXml: boolean): string {
	const bytes = body.toString('latin1');
	const declaration = /<\?xml[^>]*?\?>/.exec(bytes)?.[0] ?? '';
	const declared = /encoding=["']([^"']*)["']/.exec(declaration)?.[1];
	const sloppy = charset === 'ISO-8859-1' && declared?.toUpperCase() === 'UTF-8';
	if (declared !== undefined && declared.toUpperCase() !== charset && !sloppy) {
		throw new ParseError(
			`Charset from HTTP Content-Type '${charset}' does not match encoding from XML declaration '${declared}'`,
		);
	}
	if (declared?.toUpperCase() === 'ISO-8859-1') return bytes;
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(body);
	} catch {
		if (!reportsBadXml) return wellFormedPart(bytes);
		const line = bytes.slice(0, bytes.search(/[\x80-\xff]/)).split('\n').length;
		throw new ParseError(`XML error parsing SOAP payload on line ${line}: Invalid character`);
	}
}

/** The text up to the first byte that is not UTF-8, where a parser that does not report errors stops. */
function wellFormedPart(bytes: string): string {
	let text = '';
	for (const character of utf8Characters(bytes)) {
		if (!character.valid) break;
		text += character.bytes;
	}
	return Buffer.from(text, 'latin1').toString('utf8');
}

function operationBySoapAction(
	service: ServiceContract,
	headers: IncomingHttpHeaders,
	host: string,
): string | undefined {
	const action = String(headers.soapaction ?? '').replaceAll('"', '');
	if (action === '') return undefined;
	const match = Object.entries(service.operations).find(
		([, { soapAction }]) => fullAction(soapAction, host) === action,
	);
	return match?.[0];
}

/** The soapAction as in the WSDL: with the host, without the port. */
export function fullAction(soapAction: string, host: string): string {
	return soapAction.startsWith('/') ? `http://${host}${soapAction}` : soapAction;
}
