import { GatewayError } from '../errors.js';
import type { Scope } from '../scopes.js';
import { principalOf, type RequestContext } from './request-context.js';

/** Refuses a request whose key or token lacks the scope. @throws forbidden */
export function requireScope(context: RequestContext, scope: Scope): void {
	const { name, scopes } = principalOf(context);
	if (scopes.has(scope) || scopes.has('*')) return;
	throw new GatewayError('forbidden', `The key "${name}" lacks the scope ${scope}.`);
}
