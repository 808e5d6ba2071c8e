/** Passes a value on: a promised one at the end of the turn, together with all others; any other at once. */
export interface BatchWrites {
	<T>(value: Promise<T>): Promise<T>;
	<T>(value: T | Promise<T>): T | Promise<T>;
}

/**
 * Writes the responses that become ready in one turn of the event loop one right after the other, at its end.
 *
 * Gain: written in between, each response wakes a client that has just gone back to sleep, which takes longer than the
 * response. A turn with nothing else to do ends at once. `beforeWrites` runs once for all responses of a turn.
 * Without it: pass values on as they are, and call `beforeWrites` before each response.
 */
export function createBatchWrites(beforeWrites: () => void): BatchWrites {
	let held: (() => void)[] = [];

	function release(): void {
		const writes = held;
		held = [];
		beforeWrites();
		for (const write of writes) write();
	}

	return function batch<T>(value: T | Promise<T>) {
		if (!(value instanceof Promise)) return value as never;
		return new Promise<T>((resolve, reject) => {
			value.then((settled) => {
				if (held.push(() => resolve(settled)) === 1) setImmediate(release);
			}, reject);
		}) as never;
	};
}
