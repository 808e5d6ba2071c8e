import type { SoapOperationName } from '../../soap/typed-call.js';
import type { DetectedCampus } from '../detect.js';
import { showsNotices } from '../read-reply.js';
import { refusedReply } from '../refused-call.js';
import type { Check } from './check.js';
import type { CampusAccess } from './target.js';

const ID = 'replies';
const TITLE = 'Replies';

/** What PHP notices before the replies mean, and what to do about them. */
export const TEST_MODE = {
	detail: 'PHP notices stand before the replies: the campus is in test mode (server_type=test).',
	remedy: 'Set the platform setting server_type to "production", and display_errors to off.',
};

/** Whether PHP notices stand before replies of the campus. */
export async function isInTestMode(target: CampusAccess, campus: DetectedCampus): Promise<boolean> {
	const ofSoap = campus.capabilities.has('soap-php') ? askedFor(target, 'WSCourse.GetCourseDescriptions') : '';
	const texts = await Promise.all([ofSoap, askedFor(target)]);
	return texts.some((text = '') => text.indexOf('<?xml') > 0 || showsNotices(text.split('<?xml')[0] ?? ''));
}

/**
 * The reply to a call that is refused. One entry in X-Forwarded-For is what makes PHP write a notice where the campus
 * shows them. The address is of a block kept for documentation: nobody has it.
 */
function askedFor({ config, url, transport }: CampusAccess, operation?: SoapOperationName) {
	const exchange = { url, transport, text: config.CHAMILO_TEXT, timeoutMs: config.CHAMILO_TIMEOUT_MS };
	return refusedReply(exchange, { 'X-Forwarded-For': '192.0.2.1' }, operation);
}

/** Looks at what stands around the replies, which hold no key. */
export async function checkReplies(target: CampusAccess, campus: DetectedCampus): Promise<Check> {
	const text = await askedFor(target);
	if (text === undefined) {
		const remedy = 'Run the doctor again.';
		return { id: ID, title: TITLE, status: 'warning', detail: 'registration.soap.php broke the connection.', remedy };
	}
	const end = text.lastIndexOf(':Envelope>');
	const findings: [detail: string, remedy: string][] = [];
	if (await isInTestMode(target, campus)) findings.push([TEST_MODE.detail, TEST_MODE.remedy]);
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
