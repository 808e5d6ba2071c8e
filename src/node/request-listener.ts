import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { App } from '../app.js';
import { createBatchWrites } from './fast/batch-writes.js';
import { respondFromCache } from './fast/cached-responses.js';

/**
 * The request listener of an HTTP server.
 * @param beforeWrites has to run before responses are written.
 */
export function createRequestListener(
	{ route, fromCache }: Pick<App, 'route' | 'fromCache'>,
	beforeWrites: () => void,
): RequestListener {
	const batch = createBatchWrites(beforeWrites);
	const routed = getRequestListener((request, ...more) => batch(route(request, ...more)));
	return fromCache ? respondFromCache(fromCache, routed, batch) : routed;
}
