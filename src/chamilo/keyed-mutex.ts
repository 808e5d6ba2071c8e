/** A lock for named records, within this process. */
export interface KeyedMutex {
	/**
	 * Runs work under the lock of these keys: work that shares a key runs one after the other, in the order it came. All
	 * keys of a piece of work are taken at once, so there are no deadlocks.
	 */
	withLock<T>(keys: readonly string[], work: () => Promise<T>): Promise<T>;
	/** Whether nobody holds or awaits one of these keys. */
	isFree(keys: readonly string[]): boolean;
}

export function createKeyedMutex(): KeyedMutex {
	const tails = new Map<string, Promise<unknown>>();

	return {
		withLock(keys, work) {
			const before = new Set(keys.map((key) => tails.get(key)));
			before.delete(undefined);
			const result = before.size === 0 ? work() : Promise.all(before).then(work);
			const tail = result.then(release, release);
			function release() {
				for (const key of keys) if (tails.get(key) === tail) tails.delete(key);
			}
			for (const key of keys) tails.set(key, tail);
			return result;
		},
		isFree: (keys) => !keys.some((key) => tails.has(key)),
	};
}
