import { findOperation } from '../../soap/contract.js';
import { CONTRACT } from '../../soap/contracts.js';
import { encodeCall } from '../../soap/envelope.js';
import { TransportError } from '../transport.js';
import type { Check } from './check.js';
import { type CampusAccess, NO_SUCH_FIELD, NO_SUCH_VALUE } from './target.js';

const ID = 'replies';
const TITLE = 'Replies';
const MAX_BYTES = 1024 * 1024;

/**
 * Looks at what stands around a reply of registration.soap.php. The call is signed with a word that is no signature
 * and is refused: whatever is repeated behind the reply, no key is in it. One entry in X-Forwarded-For is what makes
 * PHP write a notice where the campus shows them.
 */
export async function checkReplies(target: CampusAccess): Promise<Check> {
	const text = await refusedReply(target).catch((thrown) => {
		if (thrown instanceof TransportError) return undefined;
		throw thrown;
	});
	if (text === undefined) {
		const remedy = 'Run the doctor again.';
		return { id: ID, title: TITLE, status: 'warning', detail: 'registration.soap.php broke the connection.', remedy };
	}
	const start = text.indexOf('<?xml');
	const end = text.lastIndexOf(':Envelope>');
	const findings: [detail: string, remedy: string][] = [];
	if (start > 0) {
		findings.push([
			'PHP notices stand before the XML.',
			'Set the platform setting server_type to "production", and display_errors to off.',
		]);
	}
	if (/<!--/.test(text.slice(end < 0 ? text.length : end))) {
		findings.push([
			'Debug text follows each reply, with the key and every password of the request in it. The gateway stops reading before it and keeps nothing of it; the campus writes the same to its PHP log.',
			'Have the debug output in registration.soap.php of the campus turned off, keep the connection encrypted, and keep its PHP log from other eyes.',
		]);
	}
	if (findings.length === 0) {
		return { id: ID, title: TITLE, status: 'ok', detail: 'Neither notices before the XML nor debug text behind it.' };
	}
	return {
		id: ID,
		title: TITLE,
		status: 'warning',
		detail: findings.map(([detail]) => detail).join(' '),
		remedy: findings.map(([, remedy]) => remedy).join(' '),
	};
}

async function refusedReply({ transport, url, config }: CampusAccess): Promise<string | undefined> {
	const found = findOperation(CONTRACT, 'WSGetUser');
	if (!found) throw new Error('the contract lacks WSGetUser');
	const args = { original_user_id_name: NO_SUCH_FIELD, original_user_id_value: NO_SUCH_VALUE };
	const signing = { secretKey: 'doctor', text: config.CHAMILO_TEXT };
	const call = encodeCall(found.service, 'WSGetUser', found.operation, args, signing);
	const response = await transport({
		method: 'POST',
		url: url + found.service.path,
		headers: {
			'Content-Type': call.contentType,
			SOAPAction: call.soapAction,
			'Accept-Encoding': 'gzip',
			// Of a block kept for documentation: nobody has it.
			'X-Forwarded-For': '192.0.2.1',
		},
		body: call.body,
		timeoutMs: config.CHAMILO_TIMEOUT_MS,
	});
	const decoder = new TextDecoder();
	let text = '';
	for await (const chunk of response.body) {
		text += decoder.decode(chunk, { stream: true });
		if (text.length > MAX_BYTES) break;
	}
	return text.includes('<?xml') ? text : undefined;
}
