/** An answer as it is given again. */
export interface StoredResponse {
	status: number;
	headers: [name: string, value: string][];
	/** Null where the answer has no body. */
	body: string | null;
}

/** What is known of a key. The fingerprint is of the request: the same key with another one is a mistake. */
export type KeyRecord =
	/** A gateway works on it; `beat` moves on while that gateway lives. */
	| { state: 'working'; fingerprint: string; owner: string; beat: number }
	/** It was worked on, and nobody knows what became of it. */
	| { state: 'unfinished'; fingerprint: string }
	| { state: 'done'; fingerprint: string; answer: StoredResponse }
	/** Nothing was begun: the key may be used for anything. */
	| { state: 'free' };

/** A record from the text of a store; what cannot be read is no reason to refuse a request. */
export function parseRecord(text: string): KeyRecord {
	try {
		const found: unknown = JSON.parse(text);
		return isRecord(found) ? found : { state: 'free' };
	} catch {
		return { state: 'free' };
	}
}

function isRecord(found: unknown): found is KeyRecord {
	if (typeof found !== 'object' || found === null) return false;
	const { state, fingerprint, answer } = found as Record<string, unknown>;
	if (typeof fingerprint !== 'string') return false;
	return state === 'working' || state === 'unfinished' || (state === 'done' && isAnswer(answer));
}

function isAnswer(found: unknown): found is StoredResponse {
	if (typeof found !== 'object' || found === null) return false;
	const { status, headers, body } = found as Record<string, unknown>;
	return typeof status === 'number' && Array.isArray(headers) && (body === null || typeof body === 'string');
}
