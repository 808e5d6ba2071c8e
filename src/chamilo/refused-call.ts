/** A call that the campus refuses, for what stands around its reply. */
import { findOperation } from '../soap/contract.js';
import { CONTRACT } from '../soap/contracts.js';
import { encodeCall, type TextMode } from '../soap/envelope.js';
import type { SoapOperationName } from '../soap/typed-call.js';
import { showsNotices } from './read-reply.js';
import { type Transport, TransportError } from './transport.js';

const MAX_BYTES = 1024 * 1024;

export interface RefusedCallOptions {
	url: string;
	transport: Transport;
	text: TextMode;
	timeoutMs: number;
}

/**
 * The whole reply to a call signed with a word that is no signature: nothing is done, and
 * whatever is repeated behind the reply, no key is in it. Undefined where the exchange failed or this is no XML.
 */
export async function refusedReply(
	{ url, transport, text, timeoutMs }: RefusedCallOptions,
	headers: Record<string, string> = {},
	operation: SoapOperationName = 'WSGetUser',
): Promise<string | undefined> {
	const found = findOperation(CONTRACT, operation);
	if (!found) throw new Error(`the contract lacks ${operation}`);
	const call = encodeCall(found.service, operation, found.operation, {}, { secretKey: 'no-signature', text });
	try {
		const response = await transport({
			method: 'POST',
			url: url + found.service.path,
			headers: { 'Content-Type': call.contentType, SOAPAction: call.soapAction, 'Accept-Encoding': 'gzip', ...headers },
			body: call.body,
			timeoutMs,
		});
		const decoder = new TextDecoder();
		let reply = '';
		for await (const chunk of response.body) {
			reply += decoder.decode(chunk, { stream: true });
			if (reply.length > MAX_BYTES) break;
		}
		return reply.includes('<?xml') || showsNotices(reply) ? reply : undefined;
	} catch (thrown) {
		if (thrown instanceof TransportError) return undefined;
		throw thrown;
	}
}

/** The address that a signature is checked with, where the debug log behind a reply of 1.11 shows it (F341). */
export function debuggedAddress(reply: string): string | undefined {
	const [, debug = ''] = reply.split('_SERVER is defined:');
	const variable = (name: string) => new RegExp(`\\["${name}"\\]=>\\s*string\\(\\d+\\) "([^"]*)"`).exec(debug)?.[1];
	return (variable('HTTP_X_FORWARDED_FOR') || variable('REMOTE_ADDR'))?.split(',')[0]?.trim();
}
