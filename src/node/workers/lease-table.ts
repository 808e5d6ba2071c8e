/** The leases of all workers, in the memory of the primary process. They need no end: a worker that ends frees its own. */
export class LeaseTable {
	readonly #holders = new Map<string, { token: string; worker: number }>();
	#latest = 0;

	/** Takes all keys or none. @returns the number of the lease; undefined where one of the keys is taken */
	take(worker: number, keys: readonly string[], token: string): number | undefined {
		if (keys.some((key) => this.#holders.has(key))) return undefined;
		for (const key of keys) this.#holders.set(key, { token, worker });
		this.#latest += 1;
		return this.#latest;
	}

	release(keys: readonly string[], token: string): void {
		for (const key of keys) if (this.#holders.get(key)?.token === token) this.#holders.delete(key);
	}

	releaseAllOf(worker: number): void {
		for (const [key, holder] of this.#holders) if (holder.worker === worker) this.#holders.delete(key);
	}
}
