import type { ApiKey } from '../../config.js';
import { GatewayError } from '../../errors.js';
import type { Principal } from '../request-context.js';
import type { Middleware } from './compose.js';

/** Verifies a token and returns its subject. @throws unauthorized, identity-provider-unavailable */
export type VerifyToken = (token: string) => Promise<Principal>;

/** Refuses requests without a known API key or a valid token (401). */
export function authenticate(keys: readonly ApiKey[], verifyToken?: VerifyToken): Middleware {
	/** Valid keys that were presented before, each of which is hashed only once; never more than there are in `keys`. */
	const known = new Map<string, ApiKey>();

	async function identify(presented: string): Promise<Principal> {
		if (verifyToken && isToken(presented)) return verifyToken(presented);
		const found = await findKey(keys, presented);
		if (!found) throw unauthorized('The API key is not known.');
		known.set(presented, found);
		return found;
	}

	return (next) =>
		function requireKeyOrToken(c, context) {
			const presented = presentedKey(c.req.header('authorization'), c.req.header('x-api-key'));
			if (presented === undefined) throw unauthorized('No API key was given.');
			context.principal = known.get(presented);
			if (context.principal) return next(c, context);
			return identify(presented).then((principal) => {
				context.principal = principal;
				return next(c, context);
			});
		};
}

async function findKey(keys: readonly ApiKey[], presented: string): Promise<ApiKey | undefined> {
	const hash = await sha256(presented);
	// Every entry is compared in full, so that the time taken does not depend on which key is similar.
	let found: ApiKey | undefined;
	for (const key of keys) if (equalInConstantTime(key.hash, hash)) found = key;
	return found;
}

/** An error with a challenge for the client (RFC 9110 §11.6.1). @param error code of RFC 6750 §3.1, for tokens. */
export function unauthorized(detail: string, error?: 'invalid_token', cause?: unknown): GatewayError {
	const challenge = `Bearer realm="chamilo-rest-gateway"${error ? `, error="${error}"` : ''}`;
	return new GatewayError('unauthorized', `${detail} Send Authorization: Bearer KEY, or X-API-Key: KEY.`, {
		headers: { 'WWW-Authenticate': challenge },
		...(cause === undefined ? {} : { cause }),
	});
}

function presentedKey(authorization: string | undefined, header: string | undefined): string | undefined {
	const bearer = authorization === undefined ? undefined : /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
	return bearer ?? (header?.trim() || undefined);
}

/** Three parts with dots between them (RFC 7515 §7.1); API keys made by the gateway contain no dot. */
function isToken(text: string): boolean {
	return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}

async function sha256(text: string): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function equalInConstantTime(left: string, right: string): boolean {
	let difference = left.length ^ right.length;
	for (let at = 0; at < right.length; at += 1) difference |= left.charCodeAt(at) ^ right.charCodeAt(at);
	return difference === 0;
}
