import type { HttpReply } from './reply.js';

const HTML = { 'Content-Type': 'text/html; charset=UTF-8' };
const NOTICE =
	'<br />\n<b>Notice</b>:  Undefined variable: opParams in <b>/var/www/chamilo/main/inc/lib/nusoap/nusoap.php</b> on line <b>4133</b><br />\n';
const FATAL =
	'<br />\n<b>Fatal error</b>:  Uncaught Error in <b>/var/www/chamilo/main/webservices/registration.soap.php</b><br />\n';

/** PHP notices as HTML: 60 are about 17 kB with the real paths, less here. */
export function notices(count: number): string {
	return NOTICE.repeat(count);
}

/** A reply behind notices: `text/html` and status 200, whatever it was (F8). @param body bytes, one per character */
export function withNotices(shown: string, body: string | Buffer): HttpReply {
	const after = typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
	return { status: 200, headers: HTML, body: Buffer.concat([Buffer.from(shown), after]) };
}

/** A fatal error that PHP shows: status 200 and a text (F191). */
export function fatalText(): HttpReply {
	return { status: 200, headers: HTML, body: Buffer.from(FATAL) };
}
