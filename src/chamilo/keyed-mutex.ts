/**
 * A lock for named records, within this process: work that shares a key runs one after the other, in the order it came.
 * All keys of a piece of work are taken at once, so there are no deadlocks.
 */
export function createKeyedMutex(): <T>(keys: readonly string[], work: () => Promise<T>) => Promise<T> {
	const tails = new Map<string, Promise<unknown>>();

	return function withLock(keys, work) {
		const before = new Set(keys.map((key) => tails.get(key)));
		before.delete(undefined);
		const result = before.size === 0 ? work() : Promise.all(before).then(work);
		const tail = result.then(release, release);
		function release() {
			for (const key of keys) if (tails.get(key) === tail) tails.delete(key);
		}
		for (const key of keys) tails.set(key, tail);
		return result;
	};
}
