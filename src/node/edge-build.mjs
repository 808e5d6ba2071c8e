// The build step of wrangler.toml: bundles the Worker and copies the files that Cloudflare serves without it.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pid } from 'node:process';
import { build } from 'esbuild';
import { root } from './setup.mjs';

const HEADERS = '/assets/*\n  Cache-Control: public, max-age=3600\n  X-Content-Type-Options: nosniff\n';
const SWAGGER_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'];

const target = join(root, '.wrangler');

// Several builds can run at once, so each file is renamed into place.
function write(path, content) {
	const file = join(target, path);
	const temporary = `${file}.${pid}`;
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(temporary, content);
	renameSync(temporary, file);
}

/** Half a megabyte that is only sent as it is, so it is not parsed at every start; without its white space, 9 KiB of the bundle. */
const documentAsText = {
	name: 'document-as-text',
	setup({ onLoad }) {
		onLoad({ filter: /[\\/]openapi[\\/]openapi\.json$/ }, ({ path }) => ({
			contents: JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))),
			loader: 'text',
		}));
	},
};

/** zod exports its messages in sixty languages, which bundlers cannot remove as unused. The gateway needs English only. */
const englishOnly = {
	name: 'english-only',
	setup({ onLoad }) {
		onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
			contents: "export { default as en } from './en.js';\n",
			resolveDir: dirname(path),
		}));
	},
};

const { outputFiles } = await build({
	absWorkingDir: root,
	entryPoints: ['src/worker/index.ts'],
	outfile: '.wrangler/worker/index.js',
	bundle: true,
	write: false,
	format: 'esm',
	platform: 'neutral',
	mainFields: ['module', 'main'],
	conditions: ['workerd', 'worker'],
	target: 'es2024',
	sourcemap: 'linked',
	plugins: [documentAsText, englishOnly],
	logLevel: 'warning',
});
// The source map is written first, so that it exists when the new bundle does.
for (const { path, contents } of outputFiles.toSorted((left, right) => right.path.length - left.path.length)) {
	write(path.slice(target.length + 1), contents);
}

const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
for (const file of SWAGGER_FILES) {
	write(`assets/assets/swagger-ui-dist/${file}`, readFileSync(join(swagger, file)));
}
write('assets/_headers', HEADERS);
