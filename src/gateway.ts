/** The composition root: makes the gateway of one campus out of its parts; what differs between runtimes is a parameter. */

import { ALL_OPERATIONS } from './all-operations.js';
import { type App, createApp } from './app.js';
import { createCache } from './cache/cache.js';
import { createKeys } from './cache/keys.js';
import type { LeaseStore } from './cache/lease-store.js';
import { createMemoryStore } from './cache/memory-store.js';
import type { Channel, Store } from './cache/store.js';
import type { CacheEvent } from './cache/tiers.js';
import type { SearchOutcome } from './chamilo/address-search.js';
import { withCampusHeaders } from './chamilo/campus-headers.js';
import type { CircuitState } from './chamilo/circuit-breaker.js';
import {
	type CampusAddress,
	type CampusLog,
	connectCampus,
	createCampusSigner,
	createLoadLimits,
} from './chamilo/connect.js';
import { probeReadiness } from './chamilo/diagnosis/readiness.js';
import { createLeases } from './chamilo/locks/leases.js';
import { createLocks, type LockOutcome } from './chamilo/locks/locks.js';
import { checkLocks } from './chamilo/locks/readiness.js';
import { createReadCache } from './chamilo/read-cache.js';
import type { CallEvent } from './chamilo/soap-client.js';
import type { Transport } from './chamilo/transport.js';
import { createUserRecords } from './chamilo/user-records.js';
import type { ApiKey, Config } from './config.js';
import type { Log } from './http/log.js';
import type { HonoMiddleware } from './http/middleware/compose.js';
import { createTokenVerifier } from './http/middleware/verify-token.js';
import { type ReadinessCheck, readyz } from './http/readyz.js';
import type { Compress } from './http/static-pages.js';
import type { Telemetry, Tracing } from './http/telemetry.js';

/** What a runtime provides. */
export interface Runtime {
	/** Exchanges HTTP messages with the campus. */
	transport: Transport;
	log: Log & CampusLog;
	version: string;
	/** The OpenAPI document as text. */
	openapi: string;
	/** Stores Idempotency-Keys and counts of the rate limit for all instances; absent: this instance has its own. */
	store?: Store | undefined;
	/** Second tier of the cache, which all instances share; absent: the memory of this instance only. */
	sharedCache?: SharedCache | undefined;
	/** Where locks on records are held for all instances, after each other; absent: this instance is the only one. */
	leases?: readonly LeaseStore[] | undefined;
	/** Creates what counts the events of this campus. @param load is read whenever metrics are. */
	telemetry?: ((load: () => CampusLoad) => CampusTelemetry) | undefined;
	/** The metrics for GET /metrics. */
	metrics?: (() => Promise<{ contentType: string; text: string }>) | undefined;
	tracing?: Tracing | undefined;
	/** Serves Swagger UI where the runtime does not serve files itself. */
	assets?: HonoMiddleware | undefined;
	/** Compresses pages where the platform does not. */
	compress?: Compress | undefined;
	/** What GET /readyz checks beside the campus. */
	readinessChecks?: (() => Promise<readonly ReadinessCheck[]>) | undefined;
	/** Whether the gateway has been told to stop, so that GET /readyz says it at once. */
	isStopping?: (() => boolean) | undefined;
	/** Present where the campus is the built-in sandbox. */
	sandbox?: { demoKey: DemoKey } | undefined;
}

export interface SharedCache {
	store: Store;
	/** Opens the channel of this name. */
	channel(name: () => Promise<string>): Channel;
}

/** A key that anybody may know, in clear text and as an entry of API_KEYS. */
export interface DemoKey {
	key: string;
	entry: ApiKey;
}

/** Load of a campus at one moment: calls, and state of the circuit breaker. */
export interface CampusLoad {
	running: number;
	waiting: number;
	circuitBreaker: CircuitState;
}

/** Counts the events of one campus. */
export interface CampusTelemetry extends Telemetry {
	call(event: CallEvent): void;
	cache(event: CacheEvent): void;
	lock(outcome: LockOutcome | 'lost'): void;
}

export interface Gateway extends App {
	/** The demo key, where it is accepted. */
	demoKey?: string | undefined;
}

/** Records of users where there is no store for all instances. */
const RECORDS_IN_MEMORY = { entries: 20_000, characters: 32 * 1024 * 1024 };

