import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { PlainResponse } from '../middleware/compose.js';
import type { RequestContext } from '../request-context.js';
import { textResponse } from '../respond.js';

/** A piece of HTML whose values are escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const NOSNIFF = { 'X-Content-Type-Options': 'nosniff' };
const LOCKED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const READING_POLICY = `${LOCKED}; style-src 'self'; img-src 'self'`;
/** Swagger UI draws its icons from data: URLs and calls the gateway itself. */
export const DOCS_POLICY = `${LOCKED}; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'`;

/** Whether the caller prefers a page to JSON: browsers name text/html, programs do not. */
export function wantsHtml(c: Context): boolean {
	const supports = ['application/json', 'text/html'];
	return accepts(c, { header: 'Accept', supports, default: 'application/json' }) === 'text/html';
}

/** Answers a page under a policy that allows no inline script or style and no foreign origin. */
export async function respondHtml(facts: RequestContext, page: Html, policy = READING_POLICY): Promise<PlainResponse> {
	return textResponse(facts, 200, String(await page), {
		'Content-Type': 'text/html; charset=UTF-8',
		...NOSNIFF,
		'Content-Security-Policy': policy,
		'Referrer-Policy': 'no-referrer',
		'Cache-Control': 'no-cache',
		Vary: 'Accept',
	});
}

/** Answers the JSON twin of a page. */
export function respondJson(facts: RequestContext, value: unknown): PlainResponse {
	return respondText(facts, 'application/json', `${JSON.stringify(value)}\n`, { Vary: 'Accept' });
}

/** Answers fixed text; browsers ask again before they use a stored copy. */
export function respondText(
	facts: RequestContext,
	type: string,
	text: string,
	headers: Record<string, string> = {},
): PlainResponse {
	return textResponse(facts, 200, text, { ...NOSNIFF, 'Content-Type': type, 'Cache-Control': 'no-cache', ...headers });
}

/** Where the caller reached the gateway: behind a proxy that ends TLS, the scheme of that proxy. */
export function originOf(c: Context): string {
	const url = new URL(c.req.url);
	return c.req.header('X-Forwarded-Proto') === 'https' ? `https://${url.host}` : url.origin;
}

/** Text of our own with `code` in backticks, as HTML. */
export function prose(text: string): Html[] {
	return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

/** The frame around every page but the Swagger UI. */
export function layout(page: { title: string; current: 'home' | 'problems' }, body: Html): Html {
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
