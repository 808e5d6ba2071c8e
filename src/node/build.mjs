import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { buildClient } from './build-client.mjs';
import { root, setup } from './setup.mjs';

const TARGET = join(root, 'dist/cli.js');
/** What /docs needs of Swagger UI, with its license. */
const SWAGGER = join(root, 'dist/swagger-ui');
const SWAGGER_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png', 'LICENSE', 'NOTICE'];

/** Without options of Node: `env` of BusyBox has no -S. `npm start`, the Dockerfile and the systemd unit set them themselves. */
const SHEBANG = '#!/usr/bin/env node';

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

/** Copies Swagger UI, so that its package, and the one that reports installations, is none of ours. */
function copySwagger() {
	const source = join(root, 'node_modules/swagger-ui-dist');
	mkdirSync(SWAGGER, { recursive: true });
	for (const name of SWAGGER_FILES) copyFileSync(join(source, name), join(SWAGGER, name));
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
	if (force) removeOthers(Object.keys(metafile.outputs));
	copySwagger();
	if (force) await buildClient(esbuild);
	return TARGET;
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
	setup();
	await build({ force: true });
}
