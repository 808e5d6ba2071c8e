import { chunks, inParallel } from '../campus.js';

/** Users of one plural call, and plural calls under way at once: more gains nothing (F186, F187). */
const PLURAL_SIZE = 50;
const PLURAL_CALLS = 2;
/** New users who are looked up together: looking costs little for each (F500). */
export const GROUP_SIZE = 200;
/** External ids in one look. */
const LOOK_SIZE = 500;

/** Runs `work` on one group after the other of users who are looked up together. */
export async function inGroups<T>(list: readonly T[], work: (group: T[]) => Promise<void>): Promise<void> {
	for (const group of chunks(list, GROUP_SIZE)) await work(group);
}

/** Asks about many external ids. Answers are in their order. */
export async function inLooks<T, R>(list: readonly T[], look: (some: T[]) => Promise<readonly R[]>): Promise<R[]> {
	return (await inParallel(chunks(list, LOOK_SIZE), 1, look)).flat();
}

/** Runs `work` on pieces of the list that fit into one plural call. Results are in the order of the pieces. */
export function inPluralCalls<T, R>(list: readonly T[], work: (chunk: T[]) => Promise<R>): Promise<R[]> {
	return inParallel(chunks(list, PLURAL_SIZE), PLURAL_CALLS, work);
}
