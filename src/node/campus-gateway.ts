import openapi from '../../openapi/openapi.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import type { LeaseStore } from '../cache/lease-store.js';
import type { Store } from '../cache/store.js';
import type { CampusLog } from '../chamilo/connect.js';
import type { Config } from '../config.js';
import { createGateway, type Gateway } from '../gateway.js';
import type { Log } from '../http/log.js';
import type { Tracing } from '../http/telemetry.js';
import { compressPage, swaggerAssets } from './assets.js';
import type { BuiltInSandbox } from './built-in-sandbox.js';
import { locateCampus } from './campus-address.js';
import { createCampusTransport } from './campus-network.js';
import { hashKey } from './key.js';
import type { Metrics } from './metrics.js';
import { checkReadiness } from './redis/check.js';
import type { ConnectedRedis } from './redis/connect-redis.js';

/** Accepted only where the sandbox is the campus: then the gateway listens on loopback only. */
const DEMO_KEY = 'sandbox-demo-key';

/** What all campuses of a process share. */
export interface ProcessServices {
	isStopping: () => boolean;
	metrics: Metrics;
	log: Log & CampusLog;
	tracing?: Tracing | undefined;
	/** Its store is traced where requests are. */
	redis?: (Pick<ConnectedRedis, 'channel' | 'ping'> & { store: Store }) | undefined;
	leases: readonly LeaseStore[];
}

/** The gateway of one campus on Node. */
export interface CampusGateway extends Gateway {
	/** The built-in sandbox, where it is the campus. */
	sandbox?: BuiltInSandbox | undefined;
	close(): Promise<void>;
}

/** Creates the gateway of one campus; without CHAMILO_URL, starts the sandbox as its campus. */
export async function createCampusGateway(
	config: Config,
	name: string,
	{ isStopping, metrics, log, tracing, redis, leases }: ProcessServices,
): Promise<CampusGateway> {
	const { sandbox, ...campus } = await locateCampus(config);
	const { transport, close } = createCampusTransport(campus, config);
	const gateway = createGateway(config, campus, {
		transport,
		log,
		version: packageJson.version,
		openapi: `${JSON.stringify(openapi, null, '\t')}\n`,
		store: redis?.store,
		sharedCache: redis,
		leases,
		telemetry: (load) => metrics.of(name, load),
		metrics: () => metrics.read(name),
		tracing,
		assets: swaggerAssets(),
		compress: compressPage,
		readinessChecks: redis && (async () => [await checkReadiness(redis)]),
		isStopping,
		sandbox: sandbox && {
			demoKey: { key: DEMO_KEY, entry: { name: 'demo', scopes: new Set(['*']), hash: hashKey(DEMO_KEY) } },
		},
	});
	return {
		...gateway,
		sandbox,
		async close() {
			await close();
			await sandbox?.close();
		},
	};
}
