import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEYS, type Stack, startStack } from '../support/stack.js';

const run = promisify(execFile);
const TSC = resolve('node_modules/typescript/bin/tsc');
const OPTIONS = ['--module', 'nodenext', '--target', 'es2023', '--strict', '--skipLibCheck', '--types', 'node'];

/** A project of somebody else, with the packed package in its node_modules. */
let folder: string;
let stack: Stack;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gateway-client-'));
	// Packing builds anew: in a copy, because other tests run what is built here.
	const source = join(folder, 'source');
	for (const name of ['src', 'openapi', 'package.json', 'package-lock.json', 'README.md', 'CHANGELOG.md', 'LICENSE']) {
		await cp(name, join(source, name), { recursive: true });
	}
	await symlink(resolve('node_modules'), join(source, 'node_modules'));
	const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: source });
	const modules = join(folder, 'node_modules');
	await mkdir(join(modules, '@types'), { recursive: true });
	await run('tar', ['-xzf', join(folder, stdout.trim().split('\n').at(-1) ?? ''), '-C', folder]);
	await run('mv', [join(folder, 'package'), join(modules, 'chamilo-rest-gateway')]);
	// The types of the client need one package, and nothing of the server.
	for (const name of ['openapi-fetch', 'openapi-typescript-helpers', '@types/node', 'undici-types']) {
		await symlink(resolve('node_modules', name), join(modules, name));
	}
	await copyFile('test/fixtures/client-app/app.ts', join(folder, 'app.ts'));
	await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
	stack = await startStack();
}, 120_000);
afterAll(async () => {
	await stack?.close();
	await rm(folder, { recursive: true, force: true });
});

it('an app of an integrator compiles against the packed client and does its work', async () => {
	await run(process.execPath, [TSC, 'app.ts', ...OPTIONS], { cwd: folder }).catch((failure: { stdout: string }) => {
		throw new Error(failure.stdout);
	});
	const env = { ...process.env, GATEWAY_URL: stack.url, GATEWAY_KEY: KEYS.all };
	const { stdout } = await run(process.execPath, ['app.js'], { cwd: folder, env });
	expect(stdout.trim().split('\n')).toEqual([
		'created 12',
		'is there already',
		'in 2 places',
		'Ada Lovelace, with ETag',
		expect.stringMatching(/^\w+ \w+$/),
		'user-not-found',
		'FRANCAISA1 ALGEBRA 2024OFFICE ARCHIVE',
		'No gateway responds at http://127.0.0.1:41999: connect ECONNREFUSED 127.0.0.1:41999. ECONNREFUSED',
	]);
}, 120_000);

it('the client alone is a package of one file, its types and one package for them', async () => {
	const built = join(folder, 'node_modules/chamilo-rest-gateway/dist/client');
	const { dependencies, exports } = JSON.parse(await readFile(join(built, 'package.json'), 'utf8'));
	expect(Object.keys(dependencies)).toEqual(['openapi-fetch']);
	expect(exports['.']).toEqual({ types: './index.d.ts', default: './index.js' });
	const alone = await mkdtemp(join(tmpdir(), 'gateway-client-'));
	await cp(built, join(alone, 'client'), { recursive: true });
	const script = "import('./client/index.js').then((client) => console.log(Object.keys(client).sort().join()))";
	const { stdout } = await run(process.execPath, ['-e', script], { cwd: alone });
	expect(stdout.trim()).toBe('GatewayUnreachable,ProblemError,createGatewayClient,isProblem,paginate');
	await rm(alone, { recursive: true });
});

it('the package holds what runs and what is deployed: Swagger UI, deploy files, no maps, no commands of the repository', async () => {
	const root = join(folder, 'node_modules/chamilo-rest-gateway');
	const files = (await readdir(root, { recursive: true })).sort();
	expect(files).toEqual(
		expect.arrayContaining(['dist/swagger-ui/swagger-ui-bundle.js', 'src/node/deploy/kubernetes.yaml']),
	);
	expect(files.filter((name) => name.endsWith('.map') || /contract-[\d.]+json$/.test(name))).toEqual([]);
	const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
	// The four that the design names; and nothing that runs an install script of its own.
	expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(['hono', 'soap', '@hono/zod-openapi', 'ioredis']));
	expect(dependencies).not.toHaveProperty('swagger-ui-dist');
	const { stdout } = await run(process.execPath, [join(root, 'dist/cli.js'), 'contract']).catch((failure) => failure);
	expect(stdout).toBe('');
});
