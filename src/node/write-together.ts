import type { CampusApp } from './build-app.js';

type Handler = CampusApp['fetch'];

/**
 * Holds answers that were waited for to the end of the turn of the event loop, and writes them one right after the other:
 * written in between, each one wakes a client that has just fallen asleep again, which costs more than the answer. With
 * nothing else to do a turn ends at once. What has to be done before any of them goes out is done once for all. Answers
 * that were there at once pass.
 */
export function writeTogether(handle: Handler, before: () => void): Handler {
	let held: (() => void)[] = [];

	function release(): void {
		const answers = held;
		held = [];
		before();
		for (const answer of answers) answer();
	}

	return function answer(request, ...more) {
		const response = handle(request, ...more);
		if (!(response instanceof Promise)) return response;
		return new Promise((resolve, reject) => {
			response.then((settled) => {
				if (held.push(() => resolve(settled)) === 1) setImmediate(release);
			}, reject);
		});
	};
}
