import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { expectReadmeLines } from '../suites/gateway/readme-lines.js';
import { startWranglerDev, type WranglerDev } from '../support/wrangler-dev.js';

describe('wrangler dev with .dev.vars.example, and the sandbox behind it', () => {
	let sandbox: Sandbox;
	let worker: WranglerDev;
	beforeAll(async () => {
		sandbox = await startSandbox();
		// Only the port differs from what the file says: 8088 may be taken here.
		worker = await startWranglerDev({ CHAMILO_URL: sandbox.url });
	});
	afterAll(async () => {
		await worker?.close();
		await sandbox?.close();
	});

	it('answers the curl lines of the README', () => expectReadmeLines(worker.url));

	it('is ready', async () => {
		const response = await fetch(`${worker.url}/readyz`);
		expect([response.status, await response.json()]).toMatchObject([200, { status: 'ready' }]);
	});

	it('serves Swagger UI by itself, and leaves the rest of the assets to the gateway', async () => {
		const script = await fetch(`${worker.url}/assets/swagger-ui-dist/swagger-ui-bundle.js`);
		expect(script.status).toBe(200);
		expect(script.headers.get('Content-Type')).toMatch(/javascript/);
		expect(script.headers.get('X-Content-Type-Options')).toBe('nosniff');
		// What the gateway answers has the id of the request; what the platform serves has none.
		expect(script.headers.get('X-Request-Id')).toBeNull();
		const docs = await fetch(`${worker.url}/assets/docs.js`);
		expect([docs.status, docs.headers.get('X-Request-Id')]).toEqual([200, expect.stringMatching(/./)]);
		expect((await fetch(`${worker.url}/assets/swagger-ui-dist/package.json`)).status).toBe(401);
	});
});
