import { request } from 'node:http';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { signature } from '../../src/sandbox/services/service.js';

export interface Answer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	/** Bytes read as UTF-8, as a client of Chamilo has to. */
	text: string;
	raw: Buffer;
}

/** A sandbox with the means to talk to it. */
export interface Client {
	sandbox: Sandbox;
	key: string;
	/** Calls an operation of soap.php with texts in this order; the key goes first by itself. */
	soap(operation: string, ...args: string[]): Promise<Answer>;
	/** Calls an operation of registration.soap.php with a struct; the key is added. */
	registration(operation: string, members: Record<string, string>): Promise<Answer>;
	/** Sends a body as it is. */
	post(path: string, body: string | Buffer, headers?: Record<string, string>): Promise<Answer>;
	close(): Promise<void>;
}

export const SOAP = '/main/webservices/soap.php';
export const REGISTRATION = '/main/webservices/registration.soap.php';
/** UTF-8 bytes that say they are ISO-8859-1: the only way text arrives unharmed. */
export const LATIN1 = { 'Content-Type': 'text/xml; charset=ISO-8859-1' };
const LATIN1_DECLARATION = '<?xml version="1.0" encoding="ISO-8859-1"?>';

export async function startClient(options: Parameters<typeof startSandbox>[0] = { seed: 'empty' }): Promise<Client> {
	const sandbox = await startSandbox(options);
	const key = signature('127.0.0.1', sandbox.securityKey);
	const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
		send(sandbox.url + path, body, { 'Content-Type': 'text/xml; charset=utf-8', ...headers });
	return {
		sandbox,
		key,
		post,
		soap: (operation, ...args) =>
			post(SOAP, LATIN1_DECLARATION + envelope(operation, [key, ...args].map(element).join('')), LATIN1),
		registration: (operation, members) => {
			const struct = Object.entries({ ...members, secret_key: key }).map(
				([name, value]) => `<${name}>${value}</${name}>`,
			);
			return post(
				REGISTRATION,
				LATIN1_DECLARATION + envelope(operation, `<params>${struct.join('')}</params>`),
				LATIN1,
			);
		},
		close: () => sandbox.close(),
	};
}

/** Markup goes as it is; text is escaped. */
function element(value: string, index: number): string {
	return value.startsWith('<') ? value : `<a${index}>${escapeText(value)}</a${index}>`;
}

export function escapeText(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** An envelope around an operation, with the prefixes that tests use. */
export function envelope(operation: string, content: string): string {
	return `<E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:ns="urn:x"><E:Body><ns:${operation}>${content}</ns:${operation}></E:Body></E:Envelope>`;
}

/** A list the way nusoap understands it. */
export function list(name: string, items: Record<string, string>[]): string {
	const content = items.map((item) => {
		const members = Object.entries(item).map(([member, value]) => `<${member}>${value}</${member}>`);
		return `<item>${members.join('')}</item>`;
	});
	return `<${name} xsi:type="enc:Array" enc:arrayType="xsd:anyType[${items.length}]">${content.join('')}</${name}>`;
}

/** Code and text of a fault; undefined where there is none. */
export function fault(answer: Answer): string | undefined {
	const code = /<faultcode[^>]*>([^<]*)</.exec(answer.text)?.[1];
	return code === undefined ? undefined : `${code} ${/<faultstring[^>]*>([^<]*)</.exec(answer.text)?.[1]}`;
}

/** What stands inside the return element, without types; undefined where there is none. */
export function returned(answer: Answer): string | undefined {
	const body = /<return[^>]*>(.*)<\/return>/s.exec(answer.text)?.[1];
	return body?.replace(/ xsi:type="[^"]*"/g, '');
}

function send(url: string, body: string | Buffer, headers: Record<string, string>): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const outgoing = request(url, { method: 'POST', headers }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () => {
				const raw = Buffer.concat(chunks);
				resolve({ status: response.statusCode ?? 0, headers: response.headers, text: raw.toString('utf8'), raw });
			});
		});
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}
