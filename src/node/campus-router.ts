import type { Fetch } from '../app.js';
import { GatewayError } from '../errors.js';
import { requestIdOf } from '../http/fast/request-id.js';
import { problemResponse } from '../http/problem.js';
import { toResponse } from '../http/responses.js';
import type { CampusEntry } from './campus-settings.js';

/** Paths that are the same for all campuses: assets of pages, pages of problem codes, and liveness. */
const COMMON = /^\/(?:assets\/|problems(?:\/|$)|healthz$)/;

type RoutedCampus = Pick<CampusEntry, 'host' | 'path'> & { fetch: Fetch };

/** Passes each request to its campus by host and path; a campus with a path and a host takes precedence. */
export function createCampusRouter(campuses: readonly RoutedCampus[]): Fetch {
	const ordered = [...campuses].sort((left, right) => precedence(right) - precedence(left));
	return async function serve(request, ...more) {
		const url = new URL(request.url);
		const campus = ordered.find(
			({ host, path }) =>
				(host === undefined || host === url.hostname) &&
				(path === undefined || url.pathname === path || url.pathname.startsWith(`${path}/`)),
		);
		if (!campus) {
			if (COMMON.test(url.pathname) && ordered[0]) return ordered[0].fetch(request, ...more);
			const unknown = new GatewayError('route-not-found', 'No campus of this gateway is at this host and path.');
			const requestId = requestIdOf(request.headers.get('X-Request-Id'));
			return toResponse(problemResponse(unknown, requestId).response);
		}
		const { path } = campus;
		if (path === undefined) return campus.fetch(request, ...more);
		url.pathname = url.pathname.slice(path.length) || '/';
		const { method, headers, body, signal } = request;
		const moved = { method, headers, signal, ...(body ? { body, duplex: 'half' } : {}) };
		return withPrefix(path, await campus.fetch(new Request(url, moved), ...more));
	};
}

function precedence({ host, path }: RoutedCampus): number {
	return (host === undefined ? 0 : 1) + (path === undefined ? 0 : 2);
}

/** Adds the path prefix of the campus to Location. */
function withPrefix(prefix: string, response: Response): Response {
	const location = response.headers.get('Location');
	if (!location?.startsWith('/')) return response;
	const prefixed = new Response(response.body, response);
	prefixed.headers.set('Location', prefix + location);
	return prefixed;
}
