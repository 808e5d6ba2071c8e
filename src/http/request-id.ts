/** A caller may name its requests; whatever else comes gets a name from here. */
const REQUEST_ID = /^[\w=-]{1,255}$/;

/** So many numbers one prefix has. */
const NUMBERS = 2 ** 30;

let prefix = '';
let factor = 1;
let used = NUMBERS;

/**
 * The id of a request, and so of its problem document and its lines in the log.
 * @param given X-Request-Id
 */
export function requestIdOf(given: string | null | undefined): string {
	return typeof given === 'string' && REQUEST_ID.test(given) ? given : newRequestId();
}

/**
 * A word of this process or isolate, and a number that no other request of it has; an odd factor brings them in an order
 * that does not tell how many there were. crypto.randomUUID takes a fiftieth of the time of an answer from memory.
 */
function newRequestId(): string {
	if (used === NUMBERS) begin();
	used += 1;
	return prefix + (Math.imul(used, factor) & (NUMBERS - 1)).toString(36);
}

/** Not at import: at the edge there is no randomness before the first request. */
function begin(): void {
	prefix = `${crypto.randomUUID().slice(0, 8)}-`;
	factor = (crypto.getRandomValues(new Int32Array(1))[0] ?? 0) | 1;
	used = 0;
}
