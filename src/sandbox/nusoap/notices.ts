import type { HttpReply } from './reply.js';

const HTML = { 'Content-Type': 'text/html; charset=UTF-8' };
const NUSOAP = '/var/www/chamilo/main/inc/lib/nusoap/nusoap.php';
const NOTICE = message('Notice', `Undefined variable: opParams in <b>${NUSOAP}</b> on line <b>4133</b>`);
const NO_HEADER = message(
	'Warning',
	`Cannot modify header information - headers already sent by (output started at ${NUSOAP}:4133) in <b>${NUSOAP}</b> on line <b>4272</b>`,
);
const FATAL = message(
	'Fatal error',
	'Uncaught Error in <b>/var/www/chamilo/main/webservices/registration.soap.php</b>',
);

function message(kind: string, text: string): string {
	return `<br />\n<b>${kind}</b>:  ${text}<br />\n`;
}

/** PHP notices as HTML: 60 are about 17 kB with the real paths, less here. */
export function notices(count: number): string {
	return NOTICE.repeat(count);
}

/**
 * A reply behind notices. Without output buffering they have sent the headers: whatever the reply was, it is
 * `text/html` with status 200, and gzip bytes are not declared. With it the headers are those of the reply, its
 * Content-Length too, which does not count the notices (F320).
 */
export function withNotices(shown: string, reply: HttpReply, outputBuffering = 0): HttpReply {
	const before = Buffer.from(shown);
	if (before.length <= outputBuffering) {
		const headers = { ...reply.headers, 'Content-Length': String(reply.body.length) };
		return { ...reply, headers, body: Buffer.concat([before, reply.body]) };
	}
	const body = Buffer.concat([before, Buffer.from(NO_HEADER.repeat(4)), reply.body]);
	return { status: 200, headers: { ...HTML, 'Transfer-Encoding': 'chunked' }, body };
}

/** A fatal error that PHP shows: status 200 and a text (F191). */
export function fatalText(): HttpReply {
	return { status: 200, headers: HTML, body: Buffer.from(FATAL) };
}
