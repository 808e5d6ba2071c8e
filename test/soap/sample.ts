import contract19 from '../../openapi/contract-1.9.json' with { type: 'json' };
import { amendContract } from '../../src/soap/amendments.js';
import { type Contract, findOperation, type ServiceContract } from '../../src/soap/contract.js';
import { encodeCall, type TextMode } from '../../src/soap/envelope.js';
import { decodeReply, type SoapReply } from '../../src/soap/reply.js';
import type { SoapArguments } from '../../src/soap/value.js';

/** What the WSDLs say, and what Chamilo really reads. */
export const WSDL_CONTRACT = contract19 as unknown as Contract;
export const CONTRACT = amendContract(WSDL_CONTRACT);

/** A service of our own with one of everything, so that a test shows all it depends on. */
export const SAMPLE: ServiceContract = {
	path: '/main/webservices/soap.php',
	namespace: 'urn:WSService',
	operations: {
		'WSSample.Void': { soapAction: 'urn:void', input: [['secret_key', 'xsd:string']], output: null },
		'WSSample.Text': {
			soapAction: 'urn:text',
			input: [
				['secret_key', 'xsd:string'],
				['text', 'xsd:string'],
			],
			output: 'xsd:string',
		},
		'WSSample.Number': { soapAction: 'urn:number', input: [['number', 'xsd:int']], output: 'xsd:int' },
		'WSSample.List': { soapAction: 'urn:list', input: [['things', 'tns:thing[]']], output: 'tns:thing_array' },
		'WSSample.Texts': { soapAction: 'urn:texts', input: [['texts', 'tns:texts']], output: 'tns:texts' },
		'WSSample.Thing': { soapAction: 'urn:thing', input: [['thing', 'tns:thing']], output: 'tns:thing' },
		'WSSample.Nested': { soapAction: 'urn:nested', input: [['nest', 'tns:nest']], output: 'tns:nest' },
	},
	types: {
		thing: {
			members: [
				['name', 'xsd:string'],
				['count', 'xsd:int'],
				['tags', 'tns:texts'],
			],
		},
		thing_array: { arrayOf: 'tns:thing' },
		texts: { arrayOf: 'xsd:string' },
		nest: {
			members: [
				['first', 'tns:thing'],
				['secret_key', 'xsd:string'],
			],
		},
	},
};

const encoder = new TextEncoder();
const SECRET_KEY = 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3';

/** The operation and its service; one that is missing is a mistake of the test. */
export function target(name: string, contract: Contract = CONTRACT) {
	const found = findOperation(contract, name);
	if (!found) throw new Error(`the contract lacks ${name}`);
	return found;
}

export function sampleOperation(name: string) {
	return target(name, { chamilo: 'sample', services: { Sample: SAMPLE } }).operation;
}

/** The body of a call as text. */
export function encodeSample(name: string, args: SoapArguments, text: TextMode = 'utf8-as-latin1'): string {
	const { body } = encodeCall(SAMPLE, name, sampleOperation(name), args, { secretKey: SECRET_KEY, text });
	return new TextDecoder('utf-8', { fatal: true }).decode(body);
}

/** What stands inside the element of the operation. */
export function parametersOf(envelope: string): string {
	return /<ns1:[^>]*>(.*)<\/ns1:/s.exec(envelope)?.[1] ?? '';
}

/** A reply in the form nusoap gives it, with `content` in the body. */
export function envelope(content: string): string {
	return [
		'<?xml version="1.0" encoding="ISO-8859-1"?>',
		'<SOAP-ENV:Envelope SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"',
		' xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema"',
		' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
		' xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" xmlns:tns="urn:WSService">',
		`<SOAP-ENV:Body>${content}</SOAP-ENV:Body></SOAP-ENV:Envelope>`,
	].join('');
}

/** A reply of a sample operation; `inner` is what stands in its response element. */
export function replyOf(name: string, inner: string): string {
	return envelope(`<ns1:${name}Response xmlns:ns1="urn:WSService">${inner}</ns1:${name}Response>`);
}

export function decodeSample(name: string, reply: string | Uint8Array): SoapReply {
	const bytes = typeof reply === 'string' ? encoder.encode(reply) : reply;
	return decodeReply(SAMPLE, name, sampleOperation(name), bytes);
}

/** Random numbers from a seed (mulberry32), so that a failure comes again. */
export function randomNumbers(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
	};
}

const PIECES = ['<', '>', '&', '"', "'", ']]>', '&amp;', '&#13;', '\r', '\n', '\t', '\r\n', ' ', '  ', '<!--', '<?xml'];

/** Text of what XML can carry, rich in what breaks careless writers and readers. */
export function randomText(random: (below: number) => number): string {
	let text = '';
	for (let length = random(30); length > 0; length -= 1) {
		const kind = random(6);
		if (kind === 0) text += PIECES[random(PIECES.length)];
		else if (kind === 1) text += String.fromCodePoint(0x20 + random(0x5f));
		else if (kind === 2) text += String.fromCodePoint(0x80 + random(0x780));
		else if (kind === 3) text += String.fromCodePoint(0x800 + random(0xd800 - 0x800));
		else if (kind === 4) text += String.fromCodePoint(0xe000 + random(0xfffe - 0xe000));
		else text += String.fromCodePoint(0x10000 + random(0x100000));
	}
	return text;
}
