/** Reads what v2.php answers. */

/** JSON as it comes. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/**
 * What v2.php answered. The message of a refusal is in the language of the platform, and can hold all that was to be
 * stored, hashes of passwords included (F364, F367): it is compared, and never shown or logged.
 */
export type JsonReply =
	| { data: Json }
	| { refusal: string; isOfDatabase: boolean }
	/** PHP died (F361, F362). */
	| { empty: true }
	/** A page, or anything else that is no reply of v2.php. */
	| { page: true }
	| { tooLarge: true };

/** Where the JSON may begin: PHP notices can stand before it, and it can be indented (F389). */
const START = /\{\s*"error"\s*:/g;

/** Each is parsed to the end of the reply. */
const MAX_STARTS = 5;

/** Reads the text of a reply, in one go: for one that is not large. */
export function readReply(text: string): JsonReply {
	if (text.trim() === '') return { empty: true };
	let starts = 0;
	for (const { index } of text.matchAll(START)) {
		const reply = parse(text.slice(index));
		if (reply) return reply;
		starts += 1;
		if (starts === MAX_STARTS) break;
	}
	return { page: true };
}

function parse(text: string): JsonReply | undefined {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (typeof value !== 'object' || value === null || !('error' in value)) return undefined;
	if (value.error === false && 'data' in value) return { data: value.data as Json };
	if (value.error !== true) return undefined;
	const refusal = 'message' in value ? String(value.message) : '';
	return { refusal, isOfDatabase: refusal.includes('SQLSTATE') };
}
