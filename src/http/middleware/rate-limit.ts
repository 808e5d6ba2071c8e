import type { Keys } from '../../cache/keys.js';
import type { Store } from '../../cache/store.js';
import { GatewayError } from '../../errors.js';
import { principalOf, type RequestContext } from '../request-context.js';
import type { Middleware } from './compose.js';

export interface RateLimitOptions {
	/** Requests per minute of one principal. */
	limit: number;
	keys: Keys;
	/** Counts for all instances; without it, or while it fails, each instance counts by itself. */
	store?: Store | undefined;
	now?: () => number;
}

const WINDOW_MS = 60_000;

/** Limits the requests of each principal in each minute (draft-ietf-httpapi-ratelimit-headers-10): 429 beyond. */
export function limitRate({ limit, keys, store, now = Date.now }: RateLimitOptions): Middleware {
	const policy = `"minute";q=${limit};w=${WINDOW_MS / 1000}`;
	/** Requests to this instance in the current minute. */
	let seen = { minute: 0, counts: new Map<string, number>() };

	function countLocally(name: string, minute: number): number {
		if (seen.minute !== minute) seen = { minute, counts: new Map() };
		const count = (seen.counts.get(name) ?? 0) + 1;
		seen.counts.set(name, count);
		return count;
	}

	async function countShared(shared: Store, name: string, minute: number): Promise<number> {
		const local = countLocally(name, minute);
		const key = await keys.key('rate', name, String(minute));
		return shared.increment(key, 2 * WINDOW_MS).catch(() => local);
	}

	function admit(context: RequestContext, minute: number, time: number, count: number): void {
		const resetS = Math.max(1, Math.ceil(((minute + 1) * WINDOW_MS - time) / 1000));
		context.limit = { policy, left: `"minute";r=${Math.max(0, limit - count)};t=${resetS}` };
		if (count > limit) {
			throw new GatewayError('rate-limited', `${limit} requests a minute are allowed, and these were more.`, {
				headers: { 'Retry-After': String(resetS) },
			});
		}
	}

	return (next) =>
		function countRequest(c, context) {
			const time = now();
			const minute = Math.floor(time / WINDOW_MS);
			const { name } = principalOf(context);
			if (!store) {
				admit(context, minute, time, countLocally(name, minute));
				return next(c, context);
			}
			return countShared(store, name, minute).then((count) => {
				admit(context, minute, time, count);
				return next(c, context);
			});
		};
}
