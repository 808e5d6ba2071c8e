import { GatewayError } from '../errors.js';
import type { Campus } from './campus.js';

/**
 * Does the work by what is remembered. Where it is refused, what was remembered may be of yesterday: then once more
 * with everything asked afresh.
 */
export async function orAfresh<T>(campus: Campus, work: (campus: Campus) => Promise<T>): Promise<T> {
	try {
		return await work(campus);
	} catch (failure) {
		const isRefusal = failure instanceof GatewayError && !failure.ambiguous && failure.status < 500;
		if (!isRefusal || campus.recalledAge() === undefined) throw failure;
		return work(campus.afresh());
	}
}
