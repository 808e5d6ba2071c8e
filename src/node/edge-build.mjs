// The build step of wrangler.toml: the Worker, and what Cloudflare serves without it.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pid } from 'node:process';
import { build } from 'esbuild';
import { root } from './setup.mjs';

const HEADERS = '/assets/*\n  Cache-Control: public, max-age=3600\n  X-Content-Type-Options: nosniff\n';
const SWAGGER_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'];

const target = join(root, '.wrangler');

// Several builds can run at once: each file is there whole or not at all.
function write(path, content) {
	const file = join(target, path);
	const temporary = `${file}.${pid}`;
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(temporary, content);
	renameSync(temporary, file);
}

/** Half a megabyte that is only ever sent as it is: not worth parsing at every start. */
const documentAsText = {
	name: 'document-as-text',
	setup({ onLoad }) {
		onLoad({ filter: /[\\/]openapi[\\/]openapi\.json$/ }, ({ path }) => ({
			contents: readFileSync(path, 'utf8'),
			loader: 'text',
		}));
	},
};

/** zod brings its messages in sixty languages, which no bundler can tell from what is used. The gateway speaks one. */
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
// The map first: whoever sees the new bundle finds it.
for (const { path, contents } of outputFiles.toSorted((left, right) => right.path.length - left.path.length)) {
	write(path.slice(target.length + 1), contents);
}

const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
for (const file of SWAGGER_FILES) {
	write(`assets/assets/swagger-ui-dist/${file}`, readFileSync(join(swagger, file)));
}
write('assets/_headers', HEADERS);
