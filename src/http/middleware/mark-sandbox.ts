import { mapMaybeAsync } from '../messages.js';
import type { Middleware } from './compose.js';

/** Adds a header to every response that says that the campus is the built-in sandbox: nothing real was read or changed. */
export const markSandbox: Middleware = (next) =>
	function addSandboxHeader(c, context) {
		return mapMaybeAsync(next(c, context), (response) => {
			response.headers['Chamilo-Sandbox'] = 'true';
			return response;
		});
	};
