import { chunks, inParallel } from '../campus.js';

/** Users of one plural call, and plural calls under way at once: more gains nothing (F186, F187). */
const PLURAL_SIZE = 50;
const PLURAL_CALLS = 2;

/** Runs `work` on pieces of the list that fit into one plural call. Results are in the order of the pieces. */
export function inPluralCalls<T, R>(list: readonly T[], work: (chunk: T[]) => Promise<R>): Promise<R[]> {
	return inParallel(chunks(list, PLURAL_SIZE), PLURAL_CALLS, work);
}
