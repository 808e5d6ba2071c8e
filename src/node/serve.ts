/** Starts and stops the gateway on Node: what a process has once, the gateways of its campuses, and the HTTP server. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import packageJson from '../../package.json' with { type: 'json' };
import type { Config } from '../config.js';
import type { Log } from '../http/log.js';
import { type CampusGateway, createCampusGateway } from './campus-gateway.js';
import { createCampusRouter } from './campus-router.js';
import type { CampusEntry } from './campus-settings.js';
import type { DrainTimes } from './connections.js';
import { createHttpServer } from './http-server.js';
import { createLog } from './log.js';
import { createMetrics } from './metrics.js';
import { connectRedis } from './redis/connect-redis.js';
import type { Refusal } from './refusal.js';
import { createRequestListener } from './request-listener.js';
import { readSettings } from './settings.js';
import { shareOf, type WorkerRole } from './workers/role.js';

/** How long a connection without a request is kept at the end: a request on it may be on its way. */
const IDLE_MS = 1_000;
/** How long closing may take at the end after requests were cut off. */
const CLOSE_MS = 1_000;

/** A gateway that listens. */
export interface Gateway {
	url: string;
	/** URL of the built-in sandbox, where it is the campus. */
	sandboxUrl?: string;
	/** Which Chamilo the sandbox is. */
	sandboxTitle?: string;
	demoKey?: string;
	/** Finishes requests in progress, then stops. */
	close(): Promise<void>;
	/**
	 * The same where clients are not to notice it: waits for requests that are on their way, but no longer than
	 * SHUTDOWN_DELAY_MS and SHUTDOWN_TIMEOUT_MS.
	 */
	stop(): Promise<void>;
}

/**
 * Starts the gateway according to the settings; without CHAMILO_URL, with the sandbox as its campus.
 * @param worker which worker this process is, where there are several. @throws ConfigError
 */
export async function startGateway(env: Record<string, string | undefined>, worker?: WorkerRole): Promise<Gateway> {
	const { config, campuses } = readSettings(env);
	let tracing: Awaited<ReturnType<typeof startTracingIfWanted>>;
	const traceIdOf = isTracingWanted(env) ? () => tracing?.running.traceId() : undefined;
	const log = createLog(config.LOG_LEVEL, worker !== undefined, traceIdOf);
	const { REDIS_URL: address, REDIS_TIMEOUT_MS: timeoutMs } = config;
	const redis = address && (await connectRedis({ address, timeoutMs, log }));
	tracing = await startTracingIfWanted(env, log);
	const metrics = createMetrics(worker);
	log.onDropped(metrics.dropped);
	let isStopping = false;
	const services = {
		isStopping: () => isStopping,
		log,
		metrics,
		tracing: tracing?.running,
		redis: redis && { ...redis, store: tracing?.traceStore(redis.store, tracing.running) ?? redis.store },
		leases: [worker?.leases, redis?.leases].filter((store) => store !== undefined),
	};
	const create = ({ config, name }: Pick<CampusEntry, 'config' | 'name'>) =>
		createCampusGateway(configOfWorker(config, worker), name, services);
	const gateways = await Promise.all((campuses ?? [{ config, name: 'default' }]).map(create));
	const close = async () => {
		for (const gateway of gateways) await gateway.close();
		redis?.close();
		await tracing?.running.close();
	};
	const [first] = gateways;
	const onRefusal = ({ status, detail, requestId }: Refusal) => {
		metrics.refused(status);
		log.info({ requestId, status, detail }, 'request refused before routing');
	};
	const app = campuses ? { route: createCampusRouter(withFetch(campuses, gateways)) } : gatewayOf(first);
	const listener = createRequestListener(app, { beforeWrites: log.flushAudit, onRefusal, log });
	const { server, drain } = createHttpServer(listener, onRefusal);
	const stop = async (times: DrainTimes) => {
		isStopping = true;
		const cutOff = await drain(times);
		if (cutOff > 0) log.warn({ cutOff }, 'requests that took longer than SHUTDOWN_TIMEOUT_MS were cut off');
		// A call that nobody waits for any more does not hold up the end.
		await Promise.race([close(), ...(cutOff > 0 ? [sleep(CLOSE_MS, undefined, { ref: false })] : [])]);
	};
	try {
		const url = await listen(server, config);
		log.info({ url, version: packageJson.version }, 'listening');
		return {
			url,
			...(first?.sandbox ? { sandboxUrl: first.sandbox.url, sandboxTitle: first.sandbox.title } : {}),
			...(first?.demoKey ? { demoKey: first.demoKey } : {}),
			close: () => stop({ delayMs: 0, idleMs: 0, timeoutMs: config.SHUTDOWN_TIMEOUT_MS }),
			stop: () => stop({ delayMs: config.SHUTDOWN_DELAY_MS, idleMs: IDLE_MS, timeoutMs: config.SHUTDOWN_TIMEOUT_MS }),
		};
	} catch (failure) {
		await close();
		throw failure;
	}
}

/** OpenTelemetry is loaded only where it is set up: loading it takes longer than the rest of the start. */
async function startTracingIfWanted(env: Record<string, string | undefined>, log: Log) {
	if (!isTracingWanted(env)) return undefined;
	const { startTracing, traceStore } = await import('./tracing.js');
	return { running: startTracing(env, log), traceStore };
}

function isTracingWanted(env: Record<string, string | undefined>): boolean {
	return Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);
}

/** Workers share the concurrency of the campus between them. */
function configOfWorker(config: Config, worker: WorkerRole | undefined): Config {
	return worker ? { ...config, CHAMILO_CONCURRENCY: shareOf(config.CHAMILO_CONCURRENCY, worker) } : config;
}

function withFetch(campuses: readonly CampusEntry[], gateways: readonly CampusGateway[]) {
	return campuses.map((campus, index) => ({ ...campus, fetch: gatewayOf(gateways[index]).fetch }));
}

function gatewayOf(gateway: CampusGateway | undefined): CampusGateway {
	if (!gateway) throw new Error('a campus has no gateway');
	return gateway;
}

function listen(server: Server, config: Config): Promise<string> {
	const host = config.HOST ?? (config.CHAMILO_URL ? '0.0.0.0' : '127.0.0.1');
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(config.PORT, host, () => {
			const { port, address } = server.address() as AddressInfo;
			const shown = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
			resolve(`http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`);
		});
	});
}
