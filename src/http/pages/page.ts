import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { PlainResponse, RequestLike } from '../messages.js';
import type { RequestContext } from '../request-context.js';
import { textResponse } from '../responses.js';

/** HTML whose interpolated values are escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const NOSNIFF = { 'X-Content-Type-Options': 'nosniff' };
const LOCKED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const READING_POLICY = `${LOCKED}; style-src 'self'; img-src 'self'`;
/** Swagger UI draws its icons from data: URLs and calls the gateway itself. */
export const DOCS_POLICY = `${LOCKED}; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'`;

/** Whether the client prefers HTML to JSON: browsers name text/html in Accept, programs do not. */
export function wantsHtml({ req }: RequestLike): boolean {
	const supports = ['application/json', 'text/html'];
	// It reads this header and nothing else.
	const c = { req: { header: () => req.header('accept') } } as unknown as Context;
	return accepts(c, { header: 'Accept', supports, default: 'application/json' }) === 'text/html';
}

/** Responds with a page, under a policy that allows no inline script or style and no other origin. */
export async function respondHtml(
	context: RequestContext,
	page: Html,
	policy = READING_POLICY,
): Promise<PlainResponse> {
	return textResponse(context, 200, String(await page), { ...htmlHeaders(policy), 'Cache-Control': 'no-cache' });
}

/** The same response with a page as its body, where people and not programs read it. */
export async function asPage({ status, headers }: PlainResponse, page: Html): Promise<PlainResponse> {
	return { status, headers: { ...headers, ...htmlHeaders(READING_POLICY) }, body: String(await page) };
}

function htmlHeaders(policy: string): Record<string, string> {
	return {
		'Content-Type': 'text/html; charset=UTF-8',
		...NOSNIFF,
		'Content-Security-Policy': policy,
		'Referrer-Policy': 'no-referrer',
		Vary: 'Accept',
	};
}

/** Responds with the JSON form of a page. */
export function respondJson(context: RequestContext, value: unknown): PlainResponse {
	return respondText(context, 'application/json', `${JSON.stringify(value)}\n`, { Vary: 'Accept' });
}

/** Responds with fixed text; browsers may store it and revalidate it before each use (no-cache, RFC 9111 §5.2.2.4). */
export function respondText(
	context: RequestContext,
	type: string,
	text: string,
	headers: Record<string, string> = {},
): PlainResponse {
	return textResponse(context, 200, text, {
		...NOSNIFF,
		'Content-Type': type,
		'Cache-Control': 'no-cache',
		...headers,
	});
}

/** The origin that the client sent the request to: behind a proxy that ends TLS, with the scheme of that proxy. */
export function originOf(c: Context): string {
	const url = new URL(c.req.url);
	return c.req.header('X-Forwarded-Proto') === 'https' ? `https://${url.host}` : url.origin;
}

/** Text with `code` in backticks, as HTML. */
export function prose(text: string): Html[] {
	return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

/** The layout of every page except /docs. */
export function layout(page: { title: string; current?: 'home' | 'problems' }, body: Html): Html {
	const link = (href: string, text: string, active: boolean) =>
		html`<a href="${href}"${raw(active ? ' aria-current="page"' : '')}>${text}</a>`;
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/pages.css">
</head>
<body>
<header><nav aria-label="Main">
<a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="28" height="28">Chamilo REST gateway</a>
<span class="links">${link('/docs', 'API', false)}${link('/problems', 'Problems', page.current === 'problems')}</span>
</nav></header>
<main>
${body}
</main>
</body>
</html>
`;
}
