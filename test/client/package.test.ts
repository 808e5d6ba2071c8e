import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
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
	]);
}, 120_000);
