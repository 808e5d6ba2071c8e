import type { Context } from 'hono';
import type { GatewayEnv } from './environment.js';

/**
 * Answers with the standing headers, and those of this answer over them. All of them are a plain record, which a server
 * can write as it is: `c.header` makes a Headers of them, which costs more than all the rest of an answer from memory.
 * Names are written alike everywhere, so that none stands twice.
 */
export function respond(
	c: Context<GatewayEnv>,
	status: number,
	body: string | Uint8Array<ArrayBuffer> | null,
	headers: Record<string, string> = {},
): Response {
	return new Response(body, { status, headers: { ...c.get('headers'), ...headers } });
}
