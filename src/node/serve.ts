import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import openapi from '../../openapi/openapi.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import { accessOf } from '../access.js';
import { createApp } from '../app.js';
import { createCache } from '../cache/cache.js';
import { createKeys } from '../cache/keys.js';
import { connectCampus } from '../chamilo/connect.js';
import { probeReadiness } from '../chamilo/diagnosis/readiness.js';
import { createMemory } from '../chamilo/memory.js';
import { type ApiKey, type Config, parseConfig } from '../config.js';
import { readyz } from '../http/readyz.js';
import { kindTitle, startSandbox } from '../sandbox/index.js';
import { TABLE } from '../table.js';
import { swaggerAssets } from './assets.js';
import { createHttpServer } from './http-server.js';
import { hashKey } from './key.js';
import { createLog } from './log.js';
import { checkReadiness } from './redis/check.js';
import { connectRedis } from './redis/connect-redis.js';
import { SANDBOXES } from './sandbox-kinds.js';
import { createUndiciTransport } from './undici-transport.js';

/** Opens the sandbox, and nothing else: with it the gateway listens on loopback only. */
export const DEMO_KEY = 'sandbox-demo-key';

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

/** Starts the gateway by the settings; without CHAMILO_URL, with the sandbox behind it. @throws ConfigError */
export async function startGateway(env: Record<string, string | undefined>): Promise<Gateway> {
	const config = parseConfig(env);
	const log = createLog(config.LOG_LEVEL);
	const { REDIS_URL: address, REDIS_TIMEOUT_MS: timeoutMs } = config;
	const redis = address && (await connectRedis({ address, timeoutMs, log }));
	const sandbox = config.CHAMILO_URL ? undefined : await startSandbox(SANDBOXES[config.CHAMILO_SANDBOX]);
	const campusUrl = config.CHAMILO_URL ?? sandbox?.url ?? '';
	const securityKey = config.CHAMILO_URL ? (config.CHAMILO_SECURITY_KEY ?? '') : (sandbox?.securityKey ?? '');
	const upstream = createUndiciTransport(campusUrl);
	const access = { config, url: campusUrl, securityKey, transport: upstream.transport };
	const keys = createKeys({ campusUrl, secret: securityKey, hashed: config.CACHE_HASH_KEYS });
	const memory =
		config.CACHE_TTL_S > 0
			? createMemory({
					cache: createCache(redis ? { store: redis.store, channel: redis.channel(keys.channel) } : {}),
					keys,
					ttlMs: config.CACHE_TTL_S * 1000,
				})
			: undefined;
	const withDemoKey = config.API_KEYS.length === 0;
	const app = createApp({
		operations: TABLE,
		campus: connectCampus(config, { url: campusUrl, securityKey }, upstream.transport, log, memory),
		apiKeys: withDemoKey ? [demoApiKey()] : config.API_KEYS,
		...accessOf(config, keys, redis ? redis.store : undefined),
		limits: { body: config.BODY_LIMIT, batch: config.BATCH_BODY_LIMIT },
		log,
		idempotency: { keys, ...(redis ? { store: redis.store } : {}) },
		version: packageJson.version,
		openapi: `${JSON.stringify(openapi, null, '\t')}\n`,
		sandbox: sandbox !== undefined,
		readyz: readyz(async () => [...(await probeReadiness(access)), ...(redis ? [await checkReadiness(redis)] : [])]),
		assets: swaggerAssets(),
		...(withDemoKey ? { demoKey: DEMO_KEY } : {}),
	});
	const server = createHttpServer(getRequestListener(app.fetch));
	try {
		const url = await listen(server, config);
		return {
			url,
			...(sandbox ? { sandboxUrl: sandbox.url, sandboxTitle: kindTitle(sandbox.kind) } : {}),
			...(withDemoKey ? { demoKey: DEMO_KEY } : {}),
			async close() {
				await drain(server);
				await upstream.close();
				await sandbox?.close();
				redis?.close();
			},
		};
	} catch (failure) {
		await upstream.close();
		await sandbox?.close();
		redis?.close();
		throw failure;
	}
}

function demoApiKey(): ApiKey {
	return { name: 'demo', scopes: new Set(['*']), hash: hashKey(DEMO_KEY) };
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
