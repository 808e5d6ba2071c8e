import { html } from 'hono/html';
import { type Html, layout } from './page.js';

/** A route as the list of routes shows it. */
interface Route {
	method: string;
	path: string;
	summary: string;
	href: string;
}

/** The routes of one tag of the document. */
export interface RouteGroup {
	name: string;
	description: string;
	routes: Route[];
}

interface Document {
	tags?: { name: string; description?: string }[];
	paths?: Record<string, Record<string, { operationId?: string; summary?: string; tags?: string[] }>>;
}

/** The routes of an OpenAPI document, grouped by tag, each with a link into Swagger UI. */
export function routeGroups(openapi: string): RouteGroup[] {
	const { tags = [], paths = {} } = JSON.parse(openapi) as Document;
	const groups = new Map(
		tags.map(({ name, description = '' }): [string, RouteGroup] => [name, { name, description, routes: [] }]),
	);
	for (const [path, methods] of Object.entries(paths)) {
		for (const [method, { operationId = '', summary = '', tags: [tag] = [] }] of Object.entries(methods)) {
			if (tag === undefined) continue;
			const href = `/docs#/${encodeURIComponent(tag)}/${encodeURIComponent(operationId)}`;
			const group = groups.get(tag) ?? { name: tag, description: '', routes: [] };
			group.routes.push({ method, path, summary, href });
			groups.set(tag, group);
		}
	}
	return [...groups.values()].filter(({ routes }) => routes.length > 0);
}

/** What the landing page shows. */
export interface Landing {
	version: string;
	origin: string;
	sandbox: boolean;
	demoKey: string | undefined;
	groups: RouteGroup[];
}

/** The page at /: what the gateway is, an example request, and links to all other pages. */
export function landingPage({ version, origin, sandbox, demoKey, groups }: Landing): Html {
	const key = demoKey ?? 'YOUR_KEY';
	const read = `curl -H 'X-API-Key: ${key}' ${origin}/users/external_user/1504`;
	return layout(
		{ title: 'Chamilo REST gateway', current: 'home' },
		html`<h1>Your Chamilo campus, over REST</h1>
<span class="badge">version ${version}</span>${sandbox ? html`<span class="badge sandbox">sandbox</span>` : ''}
<p class="lead">This gateway turns JSON requests into the SOAP calls of a <a href="https://chamilo.org" rel="noreferrer">Chamilo</a>
campus. A route promises its effect: it really happened, or the answer is a problem that says exactly why not.</p>
${
	sandbox
		? html`<p class="soft">No campus is configured, so a built-in sandbox with demo data stands behind the gateway:
try anything, nothing real is touched, and the next start is a fresh campus.</p>`
		: ''
}
<h2>Try it</h2>
<pre><code>${read}</code></pre>
<p class="soft">${keyHint(demoKey)}</p>
<h2>Where to go</h2>
<div class="cards">
${card('/docs', 'API documentation', 'Every route, with examples you can send from the page')}
${card('/openapi.json', 'OpenAPI 3.1', 'The same as a document, for code generators and tools')}
${card('/problems', 'Problems', 'What each error means and what to do about it')}
${card('/readyz', 'Readiness', 'Whether calls to the campus would succeed, and why not')}
</div>
<h2>Routes</h2>
${groups.map(groupTable)}`,
	);
}

function keyHint(demoKey: string | undefined): Html {
	if (demoKey)
		return html`<code>${demoKey}</code> is the demo key of this gateway. In the API documentation, give it to “Authorize”.`;
	return html`Each call carries an API key, as <code>X-API-Key: KEY</code> or <code>Authorization: Bearer KEY</code>.
Whoever runs this gateway hands them out.`;
}

function card(href: string, title: string, text: string): Html {
	return html`<a class="card" href="${href}"><b>${title}</b><span>${text}</span></a>`;
}

/** Groups of more routes than this are collapsed. */
const LONG_GROUP = 30;

function groupTable({ name, description, routes }: RouteGroup): Html {
	const table = routeTable(routes);
	return html`<h3>${name}</h3>
<p class="soft">${description}</p>
${routes.length > LONG_GROUP ? html`<details><summary>${routes.length} routes</summary>${table}</details>` : table}
`;
}

function routeTable(routes: readonly Route[]): Html {
	return html`<div class="scroll"><table class="routes">${routes.map(
		({ method, path, summary, href }) =>
			html`<tr><td><span class="method ${method}">${method.toUpperCase()}</span><a href="${href}"><code>${path}</code></a></td><td>${summary}</td></tr>`,
	)}</table></div>`;
}
