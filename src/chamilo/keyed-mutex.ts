/**
 * Work that shares a key runs one after the other, in the order it came; other work is not held up. All keys of a
 * piece of work are taken at once, so two pieces can never wait for each other.
 */
export function createKeyedMutex(): <T>(keys: readonly string[], work: () => Promise<T>) => Promise<T> {
	const tails = new Map<string, Promise<unknown>>();

	return function serialise(keys, work) {
		const before = new Set(keys.map((key) => tails.get(key)));
		before.delete(undefined);
		const result = before.size === 0 ? work() : Promise.all(before).then(work);
		const tail = result.then(forget, forget);
		function forget() {
			for (const key of keys) if (tails.get(key) === tail) tails.delete(key);
		}
		for (const key of keys) tails.set(key, tail);
		return result;
	};
}
