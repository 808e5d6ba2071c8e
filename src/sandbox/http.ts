import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Delivery } from './inject.js';

/** The client address as Chamilo determines it: the first entry of X-Forwarded-For, unverified, else the peer (F11). */
export function clientIp(request: IncomingMessage): string {
	const forwarded = String(request.headers['x-forwarded-for'] ?? '');
	return forwarded === '' ? peerIp(request) : (forwarded.split(',')[0] ?? '').trim();
}

/** PHP's REMOTE_ADDR, which testip.php of 1.11.32 answers (F13). */
export function peerIp(request: IncomingMessage): string {
	return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

/** Sends a response complete or truncated, resets the connection, or leaves it open without a response. */
export function deliver(response: ServerResponse, delivery: Delivery): void {
	if (delivery === 'hang') return;
	if (delivery === 'reset') {
		response.socket?.resetAndDestroy();
		return;
	}
	const cut = 'cut' in delivery;
	const { status, headers, body } = cut ? delivery.cut : delivery.reply;
	response.writeHead(status, {
		...('Transfer-Encoding' in headers ? {} : { 'Content-Length': body.length }),
		...headers,
		'Set-Cookie': `ch_sid=${randomBytes(13).toString('hex')}; path=/`,
	});
	if (!cut) response.end(body);
	else response.write(body.subarray(0, middle(body)), () => response.socket?.destroy());
}

/** An offset within the envelope, not in the debug text after it. In compressed bytes, an offset near the start. */
function middle(body: Buffer): number {
	const end = body.indexOf('</SOAP-ENV:Envelope>');
	return Math.floor(end < 0 ? Math.min(body.length / 2, 60) : end / 2);
}

export function sendText(response: ServerResponse, contentType: string, text: string): void {
	const body = Buffer.from(text, 'utf8');
	response.writeHead(200, { 'Content-Type': contentType, 'Content-Length': body.length }).end(body);
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
	const body = Buffer.from(`${JSON.stringify(value, null, '\t')}\n`, 'utf8');
	response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
}
