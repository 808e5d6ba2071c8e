import type { IncomingHttpHeaders } from 'node:http';
import type { ServiceContract } from '../soap/contract.js';
import type { FaultSpec } from './faults.js';
import type { JournalEntry } from './journal.js';
import { journalArgs } from './journal.js';
import { envelope, fatalReply, faultEnvelope, type Reply, soapReply } from './nusoap/reply.js';
import { readCall, type SoapCall } from './nusoap/request.js';
import { PhpFatal, SoapFault } from './php/values.js';
import { handlerOf } from './services/index.js';
import type { Call } from './services/service.js';

/** A POST to one of the two services. */
export interface SoapRequest {
	serviceName: string;
	service: ServiceContract;
	headers: IncomingHttpHeaders;
	body: Buffer;
	host: string;
}

/** A request that names an operation, or the reply that says why it does not. */
export type Understood = { call: SoapCall } | { reply: Reply; fault: SoapFault };

/** Reads the request far enough to know which operation it calls. */
export function understand(request: SoapRequest): Understood {
	try {
		return { call: readCall(request.headers, request.body, request.service, request.host) };
	} catch (error) {
		if (error instanceof SoapFault) return { reply: replyWithFault(request, error), fault: error };
		throw error;
	}
}

/** Runs an operation to its reply. */
export function runCall(
	request: SoapRequest,
	soapCall: SoapCall,
	context: Omit<Call, 'failures' | 'afterItem'>,
	fault: FaultSpec | undefined,
): { reply: Reply; entry: JournalEntry } {
	const { reply, error } = answer(request, soapCall, { ...context, failures: [], afterItem: dyingAt(fault) });
	return { reply, entry: journalEntry(request, soapCall, reply.status, error) };
}

/** What the journal keeps of a call. */
export function journalEntry(
	request: SoapRequest,
	{ operation, args }: Pick<SoapCall, 'operation' | 'args'>,
	status: number,
	error?: unknown,
): JournalEntry {
	const parts = request.service.operations[operation]?.input.map(([name]) => name) ?? [];
	return {
		time: new Date().toISOString(),
		service: request.serviceName,
		operation,
		args: journalArgs(operation, args, parts),
		status,
		fault: error instanceof SoapFault ? { code: error.code, message: error.message } : null,
	};
}

/** An item count at which an injected fault lets PHP die. */
function dyingAt(fault: FaultSpec | undefined): (index: number) => void {
	return (index) => {
		if (fault?.item === index + 1) throw new PhpFatal('injected');
	};
}

function answer(request: SoapRequest, { operation, namespace, args }: SoapCall, call: Call) {
	try {
		const handler = handlerOf(operation);
		if (!handler) throw new PhpFatal(`${operation} is not written yet`);
		const text = envelope(operation, namespace, handler(call, args), request.service);
		return { reply: soapReply(200, text, String(request.headers['accept-encoding'] ?? '')), error: undefined };
	} catch (error) {
		if (error instanceof SoapFault) return { reply: replyWithFault(request, error), error };
		if (error instanceof PhpFatal) return { reply: fatalReply(), error };
		throw error;
	}
}

function replyWithFault(request: SoapRequest, fault: SoapFault): Reply {
	return soapReply(500, faultEnvelope(fault), String(request.headers['accept-encoding'] ?? ''));
}
