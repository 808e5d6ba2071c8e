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
	'soap:call',
	'metrics:read',
] as const;

export type Scope = (typeof SCOPES)[number];
