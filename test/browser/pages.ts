import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import openapi from '../../openapi/openapi.json' with { type: 'json' };
import { exampleRequestsOfRoutes } from '../support/examples.js';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

// Without these Chromium itself calls home; the resolver rule turns any attempt of a page into an error.
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Headers that a request has only when somebody wants them. */
const OPTIONAL_HEADERS = ['idempotency-key', 'if-none-match'];

/** The document as far as Swagger UI makes forms of it. */
function withoutResponses(): object {
	const paths = Object.entries<Record<string, { tags: string[] }>>(openapi.paths).map(([path, methods]) => {
		const kept = Object.entries(methods).filter(([, { tags }]) => !tags.includes('SOAP'));
		return [path, Object.fromEntries(kept.map(([method, one]) => [method, { ...one, responses: {} }]))];
	});
	return { ...openapi, paths: Object.fromEntries(paths) };
}

/** A gateway with the demo data of the sandbox behind it. */
export interface ShownGateway {
	url: string;
	/** A key that may do everything. */
	key: string;
	/** Its server now and then leaves a request without an answer, as `wrangler dev` does: people open the page again. */
	losesRequests?: true;
	close(): Promise<void>;
}

/** In the page: what goes beyond its right edge, and texts that are hidden in part. */
function cutOff(): string[] {
	const { clientWidth: width } = document.documentElement;
	const scrolls = 'pre, .scroll, .microlight, svg';
	return [...document.body.querySelectorAll('*')]
		.filter((element) => {
			const { width: own, right } = element.getBoundingClientRect();
			const hides = ['hidden', 'clip'].includes(getComputedStyle(element).overflowX);
			const isCut = hides && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
			return isCut || (own > 0 && right > width + 1 && !element.closest(scrolls));
		})
		.map(({ tagName, className }) => `${tagName}.${className}`);
}

let gateway: ShownGateway;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let requests: string[];
let complaints: string[];

async function visit(path: string): Promise<void> {
	const url = `${gateway.url}${path}`;
	if (gateway.losesRequests) await page.goto(url, { timeout: 10_000 }).catch(() => page.goto(url));
	else await page.goto(url);
}

async function openDocs(): Promise<void> {
	await visit('/docs');
	await page.locator('.opblock').first().waitFor();
}

async function authorize(key: string): Promise<void> {
	await page.getByRole('button', { name: 'Authorize' }).first().click();
	const dialog = page.locator('.modal-ux');
	const form = dialog.locator('.auth-container').filter({ hasText: 'X-API-Key' });
	await form.locator('input').fill(key);
	await form.getByRole('button', { name: /apply credentials/i }).click();
	await form.getByRole('button', { name: /remove authorization/i }).waitFor();
	await dialog.getByRole('button', { name: 'Close' }).last().click();
}

async function open(operationId: string): Promise<Locator> {
	const block = page.locator(`.opblock[id$="-${operationId}"]`);
	await block.locator('.opblock-summary-control').click();
	await block.getByRole('button', { name: 'Execute' }).waitFor();
	return block;
}

/** Sends the filled-in form; answers status and body as the page shows them. */
async function execute(block: Locator): Promise<{ status: string; body: string }> {
	await block.getByRole('button', { name: 'Execute' }).click();
	const row = block.locator('.live-responses-table tr.response');
	const text = async (column: string) => ((await row.locator(column).textContent()) ?? '').trim();
	return { status: (await text('.response-col_status')).slice(0, 3), body: await text('.response-col_description') };
}

/**
 * The pages of a gateway as people see them, on whatever runtime.
 * @param isThorough also tries every operation: that takes long, and the page is the same on all runtimes.
 */
