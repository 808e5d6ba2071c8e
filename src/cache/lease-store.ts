/**
 * Leases on keys, for all processes that share the store: Redis, or the primary process of several workers. Every promise
 * may reject with a StoreError, without much delay.
 */
export interface LeaseStore {
	/**
	 * Takes all keys or none, atomically and in one round trip.
	 * @returns the number of the lease; undefined where one of the keys is taken
	 */
	take(lease: Lease & { after: number }): Promise<number | undefined>;
	/** Makes the lease last for `ttlMs` from now. @returns whether it was held without a break until now */
	renew(lease: Lease): Promise<boolean>;
	/** Frees the keys that it still holds. */
	release(lease: Pick<Lease, 'keys' | 'token'>): Promise<void>;
}

/** A lease as its holder knows it. */
export interface Lease {
	/** What it holds; the keys of one campus. */
	keys: readonly string[];
	/** Names the holder; never used for a second lease. */
	token: string;
	ttlMs: number;
	/**
	 * Key of the counter that numbers the leases of the campus. Numbers only ever rise: where the store answers a smaller
	 * one than `after`, the largest that the caller has seen, it has lost what it knew (a restart, a flush, a failover),
	 * and with it leases that still run. Then it gives no lease until these have been renewed or have ended.
	 */
	counter: string;
}
