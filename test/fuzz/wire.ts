import { Agent, request as httpRequest } from 'node:http';
import type { Answer } from '../support/client.js';
import { KEYS } from '../support/stack.js';
import type { HostileRequest } from './arbitraries.js';
import type { DocumentedOperation } from './document.js';

/** A request as it goes out, byte for byte: nothing of the path is normalised, as fetch would do. */
export interface WireRequest {
	method: string;
	path: string;
	headers: Record<string, string>;
	body?: string | Uint8Array;
}

export function wireRequest(
	{ method, path }: DocumentedOperation,
	{ params, query, body }: HostileRequest,
): WireRequest {
	const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => percentEncoded(params[name] ?? 'x'));
	const pairs = Object.entries(query).map(([name, value]) => `${name}=${percentEncoded(value)}`);
	const json = body === undefined ? undefined : JSON.stringify(body);
	return {
		method,
		path: filled + (pairs.length > 0 ? `?${pairs.join('&')}` : ''),
		headers: {
			'X-API-Key': KEYS.all,
			'Cache-Control': 'no-cache',
			...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
		},
		...(json === undefined ? {} : { body: json }),
	};
}

const agent = new Agent({ keepAlive: true });

export function sendRaw(url: string, { method, path, headers, body }: WireRequest): Promise<Answer> {
	const { hostname, port } = new URL(url);
	return new Promise((resolve, reject) => {
		let answered = false;
		const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
		const request = httpRequest(
			{ agent, hostname, port, method, path, headers: { ...length, ...headers } },
			(response) => {
				answered = true;
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', reject);
				response.on('end', () => {
					const text = Buffer.concat(chunks).toString('utf8');
					const given = Object.entries(response.headers).map(([name, value]): [string, string] => [
						name,
						String(value),
					]);
					resolve({ status: response.statusCode ?? 0, headers: new Headers(given), text, json: parsed(text) });
				});
			},
		);
		// A body that is refused early breaks off once the answer has come.
		request.on('error', (error) => {
			if (!answered) reject(error);
		});
		request.end(body);
	});
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Percent-encodes every character; unpaired surrogates as the bytes UTF-8 would have for them, which are invalid. */
export function percentEncoded(text: string): string {
	return [...text].map((character) => (/[\w-]/.test(character) ? character : encoded(character))).join('');
}

function encoded(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const isSurrogate = code >= 0xd800 && code <= 0xdfff;
	const bytes = isSurrogate
		? [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]
		: [...Buffer.from(character)];
	return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
