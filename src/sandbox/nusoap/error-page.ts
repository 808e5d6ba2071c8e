import type { HttpReply } from './reply.js';

/** About the size of the real page in bytes, most of which is links to the files of an editor. */
const SIZE = 29_000;

/** The response of 1.11 to a failed SQL statement: an HTML page with HTTP 200 (F47). */
export function sqlErrorReply(): HttpReply {
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
	for (let size = head.length + body.length; size < SIZE; ) {
		const link = `<link href="/web/assets/sandbox-${filler.length}/style.css" rel="stylesheet" media="screen" type="text/css" />\n`;
		filler.push(link);
		size += link.length;
	}
	const headers = { 'Content-Type': 'text/html; charset=UTF-8' };
	return { status: 200, headers, body: Buffer.from(head + filler.join('') + body) };
}
