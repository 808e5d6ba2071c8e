/** Starts and stops the gateway on Node: what a process has once, the gateways of its campuses, and the HTTP server. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config.js';
import { type CampusGateway, createCampusGateway } from './campus-gateway.js';
import { createCampusRouter } from './campus-router.js';
import type { CampusEntry } from './campus-settings.js';
import { createHttpServer } from './http-server.js';
import { createLog } from './log.js';
import { createMetrics } from './metrics.js';
import { connectRedis } from './redis/connect-redis.js';
import { createRequestListener } from './request-listener.js';
import { readSettings } from './settings.js';
import { shareOf, type WorkerRole } from './workers/role.js';

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
}

/**
 * Starts the gateway according to the settings; without CHAMILO_URL, with the sandbox as its campus.
 * @param worker which worker this process is, where there are several. @throws ConfigError
 */
export async function startGateway(env: Record<string, string | undefined>, worker?: WorkerRole): Promise<Gateway> {
	const { config, campuses } = readSettings(env);
	const log = createLog(config.LOG_LEVEL, worker !== undefined);
	const { REDIS_URL: address, REDIS_TIMEOUT_MS: timeoutMs } = config;
	const redis = address && (await connectRedis({ address, timeoutMs, log }));
	const tracing = await startTracingIfWanted(env);
	const services = {
		log,
		metrics: createMetrics(worker),
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
	const listener = campuses
		? createRequestListener({ route: createCampusRouter(withFetch(campuses, gateways)) }, log.flushAudit)
		: createRequestListener(gatewayOf(first), log.flushAudit);
	const server = createHttpServer(listener);
	try {
		const url = await listen(server, config);
		return {
			url,
			...(first?.sandbox ? { sandboxUrl: first.sandbox.url, sandboxTitle: first.sandbox.title } : {}),
			...(first?.demoKey ? { demoKey: first.demoKey } : {}),
			async close() {
				await drain(server);
				await close();
			},
		};
	} catch (failure) {
		await close();
		throw failure;
	}
}

/** OpenTelemetry is loaded only where it is set up: loading it takes longer than the rest of the start. */
async function startTracingIfWanted(env: Record<string, string | undefined>) {
	if (!env.OTEL_EXPORTER_OTLP_ENDPOINT && !env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) return undefined;
	const { startTracing, traceStore } = await import('./tracing.js');
	return { running: startTracing(env), traceStore };
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

/** Accepts no new connections, lets requests in progress end, and closes connections as they become idle. */
function drain(server: Server): Promise<void> {
	return new Promise((resolve) => {
		const sweep = setInterval(() => server.closeIdleConnections(), 100);
		server.close(() => {
			clearInterval(sweep);
			resolve();
		});
		server.closeIdleConnections();
	});
}
