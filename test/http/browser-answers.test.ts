import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem } from '../support/problem.js';
import { type Stack, startStack } from '../support/stack.js';

const BROWSER = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('what a browser opens', () => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await startStack();
	});
	afterAll(() => stack.close());

	it('is a page where it is a problem, with the headers of the problem', async () => {
		const answer = await stack.request('GET', '/users/external_user/1504', undefined, {
			...BROWSER,
			'X-API-Key': null,
		});
		expect(answer.status).toBe(401);
		expect(answer.headers.get('Content-Type')).toBe('text/html; charset=UTF-8');
		expect(answer.headers.get('WWW-Authenticate')).toContain('Bearer');
		expect(answer.headers.get('Vary')).toBe('Accept');
		expect(answer.headers.get('Cache-Control')).toBe('no-store');
		expect(answer.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none';/);
		expect(answer.text).toContain('A valid API key is needed');
		expect(answer.text).toContain(answer.headers.get('X-Request-Id'));
	});

	it.each(['/nowhere', '/problems/none', '/users/external_user/%3Cb%3Enobody'])('%s is a page', async (path) => {
		const answer = await stack.request('GET', path, undefined, BROWSER);
		expect(answer.status).toBe(404);
		expect(answer.text).toContain('<h1>');
		expect(answer.text).not.toContain('<b>nobody');
	});

	it('has a list of all that is wrong', async () => {
		const answer = await stack.request('GET', '/courses?visibilty=public&limt=5', undefined, BROWSER);
		expect(answer.status).toBe(400);
		expect(answer.text).toContain('<li><code>query/limt</code>: is not known; did you mean limit?</li>');
	});

	it('is JSON for programs, and wherever something is changed', async () => {
		for (const Accept of ['*/*', 'application/json', 'application/problem+json', 'text/html;q=0.1, application/json']) {
			expectProblem(await stack.request('GET', '/users/external_user/nobody', undefined, { Accept }), 'user-not-found');
		}
		expectProblem(await stack.request('POST', '/users', {}, BROWSER), 'invalid-request');
	});

	it('is the readiness as a page, while the campus is there and while it is not', async () => {
		const ready = await stack.request('GET', '/readyz', undefined, BROWSER);
		expect(ready.status).toBe(200);
		expect(ready.text).toContain('<h1>The gateway is ready</h1>');
		expect((await stack.request('GET', '/readyz')).json).toMatchObject({ status: 'ready' });
		const away = await startStack({ env: { CHAMILO_URL: 'http://127.0.0.1:9' } });
		const answer = await away.request('GET', '/readyz', undefined, BROWSER);
		expect(answer.status).toBe(503);
		expect(answer.text).toContain('The campus cannot be reached.');
		const failed = await away.request('GET', '/users/external_user/1504', undefined, BROWSER);
		expect(failed.status).toBe(503);
		expect(failed.text).toContain('<h1>');
		await away.close();
	});
});
