import { GatewayError } from '../errors.js';
import type { Scope } from '../scopes.js';
import { principalOf, type RequestContext } from './request-context.js';

/** @throws forbidden */
export function requireScope(facts: RequestContext, scope: Scope): void {
	const { name, scopes } = principalOf(facts);
	if (scopes.has(scope) || scopes.has('*')) return;
	throw new GatewayError('forbidden', `The key "${name}" lacks the scope ${scope}.`);
}
