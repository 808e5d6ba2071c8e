import { GatewayError } from '../errors.js';
import type { Campus } from './campus.js';

/**
 * Runs the work with cached reads. If it is refused, a cached value may have been stale: the work is run once more,
 * bypassing the cache.
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
