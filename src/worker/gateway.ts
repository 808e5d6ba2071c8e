import openapi from '../../openapi/openapi.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import { accessOf } from '../access.js';
import { createApp } from '../app.js';
import { createCache } from '../cache/cache.js';
import { createKeys } from '../cache/keys.js';
import type { Store } from '../cache/store.js';
import { connectCampus } from '../chamilo/connect.js';
import { probeReadiness } from '../chamilo/diagnosis/readiness.js';
import { createReadCache } from '../chamilo/read-cache.js';
import { type Config, ConfigError, parseConfig } from '../config.js';
import { GatewayError } from '../errors.js';
import { problemResponse } from '../http/problem.js';
import { readyz } from '../http/readyz.js';
import { logProblem } from '../http/request-context.js';
import { requestIdOf } from '../http/request-id.js';
import { toResponse } from '../http/respond.js';
import { ALL_OPERATIONS } from '../operations/all.js';
import { fetchTransport } from './fetch-transport.js';
import { createConsoleLog } from './log.js';
import { signingWarnings } from './signing-warnings.js';

/** The build has the document bundled as text, which TypeScript does not know. */
const OPENAPI = openapi as unknown as string;

export type FetchHandler = (request: Request) => Response | Promise<Response>;

/**
 * The gateway by its settings.
 * @param store where Idempotency-Keys are remembered. @throws ConfigError
 */
export function createGateway(env: Record<string, unknown>, store: Store): FetchHandler {
	const config = parseEdgeConfig(env);
	const { CHAMILO_URL: url, CHAMILO_SECURITY_KEY: securityKey = '' } = config;
	const log = createConsoleLog(config.LOG_LEVEL);
	const access = { config, url, securityKey, transport: fetchTransport };
	const keys = createKeys({ campusUrl: url, secret: securityKey, hashed: config.CACHE_HASH_KEYS });
	// One object is the gateway: what it remembers needs no other place.
	const ttlMs = config.CACHE_TTL_S * 1000;
	const memory = ttlMs > 0 ? createReadCache({ cache: createCache(), keys, ttlMs }) : undefined;
	const doubts = signingWarnings(config);
	for (const { detail } of doubts) log.warn({ setting: 'CHAMILO_SIGNING' }, detail);
	if (config.REDIS_URL)
		log.warn({ setting: 'REDIS_URL' }, 'Redis is not used at the edge: what is kept, the object keeps.');
	const app = createApp({
		operations: ALL_OPERATIONS,
		campus: connectCampus(config, { url, securityKey }, fetchTransport, log, memory),
		apiKeys: config.API_KEYS,
		...accessOf(config, keys, store),
		limits: { body: config.BODY_LIMIT, batch: config.BATCH_BODY_LIMIT },
		log,
		idempotency: { keys, store },
		version: packageJson.version,
		openapi: OPENAPI,
		sandbox: false,
		readyz: readyz(async () => [...(await probeReadiness(access)), ...doubts]),
	});
	return (request) => app.fetch(request);
}

/** The handler while the settings are wrong: callers learn that much, the log which they are. */
export function refuseAll(cause: unknown): FetchHandler {
	const log = createConsoleLog('error');
	return (request) => {
		const id = requestIdOf(request.headers.get('X-Request-Id'));
		const mistake = new GatewayError('internal-error', 'The gateway cannot start; its log says why.', { cause });
		const { error, answer } = problemResponse(mistake, id);
		logProblem(log, error, { requestId: id });
		return toResponse(answer);
	};
}

/** At the edge there is no sandbox to fall back on. */
function parseEdgeConfig(env: Record<string, unknown>): Config & { CHAMILO_URL: string } {
	const config = parseConfig(env);
	const { CHAMILO_URL } = config;
	if (CHAMILO_URL !== undefined) return { ...config, CHAMILO_URL };
	throw new ConfigError(
		'CHAMILO_URL: write the root of the campus, for example https://campus.example.org; at the edge there is no sandbox',
	);
}
