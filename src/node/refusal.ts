import { API_VERSION } from '../http/api-version.js';
import { requestIdOf } from '../http/fast/request-id.js';

/** A request that is refused before it is routed: it is no well-formed HTTP, or came too slowly. */
export interface Refusal {
	status: number;
	title: string;
	detail: string;
	requestId: string;
}

/** Learns of each refused request, to log and to count it. */
export type OnRefusal = (refusal: Refusal) => void;

export const MALFORMED = { status: 400, title: 'Bad Request', detail: 'That is no well-formed HTTP request.' };

export function createRefusal(reason: Omit<Refusal, 'requestId'>): Refusal {
	return { ...reason, requestId: requestIdOf(undefined) };
}

/** Headers and problem document (RFC 9457) of the response; the connection is closed after it. */
export function refusalResponse({ status, title, detail, requestId }: Refusal) {
	const body = JSON.stringify({ type: 'about:blank', title, status, detail, instance: requestId });
	const headers = {
		Connection: 'close',
		'Content-Type': 'application/problem+json',
		'Content-Length': String(Buffer.byteLength(body)),
		'X-Request-Id': requestId,
		'Api-Version': API_VERSION,
	};
	return { status, headers, body };
}
