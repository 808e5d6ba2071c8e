import { html } from 'hono/html';
import type { Html } from './pages/page.js';

/** Starts Swagger UI; served as a file of its own, so that the page needs no inline script. */
export const DOCS_SCRIPT = `'use strict';
const dark = matchMedia('(prefers-color-scheme: dark)');
const paint = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
paint();
dark.addEventListener('change', paint);
window.ui = SwaggerUIBundle({
	url: 'openapi.json',
	dom_id: '#swagger-ui',
	deepLinking: true,
	persistAuthorization: true,
	tryItOutEnabled: true,
	displayRequestDuration: true,
	filter: true,
	defaultModelsExpandDepth: 0,
	docExpansion: 'list',
	validatorUrl: null,
	// Nearly a hundred routes for those who know what they look for: folded, unless the address leads there.
	onComplete: () => {
		if (!location.hash.startsWith('#/SOAP')) ui.layoutActions.show(['operations-tag', 'SOAP'], false);
	},
});
`;

/** Style rules of the documentation page, beside those of Swagger UI. */
export const DOCS_STYLE = `body { margin: 0; background: #fff; }
.bar {
	display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; padding: .75rem 1.25rem;
	border-bottom: 1px solid #d9e0e7; color: #1c2733; font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
.bar a { color: #1769aa; text-decoration: none; }
.bar a:hover { text-decoration: underline; }
.bar .brand { display: flex; align-items: center; gap: .6rem; color: inherit; font-weight: 650; }
.bar .key { margin-left: auto; }
.bar code { padding: .1em .4em; border-radius: 4px; background: #eef2f6; font-family: ui-monospace, Menlo, Consolas, monospace; }
.swagger-ui .info { margin: 1.75rem 0 1rem; }
.swagger-ui .scheme-container { margin-bottom: 1rem; padding: 1rem 0; }
@media (max-width: 48rem) {
	.swagger-ui .filter .operation-filter-input { max-width: none; }
	.swagger-ui .response-col_links { display: none; }
}
html.dark-mode { color-scheme: dark; }
html.dark-mode body { background: #1c2022; }
html.dark-mode .bar { border-color: #3b4151; color: #e4eaf0; }
html.dark-mode .bar a { color: #6cb6f5; }
html.dark-mode .bar .brand { color: inherit; }
html.dark-mode .bar code { background: #0c1116; }
`;

/** The page at /docs: Swagger UI, from files that the gateway serves itself. */
export function docsPage(demoKey: string | undefined): Html {
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API documentation · Chamilo REST gateway</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/swagger-ui-dist/swagger-ui.css">
<link rel="stylesheet" href="/assets/docs.css">
</head>
<body>
<header class="bar">
<a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="28" height="28">Chamilo REST gateway</a>
<a href="/openapi.json">openapi.json</a>
<a href="/openapi.yaml">openapi.yaml</a>
<a href="/problems">Problems</a>
${demoKey ? html`<span class="key">Demo key for “Authorize”: <code>${demoKey}</code></span>` : ''}
</header>
<div id="swagger-ui"></div>
<noscript>This page needs JavaScript; the same is in <a href="/openapi.json">openapi.json</a>.</noscript>
<script src="/assets/swagger-ui-dist/swagger-ui-bundle.js"></script>
<script src="/assets/docs.js"></script>
</body>
</html>
`;
}