/** Creates the gateway of one campus. Nothing is sent to the campus before the first request. */
export function createGateway(config: Config, campus: CampusAddress, runtime: Runtime): Gateway {
	const { log, store, sharedCache, tracing } = runtime;
	const transport = withCampusHeaders(runtime.transport, config);
	const keys = createKeys({ campusUrl: campus.url, secret: campus.securityKey, hashed: config.CACHE_HASH_KEYS });
	const loadLimits = createLoadLimits(config);
	const telemetry = runtime.telemetry?.(() => ({
		...loadLimits.semaphore.load(),
		circuitBreaker: loadLimits.circuitBreaker.state(),
	}));
	const ttlMs = config.CACHE_TTL_S * 1000;
	const tiers = sharedCache ? { store: sharedCache.store, channel: sharedCache.channel(keys.channel) } : {};
	const cache = () => createCache({ ...tiers, ...(telemetry ? { onEvent: telemetry.cache } : {}) });
	const readCache = ttlMs > 0 ? createReadCache({ cache: cache(), keys, ttlMs }) : undefined;
	const campusLog = tracedLog(telemetry ? countingLog(log, telemetry) : log, tracing);
	const signer = createCampusSigner(config, campus, transport, (outcome) => logSearch(log, outcome));
	const { apiKeys, demoKey, verifyToken } = accessOf(config, runtime);
	const isRequired = config.LOCKS === 'require';
	const leases = (runtime.leases ?? []).map((store) =>
		createLeases({
			store,
			keyOf: (...name) => keys.key('lock', ...name),
			waitMs: config.CHAMILO_TIMEOUT_MS,
			onLost() {
				telemetry?.lock('lost');
				log.warn({}, 'a lock was lost while its work ran');
			},
		}),
	);
	const locks = createLocks({
		leases,
		isRequired,
		onLock: telemetry?.lock,
		onSharing({ isShared, reason }) {
			if (isShared) log.info({}, 'writes are locked in all instances again');
			else if (isRequired) log.warn({ reason }, 'writes are refused: they cannot be locked in all instances');
			else log.warn({ reason }, 'writes are locked in this instance only');
		},
	});
	const records = config.USER_RECORDS
		? createUserRecords({
				store: store ?? createMemoryStore(RECORDS_IN_MEMORY),
				keys,
				secret: config.USER_RECORDS_KEY ?? '',
				ttlMs: config.USER_RECORDS_DAYS * 24 * 60 * 60_000,
				onFailure: (failure) => log.warn({ reason: String(failure) }, 'a user record was not kept or not read'),
			})
		: undefined;
	const app = createApp({
		operations: ALL_OPERATIONS,
		campus: connectCampus(config, campus, transport, {
			log: campusLog,
			cache: readCache,
			locks,
			records,
			loadLimits,
			signer,
		}),
		apiKeys,
		verifyToken,
		rateLimit: config.RATE_LIMIT > 0 ? { limit: config.RATE_LIMIT, keys, store } : undefined,
		corsOrigins: config.CORS_ORIGINS,
		limits: { body: config.BODY_LIMIT, batch: config.BATCH_BODY_LIMIT },
		idempotency: { keys, ...(store ? { store } : {}) },
		responseCache: config.RESPONSE_CACHE,
		readyz: readyz(
			async () => [
				...(await probeReadiness({ config, ...campus, transport, signer })),
				...((await runtime.readinessChecks?.()) ?? []),
				await checkLocks(leases, isRequired),
			],
			{ sandbox: runtime.sandbox !== undefined, isStopping: runtime.isStopping },
		),
		log,
		telemetry,
		tracing,
		metrics: runtime.metrics,
		version: runtime.version,
		openapi: runtime.openapi,
		assets: runtime.assets,
		compress: runtime.compress,
		sandbox: runtime.sandbox !== undefined,
		demoKey,
	});
	return { ...app, demoKey };
}

/** Which keys and tokens are accepted. The demo key is known to everybody: only for the sandbox, and only beside no other. */
function accessOf({ API_KEYS: apiKeys, ...config }: Config, { sandbox }: Runtime) {
	const { JWT_JWKS_URL: jwksUrl, JWT_ISSUER: issuer = '', JWT_AUDIENCE: audience = '' } = config;
	if (sandbox && apiKeys.length === 0 && jwksUrl === undefined) {
		const { key, entry } = sandbox.demoKey;
		return { apiKeys: [entry], demoKey: key };
	}
	return {
		apiKeys,
		verifyToken: jwksUrl === undefined ? undefined : createTokenVerifier({ jwksUrl, issuer, audience }),
	};
}

function countingLog(log: CampusLog, telemetry: CampusTelemetry): CampusLog {
	return {
		...log,
		call(event) {
			log.call(event);
			telemetry.call(event);
		},
	};
}

/** Says which address the campus accepts after it has refused another, or that it refuses all. */
function logSearch(log: Log, { accepted, refused }: SearchOutcome): void {
	if (accepted) log.info({ accepted, refused }, 'calls are signed for another address');
	else log.warn({ refused }, 'the campus refuses every signature');
}

function tracedLog(log: CampusLog, tracing: Tracing | undefined): CampusLog {
	if (!tracing) return log;
	return {
		...log,
		trace: (operation, work, system = 'soap') =>
			tracing.step(operation, { 'rpc.system': system, 'rpc.method': operation }, work),
	};
}
