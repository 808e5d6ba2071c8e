import { UnreadableReply } from '../soap/reply.js';
import { type HttpRequest, TransportError } from './transport.js';

/** How an exchange is made: within how many milliseconds, and whether on a connection of its own. */
export type Attempt = Pick<HttpRequest, 'timeoutMs' | 'isFresh'>;

/**
 * Makes a reading exchange, and once more where its connection broke: a connection that was kept can have been closed by
 * the campus meanwhile, and others with it. Both together keep the deadline. Never for what can change something.
 */
export async function repeatBroken<T>(timeoutMs: number, exchange: (attempt: Attempt) => Promise<T>): Promise<T> {
	const started = performance.now();
	try {
		return await exchange({ timeoutMs });
	} catch (failure) {
		const left = Math.floor(timeoutMs - (performance.now() - started));
		if (!isBroken(failure) || left < 1) throw failure;
		return await exchange({ timeoutMs: left, isFresh: true }).catch((second) => {
			// A reply that was cut says more than a connection that broke.
			throw isBroken(second) && failure instanceof UnreadableReply ? failure : second;
		});
	}
}

/** Whether the connection broke before the reply or within it. */
function isBroken(failure: unknown): boolean {
	if (failure instanceof TransportError) return failure.failure === 'broken';
	return failure instanceof UnreadableReply && isBroken(failure.cause);
}
