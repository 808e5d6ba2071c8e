import type { LeaseStore } from '../../cache/lease-store.js';
import type { RedisClient } from './clients.js';

/**
 * Takes all keys or none. KEYS: the counter, a key that exists while no lease is given, then the keys of the lease. ARGV:
 * token, milliseconds, and the largest number that the caller has seen.
 */
const TAKE = `local last = tonumber(redis.call('GET', KEYS[1]) or '0')
local seen = tonumber(ARGV[3])
if last < seen then
	redis.call('SET', KEYS[1], ARGV[3])
	redis.call('SET', KEYS[2], '', 'PX', ARGV[2])
end
for i = 2, #KEYS do
	if redis.call('GET', KEYS[i]) then return 0 end
end
for i = 3, #KEYS do redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2]) end
return redis.call('INCR', KEYS[1])`;

/** Keys that Redis has lost are taken again: nobody else has been given them. */
const RENEW = `local held = 1
for i = 1, #KEYS do
	local holder = redis.call('GET', KEYS[i])
	if holder == ARGV[1] then
		redis.call('PEXPIRE', KEYS[i], ARGV[2])
	else
		held = 0
		if not holder then redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2]) end
	end
end
return held`;

const RELEASE = `for i = 1, #KEYS do
	if redis.call('GET', KEYS[i]) == ARGV[1] then redis.call('DEL', KEYS[i]) end
end
return 1`;

/**
 * Leases in Redis: SET with a token and a time to live, compared before each change. All keys of a lease are one hash slot.
 * @param run runs a command within the limits of the connection
 */
export function createLeaseStore(client: RedisClient, run: <T>(work: () => Promise<T>) => Promise<T>): LeaseStore {
	return {
		take: ({ keys, token, ttlMs, counter, after }) =>
			run(async () => {
				const all = [counter, `${counter}:pause`, ...keys];
				const number = Number(await client.eval(TAKE, all.length, ...all, token, ttlMs, after));
				return number === 0 ? undefined : number;
			}),
		renew: ({ keys, token, ttlMs }) =>
			run(async () => (await client.eval(RENEW, keys.length, ...keys, token, ttlMs)) === 1),
		release: ({ keys, token }) => run(async () => void (await client.eval(RELEASE, keys.length, ...keys, token))),
	};
}
