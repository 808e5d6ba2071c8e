import type { LeaseStore } from '../../cache/lease-store.js';
import type { Channel, Store } from '../../cache/store.js';
import type { Log } from '../../http/log.js';
import type { RedisAddress } from '../../redis-url.js';
import { createCommandClient, type RedisClient, reasonOf } from './clients.js';
import { createGuard, type GuardState } from './guard.js';
import { createLeaseStore } from './lease-store.js';
import { listen } from './listener.js';

/** A Redis that is used while it replies; while it does not, every operation fails at once. */
export interface ConnectedRedis {
	store: Store;
	leases: LeaseStore;
	/** Opens the channel of this name. */
	channel(name: () => Promise<string>): Channel;
	state(): GuardState;
	/** Sends a PING. @throws StoreError */
	ping(): Promise<void>;
	close(): void;
}

export interface RedisSettings {
	address: RedisAddress;
	/** Longest wait for a reply, in milliseconds. */
	timeoutMs: number;
	log: Pick<Log, 'info' | 'warn' | 'error'>;
}

/** Atomic compare-and-swap, for which Redis before version 8 has no command. */
const REPLACE = `if redis.call('GET', KEYS[1]) == ARGV[1] then
	redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
	return 1
end
return 0`;

/** Both commands atomically: a counter without a time to live would never expire. */
const INCREMENT = `local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count`;

/** How long the gateway waits for Redis when it starts. */
const START_MS = 2_000;

/** Connects, and waits up to two seconds for the connection. Never fails: without Redis the gateway is only slower. */
export async function connectRedis({ address, timeoutMs, log }: RedisSettings): Promise<ConnectedRedis> {
	const client = createCommandClient(address);
	let lastError: unknown;
	client.on('error', (failure) => {
		lastError = failure;
	});
	const explained = (failure: unknown) => {
		const isOffline = client.status !== 'ready' && lastError !== undefined;
		return reasonOf(isOffline ? lastError : failure);
	};
	const guard = createGuard({
		timeoutMs,
		probe: () => client.ping(),
		isConnecting: () => client.status === 'connect',
		reconnect: () => client.disconnect(true),
		isAnswer: (failure) => failure instanceof Error && failure.name === 'ReplyError',
		reasonOf: explained,
		onChange({ usable, reason }) {
			if (usable) log.info({}, 'Redis answers again');
			else log.warn({ reason }, 'Redis does not answer; the gateway goes on without it');
		},
	});
	const closers: (() => void)[] = [];
	await waitFor(client);
	const ping = async () => {
		await guard.run(() => client.ping());
	};
	// An unavailable Redis is detected and logged before the first request.
	await ping().catch(() => undefined);

	return {
		store: createStore(client, guard.run),
		leases: createLeaseStore(client, guard.run),
		channel: (name) => ({
			publish: (message) => guard.run(async () => void (await client.publish(await name(), message))),
			subscribe: (listener) => {
				closers.push(listen({ address, channel: name, listener }));
			},
		}),
		state: guard.state,
		ping,
		close() {
			guard.close();
			for (const close of closers) close();
			client.disconnect();
		},
	};
}

async function waitFor(client: RedisClient): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const tooLong = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, START_MS);
	});
	// The client goes on trying to connect after a failure.
	await Promise.race([client.connect().catch(() => undefined), tooLong]);
	clearTimeout(timer);
}

function createStore(client: RedisClient, run: <T>(work: () => Promise<T>) => Promise<T>): Store {
	const ttl = (ms: number) => Math.max(1, Math.ceil(ms));
	return {
		get: (key) => run(async () => (await client.get(key)) ?? undefined),
		set: (key, value, ttlMs) => run(async () => void (await client.set(key, value, 'PX', ttl(ttlMs)))),
		setIfAbsent: (key, value, ttlMs) =>
			run(async () => (await client.set(key, value, 'PX', ttl(ttlMs), 'NX')) === 'OK'),
		replace: (key, expected, value, ttlMs) =>
			run(async () => (await client.eval(REPLACE, 1, key, expected, value, ttl(ttlMs))) === 1),
		delete: (key) => run(async () => void (await client.del(key))),
		increment: (key, ttlMs) => run(async () => Number(await client.eval(INCREMENT, 1, key, ttl(ttlMs)))),
	};
}
