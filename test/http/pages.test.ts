import { type Context, Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { PROBLEMS, toGatewayError } from '../../src/errors.js';
import { mapMaybeAsync } from '../../src/http/messages.js';
import type { Handler } from '../../src/http/middleware/compose.js';
import { registerPages } from '../../src/http/pages.js';
import { createRequestContext } from '../../src/http/request-context.js';
import { toResponse } from '../../src/http/responses.js';
import { swaggerAssets } from '../../src/node/assets.js';

const OPENAPI = `${JSON.stringify({
	openapi: '3.1.0',
	tags: [{ name: 'Users <all>', description: 'People.' }],
	paths: { '/users/{field}': { get: { operationId: 'getUser', summary: 'Read <b>', tags: ['Users <all>'] } } },
})}\n`;
const BROWSER = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const PAGES = ['/', '/docs', '/problems', '/problems/forbidden'];

function createPages(deps: { sandbox?: boolean; demoKey?: string } = {}) {
	const app = new Hono();
	app.onError((thrown, c) => c.json({ code: toGatewayError(thrown).code }, 404));
	const bare = (handler: Handler) => (c: Context) => mapMaybeAsync(handler(c, createRequestContext(c)), toResponse);
	app.get('/assets/swagger-ui-dist/*', bare(swaggerAssets()(() => ({ status: 404, headers: {}, body: null }))));
	registerPages((path, handler) => void app.get(path, bare(handler)), {
		version: '1.2.3',
		openapi: OPENAPI,
		sandbox: false,
		...deps,
	});
	return app;
}

describe('the landing page', () => {
	it('is JSON to programs', async () => {
		for (const headers of [{}, { Accept: '*/*' }, { Accept: 'application/json' }] as Record<string, string>[]) {
			const response = await createPages({ sandbox: true }).request('/', { headers });
			expect(response.headers.get('Content-Type')).toBe('application/json');
			expect(response.headers.get('Vary')).toBe('Accept');
			expect(await response.json()).toEqual({
				name: 'chamilo-rest-gateway',
				version: '1.2.3',
				docs: '/docs',
				openapi: '/openapi.json',
				health: '/healthz',
				problems: '/problems',
				sandbox: true,
			});
		}
	});

	it('is a page to browsers, with a curl line for the address it was reached at', async () => {
		const app = createPages({ sandbox: true, demoKey: 'demo' });
		const text = await (await app.request('http://127.0.0.1:4711/', { headers: BROWSER })).text();
		expect(text).toContain(
			"curl -H 'X-API-Key: demo' http://127.0.0.1:4711/users/external_user/1504".replace(/'/g, '&#39;'),
		);
		expect(text).toContain('fresh campus');
		const proxied = { ...BROWSER, 'X-Forwarded-Proto': 'https' };
		expect(await (await app.request('http://api.example/', { headers: proxied })).text()).toContain(
			'https://api.example/',
		);
	});

	it('shows no key and no sandbox where there is none', async () => {
		const text = await (await createPages().request('/', { headers: BROWSER })).text();
		expect(text).toContain('YOUR_KEY');
		expect(text).not.toContain('sandbox');
	});

	it('lists the routes of the document, escaped, each with its place in the Swagger UI', async () => {
		const text = await (await createPages().request('/', { headers: BROWSER })).text();
		expect(text).toContain('href="/docs#/Users%20%3Call%3E/getUser"');
		expect(text).toContain('Read &lt;b&gt;');
		expect(text).not.toContain('<b>getUser');
	});
});

describe('every page', () => {
	it.each(PAGES)('%s has a strict policy and obeys it', async (path) => {
		const response = await createPages({ demoKey: 'demo' }).request(path, { headers: BROWSER });
		expect(response.status).toBe(200);
		expect(response.headers.get('Content-Type')).toMatch(/^text\/html/);
		expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
		expect(response.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none';/);
		expect(response.headers.get('Content-Security-Policy')).not.toMatch(/unsafe|https?:|\*/);
		const text = await response.text();
		expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?! src="\/)/i);
		expect(text).not.toMatch(/(src|<link[^>]*href)="(?!\/[a-z])/i);
	});

	it.each(PAGES)('%s names only files that are served', async (path) => {
		const app = createPages();
		const text = await (await app.request(path, { headers: BROWSER })).text();
		const files = [...text.matchAll(/(?:src|<link [^>]*href)="([^"]+)"/g)].map((match) => match[1] ?? '');
		expect(files.length).toBeGreaterThan(1);
		for (const file of files) expect((await app.request(file)).status, file).toBe(200);
	});
});

describe('documents', () => {
	it('answers the OpenAPI text as it is', async () => {
		const response = await createPages().request('/openapi.json');
		expect(response.headers.get('Content-Type')).toBe('application/json');
		expect(await response.text()).toBe(OPENAPI);
	});

	it('answers that it is alive', async () => {
		expect(await (await createPages().request('/healthz')).json()).toEqual({ status: 'ok' });
	});
});

describe('problems', () => {
	it('lists every code of the table', async () => {
		const { problems } = (await (await createPages().request('/problems')).json()) as { problems: { code: string }[] };
		expect(problems.map(({ code }) => code).sort()).toEqual(Object.keys(PROBLEMS).sort());
	});

	it.each(Object.entries(PROBLEMS))(
		'explains %s to people and to programs',
		async (code, { status, title, remedy }) => {
			const app = createPages();
			const type = `/problems/${code}`;
			expect(await (await app.request(type)).json()).toEqual({ type, code, status, title, remedy });
			const text = await (await app.request(type, { headers: BROWSER })).text();
			expect(text).toContain(String(status));
			expect(text).not.toContain('`');
			expect(text).not.toContain('undefined');
		},
	);

	it.each(['nope', '__proto__', 'constructor', '%3Cscript%3E'])('knows no code %s', async (code) => {
		const response = await createPages().request(`/problems/${code}`, { headers: BROWSER });
		expect(await response.json()).toEqual({ code: 'route-not-found' });
	});
});

describe('the files of Swagger UI', () => {
	it('come with a type and an ETag, which answers 304', async () => {
		const app = createPages();
		const file = '/assets/swagger-ui-dist/swagger-ui.css';
		const first = await app.request(file);
		expect(first.headers.get('Content-Type')).toBe('text/css; charset=utf-8');
		expect((await first.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
		const etag = first.headers.get('ETag') ?? '';
		expect((await app.request(file, { headers: { 'If-None-Match': etag } })).status).toBe(304);
		expect((await app.request(file, { method: 'HEAD' })).status).toBe(200);
	});

	it.each(['package.json', 'index.html', '..%2fpackage.json', '%2e%2e/hono/package.json', ''])(
		'do not include %j',
		async (name) => {
			expect((await createPages().request(`/assets/swagger-ui-dist/${name}`)).status).toBe(404);
		},
	);
});
