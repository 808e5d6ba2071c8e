import type { Keys } from '../../cache/keys.js';
import type { Store } from '../../cache/store.js';
import { GatewayError } from '../../errors.js';
import { principalOf, type RequestContext } from '../request-context.js';
import type { Middleware } from './compose.js';

export interface RateLimitOptions {
	/** Requests of one caller a minute. */
	limit: number;
	keys: Keys;
	/** Counts for all instances; without it, or while it fails, each counts by itself. */
	store?: Store | undefined;
	now?: () => number;
}

const WINDOW_MS = 60_000;

/** Counts the requests of each caller by the minute (draft-ietf-httpapi-ratelimit-headers-10); beyond the limit 429. */
export function rateLimit({ limit, keys, store, now = Date.now }: RateLimitOptions): Middleware {
	const policy = `"minute";q=${limit};w=${WINDOW_MS / 1000}`;
	/** What this instance has seen in the minute. */
	let seen = { minute: 0, counts: new Map<string, number>() };

	function countHere(name: string, minute: number): number {
		if (seen.minute !== minute) seen = { minute, counts: new Map() };
		const count = (seen.counts.get(name) ?? 0) + 1;
		seen.counts.set(name, count);
		return count;
	}

	async function countEverywhere(shared: Store, name: string, minute: number): Promise<number> {
		const here = countHere(name, minute);
		const key = await keys.key('rate', name, String(minute));
		return shared.increment(key, 2 * WINDOW_MS).catch(() => here);
	}

	function admit(facts: RequestContext, minute: number, time: number, count: number): void {
		const resetS = Math.max(1, Math.ceil(((minute + 1) * WINDOW_MS - time) / 1000));
		facts.limit = { policy, left: `"minute";r=${Math.max(0, limit - count)};t=${resetS}` };
		if (count > limit) {
			throw new GatewayError('rate-limited', `${limit} requests a minute are allowed, and these were more.`, {
				headers: { 'Retry-After': String(resetS) },
			});
		}
	}

	return (inner) =>
		function limitCaller(c, facts) {
			const time = now();
			const minute = Math.floor(time / WINDOW_MS);
			const { name } = principalOf(facts);
			if (!store) {
				admit(facts, minute, time, countHere(name, minute));
				return inner(c, facts);
			}
			return countEverywhere(store, name, minute).then((count) => {
				admit(facts, minute, time, count);
				return inner(c, facts);
			});
		};
}
