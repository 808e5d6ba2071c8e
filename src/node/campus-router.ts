import type { Fetch } from '../app.js';
import { GatewayError } from '../errors.js';
import { problemResponse } from '../http/problem.js';
import { requestIdOf } from '../http/request-id.js';
import { toResponse } from '../http/respond.js';
import type { CampusEntry } from './campus-settings.js';

const COMMON = /^\/(?:assets\/|problems(?:\/|$)|healthz$)/;

type Placed = Pick<CampusEntry, 'host' | 'path'> & { fetch: Fetch };

/** Hands each request to the campus it is for: by host and path, the more of them named the better. */
export function createCampusRouter(campuses: readonly Placed[]): Fetch {
	const ordered = [...campuses].sort((left, right) => weight(right) - weight(left));
	return async function serve(request, ...more) {
		const url = new URL(request.url);
		const campus = ordered.find(
			({ host, path }) =>
				(host === undefined || host === url.hostname) &&
				(path === undefined || url.pathname === path || url.pathname.startsWith(`${path}/`)),
		);
		if (!campus) {
			// The same for all: what the pages of a campus are made of, the page behind each problem, the life of the process.
			if (COMMON.test(url.pathname) && ordered[0]) return ordered[0].fetch(request, ...more);
			const unknown = new GatewayError('route-not-found', 'No campus of this gateway is at this host and path.');
			const requestId = requestIdOf(request.headers.get('X-Request-Id'));
			return toResponse(problemResponse(unknown, requestId).answer);
		}
		const { path } = campus;
		if (path === undefined) return campus.fetch(request, ...more);
		url.pathname = url.pathname.slice(path.length) || '/';
		const { method, headers, body, signal } = request;
		const moved = { method, headers, signal, ...(body ? { body, duplex: 'half' } : {}) };
		return below(path, await campus.fetch(new Request(url, moved), ...more));
	};
}

function weight({ host, path }: Placed): number {
	return (host === undefined ? 0 : 1) + (path === undefined ? 0 : 2);
}

/** The campus knows nothing of its prefix: what names a place of it gets the prefix here. */
function below(path: string, response: Response): Response {
	const location = response.headers.get('Location');
	if (!location?.startsWith('/')) return response;
	const moved = new Response(response.body, response);
	moved.headers.set('Location', path + location);
	return moved;
}
