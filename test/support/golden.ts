import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GoldenExchange } from './golden-files.js';
import { type CampusKind, SANDBOXES } from './kinds.js';
import type { Exchange, Substitute } from './proxy.js';
import type { Fault } from './sandbox.js';
import { type Stack, startStack } from './stack.js';

/** A request, and what has to be so on the campus for it to be answered as it is. */
export interface GoldenRequest {
	/** What the case shows, in one sentence. */
	about: string;
	/** The kind of campus, where it is not 1.9. */
	kind?: CampusKind;
	/** The gateway has an API key for the JSON API of the campus. */
	key?: true;
	/** Requests that bring the campus into the state the case is about; their exchange is no part of it. */
	before?: { method: string; path: string; body?: unknown }[];
	/** Faults of the sandbox, queued before the request. */
	faults?: Fault[];
	/** Replies that the sandbox has no way to give, in their order. */
	replies?: { operation: string; fault?: { code: string; message: string }; result?: ReplyResult }[];
	method: string;
	path: string;
	headers?: Record<string, string>;
	body?: unknown;
}

/** A text, or a list of structs whose members are texts. */
type ReplyResult = string | Record<string, string>[];

export interface GoldenResponse {
	status: number;
	headers: Record<string, string>;
	/** null where there is none. */
	body: unknown;
}

export interface GoldenCase {
	operationId: string;
	name: string;
	folder: string;
	request: GoldenRequest;
}

const FOLDER = fileURLToPath(new URL('../golden', import.meta.url));

/** Headers that a caller relies on. */
const HEADERS = ['content-type', 'location', 'retry-after', 'allow'];

/** Every case there is: a folder with a request.json, below the folder named by the operationId. */
export function loadCases(): GoldenCase[] {
	return foldersIn(FOLDER).flatMap((operationId) =>
		foldersIn(join(FOLDER, operationId)).map((name) => {
			const folder = join(FOLDER, operationId, name);
			return { operationId, name, folder, request: readJson<GoldenRequest>(join(folder, 'request.json')) };
		}),
	);
}

export function readJson<T>(file: string): T {
	return JSON.parse(readFileSync(file, 'utf8')) as T;
}

function foldersIn(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name)
		.sort();
}

export interface GoldenStacks {
	/** The stack on which a case is played; started when it is first needed. */
	of(request: GoldenRequest): Promise<Stack>;
	close(): Promise<void>;
}

/** What a gateway does otherwise once it knows the fields of users: each case has one that knows none. */
const MAKES_FIELDS = /^(PUT \/users\/|POST \/users(\/batch\/(create|edit))?$)/;

/** Campuses of the kinds that the cases are about. */
export function goldenStacks(): GoldenStacks {
	const stacks = new Map<string, Promise<Stack>>();
	let fresh: Stack | undefined;
	return {
		async of({ kind = '1.9', key = false, method, path }) {
			if (kind === '1.9' && MAKES_FIELDS.test(`${method} ${path}`)) {
				await fresh?.close();
				fresh = await startGoldenStack(kind, key);
				return fresh;
			}
			const name = `${kind} ${key}`;
			const stack = stacks.get(name) ?? startGoldenStack(kind, key);
			stacks.set(name, stack);
			return stack;
		},
		async close() {
			await fresh?.close();
			for (const stack of stacks.values()) await (await stack).close();
		},
	};
}

/** One call at a time and a signature that needs no question: the exchange of a case is the same every time. */
async function startGoldenStack(kind: CampusKind, key: boolean): Promise<Stack> {
	const stack = await startStack({
		// Links in replies would else hold the port of the day.
		sandbox: { ...SANDBOXES[kind], rootUrl: 'http://campus.example/' },
		env: {
			CHAMILO_KIND: kind,
			CHAMILO_SIGNING: 'static',
			CHAMILO_EGRESS_IP: '127.0.0.1',
			// Nothing is remembered from case to case.
			CHAMILO_EXTERNAL_FIELDS: 'none',
			CHAMILO_CONCURRENCY: '1',
			CHAMILO_TIMEOUT_MS: '5000',
			...(key ? { CHAMILO_API_USER: 'admin', CHAMILO_API_KEY: 'sandbox-json-api-key', CACHE_TTL_S: '0' } : {}),
		},
	});
	// Whether the campus takes the key is asked once, which is no part of a case.
	if (key) await stack.request('GET', '/users?limit=1');
	return stack;
}

