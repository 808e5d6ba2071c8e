/** What the gateway answered, read to its end. */
export interface Answer {
	status: number;
	headers: Headers;
	text: string;
	/** The body as JSON; undefined where it is empty or something else. */
	json: unknown;
}

export type Send = (
	method: string,
	path: string,
	body?: unknown,
	headers?: Record<string, string | null>,
) => Promise<Answer>;

/**
 * Sends requests to a gateway over a real connection. A body that is text or bytes goes as it is, anything else as
 * JSON; both under application/json unless the headers say otherwise. Nothing from memory is asked for, because tests
 * change the sandbox behind the gateway. A header that is null is left out.
 */
export function createClient(baseUrl: string, apiKey: string): Send {
	return async function send(method, path, body, headers = {}) {
		const common: Record<string, string | null> = { 'X-API-Key': apiKey, 'Cache-Control': 'no-cache' };
		if (body !== undefined) common['Content-Type'] = 'application/json';
		const given = Object.entries({ ...common, ...headers }).filter(
			(pair): pair is [string, string] => pair[1] !== null,
		);
		const response = await fetch(baseUrl + path, {
			method,
			headers: given,
			redirect: 'manual',
			...(body === undefined ? {} : { body: toBody(body) }),
		});
		const text = await response.text();
		return { status: response.status, headers: response.headers, text, json: parsed(text) };
	};
}

function toBody(body: unknown): BodyInit {
	if (typeof body === 'string') return body;
	return body instanceof Uint8Array ? new Blob([new Uint8Array(body)]) : JSON.stringify(body);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
