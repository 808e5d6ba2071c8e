import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEYS, type Stack, startStack } from '../support/stack.js';

const run = promisify(execFile);
const SOURCE = resolve('test/fixtures/generated-clients');
/** 580 packages, half a gigabyte: not among the dependencies of the gateway, and installed here once. */
const INSTALLED = resolve('node_modules/.cache/chamilo-gateway-generators');
const MODULES = join(INSTALLED, 'node_modules');
const IS_WANTED = process.env.GENERATORS === '1';

const OPTIONS = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'esnext', '--moduleResolution', 'bundler'];
const LIBRARIES = ['--target', 'es2023', '--lib', 'es2023,dom,dom.iterable', '--allowImportingTsExtensions'];
const TYPES = ['--types', 'node', '--typeRoots', resolve('node_modules/@types')];

/** The command line of each generator; openapi-typescript has its test in package.test.ts. */
const GENERATORS: Record<string, [command: string, ...args: string[]]> = {
	'hey-api': ['openapi-ts', '-i', 'openapi.json', '-o', 'out', '-c', '@hey-api/client-fetch'],
	orval: ['orval', '--input', './openapi.json', '--output', './out/api.ts', '--client', 'fetch', '--mode', 'single'],
	'swagger-typescript-api': ['swagger-typescript-api', 'generate', '-p', 'openapi.json', '-o', 'out', '-n', 'api.ts'],
	kubb: ['kubb', 'generate', '--config', 'kubb.config.js'],
	'openapi-zod-client': ['openapi-zod-client', 'openapi.json', '-o', 'out/api.ts'],
};

/** Installs what the lockfile of the generators asks for; none of them needs its install script. */
async function install(): Promise<void> {
	const lockfile = await readFile(join(SOURCE, 'package-lock.json'), 'utf8');
	const present = await readFile(join(INSTALLED, 'package-lock.json'), 'utf8').catch(() => undefined);
	if (existsSync(MODULES) && present === lockfile) return;
	await mkdir(INSTALLED, { recursive: true });
	for (const name of ['package.json', 'package-lock.json']) await copyFile(join(SOURCE, name), join(INSTALLED, name));
	await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: INSTALLED });
}

async function output(command: string, args: string[], options: object): Promise<string> {
	const { stdout } = await run(command, args, options).catch((failure: { stdout: string; stderr: string }) => {
		throw new Error(failure.stdout + failure.stderr);
	});
	return stdout;
}

it('every generator has one version', async () => {
	const { dependencies } = JSON.parse(await readFile(join(SOURCE, 'package.json'), 'utf8'));
	const { packages } = JSON.parse(await readFile(join(SOURCE, 'package-lock.json'), 'utf8'));
	for (const [name, version] of Object.entries(dependencies)) {
		expect([name, packages[`node_modules/${name}`].version]).toEqual([name, version]);
	}
});

function describeGenerated(): void {
	describe('a client generated from the document', () => {
		let stack: Stack;
		beforeAll(async () => {
			await install();
			stack = await startStack();
		}, 600_000);
		afterAll(() => stack?.close());

		it.each(Object.entries(GENERATORS))(
			'by %s compiles strictly and reads a user',
			async (name, [command, ...args]) => {
				const cwd = await mkdtemp(join(tmpdir(), 'gateway-generated-'));
				await symlink(MODULES, join(cwd, 'node_modules'));
				await copyFile('openapi/openapi.json', join(cwd, 'openapi.json'));
				for (const file of ['kubb.config.js', `${name}.ts`]) await copyFile(join(SOURCE, file), join(cwd, file));
				await writeFile(join(cwd, 'package.json'), '{ "type": "module" }');
				await mkdir(join(cwd, 'out'));
				const env = { ...process.env, DO_NOT_TRACK: '1', GATEWAY_URL: stack.url, GATEWAY_KEY: KEYS.all };
				await output(join(MODULES, '.bin', command), args, { cwd, env });
				const tsc = resolve('node_modules/typescript/bin/tsc');
				await output(process.execPath, [tsc, ...OPTIONS, ...LIBRARIES, ...TYPES, `${name}.ts`], { cwd });
				const tsx = resolve('node_modules/tsx/dist/cli.mjs');
				expect(await output(process.execPath, [tsx, `${name}.ts`], { cwd, env })).toBe('Żółkiewski\n');
				await rm(cwd, { recursive: true });
			},
			300_000,
		);
	});
}

if (IS_WANTED) describeGenerated();
