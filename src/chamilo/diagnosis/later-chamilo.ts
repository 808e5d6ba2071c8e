import { type Transport, TransportError } from '../transport.js';
import type { CampusAccess } from './target.js';

/** What is said of a campus without SOAP; fit for anybody. */
export const LATER_CHAMILO =
	'This is Chamilo 2 or later, which has no SOAP services any more: the gateway works with Chamilo 1.9 to 1.11.';

const MAX_BYTES = 256 * 1024;

/**
 * Whether a Chamilo 2 or later answers, by what its own pages load: its settings as JSON, or the script of its start
 * page. So its source has it; none was measured.
 */
export async function isLaterChamilo({ url, transport, config }: CampusAccess): Promise<boolean> {
	const read = (path: string) => readPage(transport, url + path, config.CHAMILO_TIMEOUT_MS);
	return isSettings(await read('/platform-config/list')) || isStartPage(await read('/'));
}

function isSettings(text: string): boolean {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && 'settings' in value && 'studentview' in value;
	} catch {
		return false;
	}
}

function isStartPage(text: string): boolean {
	return /chamilo/i.test(text) && /<script[^>]+\bbuild\/(runtime|app|vue)\b/.test(text);
}

/** A page that answers with 200; empty where none does. */
async function readPage(transport: Transport, url: string, timeoutMs: number): Promise<string> {
	try {
		const response = await transport({ method: 'GET', url, headers: {}, timeoutMs });
		const decoder = new TextDecoder();
		let text = '';
		for await (const chunk of response.body) {
			text += decoder.decode(chunk, { stream: true });
			if (text.length > MAX_BYTES) break;
		}
		return response.status === 200 ? text : '';
	} catch (thrown) {
		if (thrown instanceof TransportError) return '';
		throw thrown;
	}
}
