import { DOCS_SCRIPT, DOCS_STYLE, docsPage } from './docs.js';
import type { Handler } from './middleware/compose.js';
import { landingPage, routeGroups } from './pages/landing.js';
import { DOCS_POLICY, originOf, respondHtml, respondJson, respondText, wantsHtml } from './pages/page.js';
import { ICON, STYLE } from './pages/style.js';
import { PROBLEM_ENTRIES, problemEntry, problemListPage, problemPage } from './problem-pages.js';
import { toYaml } from './yaml.js';

/** What the public pages show. */
export interface PagesDeps {
	version: string;
	/** The OpenAPI document as text. */
	openapi: string;
	/** Whether the campus is the built-in sandbox. */
	sandbox: boolean;
	/** API key shown in examples. */
	demoKey?: string | undefined;
}

/** Mounts the pages that need no key: HTML for browsers, the same as JSON for programs. */
export function registerPages(get: (path: string, page: Handler) => void, deps: PagesDeps): void {
	const { version, openapi, sandbox, demoKey } = deps;
	// Half a megabyte of JSON, parsed for the first browser and not at every start.
	let groups: ReturnType<typeof routeGroups> | undefined;

	get('/', (c, context) => {
		if (wantsHtml(c)) {
			groups ??= routeGroups(openapi);
			return respondHtml(context, landingPage({ version, origin: originOf(c), sandbox, demoKey, groups }));
		}
		return respondJson(context, {
			name: 'chamilo-rest-gateway',
			version,
			docs: '/docs',
			openapi: '/openapi.json',
			health: '/healthz',
			problems: '/problems',
			sandbox,
		});
	});
	get('/docs', (_, context) => respondHtml(context, docsPage(demoKey), DOCS_POLICY));
	get('/openapi.json', (_, context) => respondText(context, 'application/json', openapi));
	let yaml: string | undefined;
	get('/openapi.yaml', (_, context) => {
		yaml ??= toYaml(JSON.parse(openapi));
		return respondText(context, 'application/yaml', yaml);
	});
	get('/healthz', (_, context) =>
		respondText(context, 'application/json', '{"status":"ok"}\n', { 'Cache-Control': 'no-store' }),
	);

	get('/problems', (c, context) => {
		if (wantsHtml(c)) return respondHtml(context, problemListPage());
		return respondJson(context, { problems: PROBLEM_ENTRIES });
	});
	get('/problems/:code', (c, context) => {
		const entry = problemEntry(c.req.param('code') ?? '');
		return wantsHtml(c) ? respondHtml(context, problemPage(entry)) : respondJson(context, entry);
	});

	get('/assets/pages.css', (_, context) => respondText(context, 'text/css; charset=utf-8', STYLE));
	get('/assets/docs.css', (_, context) => respondText(context, 'text/css; charset=utf-8', DOCS_STYLE));
	get('/assets/docs.js', (_, context) => respondText(context, 'text/javascript; charset=utf-8', DOCS_SCRIPT));
	get('/assets/icon.svg', (_, context) => respondText(context, 'image/svg+xml', ICON));
}
