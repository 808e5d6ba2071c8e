import type { z } from '@hono/zod-openapi';
import { GatewayError } from '../errors.js';
import { toInputError } from '../operations/input-error.js';

/**
 * Reads a JSON body and checks media type, size, encoding, JSON and schema; each has its own problem code. Where the
 * schema requires no member, the body may be absent.
 * @param limit bytes
 * @param alsoType a media type that is taken beside application/json
 */
export async function readJson(
	request: Request,
	limit: number,
	schema: z.ZodType,
	alsoType?: string,
): Promise<unknown> {
	const contentType = request.headers.get('Content-Type');
	if (contentType !== null) assertJson(contentType, alsoType);
	const bytes = await readBytes(request, limit);
	if (contentType === null) {
		const left = bytes.length === 0 ? schema.safeParse({}) : undefined;
		if (left?.success) return left.data;
		assertJson(null);
	}
	const result = schema.safeParse(parseJson(decodeUtf8(bytes)));
	if (result.success) return result.data;
	throw toInputError(result.error.issues, '');
}

function assertJson(contentType: string | null, alsoType = 'application/json'): void {
	if (contentType === 'application/json') return;
	const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
	const charset = parameters.map((text) => /^\s*charset="?([\w-]+)"?\s*$/.exec(text)?.[1]).find(Boolean);
	if (['application/json', alsoType].includes(type.trim()) && (charset === undefined || charset === 'utf-8')) return;
	const given = contentType ? 'another Content-Type' : 'no Content-Type';
	throw new GatewayError(
		'unsupported-media-type',
		`The body came with ${given}. Send Content-Type: ${alsoType}, encoded in UTF-8.`,
	);
}

/** Reads the body. @param limit bytes @throws payload-too-large */
export function readBytes(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
	const declared = request.headers.get('Content-Length');
	if (Number(declared ?? 0) > limit) return Promise.reject(tooLarge(limit));
	// The server reads no more than Content-Length, and reading a body at once is faster than reading a stream.
	if (declared !== null) return request.arrayBuffer().then((bytes) => new Uint8Array(bytes));
	return readStream(request, limit);
}

function tooLarge(limit: number): GatewayError {
	return new GatewayError('payload-too-large', `The body is larger than ${limit} bytes.`);
}

async function readStream(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	const reader = request.body?.getReader();
	while (reader) {
		const { done, value } = await reader.read();
		if (done) break;
		length += value.length;
		// A body up to twice the limit is read to its end, so that the connection can be reused; beyond, it is cut off.
		if (length > limit) chunks.length = 0;
		else chunks.push(value);
		if (length > 2 * limit) {
			await reader.cancel();
			break;
		}
	}
	if (length > limit) throw tooLarge(limit);
	const bytes = new Uint8Array(length);
	let offset = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, offset);
		offset += chunk.length;
	}
	return bytes;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Uint8Array): string {
	try {
		return utf8.decode(bytes);
	} catch (cause) {
		throw new GatewayError('malformed-json', 'The body is not encoded in UTF-8.', { cause });
	}
}

function parseJson(text: string): unknown {
	if (text.trim() === '') throw new GatewayError('malformed-json', 'The body is empty; a JSON object is expected.');
	try {
		return JSON.parse(text, refusePrototype(text));
	} catch (thrown) {
		if (thrown instanceof GatewayError) throw thrown;
		// The message of the parser quotes the body, which can hold a password: only the position is returned.
		throw new GatewayError('malformed-json', `The body is not JSON${placeOf(text, String(thrown))}.`);
	}
}

function placeOf(text: string, message: string): string {
	const position = /position (\d+)/.exec(message)?.[1];
	if (message.includes('end of JSON') || Number(position) >= text.length) return ': it ends too early';
	if (position === undefined) return '';
	const before = text.slice(0, Number(position)).split('\n');
	return `: see line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** Refuses a member called __proto__, which schemas ignore; only text that can contain one is searched for it. */
function refusePrototype(text: string): ((key: string, value: unknown) => unknown) | undefined {
	if (!text.includes('__proto__') && !/\\u00[567]/.test(text)) return undefined;
	return (key, value) => {
		if (key !== '__proto__') return value;
		throw new GatewayError('invalid-request', 'The body has a member called __proto__.', {
			errors: [{ pointer: '/__proto__', detail: 'is not known here' }],
		});
	};
}
