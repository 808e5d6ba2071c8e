// Builds dist/client: `chamilo-rest-gateway/client`, and a package of its own size, which needs nothing of the server.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { root } from './setup.mjs';

const TARGET = join(root, 'dist/client');
/** Of the program itself: the bundle needs no package, its types need this one. */
const TYPES_PACKAGE = 'openapi-fetch';
const OPTIONS = {
	module: 'esnext',
	moduleResolution: 'bundler',
	target: 'es2022',
	types: 'node',
	outDir: 'dist',
	rootDir: 'src',
};

/** One file with all it needs, its types, and what makes it a package. */
export async function buildClient(esbuild) {
	await esbuild.build({
		absWorkingDir: root,
		entryPoints: ['src/client/index.ts'],
		outfile: 'dist/client/index.js',
		bundle: true,
		platform: 'neutral',
		mainFields: ['module', 'main'],
		target: 'es2022',
		logLevel: 'warning',
	});
	const options = Object.entries(OPTIONS).flatMap(([name, value]) => [`--${name}`, value]);
	const flags = ['--strict', '--declaration', '--emitDeclarationOnly', '--skipLibCheck'];
	const tsc = join(root, 'node_modules/typescript/bin/tsc');
	execFileSync(execPath, [tsc, 'src/client/index.ts', ...options, ...flags], { cwd: root, stdio: 'inherit' });
	copyFileSync(join(root, 'openapi/client.d.ts'), join(TARGET, 'openapi.d.ts'));
	for (const name of readdirSync(TARGET).filter((name) => name.endsWith('.d.ts'))) {
		const types = join(TARGET, name);
		writeFileSync(types, readFileSync(types, 'utf8').replaceAll('../../openapi/client.d.ts', './openapi.d.ts'));
	}
	copyFileSync(join(root, 'src/client/README.md'), join(TARGET, 'README.md'));
	copyFileSync(join(root, 'LICENSE'), join(TARGET, 'LICENSE'));
	writeFileSync(join(TARGET, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
}

function manifest() {
	const { name, version, license, engines, dependencies } = JSON.parse(
		readFileSync(join(root, 'package.json'), 'utf8'),
	);
	return {
		name: `${name}-client`,
		version,
		description: 'Typed client of chamilo-rest-gateway',
		license,
		type: 'module',
		engines,
		exports: { '.': { types: './index.d.ts', default: './index.js' } },
		dependencies: { [TYPES_PACKAGE]: dependencies[TYPES_PACKAGE] },
	};
}
