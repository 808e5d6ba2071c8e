import { requireScope } from '../require-scope.js';
import type { Middleware } from './compose.js';

/** Refuses requests whose key or token lacks the scope of the operation (403), before anything is looked up for them. */
export const authorize: Middleware = (next) =>
	function requireScopeOfOperation(c, context) {
		const { row } = context;
		if (row) requireScope(context, row.scope, row.narrowScope);
		return next(c, context);
	};
