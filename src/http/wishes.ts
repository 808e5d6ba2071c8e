import { GatewayError } from '../errors.js';
import type { Scope } from '../scopes.js';
import { callerOf, type Facts } from './environment.js';

/** @throws forbidden */
export function requireScope(facts: Facts, scope: Scope): void {
	const { name, scopes } = callerOf(facts);
	if (scopes.has(scope) || scopes.has('*')) return;
	throw new GatewayError('forbidden', `The key "${name}" lacks the scope ${scope}.`);
}

/** The caller wants nothing from memory (RFC 9111 §5.2.1). */
export function wantsFresh(cacheControl: string | undefined): boolean {
	return cacheControl !== undefined && /\b(?:no-cache|no-store|max-age=0)\b/i.test(cacheControl);
}
