import type { Channel, Store } from '../../cache/store.js';
import type { Log } from '../../http/request-context.js';
import type { RedisAddress } from '../../redis-url.js';
import { createCommandClient, type RedisClient, reasonOf } from './clients.js';
import { createGuard, type GuardState } from './guard.js';
import { listen } from './listener.js';

/** A Redis the gateway uses while it answers, and does without while it does not. */
export interface ConnectedRedis {
	store: Store;
	/** Opens the channel of this name. */
	channel(name: () => Promise<string>): Channel;
	state(): GuardState;
	/** Asks Redis something now. @throws StoreError */
	ping(): Promise<void>;
	close(): void;
}

export interface RedisSettings {
	address: RedisAddress;
	/** Longest wait for an answer. */
	timeoutMs: number;
	log: Pick<Log, 'info' | 'warn' | 'error'>;
}

/** Atomic compare and swap, which no single command of Redis before 8 does. */
const REPLACE = `if redis.call('GET', KEYS[1]) == ARGV[1] then
	redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
	return 1
end
return 0`;

/** A counter that loses its time to live would count for ever: both steps, or none. */
const INCREMENT = `local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count`;

/** How long the start of the gateway waits for Redis. */
const START_MS = 2_000;

/** Connects, and waits a moment for it; never fails: a Redis that is not there costs speed only. */
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
	// A Redis that is not there is known, and told in the log, before the first request.
	await ping().catch(() => undefined);

	return {
		store: createStore(client, guard.run),
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
	// It keeps trying to connect after the first failure.
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
