import { DOCS_SCRIPT, DOCS_STYLE, docsPage } from './docs.js';
import type { Handler } from './middleware/compose.js';
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
export function registerPages(get: (path: string, page: Handler) => void, deps: PagesDeps): void {
	const { version, openapi, sandbox, demoKey } = deps;
	// Half a megabyte to parse: when the first person comes, not at every start.
	let groups: ReturnType<typeof routeGroups> | undefined;

	get('/', (c, facts) => {
		if (wantsHtml(c)) {
			groups ??= routeGroups(openapi);
			return respondHtml(facts, landingPage({ version, origin: originOf(c), sandbox, demoKey, groups }));
		}
		return respondJson(facts, {
			name: 'chamilo-rest-gateway',
			version,
			docs: '/docs',
			openapi: '/openapi.json',
			health: '/healthz',
			problems: '/problems',
			sandbox,
		});
	});
	get('/docs', (_, facts) => respondHtml(facts, docsPage(demoKey), DOCS_POLICY));
	get('/openapi.json', (_, facts) => respondText(facts, 'application/json', openapi));
	get('/healthz', (_, facts) =>
		respondText(facts, 'application/json', '{"status":"ok"}\n', { 'Cache-Control': 'no-store' }),
	);

	get('/problems', (c, facts) => {
		if (wantsHtml(c)) return respondHtml(facts, problemListPage());
		return respondJson(facts, { problems: PROBLEM_ENTRIES });
	});
	get('/problems/:code', (c, facts) => {
		const entry = problemEntry(c.req.param('code') ?? '');
		return wantsHtml(c) ? respondHtml(facts, problemPage(entry)) : respondJson(facts, entry);
	});

	get('/assets/pages.css', (_, facts) => respondText(facts, 'text/css; charset=utf-8', STYLE));
	get('/assets/docs.css', (_, facts) => respondText(facts, 'text/css; charset=utf-8', DOCS_STYLE));
	get('/assets/docs.js', (_, facts) => respondText(facts, 'text/javascript; charset=utf-8', DOCS_SCRIPT));
	get('/assets/icon.svg', (_, facts) => respondText(facts, 'image/svg+xml', ICON));
}
