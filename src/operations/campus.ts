/** What a plan of an operation can ask of the campus, and small tools for reading replies. */
import type { Exact, SoapArgumentsOf, SoapOperationName, SoapResultOf } from '../soap/typed-call.js';
import type { SoapValue } from '../soap/value.js';
import type { CacheableRead } from './cacheable.js';
import type { Capability } from './capabilities.js';

/** All that a way may do: ask Chamilo, and keep others from asking about the same thing meanwhile. */
export interface Campus {
	/** What this campus can do. */
	capabilities: ReadonlySet<Capability>;
	/**
	 * Calls an operation that, called like this, changes nothing: it may be repeated, and nobody minds if the plan is
	 * begun anew after it. Faults and failures arrive as GatewayError, here and below.
	 */
	query<Name extends SoapOperationName, const Given extends SoapArgumentsOf<Name>>(
		operation: Name,
		args?: Exact<Given, SoapArgumentsOf<Name>>,
	): Promise<SoapResultOf<Name>>;
	/** Calls an operation that may change something. */
	command<Name extends SoapOperationName, const Given extends SoapArgumentsOf<Name>>(
		operation: Name,
		args?: Exact<Given, SoapArgumentsOf<Name>>,
	): Promise<SoapResultOf<Name>>;
	/** Runs work that shares one of the keys one after the other, in the order it came. */
	withLock<T>(keys: readonly string[], work: () => Promise<T>): Promise<T>;
	/**
	 * Group commit: does the work of one item at once where there is room; items of other requests that would have to
	 * wait are dealt with together. `work` answers what became of each item, in their order, and may get items of others.
	 */
	groupCommit<Item, Result>(name: string, item: Item, work: GroupWork<Item, Result>): Promise<Result>;
	/** Tells what is remembered, or asks for it; undefined when there is none. */
	cached<T>(what: CacheableRead<T>): Promise<T | undefined>;
	/** Age in milliseconds of the oldest thing this request was told from memory; undefined while all was asked. */
	cacheAge(): number | undefined;
	/** What this request was told so far rests on; undefined once anything was asked. */
	dependencies(): CacheDependencies | undefined;
	/** The same campus, remembering nothing. */
	uncached(): Campus;
	/**
	 * The request was begun before, and how that ended is not known: what it is to do may be done already. Known of
	 * requests with an Idempotency-Key.
	 */
	resumed: boolean;
	/** Calls of one request that are worth having under way at once. */
	concurrency: number;
}

/** How a piece of work ended. */
export type Settled<Result> = { value: Result } | { failure: unknown };

/** The work of a group: a failure of its own is that of every item. */
export type GroupWork<Item, Result> = (items: readonly Item[]) => Promise<readonly Settled<Result>[]>;

/** Memories that an answer was made of, and nothing else was. */
export interface CacheDependencies {
	/** Age in milliseconds of the oldest of them, while all stand; undefined once the answer has to be made anew. */
	age(): number | undefined;
}

/** For plans that ask nothing. */
export const NO_CAMPUS: Campus = {
	capabilities: new Set(),
	query: () => Promise.reject(new Error('this plan asks nothing')),
	command: () => Promise.reject(new Error('this plan calls nothing')),
	withLock: (_, work) => work(),
	groupCommit: () => Promise.reject(new Error('this plan gathers nothing')),
	cached: async ({ load }) => load(),
	cacheAge: () => undefined,
	dependencies: () => undefined,
	uncached: () => NO_CAMPUS,
	resumed: false,
	concurrency: 1,
};

/** A member of a struct in a reply; null when there is none. */
export function member(result: SoapValue, name: string): SoapValue {
	return result !== null && typeof result === 'object' && !Array.isArray(result) ? (result[name] ?? null) : null;
}

/** The items of a list in a reply. */
export function items(result: SoapValue): SoapValue[] {
	return Array.isArray(result) ? result : [];
}

/** A number that Chamilo answers as text or number; null for empty text and for 0, which is never a record. */
export function recordNumber(result: SoapValue): number | null {
	const text = String(result ?? '').trim();
	return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
}

/** Runs `work` over all items, at most `limit` at once; results keep the order of the items. */
export async function inParallel<T, R>(
	list: readonly T[],
	limit: number,
	work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
	const results = new Array<R>(list.length);
	let next = 0;
	async function worker() {
		while (next < list.length) {
			const index = next;
			next += 1;
			results[index] = await work(list[index] as T, index);
		}
	}
	await Promise.all(Array.from({ length: Math.min(limit, list.length) }, worker));
	return results;
}

/** The list cut into pieces of at most `size`. */
export function chunks<T>(list: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
		list.slice(index * size, (index + 1) * size),
	);
}
