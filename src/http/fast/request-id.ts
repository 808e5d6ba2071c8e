/**
 * Request ids that take less time than UUIDs.
 *
 * Gain: crypto.randomUUID takes a fiftieth of the time of a response from the cache.
 * Without it: let newRequestId return crypto.randomUUID().
 */

/** What a client may send as X-Request-Id; any other value is replaced. */
const REQUEST_ID = /^[\w=-]{1,255}$/;

/** How many ids have the same prefix. */
const IDS_PER_PREFIX = 2 ** 30;

let prefix = '';
let factor = 1;
let used = IDS_PER_PREFIX;

/**
 * The id of a request, which its log lines and its problem document have.
 * @param given X-Request-Id
 */
export function requestIdOf(given: string | null | undefined): string {
	return typeof given === 'string' && REQUEST_ID.test(given) ? given : newRequestId();
}

/**
 * A prefix that belongs to this process or isolate, and a number that no other request of it has. Multiplied by an odd
 * factor, the numbers are in an order that does not show how many requests there were.
 */
function newRequestId(): string {
	if (used === IDS_PER_PREFIX) startPrefix();
	used += 1;
	return prefix + (Math.imul(used, factor) & (IDS_PER_PREFIX - 1)).toString(36);
}

/** Not at import: Workers have no randomness before the first request. */
function startPrefix(): void {
	prefix = `${crypto.randomUUID().slice(0, 8)}-`;
	factor = (crypto.getRandomValues(new Int32Array(1))[0] ?? 0) | 1;
	used = 0;
}
