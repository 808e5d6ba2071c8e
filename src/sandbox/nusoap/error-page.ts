import type { HttpReply } from './reply.js';

/** About the size of the real page: most of it is the paths and plugins of an editor nobody asked for. */
const SIZE = 29_000;

/** What a failed SQL statement makes of any call: a page for people, under HTTP 200 (F47). */
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
