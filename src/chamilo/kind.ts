import { GatewayError } from '../errors.js';
import type { Capability } from '../operations/capabilities.js';
import { type Contract, findOperation } from '../soap/contract.js';
import { encodeCall, type TextMode } from '../soap/envelope.js';
import { readEnvelope } from '../soap/read-envelope.js';
import { decodeReply } from '../soap/reply.js';
import { toCallError } from './call-error.js';
import type { Transport } from './transport.js';

/** The three kinds of campuses that behave differently (CHAMILO-1.11.md §1). */
export type CampusKind = '1.9' | '1.11' | '1.11-php7';

/** What each kind can do, as far as the table depends on it. */
export const KIND_CAPABILITIES: Record<CampusKind, ReadonlySet<Capability>> = {
	'1.9': new Set([
		'soap-php',
		'username-lookup',
		'create-keeps-external-id',
		'edit-without-expiry',
		'course-ways-1.9',
		'session-list',
		'session-nolimit',
		'session-delete-in-use',
		'session-user-name-lists',
		'session-course-lists',
		'active-probe',
	] satisfies Capability[]),
	'1.11': new Set(['soap-php', 'active-probe'] satisfies Capability[]),
	'1.11-php7': new Set(['active-probe'] satisfies Capability[]),
};

/**
 * Learns the kind from WS.test, which needs no key and does nothing: whether soap.php answers it, and the version
 * of nusoap that every reply names.
 */
export async function learnKind(options: {
	url: string;
	contract: Contract;
	transport: Transport;
	text: TextMode;
	timeoutMs: number;
}): Promise<CampusKind> {
	const found = findOperation(options.contract, 'WS.test');
	if (!found) throw new Error('the contract lacks WS.test');
	const { service, operation } = found;
	const call = encodeCall(service, 'WS.test', operation, {}, { secretKey: '', text: options.text });
	try {
		const response = await options.transport({
			method: 'POST',
			url: options.url + service.path,
			headers: { 'Content-Type': call.contentType, SOAPAction: call.soapAction },
			body: call.body,
			signal: AbortSignal.timeout(options.timeoutMs),
		});
		const is111 = response.header('x-soap-server')?.includes('(1.56)') ?? false;
		const reply = decodeReply(service, 'WS.test', operation, await readEnvelope(response.body, 1024 * 1024));
		if (!('fault' in reply)) return is111 ? '1.11' : '1.9';
		if (reply.fault.faultstring.includes('xml was empty')) return '1.11-php7';
	} catch (thrown) {
		throw toCallError('WS.test', thrown);
	}
	throw new GatewayError('chamilo-error', 'The campus answered WS.test with a fault; check CHAMILO_URL.');
}
