/** A response as it is replayed. */
export interface StoredResponse {
	status: number;
	headers: [name: string, value: string][];
	/** Null where the response has no content. */
	body: string | null;
}

/**
 * What the store holds for a key. `fingerprint` is a digest of the request: a key must not be used for a different one.
 * `mark` is the one of the lease; earlier versions of the gateway stored none.
 * The names of members are stored; other versions of the gateway read them.
 */
export type KeyRecord =
	/** In progress; `beat` grows while the gateway that processes it is alive. */
	| { state: 'working'; fingerprint: string; owner: string; beat: number; mark?: string }
	/** It was processed, and the outcome is not known; of a batch, what is known of its items. */
	| { state: 'unfinished'; fingerprint: string; mark?: string; answer?: StoredResponse }
	| { state: 'done'; fingerprint: string; answer: StoredResponse }
	/** Nothing was begun: the key may be used for any request. */
	| { state: 'free' };

/** Parses a record; text that is none counts as `free`, since it is no reason to refuse a request. */
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
	const { state, fingerprint, answer, mark } = found as Record<string, unknown>;
	if (typeof fingerprint !== 'string') return false;
	if (mark !== undefined && typeof mark !== 'string') return false;
	if (state === 'unfinished') return answer === undefined || isResponse(answer);
	return state === 'working' || (state === 'done' && isResponse(answer));
}

function isResponse(found: unknown): found is StoredResponse {
	if (typeof found !== 'object' || found === null) return false;
	const { status, headers, body } = found as Record<string, unknown>;
	return typeof status === 'number' && Array.isArray(headers) && (body === null || typeof body === 'string');
}
