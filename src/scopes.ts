/** Everything an API key can be allowed to do; `*` in a key stands for all of it. */
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
