/** The gateway on Workers: what the platform provides to the composition root, and what is different in its settings. */
import openapi from '../../openapi/openapi.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import type { Store } from '../cache/store.js';
import { apiCredentialsOf, type Config, ConfigError, parseConfig } from '../config.js';
import { GatewayError } from '../errors.js';
import { createGateway } from '../gateway.js';
import { requestIdOf } from '../http/fast/request-id.js';
import { logProblem } from '../http/log.js';
import { problemResponse } from '../http/problem.js';
import { toResponse } from '../http/responses.js';
import { fetchTransport } from './fetch-transport.js';
import { createConsoleLog } from './log.js';
import { signingWarnings } from './signing-warnings.js';

/** The build bundles the document as text, which TypeScript does not know. */
const OPENAPI = openapi as unknown as string;

export type FetchHandler = (request: Request) => Response | Promise<Response>;

/**
 * Creates the gateway according to the settings. There is one object, so its memory needs no second tier of the cache.
 * @param store stores Idempotency-Keys and counts of the rate limit. @throws ConfigError
 */
export function createWorkerGateway(env: Record<string, unknown>, store: Store): FetchHandler {
	const config = parseConfig(env);
	const { CHAMILO_SECURITY_KEY: securityKey = '' } = config;
	const url = campusUrlOf(config);
	const log = createConsoleLog(config.LOG_LEVEL);
	const warnings = signingWarnings(config);
	for (const { detail } of warnings) log.warn({ setting: 'CHAMILO_SIGNING' }, detail);
	if (config.REDIS_URL)
		log.warn({ setting: 'REDIS_URL' }, 'Redis is not used at the edge: what is kept, the object keeps.');
	const gateway = createGateway(
		config,
		{ url, securityKey, apiCredentials: apiCredentialsOf(config) },
		{
			transport: fetchTransport,
			log,
			version: packageJson.version,
			openapi: OPENAPI,
			store,
			readinessChecks: async () => warnings,
		},
	);
	return (request) => gateway.fetch(request);
}

/** Responds with 500 to every request while the settings are wrong; only the log says what is wrong. */
export function refuseAll(cause: unknown): FetchHandler {
	const log = createConsoleLog('error');
	return (request) => {
		const requestId = requestIdOf(request.headers.get('X-Request-Id'));
		const mistake = new GatewayError('internal-error', 'The gateway cannot start; its log says why.', { cause });
		const { error, response } = problemResponse(mistake, requestId);
		logProblem(log, error, { requestId });
		return toResponse(response);
	};
}

/** There is no sandbox on Workers, so the URL is required. */
function campusUrlOf({ CHAMILO_URL: url }: Config): string {
	if (url !== undefined) return url;
	throw new ConfigError(
		'CHAMILO_URL: write the root of the campus, for example https://campus.example.org; at the edge there is no sandbox',
	);
}
