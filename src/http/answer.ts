import type { Context } from 'hono';
import type { Operation, Reply } from '../operations/operation.js';
import type { GatewayEnv } from './environment.js';
import { respond } from './respond.js';

/** A body as it goes out, and its name (RFC 9110 §8.8.3). */
interface Representation {
	text: string;
	etag: string;
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** What is told from memory, or to many at once, is the same object again and again: its text is made once. */
const representations = new WeakMap<object, Promise<Representation>>();

/** Answers what a way has replied. @param ageMs of what was told from memory */
export async function answer(
	c: Context<GatewayEnv>,
	row: Operation,
	reply: Reply,
	ageMs: number | undefined,
): Promise<Response> {
	const { status, body, location } = reply;
	const place = location ? { Location: location } : {};
	if (body === undefined) return respond(c, status, null, place);
	if (!row.remembered) return respond(c, status, JSON.stringify(body), { ...JSON_TYPE, ...place });
	const { text, etag } = await representationOf(body as object);
	const headers: Record<string, string> = {
		// Whoever keeps an answer has to ask whether it still stands.
		'Cache-Control': 'private, no-cache',
		ETag: etag,
		...(ageMs === undefined ? {} : { Age: String(Math.floor(ageMs / 1000)) }),
	};
	if (matches(c.req.header('If-None-Match'), etag)) return respond(c, 304, null, headers);
	return respond(c, status, text, { ...headers, ...JSON_TYPE });
}

function representationOf(body: object): Promise<Representation> {
	const found = representations.get(body);
	if (found) return found;
	const made = represent(body);
	representations.set(body, made);
	return made;
}

async function represent(body: object): Promise<Representation> {
	const text = JSON.stringify(body);
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
	const etag = `"${Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
	return { text, etag };
}

/** The weak comparison of RFC 9110 §13.1.2. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
	if (ifNoneMatch === undefined) return false;
	return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
