/** One exchange with v2.php, without queue and circuit breaker. */
import { type Credentials, encodeForm, type FormArguments } from '../../json-api/form.js';
import { readLargeReply } from '../../json-api/large-reply.js';
import { type JsonReply, readReply } from '../../json-api/reply.js';
import { withPauses } from '../../soap/reply-text.js';
import type { Attempt } from '../repeat-read.js';
import { LARGE_REPLY_BYTES, MAX_REPLY_BYTES, type Transport } from '../transport.js';

export interface JsonApiAddress {
	/** Campus root, without a slash at the end. */
	url: string;
	credentials: Credentials;
	transport: Transport;
	/** Deadline of one exchange, in milliseconds. */
	timeoutMs: number;
}

const PATH = '/main/webservices/api/v2.php';

/**
 * Sends one action. The reply sets a cookie that is a browser session of the administrator: nothing reads it.
 * @param isSigned whether login and key are sent. @throws TransportError
 */
export async function exchange(
	{ url, credentials, transport, timeoutMs }: JsonApiAddress,
	action: string,
	args: FormArguments = {},
	isSigned = true,
	attempt: Attempt = { timeoutMs },
): Promise<{ reply: JsonReply; status: number }> {
	const response = await transport({
		method: 'POST',
		url: url + PATH,
		headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Accept-Encoding': 'gzip' },
		body: new TextEncoder().encode(encodeForm(action, args, isSigned ? credentials : undefined)),
		...attempt,
	});
	return { reply: await readBody(response.body), status: response.status };
}

async function readBody(body: AsyncIterable<Uint8Array>): Promise<JsonReply> {
	const text = await readText(body);
	if (text === undefined) return { tooLarge: true };
	if (text.length <= LARGE_REPLY_BYTES) return readReply(text);
	return withPauses(readLargeReply(text));
}

/** The whole body; undefined where it is too large. */
async function readText(body: AsyncIterable<Uint8Array>): Promise<string | undefined> {
	const decoder = new TextDecoder();
	let text = '';
	let bytes = 0;
	for await (const chunk of body) {
		bytes += chunk.length;
		if (bytes > MAX_REPLY_BYTES) return undefined;
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}
