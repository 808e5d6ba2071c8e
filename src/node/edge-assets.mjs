// The build step of wrangler.toml: what Cloudflare serves without the gateway, from the installed packages.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pid } from 'node:process';
import { root } from './setup.mjs';

const HEADERS = '/assets/*\n  Cache-Control: public, max-age=3600\n  X-Content-Type-Options: nosniff\n';

const source = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const target = join(root, '.wrangler/assets');
const folder = 'assets/swagger-ui-dist';
mkdirSync(join(target, folder), { recursive: true });

// Several builds can run at once: each file is there whole or not at all.
function write(path, content) {
	const temporary = join(root, `.wrangler/${path.replaceAll('/', '-')}.${pid}`);
	writeFileSync(temporary, content);
	renameSync(temporary, join(target, path));
}

for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
	write(`${folder}/${file}`, readFileSync(join(source, file)));
}
write('_headers', HEADERS);
