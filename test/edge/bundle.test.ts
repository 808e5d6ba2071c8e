import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundleWorker } from '../support/edge.js';

/** The gateway's own budget, so that growth is seen; the platform's limit is 3 MB. */
const MOST_BYTES = 320 * 1024;

describe('the bundle of the Worker', () => {
	let bundle: Bundle;
	beforeAll(async () => {
		bundle = await bundleWorker();
	});

	it('deploys as it stands', () => {
		expect(bundle.output).toContain('--dry-run: exiting now');
		expect(bundle.output).toContain('env.GATEWAY (GatewayObject)');
		expect(bundle.output).not.toMatch(/warning|error/i);
	});

	it('is within its budget, gzipped', () => {
		const bytes = bundle.modules.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0);
		expect(bytes).toBeGreaterThan(50 * 1024);
		expect(bytes).toBeLessThan(MOST_BYTES);
	});

	it('holds nothing that belongs to Node, to the sandbox or to the commands, and no language but English', () => {
		expect(bundle.sources.some((path) => path.endsWith('/src/worker/index.ts'))).toBe(true);
		const foreign =
			/\/node_modules\/(soap|ioredis|pino|undici|@hono\/node-server|swagger-ui-dist)\/|\/zod\/v4\/locales\/(?!en\.js|index\.js)|\/src\/(node|sandbox)\//;
		expect(bundle.sources.filter((path) => foreign.test(`/${path}`))).toEqual([]);
	});
});
