import { GatewayError } from '../errors.js';
import type { CampusKind } from '../operations/capabilities.js';
import { type Contract, findOperation } from '../soap/contract.js';
import { encodeCall, type TextMode } from '../soap/envelope.js';
import { readEnvelope } from '../soap/read-envelope.js';
import { decodeReply, type SoapReply } from '../soap/reply.js';
import { toCallError } from './call-error.js';
import type { Transport } from './transport.js';

/** What a reply gives away about the campus, whatever it was asked. */
export interface ReplyHints {
	/** `urn:` name of the service that was called. */
	service: string;
	/** Header X-SOAP-Server: the version of nusoap. */
	server: string | null;
	/** Text of the fault, where the reply was one. */
	fault?: string;
}

/** True when a campus of this kind cannot have given such a reply: it has been upgraded, or cured. */
export function isContradictedBy(kind: CampusKind, { service, server, fault }: ReplyHints): boolean {
	const version = versionOf(server);
	if (version !== undefined && version !== (kind === '1.9' ? '1.9' : '1.11')) return true;
	return service === 'WSService' && kind !== '1.11-php7' && isDead(fault);
}

/** The version of Chamilo, by the version of nusoap it carries (CHAMILO-1.11.md §1). */
function versionOf(server: string | null): '1.9' | '1.11' | undefined {
	if (server?.includes('(1.123)')) return '1.9';
	return server?.includes('(1.56)') ? '1.11' : undefined;
}

/** What soap.php answers to every call where PHP does not give it the request. */
export function isDead(fault: string | undefined): boolean {
	return fault?.includes('xml was empty') ?? false;
}

export interface DetectOptions {
	url: string;
	/** Of both versions. */
	contract: Contract;
	transport: Transport;
	text: TextMode;
	timeoutMs: number;
}

/**
 * Learns the kind from WS.test, which needs no key and does nothing: whether soap.php answers it, and the version
 * of nusoap that every reply names. Where that is withheld or unknown, it is asked for an operation only 1.11 has.
 */
export async function detectKind(options: DetectOptions): Promise<CampusKind> {
	const { reply, server } = await askUnsigned(options, 'WS.test');
	const fault = 'fault' in reply ? reply.fault.faultstring : undefined;
	if (isDead(fault)) return '1.11-php7';
	if (fault !== undefined) {
		throw new GatewayError('chamilo-error', 'The campus answered WS.test with a fault; check CHAMILO_URL.');
	}
	return versionOf(server) ?? ((await hasSessionSearch(options)) ? '1.11' : '1.9');
}

/** Without a key it is refused, and does nothing: which refusal it is tells whether the operation exists. */
async function hasSessionSearch(options: DetectOptions): Promise<boolean> {
	const { reply } = await askUnsigned(options, 'WSSearchSession');
	return !('fault' in reply) || !reply.fault.faultstring.includes('is not defined');
}

async function askUnsigned(options: DetectOptions, name: string): Promise<{ reply: SoapReply; server: string | null }> {
	const found = findOperation(options.contract, name);
	if (!found) throw new Error(`the contract lacks ${name}`);
	const { service, operation } = found;
	const call = encodeCall(service, name, operation, {}, { secretKey: '', text: options.text });
	try {
		const response = await options.transport({
			method: 'POST',
			url: options.url + service.path,
			headers: { 'Content-Type': call.contentType, SOAPAction: call.soapAction, 'Accept-Encoding': 'gzip' },
			body: call.body,
			timeoutMs: options.timeoutMs,
		});
		const bytes = await readEnvelope(response.body, 1024 * 1024);
		return { reply: decodeReply(service, name, operation, bytes), server: response.header('x-soap-server') };
	} catch (thrown) {
		throw toCallError(name, thrown);
	}
}
