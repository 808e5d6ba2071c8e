// Executes a SOAP request: parses it, calls the handler of the operation, and builds the HTTP response and the log
// entry.

import type { IncomingHttpHeaders } from 'node:http';
import type { ServiceContract } from '../soap/contract.js';
import type { LoggedCall } from './call-log.js';
import { loggedArgs } from './call-log.js';
import type { Settings } from './campus/campus.js';
import type { FaultSpec } from './faults.js';
import { asComment, debugOfCall, debugOfRequest } from './nusoap/debug.js';
import type { Dialect } from './nusoap/dialect.js';
import { sqlErrorReply } from './nusoap/error-page.js';
import { fatalText, notices, withNotices } from './nusoap/notices.js';
import { envelope, fatalReply, faultEnvelope, type HttpReply, soapReply } from './nusoap/reply.js';
import { readCall, type SoapCall } from './nusoap/request.js';
import { PhpFatal, SoapFault, SqlError } from './php/values.js';
import type { Profile } from './profile.js';
import type { Call } from './services/service.js';

/** A POST to one of the two services. */
export interface SoapRequest {
	serviceName: string;
	service: ServiceContract;
	profile: Profile;
	dialect: Dialect;
	headers: IncomingHttpHeaders;
	body: Buffer;
	host: string;
	/** The address that signatures are checked with. */
	ip: string;
	/** Address of the peer. */
	peer: string;
	settings: Settings;
}

/** The call of a request, or the fault response if no operation could be determined. */
export type ParsedRequest = { call: SoapCall } | { reply: HttpReply; fault: SoapFault };

/** Parses a request to its operation and arguments. */
export function parseRequest(request: SoapRequest): ParsedRequest {
	const { profile, serviceName, service, headers, host, dialect } = request;
	// Without $HTTP_RAW_POST_DATA soap.php gets an empty body (F3).
	const seesNoBody = serviceName === 'WSService' && !profile.release.rawPostData;
	const [bodySeen, headersSeen] = seesNoBody
		? [Buffer.alloc(0), { ...headers, 'content-type': 'text/xml', 'content-encoding': undefined }]
		: [request.body, headers];
	try {
		return { call: readCall(headersSeen, bodySeen, service, host, dialect) };
	} catch (error) {
		if (error instanceof SoapFault) return { reply: replyWithFault(request, error), fault: error };
		throw error;
	}
}

/** Executes an operation. @param fault an injected fault that may interrupt it. */
export function runCall(
	request: SoapRequest,
	soapCall: SoapCall,
	context: Omit<Call, 'failures' | 'createdUserIds' | 'afterItem'>,
	fault: FaultSpec | undefined,
): { reply: HttpReply; entry: LoggedCall } {
	const { reply, error } = answer(request, soapCall, {
		...context,
		failures: [],
		createdUserIds: new Set(),
		afterItem: crashAfterItem(fault),
	});
	return { reply, entry: loggedCall(request, soapCall, reply.status, error) };
}

/** The log entry of a call. @param error the exception that ended it, if any. */
export function loggedCall(
	request: SoapRequest,
	{ operation, args }: Pick<SoapCall, 'operation' | 'args'>,
	status: number,
	error?: unknown,
): LoggedCall {
	const parts = request.service.operations[operation]?.input.map(([name]) => name) ?? [];
	return {
		time: new Date().toISOString(),
		service: request.serviceName,
		operation,
		args: loggedArgs(operation, args, parts),
		status,
		fault: error instanceof SoapFault ? { code: error.code, message: error.message } : null,
	};
}

/** A callback that throws a PhpFatal after the item at which the injected fault is to happen. */
function crashAfterItem(fault: FaultSpec | undefined): (index: number) => void {
	return (index) => {
		if (fault?.item === index + 1) throw new PhpFatal('injected');
	};
}

function answer(request: SoapRequest, soapCall: SoapCall, call: Call) {
	const { operation, namespace, args } = soapCall;
	const { profile, service, dialect } = request;
	try {
		const handler = profile.handler(operation);
		if (!handler) throw new PhpFatal(`${operation} is not written yet`);
		if (args.length < profile.requiredArguments(operation)) throw new PhpFatal('too few arguments');
		const value = handler(call, args);
		const text = envelope(operation, namespace, value, service, dialect);
		const debug = dialect.debug ? asComment(debugOfCall(request, soapCall, { value })) : '';
		return { reply: reply(request, 200, text + debug), error: undefined };
	} catch (error) {
		if (error instanceof SoapFault) return { reply: replyWithFault(request, error, soapCall), error };
		if (error instanceof PhpFatal) return { reply: isTestServer(request) ? fatalText() : fatalReply(), error };
		if (error instanceof SqlError) return { reply: sqlErrorReply(pageOf(request)), error };
		throw error;
	}
}

function reply(request: SoapRequest, status: number, text: string): HttpReply {
	const { headers, dialect } = request;
	const notices = isTestServer(request) ? noticesBefore(request) : '';
	if (notices !== '') return withNotices(notices, text);
	return soapReply(status, text, String(headers['accept-encoding'] ?? ''), dialect);
}

/** Whether PHP shows its notices: with that setting, which is modelled for 1.11.32 only (F8). */
function isTestServer({ profile, settings }: SoapRequest): boolean {
	return settings.testServer && profile.release.chamilo === '1.11.32';
}

function pageOf(request: SoapRequest) {
	if (request.profile.release.chamilo !== '1.11.32') return '1.11.6';
	return isTestServer(request) ? 'debugger' : '1.11.32';
}

/** On PHP 8 always; on PHP 7 in soap.php, where X-Forwarded-For has one entry (F191). */
function noticesBefore({ profile, serviceName, headers }: SoapRequest): string {
	if (profile.release.php >= 8) return notices(60);
	const forwarded = String(headers['x-forwarded-for'] ?? '');
	return serviceName === 'WSService' && /^[^,]+$/.test(forwarded) ? notices(5) : '';
}

/** The fault response with the debug output. If no operation was found, the debug output is in the detail too (F46). */
function replyWithFault(request: SoapRequest, fault: SoapFault, call?: SoapCall): HttpReply {
	if (!request.dialect.debug) return reply(request, 500, faultEnvelope(fault));
	const debug = call ? debugOfCall(request, call, { fault: fault.code }) : debugOfRequest(request, undefined);
	return reply(
		request,
		500,
		(call ? faultEnvelope(fault) : faultEnvelope(fault, request.dialect.charset, debug)) + asComment(debug),
	);
}
