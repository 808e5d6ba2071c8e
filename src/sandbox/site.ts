import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { CallLog, type LoggedCall } from './call-log.js';
import type { Campus, Settings } from './campus/campus.js';
import { createCampus, type Seed } from './campus/seeds.js';
import { changeVersion } from './campus/upgrade.js';
import { serviceAt } from './contract.js';
import { serveControl } from './control.js';
import { type FaultSpec, Faults } from './faults.js';
import { clientIp, deliver, peerIp, readBody, sendText } from './http.js';
import { applyAfterCall, applyBeforeCall, type Delivery } from './inject.js';
import { asComment, debugOfWsdl } from './nusoap/debug.js';
import type { SoapCall } from './nusoap/request.js';
import { indexPage, servicePage } from './pages.js';
import { type PhpValue, phpString } from './php/values.js';
import { type Profile, profileOf } from './profile.js';
import { type Release, releaseOf } from './release.js';
import { loggedCall, parseRequest, runCall, type SoapRequest } from './run-call.js';
import { looselyEquals, signature } from './services/service.js';
import { Workers } from './workers.js';
import { wsdlOf } from './wsdl.js';

export interface SiteOptions {
	/** Version of Chamilo; default '1.9'. '1.11' is 1.11.6. */
	chamilo?: Release['chamilo'];
	/** PHP version; default 5, for 1.11.32 7. On 7 and 8, soap.php answers every call with the same fault. */
	php?: Release['php'];
	/** Whether soap.php of 1.11 can read requests; default true on PHP 5, false on later ones. See Release. */
	rawPostData?: boolean;
	/** `security_key` of Chamilo's configuration. */
	securityKey?: string;
	seed?: Seed;
	/**
	 * How long a call keeps its worker busy. perUserMs is added for each item of a list that is created or deleted; items
	 * that are only looked up, enabled or disabled take a tenth of it, as measured.
	 */
	latency?: { baseMs?: number; perUserMs?: number };
	/** Maximum number of concurrent calls; further ones are queued. Default: no limit. */
	workers?: number;
	/** Receives one line per call. */
	log?: (line: string) => void;
	/** Settings of 1.11.32 that differ from those of a new installation. */
	settings?: Partial<Settings>;
	/** Root URL of the campus in links, with a slash at the end; default: the address of the sandbox. */
	rootUrl?: string;
}

/** What every address answers, `?wsdl` too, where web services are switched off (F9). */
const WEBSERVICES_DISABLED =
	"Webservices are disabled. \nTo enable, add $_configuration['disable_webservices'] = false; in configuration.php";

/** A service and its name, found by the path of a request. */
type ServiceMatch = NonNullable<ReturnType<typeof serviceAt>>;

/** A simulated Chamilo site: its state, and the handling of HTTP requests. */
export class Site {
	url = '';
	readonly securityKey: string;
	readonly journal = new CallLog();
	readonly faults = new Faults();
	profile: Profile;
	campus: Campus;
	private readonly workers: Workers;

	constructor(private readonly options: SiteOptions) {
		this.securityKey = options.securityKey ?? 'sandbox-security-key';
		this.profile = profileOf(releaseOf(options));
		this.campus = this.newCampus();
		this.workers = new Workers(options.workers ?? Number.POSITIVE_INFINITY);
	}

	switchTo(release: Release): void {
		if (release.chamilo !== this.profile.release.chamilo) changeVersion(this.campus, release.chamilo);
		this.profile = profileOf(release);
	}

	reset(): void {
		this.campus = this.newCampus();
		this.journal.clear();
		this.faults.clear();
	}

	private newCampus(): Campus {
		const campus = createCampus(this.options.seed ?? 'demo', this.profile.release.chamilo);
		Object.assign(campus.settings, this.options.settings);
		return campus;
	}

