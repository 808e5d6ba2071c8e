import type { Env, Hono } from 'hono';
import { DOCS_SCRIPT, DOCS_STYLE, docsPage } from './docs.js';
import { landingPage, routeGroups } from './pages/landing.js';
import { DOCS_POLICY, originOf, respondHtml, respondJson, respondText, wantsHtml } from './pages/page.js';
import { ICON, STYLE } from './pages/style.js';
import { PROBLEM_ENTRIES, problemEntry, problemListPage, problemPage } from './problem-pages.js';

/** What the public pages show. */
export interface PagesDeps {
	version: string;
	/** The OpenAPI document as text. */
	openapi: string;
	/** Behind the gateway stands the built-in sandbox. */
	sandbox: boolean;
	/** Shown in examples. */
	demoKey?: string;
}

/** Mounts what anybody may see without a key: pages for people, their JSON twins for programs. */
export function registerPages<E extends Env>(app: Hono<E>, deps: PagesDeps): void {
	const { version, openapi, sandbox, demoKey } = deps;
	// Half a megabyte to parse: when the first person comes, not at every start.
	let groups: ReturnType<typeof routeGroups> | undefined;

	app.get('/', (c) => {
		if (wantsHtml(c)) {
			groups ??= routeGroups(openapi);
			return respondHtml(c, landingPage({ version, origin: originOf(c), sandbox, demoKey, groups }));
		}
		return respondJson(c, {
			name: 'chamilo-rest-gateway',
			version,
			docs: '/docs',
			openapi: '/openapi.json',
			health: '/healthz',
			problems: '/problems',
			sandbox,
		});
	});
	app.get('/docs', (c) => respondHtml(c, docsPage(demoKey), DOCS_POLICY));
	app.get('/openapi.json', (c) => respondText(c, 'application/json', openapi));
	app.get('/healthz', (c) => respondText(c, 'application/json', '{"status":"ok"}\n', { 'Cache-Control': 'no-store' }));

	app.get('/problems', (c) => {
		if (wantsHtml(c)) return respondHtml(c, problemListPage());
		return respondJson(c, { problems: PROBLEM_ENTRIES });
	});
	app.get('/problems/:code', (c) => {
		const entry = problemEntry(c.req.param('code'));
		return wantsHtml(c) ? respondHtml(c, problemPage(entry)) : respondJson(c, entry);
	});

	app.get('/assets/pages.css', (c) => respondText(c, 'text/css; charset=utf-8', STYLE));
	app.get('/assets/docs.css', (c) => respondText(c, 'text/css; charset=utf-8', DOCS_STYLE));
	app.get('/assets/docs.js', (c) => respondText(c, 'text/javascript; charset=utf-8', DOCS_SCRIPT));
	app.get('/assets/icon.svg', (c) => respondText(c, 'image/svg+xml', ICON));
}
