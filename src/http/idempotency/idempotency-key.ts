import { GatewayError } from '../../errors.js';

const BARE = /^[\x21-\x7e]{1,255}$/;
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255})"$/;

/**
 * Parses an Idempotency-Key header. The IETF draft makes it an RFC 9651 string, which is quoted; most clients send it
 * without quotes. Both forms are the same key. @throws GatewayError invalid-request
 */
export function parseIdempotencyKey(header: string): string {
	const quoted = QUOTED.exec(header)?.[1];
	if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1');
	if (BARE.test(header) && !header.startsWith('"')) return header;
	const detail = 'must be one key of 1 to 255 visible ASCII characters, quoted or bare';
	throw new GatewayError('invalid-request', `header/Idempotency-Key: ${detail}`, {
		errors: [{ pointer: 'header/Idempotency-Key', detail }],
	});
}

/** Whether requests of this method take a key: those that create records. A PATCH or DELETE can be sent again as it is. */
export function takesKey(method: string): boolean {
	return /^(?:POST|PUT)$/i.test(method);
}
