import { readFileSync } from 'node:fs';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { ConfigError } from '../../config.js';
import type { RedisAddress } from '../../redis-url.js';

/** A client that sends commands. */
export type RedisClient = Redis | Cluster;

/** Longest pause between two attempts to connect. */
const MAX_RETRY_MS = 1_000;

const retryDelay = (times: number) => Math.min(50 * 2 ** Math.min(times, 10), MAX_RETRY_MS);

/** Connects only on `connect()`; without a connection, commands fail at once and are neither queued nor sent again. */
function commonOptions({ username, password, tls, ca }: RedisAddress) {
	return {
		lazyConnect: true,
		enableOfflineQueue: false,
		autoResendUnfulfilledCommands: false,
		maxRetriesPerRequest: 0,
		connectTimeout: 2_000,
		protocol: 2,
		disableClientInfo: true,
		connectionName: 'chamilo-rest-gateway',
		// After a failover the master has become a replica: connecting again finds the new master.
		reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
		...(username === undefined ? {} : { username }),
		...(password === undefined ? {} : { password }),
		...(tls ? { tls: tlsOptions(ca) } : {}),
	} satisfies RedisOptions;
}

function tlsOptions(ca: string | undefined) {
	if (ca === undefined) return {};
	try {
		return { ca: readFileSync(ca) };
	} catch {
		throw new ConfigError('REDIS_URL: write the path of a file that can be read behind ?ca=');
	}
}

function singleOptions(address: RedisAddress) {
	const common = { ...commonOptions(address), db: address.db, retryStrategy: retryDelay };
	const [first = { host: '127.0.0.1', port: 6379 }] = address.hosts;
	if (address.form !== 'sentinel') return { ...common, ...first } satisfies RedisOptions;
	return {
		...common,
		sentinels: address.hosts,
		name: address.name ?? '',
		sentinelRetryStrategy: retryDelay,
		sentinelCommandTimeout: 2_000,
		...(address.sentinelPassword === undefined ? {} : { sentinelPassword: address.sentinelPassword }),
		...('tls' in common ? { enableTLSForSentinelMode: true, sentinelTLS: common.tls } : {}),
	} satisfies RedisOptions;
}

/** Creates the client that sends commands. */
export function createCommandClient(address: RedisAddress): RedisClient {
	if (address.form !== 'cluster') return new Redis(singleOptions(address));
	return new Cluster(address.hosts, {
		lazyConnect: true,
		enableOfflineQueue: false,
		clusterRetryStrategy: retryDelay,
		slotsRefreshTimeout: 2_000,
		redisOptions: commonOptions(address),
		// Certificates contain host names; ioredis would resolve them and compare addresses.
		...(address.tls ? { dnsLookup: (host, done) => done(null, host) } : {}),
	});
}

/** Creates the client that subscribes. In a cluster any node receives all messages; `turn` selects the seed node. */
export function createListeningClient(address: RedisAddress, turn: number): Redis {
	if (address.form !== 'cluster') return new Redis(singleOptions(address));
	const host = address.hosts[turn % address.hosts.length] ?? { host: '127.0.0.1', port: 6379 };
	return new Redis({ ...commonOptions(address), ...host, retryStrategy: null });
}

/** The reason of a failure without secrets: the error code of the system or of Redis, never a whole message. */
export function reasonOf(failure: unknown): string {
	const { code, message = '' } = (failure ?? {}) as { code?: unknown; message?: string };
	if (typeof code === 'string') return code;
	return /^([A-Z][A-Z_]{2,30})\b/.exec(message)?.[1] ?? 'no connection';
}
