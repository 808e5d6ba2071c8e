import { GatewayError } from '../errors.js';
import type { Campus } from './campus.js';

/**
 * Does the work by what is remembered. Where it is refused, what was remembered may be of yesterday: then once more
 * with everything asked afresh.
 */
export async function retryUncached<T>(campus: Campus, work: (campus: Campus) => Promise<T>): Promise<T> {
	try {
		return await work(campus);
	} catch (failure) {
		const isRefusal = failure instanceof GatewayError && !failure.outcomeUnknown && failure.status < 500;
		if (!isRefusal || campus.cacheAge() === undefined) throw failure;
		return work(campus.uncached());
	}
}
