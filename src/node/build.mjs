import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { argv, execPath } from 'node:process';
import { pathToFileURL } from 'node:url';
import { root, setup } from './setup.mjs';

const TARGET = join(root, 'dist/cli.js');
/**
 * What a request needs is forgotten with it, if there is room until then: with V8's own 16 MiB a good part is kept as if
 * it were to stay, which costs a busy gateway a tenth of what it can do. `npm start` and the Dockerfile say the same.
 */
const SHEBANG = '#!/usr/bin/env -S node --max-semi-space-size=32';

// The time of a folder changes when a file in it is added, renamed or deleted.
function newest(path) {
	const { mtimeMs } = statSync(path);
	let latest = mtimeMs;
	for (const entry of readdirSync(path, { withFileTypes: true })) {
		const child = join(path, entry.name);
		latest = Math.max(latest, entry.isDirectory() ? newest(child) : statSync(child).mtimeMs);
	}
	return latest;
}

function isCurrent() {
	if (!existsSync(TARGET)) return false;
	const built = statSync(TARGET).mtimeMs;
	return (
		newest(join(root, 'src')) < built &&
		newest(join(root, 'openapi')) < built &&
		statSync(join(root, 'package.json')).mtimeMs < built
	);
}

function removeOthers(outputs) {
	const dist = join(root, 'dist');
	for (const name of readdirSync(dist)) {
		if (!outputs.includes(`dist/${name}`)) rmSync(join(dist, name), { recursive: true });
	}
}

/** Packages of hundreds of small files, which are bundled: opening the files takes a third of the start. */
const BUNDLED = ['zod', 'hono', '@hono/zod-openapi', '@hono/node-server', 'lru-cache', 'fastest-levenshtein'];

function externals() {
	const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	return Object.keys(dependencies).filter((name) => !BUNDLED.includes(name));
}

/** The client, for `import 'chamilo-rest-gateway/client'`: one file, and its types. */
async function buildClient(esbuild) {
	await esbuild.build({
		absWorkingDir: root,
		entryPoints: ['src/client/index.ts'],
		outfile: 'dist/client/index.js',
		bundle: true,
		packages: 'external',
		platform: 'neutral',
		target: 'es2022',
		logLevel: 'warning',
	});
	const options = ['--declaration', '--emitDeclarationOnly', '--outDir', 'dist', '--rootDir', 'src'];
	const types = [
		'--module',
		'esnext',
		'--moduleResolution',
		'bundler',
		'--target',
		'es2022',
		'--strict',
		'--types',
		'node',
	];
	const args = [
		join(root, 'node_modules/typescript/bin/tsc'),
		'src/client/index.ts',
		...options,
		...types,
		'--skipLibCheck',
	];
	execFileSync(execPath, args, { cwd: root, stdio: 'inherit' });
}

/**
 * Bundles the command line to dist/cli.js, unless that is newer than every source; answers its path. Each command is
 * a chunk of its own with the packages that only it needs. Chunks of older builds go when it is forced: a command
 * that runs may still load them.
 */
export async function build({ force = false } = {}) {
	if (!force && isCurrent()) return TARGET;
	const esbuild = await import('esbuild');
	const { metafile } = await esbuild.build({
		absWorkingDir: root,
		entryPoints: ['src/node/cli.ts'],
		outdir: 'dist',
		bundle: true,
		splitting: true,
		metafile: true,
		external: externals(),
		platform: 'node',
		target: 'node20',
		format: 'esm',
		sourcemap: true,
		banner: { js: SHEBANG },
		logLevel: 'warning',
	});
	if (force) {
		removeOthers(Object.keys(metafile.outputs));
		await buildClient(esbuild);
	}
	return TARGET;
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
	setup();
	await build({ force: true });
}
