// Executes a SOAP request: parses it, calls the handler of the operation, and builds the HTTP response and the log
// entry.

import type { LoggedCall } from './call-log.js';
import { loggedArgs } from './call-log.js';
import type { FaultSpec } from './faults.js';
import { asComment, debugOfCall, debugOfRequest } from './nusoap/debug.js';
import { sqlErrorReply } from './nusoap/error-page.js';
import { fatalText } from './nusoap/notices.js';
import { envelope, fatalReply, faultEnvelope, type HttpReply, soapReply } from './nusoap/reply.js';
import { readCall, type SoapCall } from './nusoap/request.js';
import { PhpFatal, SoapFault, SqlError } from './php/values.js';
import type { Call } from './services/service.js';
import type { SoapRequest } from './soap-request.js';
import { asShown } from './test-mode.js';

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
		return { reply: reply(request, 200, text + debug, operation), error: undefined };
	} catch (error) {
		if (error instanceof SoapFault) return { reply: replyWithFault(request, error, soapCall), error };
		const { testServer } = request.settings;
		if (error instanceof PhpFatal) return { reply: testServer ? fatalText() : fatalReply(), error };
		if (error instanceof SqlError) return { reply: sqlReply(request), error };
		throw error;
	}
}

/** @param operation that was answered; none for a fault */
function reply(request: SoapRequest, status: number, text: string, operation?: string): HttpReply {
	const { headers, dialect } = request;
	const clean = soapReply(status, text, String(headers['accept-encoding'] ?? ''), dialect);
	return asShown(request, clean, operation);
}

/** With server_type=test 1.11.6 shows the exception, and 1.11.32 the page of a debugger (F191, F320). */
function sqlReply({ profile, settings }: SoapRequest): HttpReply {
	const isLate = profile.release.chamilo === '1.11.32';
	if (settings.testServer) return isLate ? sqlErrorReply('debugger') : fatalText();
	return sqlErrorReply(isLate ? '1.11.32' : '1.11.6');
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
