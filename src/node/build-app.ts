import openapi from '../../openapi/openapi.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import { accessOf } from '../access.js';
import { type App, createApp } from '../app.js';
import { createCache } from '../cache/cache.js';
import { createKeys } from '../cache/keys.js';
import type { Store } from '../cache/store.js';
import { type CampusLog, connectCampus, createLoadLimits } from '../chamilo/connect.js';
import { probeReadiness } from '../chamilo/diagnosis/readiness.js';
import { createReadCache } from '../chamilo/read-cache.js';
import type { ApiKey, Config } from '../config.js';
import { readyz } from '../http/readyz.js';
import type { Log } from '../http/request-context.js';
import type { Tracing } from '../http/telemetry.js';
import { ALL_OPERATIONS } from '../operations/all.js';
import { swaggerAssets } from './assets.js';
import { startBuiltInSandbox } from './built-in-sandbox.js';
import { hashKey } from './key.js';
import type { Metrics } from './metrics.js';
import { checkReadiness } from './redis/check.js';
import type { connectRedis } from './redis/connect-redis.js';
import { createUndiciTransport } from './undici-transport.js';

/** Opens the sandbox, and nothing else: with it the gateway listens on loopback only. */
export const DEMO_KEY = 'sandbox-demo-key';

/** What all campuses of a process share. */
export interface Shared {
	metrics: Metrics;
	log: Log & CampusLog;
	redis?: Awaited<ReturnType<typeof connectRedis>> | undefined;
	tracing?: Tracing | undefined;
	/** The store of Redis, traced where traces are made. */
	store?: Store | undefined;
}

/** The gateway of one campus, ready to be served. */
export interface CampusApp extends App {
	/** The built-in sandbox behind it. */
	sandbox?: { url: string; title: string };
	demoKey?: string;
	close(): Promise<void>;
}

/** Builds the gateway of one campus by its settings; without CHAMILO_URL, with the sandbox behind it. */
export async function buildApp(config: Config, name: string, shared: Shared): Promise<CampusApp> {
	const { log, metrics, redis, store, tracing } = shared;
	const sandbox = config.CHAMILO_URL ? undefined : await startBuiltInSandbox(config.CHAMILO_SANDBOX);
	const url = config.CHAMILO_URL ?? sandbox?.url ?? '';
	const securityKey = config.CHAMILO_URL ? (config.CHAMILO_SECURITY_KEY ?? '') : (sandbox?.securityKey ?? '');
	const upstream = createUndiciTransport(url);
	const access = { config, url, securityKey, transport: upstream.transport };
	const keys = createKeys({ campusUrl: url, secret: securityKey, hashed: config.CACHE_HASH_KEYS });
	const ttlMs = config.CACHE_TTL_S * 1000;
	const gates = createLoadLimits(config);
	const telemetry = metrics.of(name, () => ({ ...gates.semaphore.load(), breaker: gates.circuitBreaker.state() }));
	const campusLog: CampusLog = {
		kind: log.kind,
		trace:
			tracing &&
			((operation, work) => tracing.step(operation, { 'rpc.system': 'soap', 'rpc.method': operation }, work)),
		call(event) {
			log.call(event);
			telemetry.call(event);
		},
	};
	const tiers = redis && store ? { store, channel: redis.channel(keys.channel) } : {};
	const memory =
		ttlMs > 0
			? createReadCache({
					cache: createCache({ ...tiers, onEvent: telemetry.cache }),
					keys,
					ttlMs,
				})
			: undefined;
	// Never where a real campus stands behind: everybody knows this key.
	const withDemoKey = sandbox !== undefined && config.API_KEYS.length === 0 && config.JWT_JWKS_URL === undefined;
	const app = createApp({
		operations: ALL_OPERATIONS,
		campus: connectCampus(config, { url, securityKey }, upstream.transport, campusLog, memory, gates),
		apiKeys: withDemoKey ? [demoApiKey()] : config.API_KEYS,
		...accessOf(config, keys, store),
		limits: { body: config.BODY_LIMIT, batch: config.BATCH_BODY_LIMIT },
		log,
		idempotency: { keys, ...(store ? { store } : {}) },
		version: packageJson.version,
		openapi: `${JSON.stringify(openapi, null, '\t')}\n`,
		sandbox: sandbox !== undefined,
		readyz: readyz(async () => [...(await probeReadiness(access)), ...(redis ? [await checkReadiness(redis)] : [])]),
		assets: swaggerAssets(),
		telemetry,
		tracing,
		metrics: metrics.read,
		...(withDemoKey ? { demoKey: DEMO_KEY } : {}),
	});
	return {
		...app,
		...(sandbox ? { sandbox } : {}),
		...(withDemoKey ? { demoKey: DEMO_KEY } : {}),
		async close() {
			await upstream.close();
			await sandbox?.close();
		},
	};
}

function demoApiKey(): ApiKey {
	return { name: 'demo', scopes: new Set(['*']), hash: hashKey(DEMO_KEY) };
}
