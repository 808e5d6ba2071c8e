import type { HttpReply } from './reply.js';

/** About the sizes of the real pages in bytes, most of which is links to the files of an editor. */
const SIZES = { '1.11.6': 29_000, '1.11.32': 12_000, debugger: 32_000 };

/**
 * The response of 1.11 to a failed SQL statement: an HTML page with HTTP 200 (F47). With server_type=test 1.11.32 shows
 * its debugger, with HTTP 500 (F8).
 */
export function sqlErrorReply(page: keyof typeof SIZES = '1.11.6'): HttpReply {
	const head = `<!DOCTYPE html>
<html lang="en" class="no-js">
<head>
<meta charset="UTF-8" />
<title>My Organisation - My campus</title>
`;
	const body = `</head>
<body>
<div class="alert alert-danger">An error has occured. Please contact your system administrator.</div>
</body>
</html>
`;
	const filler: string[] = [];
	for (let size = head.length + body.length; size < SIZES[page]; ) {
		const link = `<link href="/web/assets/sandbox-${filler.length}/style.css" rel="stylesheet" media="screen" type="text/css" />\n`;
		filler.push(link);
		size += link.length;
	}
	const headers = { 'Content-Type': 'text/html; charset=UTF-8' };
	return { status: page === 'debugger' ? 500 : 200, headers, body: Buffer.from(head + filler.join('') + body) };
}
