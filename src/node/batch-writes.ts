/**
 * Holds answers that were waited for to the end of the turn of the event loop, and lets them out one right after the
 * other: written in between, each one wakes a client that has just fallen asleep again, which costs more than the answer.
 * With nothing else to do a turn ends at once. What has to be done before any of them goes out is done once for all.
 * Answers that were there at once pass.
 */
export function batchWrites(before: () => void) {
	let held: (() => void)[] = [];

	function release(): void {
		const answers = held;
		held = [];
		before();
		for (const answer of answers) answer();
	}

	function together<T>(answering: Promise<T>): Promise<T>;
	function together<T>(answering: T | Promise<T>): T | Promise<T>;
	function together<T>(answering: T | Promise<T>): T | Promise<T> {
		if (!(answering instanceof Promise)) return answering;
		return new Promise((resolve, reject) => {
			answering.then((settled) => {
				if (held.push(() => resolve(settled)) === 1) setImmediate(release);
			}, reject);
		});
	}
	return together;
}