/** Plays a case against the campus in its first state. */
export async function playCase(
	stack: Stack,
	{ before = [], faults = [], replies = [], method, path, headers, body }: GoldenRequest,
): Promise<{ soap: GoldenExchange[]; response: GoldenResponse }> {
	stack.sandbox.reset();
	for (const step of before) {
		const { status, text } = await stack.request(step.method, step.path, step.body);
		if (status >= 300) throw new Error(`${step.method} ${step.path}, which prepares the case, answered ${text}`);
	}
	await stack.control.fault(...faults);
	stack.proxy.substitutes.push(...replies.map(toSubstitute));
	stack.proxy.exchanges.length = 0;
	// The request id is given, so that `instance` is the same every time.
	const answer = await stack.request(method, path, body, { 'X-Request-Id': 'golden', ...headers });
	if (stack.sandbox.faults.list().length + stack.proxy.substitutes.length > 0) {
		throw new Error('a fault of the case was never met');
	}
	return {
		soap: stack.proxy.exchanges.map(toGoldenExchange),
		response: {
			status: answer.status,
			headers: Object.fromEntries(
				HEADERS.flatMap((name) => {
					const value = answer.headers.get(name);
					return value === null ? [] : [[name, value]];
				}),
			),
			body: answer.text === '' ? null : JSON.parse(answer.text.replace(UUID, 'uuid')),
		},
	};
}

/** What the gateway names a record by is random. */
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function toGoldenExchange({ operation, requestXml, status, responseXml }: Exchange): GoldenExchange {
	return {
		operation,
		requestXml: requestXml
			.replace(/(<secret_key[^>]*>)[0-9a-f]{40}</g, '$1***<')
			.replace(/(&api_key=)[^&]*/, '$1***')
			.replace(UUID, 'uuid'),
		status,
		responseXml: toGoldenReply(operation, responseXml).replace(UUID, 'uuid'),
	};
}

/** Without the comment that 1.11 puts behind the envelope, and without API keys of users, which are random and secret. */
function toGoldenReply(operation: string, xml: string): string {
	const envelope = xml.replace(/(<\/SOAP-ENV:Envelope>)[\s\S]*/, '$1');
	return operation === 'WSUpdateUserApiKey' ? envelope.replace(/>[0-9a-f]{32}</g, '>***<') : envelope;
}

/** Envelopes in the form the recorded ones have. */
function toSubstitute({ operation, fault, result = '' }: NonNullable<GoldenRequest['replies']>[number]): Substitute {
	const content = fault
		? `<SOAP-ENV:Fault>${textOf('faultcode', fault.code)}${textOf('faultactor', '')}${textOf('faultstring', fault.message)}${textOf('detail', '')}</SOAP-ENV:Fault>`
		: `<ns1:${operation}Response xmlns:ns1="urn:WSRegistration">${returned(result)}</ns1:${operation}Response>`;
	const envelope = [
		'<?xml version="1.0" encoding="ISO-8859-1"?>',
		'<SOAP-ENV:Envelope SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"',
		' xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema"',
		' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/">',
		`<SOAP-ENV:Body>${content}</SOAP-ENV:Body></SOAP-ENV:Envelope>`,
	];
	return { operation, status: fault ? 500 : 200, xml: envelope.join('') };
}

function textOf(name: string, text: string): string {
	return `<${name} xsi:type="xsd:string">${text}</${name}>`;
}

function returned(result: ReplyResult): string {
	if (typeof result === 'string') return textOf('return', result);
	const items = result.map((item) => Object.entries(item).map(([name, text]) => textOf(name, text)));
	return `<return xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="xsd:anyType[${items.length}]">${items.map((members) => `<item>${members.join('')}</item>`).join('')}</return>`;
}
