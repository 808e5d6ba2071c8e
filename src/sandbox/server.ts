import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Campus } from './campus/campus.js';
import { createCampus, type Seed } from './campus/seeds.js';
import { changeVersion } from './campus/upgrade.js';
import { serviceAt } from './contract.js';
import { indexPage, servicePage, stateOf } from './control.js';
import { type FaultSpec, Faults, readFault } from './faults.js';
import { afterWork, insteadOfWork, type Outcome } from './inject.js';
import { Journal, type JournalEntry } from './journal.js';
import { type Kind, kindOf, readKind } from './kind.js';
import { asComment, debugOfWsdl } from './nusoap/debug.js';
import type { SoapCall } from './nusoap/request.js';
import { type PhpValue, phpString } from './php/values.js';
import { type Profile, profileOf } from './profile.js';
import { journalEntry, runCall, type SoapRequest, understand } from './run-call.js';
import { looselyEquals, signature } from './services/service.js';
import { Workers } from './workers.js';
import { wsdlOf } from './wsdl.js';

export interface SandboxOptions {
	/** Which Chamilo it is; '1.9' where left out. */
	chamilo?: '1.9' | '1.11';
	/** PHP under a 1.11; 5 where left out. On 7, soap.php answers every call with one and the same fault. */
	php?: 5 | 7;
	/** On PHP 7: whether an auto_prepend_file cures soap.php; on PHP 5: false breaks it. */
	rawPostData?: boolean;
	/** 0, the default, takes any free port. */
	port?: number;
	host?: string;
	/** What Chamilo calls security_key in its configuration. */
	securityKey?: string;
	seed?: Seed;
	/**
	 * How long a call keeps its worker busy. perUserMs counts for each item of a plural creation or deletion; where
	 * items are looked up or switched they take a tenth of it, as measured.
	 */
	latency?: { baseMs?: number; perUserMs?: number };
	/** Calls in work at once; further ones queue. No limit where left out. */
	workers?: number;
	/** Gets one line a call. */
	log?: (line: string) => void;
	/** Decides on signatures instead of the security key. */
	acceptSignature?: (signature: string, ip: string) => boolean;
	/** Root of the campus in links, with a slash at the end; its own address where left out. */
	rootUrl?: string;
}

export interface Sandbox {
	/** Root of the campus, without a slash at the end. */
	readonly url: string;
	readonly securityKey: string;
	/** The state behind the services; replaced by reset(). */
	readonly campus: Campus;
	readonly journal: readonly JournalEntry[];
	readonly faults: Pick<Faults, 'add' | 'clear' | 'list'>;
	readonly kind: Kind;
	/** Makes it another Chamilo under way, people, courses and sessions kept; settings left out are at their defaults. */
	switchTo(kind: Partial<Kind>): void;
	/** Back to the seed: state, journal and faults. The kind stays. */
	reset(): void;
	close(): Promise<void>;
}

