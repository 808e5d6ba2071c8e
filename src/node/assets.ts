import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HonoMiddleware } from '../http/middleware/compose.js';
import { textResponse } from '../http/responses.js';
import { acceptsGzip } from '../http/static-pages.js';

/** The files that are served; any other path is left to the next handler. */
const TYPES = new Map([
	['swagger-ui.css', 'text/css; charset=utf-8'],
	['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
	['favicon-32x32.png', 'image/png'],
]);

const pack = promisify(gzip);

/** Compresses a page, beside the event loop. */
export const compressPage = async (text: string | Uint8Array) => new Uint8Array(await pack(text));

interface Asset {
	bytes: Uint8Array<ArrayBuffer>;
	/** Absent where nothing is gained. */
	packed?: Uint8Array<ArrayBuffer>;
	etag: string;
}

/** The folder beside the built program; where the sources run, the package that it was copied from. */
function swaggerFolder(): string {
	const built = fileURLToPath(new URL('./swagger-ui/', import.meta.url));
	return existsSync(built) ? built : dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
}

/** Serves the files of Swagger UI that /docs needs; each is read once and kept in memory. */
export function swaggerAssets(): HonoMiddleware {
	const folder = swaggerFolder();
	const loaded = new Map<string, Promise<Asset>>();
	const load = (name: string) => {
		const known = loaded.get(name);
		if (known) return known;
		const asset = readAsset(join(folder, name));
		loaded.set(name, asset);
		asset.catch(() => loaded.delete(name));
		return asset;
	};
	return (next) =>
		async function serveAsset(c, context) {
			const name = c.req.path.slice(c.req.path.lastIndexOf('/') + 1);
			const type = TYPES.get(name);
			if (!type) return next(c, context);
			const { bytes, packed, etag } = await load(name);
			const headers = {
				'Cache-Control': 'public, max-age=3600',
				ETag: etag,
				'X-Content-Type-Options': 'nosniff',
				Vary: 'Accept-Encoding',
			};
			if (c.req.header('If-None-Match')?.includes(etag)) return textResponse(context, 304, null, headers);
			if (!packed || !acceptsGzip(c.req.header('Accept-Encoding'))) {
				return textResponse(context, 200, bytes, { ...headers, 'Content-Type': type });
			}
			return textResponse(context, 200, packed, { ...headers, 'Content-Type': type, 'Content-Encoding': 'gzip' });
		};
}

async function readAsset(path: string): Promise<Asset> {
	const bytes = new Uint8Array(await readFile(path));
	// Weak: the bytes are the same, compressed or not.
	const etag = `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
	return { bytes, etag, ...(path.endsWith('.png') ? {} : { packed: await compressPage(bytes) }) };
}
