/** All scopes that an API key or token can have; `*` in a key means all of them. */
export const SCOPES = [
	'users:read',
	'users:write',
	'courses:read',
	'courses:write',
	'sessions:read',
	'sessions:write',
	'enrolments:write',
	'reports:read',
	'scim:read',
	'scim:write',
	'soap:call',
	'metrics:read',
] as const;

/** Calls of one operation of Chamilo below /soap; `soap:call` is for all of them. */
type SoapCallScope = `soap:call:${string}`;

export type Scope = (typeof SCOPES)[number] | SoapCallScope;

const SOAP_CALL = /^soap:call:WS[\w.]{1,100}$/;

export function isScope(text: string): text is Scope {
	return (SCOPES as readonly string[]).includes(text) || SOAP_CALL.test(text);
}

/** The scopes as messages name them. */
export const SCOPES_IN_WORDS = `${SCOPES.join(' ')} soap:call:OPERATION`;
