import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { CallLog, type LoggedCall } from './call-log.js';
import type { Campus } from './campus/campus.js';
import { createCampus } from './campus/seeds.js';
import { changeVersion } from './campus/upgrade.js';
import { serviceAt } from './contract.js';
import { serveControl } from './control.js';
import { type FaultSpec, Faults } from './faults.js';
import { clientIp, deliver, peerIp, readBody, sendText } from './http.js';
import { applyAfterCall, applyBeforeCall, type Delivery } from './inject.js';
import { actionOf, answerJsonApi, JSON_API_PATH, loggedAction, readParameters } from './json-api/index.js';
import { asComment, debugOfWsdl } from './nusoap/debug.js';
import type { SoapCall } from './nusoap/request.js';
import { indexPage, servicePage } from './pages.js';
import { type PhpValue, phpString } from './php/values.js';
import { type Profile, profileOf } from './profile.js';
import { type Release, releaseOf } from './release.js';
import { loggedCall, parseRequest, runCall } from './run-call.js';
import { looselyEquals, signature } from './services/service.js';
import type { SiteOptions } from './site-options.js';
import type { SoapRequest } from './soap-request.js';
import { Workers } from './workers.js';
import { wsdlOf } from './wsdl.js';

/** What every address answers, `?wsdl` too, where web services are switched off (F9). */
const WEBSERVICES_DISABLED =
	"Webservices are disabled. \nTo enable, add $_configuration['disable_webservices'] = false; in configuration.php";

/** A service and its name, found by the path of a request. */
type ServiceMatch = NonNullable<ReturnType<typeof serviceAt>>;

/** A simulated Chamilo site: its state, and the handling of HTTP requests. */
export class Site {
	url = '';
	readonly securityKey: string;
	readonly apiKey: string;
	readonly journal = new CallLog();
	readonly faults = new Faults();
	profile: Profile;
	campus: Campus;
	private readonly workers: Workers;

	constructor(private readonly options: SiteOptions) {
		this.securityKey = options.securityKey ?? 'sandbox-security-key';
		this.apiKey = options.apiKey ?? 'sandbox-json-api-key';
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
		if (this.options.seed !== 'recorded') campus.restKeys.set(1, this.apiKey);
		return campus;
	}

	async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, search } = new URL(request.url ?? '/', 'http://sandbox');
		const isLate = this.profile.release.chamilo === '1.11.32';
		if (
			isLate &&
			this.campus.settings.webservicesDisabled &&
			/\/(registration\.)?soap\.php$|\/v2\.php$/.test(pathname)
		) {
			return sendText(response, 'text/html; charset=UTF-8', WEBSERVICES_DISABLED);
		}
		if (isLate && pathname === JSON_API_PATH) return this.jsonApi(request, response, search);
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
			return sendText(
				response,
				'text/html; charset=UTF-8',
				indexPage(this.securityKey, this.apiKey, this.profile.release),
			);
		}
		return serveControl(this, `${request.method} ${pathname}`, request, response);
	}

	private wsdl(request: IncomingMessage, response: ServerResponse, { name, service }: ServiceMatch): void {
		const dialect = this.profile.dialect(name);
		const text = wsdlOf(name, service, request.headers.host ?? 'localhost', dialect);
		const seen = { serviceName: name, service, headers: request.headers, peer: peerIp(request) };
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
			peer: peerIp(request),
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
			const { insertCountAtStart, enter } = this.campus.beginCall();
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
			enter();
			const { reply, entry } = runCall(request, call, context, fault);
			this.record(entry, fault);
			return applyAfterCall(fault, reply);
		});
	}

	private async jsonApi(request: IncomingMessage, response: ServerResponse, search: string): Promise<void> {
		const parameters = readParameters(search, request.headers, await readBody(request));
		const fault = this.faults.take(actionOf(parameters));
		if (fault?.kind === 'delay') await sleep(fault.ms ?? 0);
		const early = applyBeforeCall(fault);
		if (early) this.record(loggedAction(parameters, 0), fault);
		const work = async () => {
			const insertCountAtStart = this.campus.users.insertCount;
			const ms = this.options.latency?.baseMs ?? 0;
			if (ms > 0) await sleep(ms);
			const { php } = this.profile.release;
			const root = this.options.rootUrl ?? `${this.url}/`;
			const reply = answerJsonApi({ parameters, campus: this.campus, root, php, insertCountAtStart });
			this.record(loggedAction(parameters, reply.status), fault);
			return applyAfterCall(fault, reply);
		};
		return deliver(response, early ?? (await this.workers.run(work)));
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
