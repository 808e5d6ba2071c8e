import type { Context } from 'hono';
import type { Operation, Reply } from '../operations/operation.js';
import type { GatewayEnv } from './environment.js';

/** A body as it goes out, and its name (RFC 9110 §8.8.3). */
interface Representation {
	text: string;
	etag: string;
}

/** What is told from memory is the same object again and again: its text is made once. */
const representations = new WeakMap<object, Representation>();

/** Answers what a way has replied. @param ageMs of what was told from memory */
export async function answer(
	c: Context<GatewayEnv>,
	row: Operation,
	reply: Reply,
	ageMs: number | undefined,
): Promise<Response> {
	const { status, body, location } = reply;
	if (body === undefined) return c.body(null, status as 204, location ? { Location: location } : {});
	if (!row.remembered) return c.json(body, status as 200, location ? { Location: location } : {});
	const { text, etag } = await representationOf(body as object);
	const headers: Record<string, string> = {
		// Whoever keeps an answer has to ask whether it still stands.
		'Cache-Control': 'private, no-cache',
		ETag: etag,
		...(ageMs === undefined ? {} : { Age: String(Math.floor(ageMs / 1000)) }),
	};
	if (matches(c.req.header('If-None-Match'), etag)) return c.body(null, 304, headers);
	return c.body(text, status as 200, { ...headers, 'Content-Type': 'application/json' });
}

async function representationOf(body: object): Promise<Representation> {
	const found = representations.get(body);
	if (found) return found;
	const text = JSON.stringify(body);
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
	const etag = `"${Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
	const made = { text, etag };
	representations.set(body, made);
	return made;
}

/** The weak comparison of RFC 9110 §13.1.2. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
	if (ifNoneMatch === undefined) return false;
	return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