/** Starts a server that behaves like a Chamilo 1.9.8 or 1.11.6 on the wire. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const host = options.host ?? '127.0.0.1';
	const site = new Site(options);
	const server = createServer((request, response) => {
		site.handle(request, response).catch((error: unknown) => {
			options.log?.(`sandbox error: ${error instanceof Error ? error.stack : String(error)}`);
			if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain' });
			response.end('The sandbox itself has failed.\n');
		});
	});
	await listen(server, options.port ?? 0, host);
	const { port } = server.address() as AddressInfo;
	site.url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
	return {
		url: site.url,
		securityKey: site.securityKey,
		get campus() {
			return site.campus;
		},
		journal: site.journal.entries,
		faults: site.faults,
		get kind() {
			return site.profile.kind;
		},
		switchTo: (kind) => site.switchTo(kindOf(kind)),
		reset: () => site.reset(),
		close: () => close(server),
	};
}

function listen(server: Server, port: number, host: string): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => resolve());
	});
}

function close(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}

type Found = NonNullable<ReturnType<typeof serviceAt>>;

class Site {
	url = '';
	readonly securityKey: string;
	readonly journal = new Journal();
	readonly faults = new Faults();
	profile: Profile;
	campus: Campus;
	private readonly workers: Workers;

	constructor(private readonly options: SandboxOptions) {
		this.securityKey = options.securityKey ?? 'sandbox-security-key';
		this.profile = profileOf(kindOf(options));
		this.campus = createCampus(options.seed ?? 'demo', this.profile.kind.chamilo);
		this.workers = new Workers(options.workers ?? Number.POSITIVE_INFINITY);
	}

	switchTo(kind: Kind): void {
		if (kind.chamilo !== this.profile.kind.chamilo) changeVersion(this.campus, kind.chamilo);
		this.profile = profileOf(kind);
	}

	reset(): void {
		this.campus = createCampus(this.options.seed ?? 'demo', this.profile.kind.chamilo);
		this.journal.clear();
		this.faults.clear();
	}

	async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, search } = new URL(request.url ?? '/', 'http://sandbox');
		const found = serviceAt(this.profile.kind.chamilo, pathname);
		if (found && request.method === 'POST') return this.soap(request, response, found);
		if (request.method === 'GET' && found) {
			if (/^\?wsdl\b/i.test(search)) return this.wsdl(request, response, found);
			return send(response, 'text/html; charset=UTF-8', servicePage(found.name, Object.keys(found.service.operations)));
		}
		if (pathname === '/main/webservices/testip.php') {
			const end = this.profile.kind.chamilo === '1.9' ? '\n' : '';
			return send(response, 'text/html; charset=UTF-8', callerIp(request) + end);
		}
		if (pathname === '/' || pathname === '/index.php') {
			return send(response, 'text/html; charset=UTF-8', indexPage(this.securityKey, this.profile.kind));
		}
		return this.control(`${request.method} ${pathname}`, request, response);
	}

	private wsdl(request: IncomingMessage, response: ServerResponse, { name, service }: Found): void {
		const dialect = this.profile.dialect(name);
		const text = wsdlOf(name, service, request.headers.host ?? 'localhost', dialect);
		const seen = { serviceName: name, service, headers: request.headers, ip: callerIp(request) };
		const debug = dialect.debug ? asComment(debugOfWsdl(seen)) : '';
		send(response, `text/xml; charset=${dialect.charset}`, text + debug);
	}

	private async control(route: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (route === 'GET /sandbox/state') return sendJson(response, 200, stateOf(this.campus));
		if (route === 'GET /sandbox/journal') return sendJson(response, 200, this.journal.entries);
		if (route === 'GET /sandbox/faults') return sendJson(response, 200, this.faults.list());
		if (route === 'GET /sandbox/kind') return sendJson(response, 200, this.profile.kind);
		if (route === 'POST /sandbox/kind') return this.changeKind(await readBody(request), response);
		if (route === 'POST /sandbox/reset') {
			this.reset();
			return sendJson(response, 200, { reset: true });
		}
		if (route === 'DELETE /sandbox/faults') {
			this.faults.clear();
			return sendJson(response, 200, []);
		}
		if (route !== 'POST /sandbox/faults') return sendJson(response, 404, { error: `nothing at ${route}` });
		const input = parseJson((await readBody(request)).toString('utf8'));
		const read = (Array.isArray(input) ? input : [input]).map(readFault);
		const wrong = read.find((fault) => typeof fault === 'string');
		if (wrong !== undefined) return sendJson(response, 400, { error: wrong });
		for (const fault of read) if (typeof fault !== 'string') this.faults.add(fault);
		return sendJson(response, 200, this.faults.list());
	}

	private changeKind(body: Buffer, response: ServerResponse): void {
		const kind = readKind(parseJson(body.toString('utf8')));
		if (typeof kind !== 'string') this.switchTo(kind);
		sendJson(response, typeof kind === 'string' ? 400 : 200, typeof kind === 'string' ? { error: kind } : kind);
	}

	private async soap(request: IncomingMessage, response: ServerResponse, found: Found): Promise<void> {
		const soapRequest: SoapRequest = {
			serviceName: found.name,
			service: found.service,
			profile: this.profile,
			dialect: this.profile.dialect(found.name),
			ip: callerIp(request),
			headers: request.headers,
			body: await readBody(request),
			host: (request.headers.host ?? 'localhost').replace(/:\d+$/, ''),
		};
		const understood = understand(soapRequest);
		if ('reply' in understood) {
			const { fault, reply } = understood;
			this.record(journalEntry(soapRequest, { operation: '', args: [] }, reply.status, fault));
			return deliver(response, { reply });
		}
		const fault = this.faults.take(understood.call.operation);
		if (fault?.kind === 'delay') await sleep(fault.ms ?? 0);
		const spared = insteadOfWork(fault);
		if (spared) this.record(journalEntry(soapRequest, understood.call, 0), fault);
		return deliver(response, spared ?? (await this.work(soapRequest, understood.call, fault)));
	}

	private work(request: SoapRequest, call: SoapCall, fault: FaultSpec | undefined): Promise<Outcome> {
		return this.workers.run(async () => {
			// Calls overlap for as long as the latency says, and no longer.
			const startTurn = this.campus.users.turn;
			const { baseMs = 0, perUserMs = 0 } = this.options.latency ?? {};
			const perItemMs = /Create|Delete/.test(call.operation) ? perUserMs : perUserMs / 10;
			const ms = baseMs + perItemMs * listLength(call);
			if (ms > 0) await sleep(ms);
			const context = {
				campus: this.campus,
				ip: request.ip,
				startTurn,
				root: this.options.rootUrl ?? `${this.url}/`,
				isValidKey: (key: PhpValue | undefined, from: string) => this.isValidKey(key, from),
			};
			const { reply, entry } = runCall(request, call, context, fault);
			this.record(entry, fault);
			return afterWork(fault, reply);
		});
	}

	private isValidKey(key: PhpValue | undefined, ip: string): boolean {
		if (this.options.acceptSignature) return this.options.acceptSignature(phpString(key), ip);
		const right = signature(ip, this.securityKey);
		return phpString(key) === right || (this.profile.kind.chamilo === '1.11' && looselyEquals(right, key));
	}

	private record(entry: JournalEntry, fault?: FaultSpec): void {
		this.journal.add(fault ? { ...entry, injected: fault.kind } : entry);
		this.options.log?.(
			`${entry.service} ${entry.operation} ${entry.status}${entry.fault ? ` ${entry.fault.code}` : ''}`,
		);
	}
}

/** First entry of X-Forwarded-For, from anybody and unchecked, else the peer (F11). */
function callerIp(request: IncomingMessage): string {
	const forwarded = String(request.headers['x-forwarded-for'] ?? '');
	if (forwarded !== '') return (forwarded.split(',')[0] ?? '').trim();
	return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

/** Items of the longest list among the arguments: what a plural call costs by. */
function listLength(call: SoapCall): number {
	const lengths = call.args.flatMap((value) => {
		if (!(value instanceof Map)) return [];
		if (value.has(0)) return [value.size];
		return [...value.values()].map((member) => (member instanceof Map && member.has(0) ? member.size : 0));
	});
	return Math.max(0, ...lengths);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

function deliver(response: ServerResponse, outcome: Outcome): void {
	if (outcome === 'hang') return;
	if (outcome === 'reset') {
		response.socket?.resetAndDestroy();
		return;
	}
	const cut = 'cut' in outcome;
	const { status, headers, body } = cut ? outcome.cut : outcome.reply;
	response.writeHead(status, {
		...headers,
		'Content-Length': body.length,
		'Set-Cookie': `ch_sid=${randomBytes(13).toString('hex')}; path=/`,
	});
	if (!cut) response.end(body);
	else response.write(body.subarray(0, middle(body)), () => response.socket?.destroy());
}

/** A place within the envelope, whatever comes after it; of compressed bytes, one near the begin is. */
function middle(body: Buffer): number {
	const end = body.indexOf('</SOAP-ENV:Envelope>');
	return Math.floor(end < 0 ? Math.min(body.length / 2, 60) : end / 2);
}

function send(response: ServerResponse, contentType: string, text: string): void {
	const body = Buffer.from(text, 'utf8');
	response.writeHead(200, { 'Content-Type': contentType, 'Content-Length': body.length }).end(body);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
	const body = Buffer.from(`${JSON.stringify(value, null, '\t')}\n`, 'utf8');
	response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
