import { GatewayError } from '../errors.js';
import type { Scope } from '../scopes.js';
import { principalOf, type RequestContext } from './request-context.js';

/**
 * Refuses a request whose key or token lacks the scope.
 * @param narrow a scope that suffices, too. @throws forbidden
 */
export function requireScope(context: RequestContext, scope: Scope, narrow?: Scope): void {
	const { name, scopes } = principalOf(context);
	if (scopes.has(scope) || scopes.has('*') || (narrow !== undefined && scopes.has(narrow))) return;
	const either = narrow === undefined ? '' : `, or ${narrow}`;
	throw new GatewayError('forbidden', `The key "${name}" lacks the scope ${scope}${either}.`);
}
