import { GatewayError } from '../errors.js';
import type { Scope } from '../scopes.js';
import { callerOf, type Facts } from './environment.js';

/** @throws forbidden */
export function requireScope(facts: Facts, scope: Scope): void {
	const { name, scopes } = callerOf(facts);
	if (scopes.has(scope) || scopes.has('*')) return;
	throw new GatewayError('forbidden', `The key "${name}" lacks the scope ${scope}.`);
}
