import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { root, setup } from './setup.mjs';

const TARGET = join(root, 'dist/cli.js');

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

/** Bundles the command line to dist/cli.js, unless that is newer than every source; answers its path. */
export async function build({ force = false } = {}) {
	if (!force && isCurrent()) return TARGET;
	const esbuild = await import('esbuild');
	await esbuild.build({
		absWorkingDir: root,
		entryPoints: ['src/node/cli.ts'],
		outfile: 'dist/cli.js',
		bundle: true,
		packages: 'external',
		platform: 'node',
		target: 'node20',
		format: 'esm',
		sourcemap: true,
		banner: { js: '#!/usr/bin/env node' },
		logLevel: 'warning',
	});
	return TARGET;
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
	setup();
	await build({ force: true });
}
