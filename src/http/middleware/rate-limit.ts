import type { MiddlewareHandler } from 'hono';
import type { Keys } from '../../cache/keys.js';
import { createMemoryStore } from '../../cache/memory-store.js';
import type { Store } from '../../cache/store.js';
import { GatewayError } from '../../errors.js';
import type { GatewayEnv } from '../environment.js';

export interface RateLimitOptions {
	/** Requests of one caller a minute. */
	limit: number;
	keys: Keys;
	/** Counts for all instances; without it, or while it fails, each counts by itself. */
	store?: Store | undefined;
	now?: () => number;
}

const WINDOW_MS = 60_000;
const LOCAL_LIMITS = { entries: 10_000, characters: 1024 * 1024 };

/** Counts the requests of each caller by the minute (draft-ietf-httpapi-ratelimit-headers-10); beyond the limit 429. */
export function rateLimit({ limit, keys, store, now = Date.now }: RateLimitOptions): MiddlewareHandler<GatewayEnv> {
	const local = createMemoryStore(LOCAL_LIMITS);

	return async function limitCaller(c, next) {
		const minute = Math.floor(now() / WINDOW_MS);
		const key = await keys.key('rate', c.get('principal').name, String(minute));
		const count =
			(await store?.increment(key, 2 * WINDOW_MS).catch(() => undefined)) ??
			(await local.increment(key, 2 * WINDOW_MS));
		const resetS = Math.max(1, Math.ceil(((minute + 1) * WINDOW_MS - now()) / 1000));
		const headers = {
			'RateLimit-Policy': `"minute";q=${limit};w=${WINDOW_MS / 1000}`,
			RateLimit: `"minute";r=${Math.max(0, limit - count)};t=${resetS}`,
		};
		if (count > limit) {
			throw new GatewayError('rate-limited', `${limit} requests a minute are allowed, and these were more.`, {
				headers: { ...headers, 'Retry-After': String(resetS) },
			});
		}
		c.set('headers', { ...c.get('headers'), ...headers });
		return next();
	};
}
