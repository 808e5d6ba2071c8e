import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { createClient } from '../support/client.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { buildCli, Running } from './command.js';

/** With this setting Node lists, as it ends, every script that was loaded. */
const COVERAGE = 'NODE_V8_COVERAGE';
const SANDBOX = /^src\/sandbox\/|\/node_modules\/saxes\//;

describe('what the built gateway loads', () => {
	let cli: string;
	let gateway: Running | undefined;
	let sandbox: Sandbox | undefined;
	let redis: RedisServer | undefined;
	let folder: string;
	beforeAll(() => {
		cli = buildCli();
	});
	afterEach(async () => {
		await gateway?.stop();
		await sandbox?.close();
		await redis?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	/** Starts the gateway, sends a request and stops it; answers the files that each of its processes has loaded. */
	async function loadedBy(settings: Record<string, string>): Promise<string[][]> {
		folder = mkdtempSync(join(tmpdir(), 'gateway-loaded-'));
		const always = { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', [COVERAGE]: folder };
		gateway = new Running(cli, ['serve'], { ...always, ...settings });
		const [, url = ''] = await gateway.written(/listens on (\S+)\n/);
		const key = settings.API_KEYS ? KEYS.all : 'sandbox-demo-key';
		expect((await createClient(url, key)('GET', '/users/external_user/1504')).status).toBe(200);
		gateway.signal('SIGTERM');
		expect(await gateway.ended()).toBe(0);
		return readdirSync(folder).map((file) => sourcesOf(join(folder, file)));
	}

	it.each(['1', '2'])(
		'with a campus, WORKERS=%s: nothing of the sandbox',
		async (workers) => {
			sandbox = await startSandbox();
			// Several workers need it.
			redis = workers === '1' ? undefined : await startRedis();
			const loaded = await loadedBy({
				CHAMILO_URL: sandbox.url,
				CHAMILO_SECURITY_KEY: sandbox.securityKey,
				API_KEYS,
				WORKERS: workers,
				...(redis ? { REDIS_URL: redis.url } : {}),
			});
			expect(loaded).toHaveLength(workers === '1' ? 1 : 3);
			for (const files of loaded) {
				expect(files).toContain('src/node/cli.ts');
				expect(files.filter((file) => SANDBOX.test(file))).toEqual([]);
			}
			expect(loaded.flat()).toContain('src/node/campus-gateway.ts');
		},
		60_000,
	);

	it('without a campus: the sandbox too', async () => {
		const [files] = await loadedBy({});
		expect(files).toContain('src/sandbox/server.ts');
		expect(files?.filter((file) => file.includes('/node_modules/saxes/'))).not.toEqual([]);
	});
});

/** The files in a list of loaded scripts; of a bundled one, the sources that its source map names. */
function sourcesOf(list: string): string[] {
	const { result } = JSON.parse(readFileSync(list, 'utf8')) as { result: { url: string }[] };
	return result.flatMap(({ url }) => {
		if (!url.startsWith('file:')) return [];
		const path = fileURLToPath(url);
		if (!path.includes('/dist/') || path.includes('/node_modules/')) return [path];
		const { sources } = JSON.parse(readFileSync(`${path}.map`, 'utf8')) as { sources: string[] };
		return sources.map((source) => source.replace(/^(\.\.\/)+/, ''));
	});
}
