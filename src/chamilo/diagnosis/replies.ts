import { refusedReply } from '../refused-call.js';
import type { Check } from './check.js';
import type { CampusAccess } from './target.js';

const ID = 'replies';
const TITLE = 'Replies';

/** Looks at what stands around a reply of registration.soap.php, which holds no key. */
export async function checkReplies({ config, url, transport }: CampusAccess): Promise<Check> {
	const exchange = { url, transport, text: config.CHAMILO_TEXT, timeoutMs: config.CHAMILO_TIMEOUT_MS };
	// One entry in X-Forwarded-For is what makes PHP write a notice where the campus shows them. The address is of a block
	// kept for documentation: nobody has it.
	const text = await refusedReply(exchange, { 'X-Forwarded-For': '192.0.2.1' });
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
