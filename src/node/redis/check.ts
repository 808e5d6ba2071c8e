import type { Check } from '../../chamilo/diagnosis.js';
import type { ReadinessCheck } from '../../http/readyz.js';
import type { ConnectedRedis } from './connect-redis.js';

/** The effect of a Redis that is not used. */
const WITHOUT =
	'Requests are served without it: look-ups ask Chamilo more often, and an Idempotency-Key holds in one instance only. An instance does not see the writes of the others: cached users can be up to 10 seconds old, the rest up to CACHE_TTL_S.';

/** Checks Redis for GET /readyz: at worst a warning, and never with its address. */
export async function checkReadiness(redis: Pick<ConnectedRedis, 'ping'>): Promise<ReadinessCheck> {
	const started = performance.now();
	const isAvailable = await redis.ping().then(
		() => true,
		() => false,
	);
	const ms = Math.round(performance.now() - started);
	if (isAvailable) return { id: 'redis', status: 'ok', detail: 'Redis answers.', ms };
	return { id: 'redis', status: 'warning', detail: `Redis does not answer. ${WITHOUT}`, ms };
}

const REMEDIES: Record<string, string> = {
	WRONGPASS: 'The password (or user) in REDIS_URL is wrong.',
	NOAUTH: 'Redis wants a password: write it into REDIS_URL, redis://:PASSWORD@host.',
	NOPERM:
		'Give the user GET, SET, DEL, INCR, PEXPIRE, EVAL, PUBLISH, SUBSCRIBE, PING and INFO, on the keys chamilo-gateway:* and their channel.',
	OOM: 'Redis is full: raise maxmemory, or set maxmemory-policy to volatile-lru.',
	ECONNREFUSED: 'Nothing listens there: start Redis, or correct host and port in REDIS_URL.',
	ENOTFOUND: 'The host in REDIS_URL has no address.',
	timeout: 'Redis is slower than REDIS_TIMEOUT_MS, or hangs.',
};

/** Checks Redis for the doctor: writes, reads and deletes one key of its own. */
export async function examineRedis(redis: ConnectedRedis): Promise<Check> {
	const check = { id: 'redis', title: 'Redis' } as const;
	const key = `chamilo-gateway:1:doctor:${crypto.randomUUID()}`;
	try {
		await redis.ping();
		const started = performance.now();
		await redis.store.set(key, 'written', 10_000);
		const read = await redis.store.replace(key, 'written', 'replaced', 10_000);
		await redis.store.delete(key);
		const ms = Math.round((performance.now() - started) / 3);
		if (read) return { ...check, status: 'ok', detail: `It answers in ${ms} ms, and keeps what is written.` };
		const remedy = 'Raise maxmemory, or set maxmemory-policy to volatile-lru or noeviction.';
		return { ...check, status: 'warning', detail: 'It does not keep what is written.', remedy };
	} catch (failure) {
		const reason = /: (\S+)$/.exec(String(failure))?.[1] ?? '';
		const remedy = REMEDIES[reason] ?? `Check REDIS_URL and the certificate (${reason}).`;
		return { ...check, status: 'warning', detail: `It does not serve the gateway. ${WITHOUT}`, remedy };
	}
}
