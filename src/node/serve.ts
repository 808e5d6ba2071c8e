import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Store } from '../cache/store.js';
import type { Config } from '../config.js';
import { buildApp, type CampusApp } from './build-app.js';
import { createCampusRouter } from './campus-router.js';
import { createHttpServer } from './http-server.js';
import { createLog } from './log.js';
import { createMetrics } from './metrics.js';
import { connectRedis } from './redis/connect-redis.js';
import { createRequestListener } from './request-listener.js';
import { readSettings } from './settings.js';
import { shareOf, type WorkerRole } from './workers/role.js';

export { DEMO_KEY } from './build-app.js';

export interface Gateway {
	url: string;
	/** Present when the built-in sandbox stands behind the gateway. */
	sandboxUrl?: string;
	/** The Chamilo that the sandbox is. */
	sandboxTitle?: string;
	demoKey?: string;
	/** Finishes what is under way, then stops. */
	close(): Promise<void>;
}

/**
 * Starts the gateway by the settings; without CHAMILO_URL, with the sandbox behind it.
 * @param worker what this process is, where several are the gateway together. @throws ConfigError
 */
export async function startGateway(env: Record<string, string | undefined>, worker?: WorkerRole): Promise<Gateway> {
	const { config, campuses } = readSettings(env);
	const log = createLog(config.LOG_LEVEL, worker !== undefined);
	const { REDIS_URL: address, REDIS_TIMEOUT_MS: timeoutMs } = config;
	const redis = address && (await connectRedis({ address, timeoutMs, log }));
	const tracing = await tracingOf(env);
	const store = redis ? (tracing?.traceStore(redis.store) ?? redis.store) : undefined;
	const shared = { log, metrics: createMetrics(worker), store, tracing: tracing?.running, ...(redis ? { redis } : {}) };
	const wanted = campuses ?? [{ config, name: 'default' }];
	const apps = await Promise.all(wanted.map((entry) => buildApp(partOf(entry.config, worker), entry.name, shared)));
	const close = async () => {
		for (const app of apps) await app.close();
		redis?.close();
		await tracing?.running.close();
	};
	const [only] = apps;
	const listener = campuses
		? createRequestListener(
				createCampusRouter(campuses.map((place, index) => ({ ...place, fetch: appOf(apps[index]).fetch }))),
				log.writeAudit,
			)
		: createRequestListener(appOf(only).route, log.writeAudit, appOf(only).fromCache);
	const server = createHttpServer(listener);
	try {
		const url = await listen(server, config);
		return {
			url,
			...(only?.sandbox ? { sandboxUrl: only.sandbox.url, sandboxTitle: only.sandbox.title } : {}),
			...(only?.demoKey ? { demoKey: only.demoKey } : {}),
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

/** OpenTelemetry is loaded only where traces are wanted: it takes longer than all the rest of the start. */
async function tracingOf(env: Record<string, string | undefined>) {
	if (!env.OTEL_EXPORTER_OTLP_ENDPOINT && !env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) return undefined;
	const { startTracing, traceStore } = await import('./tracing.js');
	const running = startTracing(env);
	return { running, traceStore: (store: Store) => traceStore(store, running) };
}

/** The campus is asked no more at once for being asked by several. */
function partOf(config: Config, worker: WorkerRole | undefined): Config {
	return worker ? { ...config, CHAMILO_CONCURRENCY: shareOf(config.CHAMILO_CONCURRENCY, worker) } : config;
}

function appOf(app: CampusApp | undefined): CampusApp {
	if (!app) throw new Error('a campus has no app');
	return app;
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

/** Takes no new connection, lets requests under way end, and closes connections as they fall idle. */
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