	async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, search } = new URL(request.url ?? '/', 'http://sandbox');
		const isLate = this.profile.release.chamilo === '1.11.32';
		if (isLate && this.campus.settings.webservicesDisabled && /\/(registration\.)?soap\.php$/.test(pathname)) {
			return sendText(response, 'text/html; charset=UTF-8', WEBSERVICES_DISABLED);
		}
		const match = serviceAt(this.profile.release.chamilo, pathname);
		if (match && request.method === 'POST') return this.soap(request, response, match);
		if (request.method === 'GET' && match) {
			if (/^\?wsdl\b/i.test(search)) return this.wsdl(request, response, match);
			return sendText(
				response,
				'text/html; charset=UTF-8',
				servicePage(match.name, Object.keys(match.service.operations)),
			);
		}
		if (pathname === '/main/webservices/testip.php') {
			const end = this.profile.release.chamilo === '1.9' ? '\n' : '';
			return sendText(response, 'text/html; charset=UTF-8', (isLate ? peerIp(request) : clientIp(request)) + end);
		}
		if (pathname === '/' || pathname === '/index.php') {
			return sendText(response, 'text/html; charset=UTF-8', indexPage(this.securityKey, this.profile.release));
		}
		return serveControl(this, `${request.method} ${pathname}`, request, response);
	}

	private wsdl(request: IncomingMessage, response: ServerResponse, { name, service }: ServiceMatch): void {
		const dialect = this.profile.dialect(name);
		const text = wsdlOf(name, service, request.headers.host ?? 'localhost', dialect);
		const seen = { serviceName: name, service, headers: request.headers, ip: clientIp(request) };
		const debug = dialect.debug ? asComment(debugOfWsdl(seen)) : '';
		sendText(response, `text/xml; charset=${dialect.charset}`, text + debug);
	}

	private async soap(request: IncomingMessage, response: ServerResponse, match: ServiceMatch): Promise<void> {
		const soapRequest: SoapRequest = {
			serviceName: match.name,
			service: match.service,
			profile: this.profile,
			dialect: this.profile.dialect(match.name),
			ip: clientIp(request),
			settings: this.campus.settings,
			headers: request.headers,
			body: await readBody(request),
			host: (request.headers.host ?? 'localhost').replace(/:\d+$/, ''),
		};
		const parsed = parseRequest(soapRequest);
		if ('reply' in parsed) {
			const { fault, reply } = parsed;
			this.record(loggedCall(soapRequest, { operation: '', args: [] }, reply.status, fault));
			return deliver(response, { reply });
		}
		const fault = this.faults.take(parsed.call.operation);
		if (fault?.kind === 'delay') await sleep(fault.ms ?? 0);
		const early = applyBeforeCall(fault);
		if (early) this.record(loggedCall(soapRequest, parsed.call, 0), fault);
		return deliver(response, early ?? (await this.work(soapRequest, parsed.call, fault)));
	}

	private work(request: SoapRequest, call: SoapCall, fault: FaultSpec | undefined): Promise<Delivery> {
		return this.workers.run(async () => {
			// Handlers run synchronously, so concurrent calls overlap only during this delay.
			const insertCountAtStart = this.campus.users.insertCount;
			const { baseMs = 0, perUserMs = 0 } = this.options.latency ?? {};
			const perItemMs = /Create|Delete/.test(call.operation) ? perUserMs : perUserMs / 10;
			const ms = baseMs + perItemMs * listLength(call);
			if (ms > 0) await sleep(ms);
			const context = {
				campus: this.campus,
				ip: request.ip,
				insertCountAtStart,
				root: this.options.rootUrl ?? `${this.url}/`,
				isValidKey: (key: PhpValue | undefined, from: string) => this.isValidKey(key, from),
			};
			const { reply, entry } = runCall(request, call, context, fault);
			this.record(entry, fault);
			return applyAfterCall(fault, reply);
		});
	}

	private isValidKey(key: PhpValue | undefined, ip: string): boolean {
		const expected = signature(ip, this.securityKey);
		return phpString(key) === expected || (this.profile.release.chamilo === '1.11' && looselyEquals(expected, key));
	}

	private record(entry: LoggedCall, fault?: FaultSpec): void {
		this.journal.add(fault ? { ...entry, injected: fault.kind } : entry);
		this.options.log?.(
			`${entry.service} ${entry.operation} ${entry.status}${entry.fault ? ` ${entry.fault.code}` : ''}`,
		);
	}
}

/** The length of the longest list in the arguments, for the latency. */
function listLength(call: SoapCall): number {
	const lengths = call.args.flatMap((value) => {
		if (!(value instanceof Map)) return [];
		if (value.has(0)) return [value.size];
		return [...value.values()].map((member) => (member instanceof Map && member.has(0) ? member.size : 0));
	});
	return Math.max(0, ...lengths);
}