export function testPages(name: string, start: () => Promise<ShownGateway>, isThorough = false): void {
	describe(`the pages on ${name}`, () => {
		beforeAll(async () => {
			if (!existsSync(CHROMIUM)) throw new Error(`There is no ${CHROMIUM}: install chromium, or set CHROMIUM_PATH.`);
			gateway = await start();
			browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
		});

		afterAll(async () => {
			await browser?.close();
			await gateway?.close();
		});

		beforeEach(async () => {
			requests = [];
			complaints = [];
			context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
			context.setDefaultTimeout(60_000);
			context.on('request', (request) => requests.push(request.url()));
			context.on('console', (message) => {
				if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
			});
			context.on('weberror', (failure) => complaints.push(failure.error().message));
			page = await context.newPage();
		});

		afterEach(async () => {
			await context.close();
			const outside = requests.filter((url) => !(url.startsWith(`${gateway.url}/`) || url.startsWith('data:')));
			expect(outside).toEqual([]);
			expect(requests.length).toBeGreaterThan(0);
			expect(complaints).toEqual([]);
		});

		describe('the Swagger UI', () => {
			it('shows every tag group and every operation', async () => {
				await openDocs();
				const groups = await page
					.locator('.opblock-tag')
					.evaluateAll((tags) => tags.map((tag) => tag.getAttribute('data-tag')));
				expect(groups).toEqual(openapi.tags.map(({ name }) => name));
				const operations = Object.values(openapi.paths).flatMap((path) => Object.values(path));
				const folded = operations.filter(({ tags }) => tags?.includes('SOAP'));
				// Nearly a hundred operations as Chamilo has them: there, but not in the way.
				expect(folded.length).toBeGreaterThan(70);
				expect(await page.locator('.opblock').count()).toBe(operations.length - folded.length);
				await page.locator('#operations-tag-SOAP').click();
				await page.locator('[id^="operations-SOAP-"]').first().waitFor();
				// Of so many, only those near the window are in the page: all of them are seen on the way down.
				const seen = new Set<string>();
				await page.evaluate(() => window.scrollTo(0, 0));
				await expect
					.poll(
						async () => {
							for (const id of await page.locator('.opblock').evaluateAll((all) => all.map(({ id }) => id)))
								seen.add(id);
							await page.mouse.wheel(0, 600);
							return seen.size;
						},
						{ timeout: 20_000, interval: 20 },
					)
					.toBe(operations.length);
			});

			it('is refused without a key, and reads a user once authorized', async () => {
				await openDocs();
				const block = await open('getUser');
				await block.locator('tr[data-param-name="field"] input').fill('external_user');
				await block.locator('tr[data-param-name="value"] input').fill('1504');
				expect((await execute(block)).status).toBe('401');
				// Chromium reports every answer from 400 on as a console error of its own.
				expect(complaints.splice(0)).toEqual([expect.stringContaining('401')]);

				await authorize(gateway.key);
				await block.getByRole('button', { name: 'Clear' }).click();
				const answer = await execute(block);
				expect(answer.status).toBe('200');
				expect(answer.body).toContain('"lastname": "Żółkiewski"');
			});

			it('creates a user from the documented example, and remembers the key after a reload', async () => {
				await openDocs();
				await authorize(gateway.key);
				await page.reload();
				await page.locator('.opblock').first().waitFor();
				const answer = await execute(await open('createUser'));
				expect(answer.status).toBe('201');
				expect(answer.body).toMatch(/"id": \d+/);
			});
		});

		if (!isThorough) return;

		describe('the Swagger UI, with nothing filled in by hand', () => {
			it('sends the examples of the document when Execute is pressed, and nothing optional', async () => {
				// The form of an operation opens ten times as fast without the examples of its responses.
				await page.route('**/openapi.json', (route) => route.fulfill({ json: withoutResponses() }));
				await openDocs();
				await authorize(gateway.key);
				const sent: object[] = [];
				for (const { id } of exampleRequestsOfRoutes()) {
					const block = await open(id);
					const [request] = await Promise.all([
						page.waitForRequest((one) => one.resourceType() === 'fetch'),
						block.getByRole('button', { name: 'Execute' }).click(),
					]);
					const { pathname, search } = new URL(request.url());
					const headers = await request.allHeaders();
					sent.push({
						id,
						method: request.method(),
						path: pathname + search,
						...(request.postData() === null ? {} : { body: request.postDataJSON() }),
						optional: OPTIONAL_HEADERS.filter((name) => headers[name] !== undefined),
					});
					await block.locator('.opblock-summary-control').click();
				}
				expect(sent).toEqual(exampleRequestsOfRoutes().map((request) => ({ ...request, optional: [] })));
				// Chromium reports every answer from 400 on: what the campus does not have. Other tests look at the answers.
				complaints = complaints.filter((text) => !text.startsWith('Failed to load resource'));
			}, 600_000);
		});

		describe('every page', () => {
			it.each(['/', '/problems', '/problems/username-taken', '/readyz', '/users/external_user/1504', '/docs'])(
				'%s is cut off at no width',
				async (path) => {
					await visit(path);
					if (path === '/docs') await open('createUser');
					for (const width of [390, 768, 1280, 1920]) {
						await page.setViewportSize({ width, height: 900 });
						expect({ width, cut: await page.evaluate(cutOff) }).toEqual({ width, cut: [] });
					}
					// The page that says that a key is needed has its status.
					complaints = complaints.filter((text) => !text.includes('status of 401'));
				},
			);
		});

		describe('the other pages', () => {
			it('lead from the landing page to the documentation of a route and to the problems', async () => {
				await visit('/');
				expect(await page.locator('pre').textContent()).toContain(`${gateway.url}/users/`);
				await page.getByRole('link', { name: '/users/{field}/{value}/enable' }).click();
				await page.locator('.opblock.is-open[id$="-enableUser"]').waitFor();
				await visit('/');
				await page.locator('.card', { hasText: 'Problems' }).click();
				await page.getByRole('link', { name: 'user-not-found' }).click();
				await page.getByRole('heading', { name: 'Chamilo has no such user' }).waitFor();
			});
		});
	});
}
