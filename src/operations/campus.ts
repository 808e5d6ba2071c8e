/** What a plan of an operation can ask of the campus, and small tools for reading replies. */
import type { JsonActionName, JsonArgumentsOf, JsonResultOf } from '../json-api/actions.js';
import type { Exact, SoapArgumentsOf, SoapOperationName, SoapResultOf } from '../soap/typed-call.js';
import type { SoapValue } from '../soap/value.js';
import type { CacheableRead, Invalidation } from './cacheable.js';
import type { Capability } from './capabilities.js';
import type { RecordKind, Reference } from './fields/reference.js';

/** The campus as a plan sees it: SOAP calls, calls of the JSON API, cached reads, locks and group commit. */
export interface Campus {
	/** What this campus can do. */
	capabilities: ReadonlySet<Capability>;
	/**
	 * Calls an operation that, with these arguments, changes nothing: it is safe to repeat it, and to restart the plan after
	 * it. Faults and failures are thrown as GatewayError, here and in `command`.
	 */
	query<Name extends SoapOperationName, const Given extends SoapArgumentsOf<Name>>(
		operation: Name,
		args?: Exact<Given, SoapArgumentsOf<Name>>,
	): Promise<SoapResultOf<Name>>;
	/** Calls an operation that may change something. It is never repeated without looking first. */
	command<Name extends SoapOperationName, const Given extends SoapArgumentsOf<Name>>(
		operation: Name,
		args?: Exact<Given, SoapArgumentsOf<Name>>,
	): Promise<SoapResultOf<Name>>;
	/** `query` for an action of Chamilo's JSON API; only for ways that need `json-api`. */
	readJson<Name extends JsonActionName>(action: Name, args: JsonArgumentsOf<Name>): Promise<JsonResultOf<Name>>;
	/** `command` for an action of the JSON API. Its answers cannot be believed: look before, and look after. */
	commandJson<Name extends JsonActionName>(action: Name, args: JsonArgumentsOf<Name>): Promise<JsonResultOf<Name>>;
	/** Says that the answer to a command was a refusal: it changed nothing, and the plan may be restarted after it. */
	refused(): void;
	/** Runs work under the locks of these keys: work that shares a key runs one after the other, in the order it came. */
	withLock<T>(keys: readonly string[], work: (lock: HeldLock) => Promise<T>): Promise<T>;
	/**
	 * Runs a command that makes extra fields of these names where they are missing: alone, until they are known to exist.
	 * Two such commands at once would make a field twice (F300).
	 * @param isMade whether a result shows that the fields exist; any, where it is absent
	 */
	makingFields<T>(
		kind: RecordKind,
		names: readonly string[],
		work: () => Promise<T>,
		isMade?: (result: T) => boolean,
	): Promise<T>;
	/** Those of the fields that are not known to exist: what was found out a minute ago is known no longer. */
	unknownFields(kind: RecordKind, names: readonly string[]): string[];
	/** The fields exist: values that were sent for them are stored. */
	rememberFields(kind: RecordKind, names: readonly string[]): void;
	/** Fields of this kind may be gone. */
	forgetFields(kind: RecordKind): void;
	/** What is known of the external ids of the campus. */
	externalIds: ExternalIds;
	/**
	 * Group commit: handles one item at once where there is room; items of several requests that would have to queue are
	 * handled together. `work` returns the outcome of each item in order, and may get items of other requests.
	 */
	groupCommit<Item, Result>(name: string, item: Item, work: GroupWork<Item, Result>): Promise<Result>;
	/** What the gateway has written of users, where it keeps that. */
	records?: UserRecords | undefined;
	/** Reads from the cache, or from Chamilo on a miss; undefined when there is no such thing. */
	cached<T>(what: CacheableRead<T>): Promise<T | undefined>;
	/** Age in milliseconds of the oldest cache entry this request has used; undefined while it has used none. */
	cacheAge(): number | undefined;
	/** The cache entries this request was made of; undefined once it has called Chamilo. */
	dependencies(): CacheDependencies | undefined;
	/** The same campus, bypassing the cache. */
	uncached(): Campus;
	/**
	 * A request with the same Idempotency-Key was started before and its outcome is not known: its work may be done
	 * already.
	 */
	resumed: boolean;
	/** Random, and the same in each attempt with the Idempotency-Key; undefined without one. */
	requestMark: string | undefined;
	/** The body of the response to an earlier attempt with the Idempotency-Key: what became of the items of a batch. */
	earlierAnswer: string | undefined;
	/** How many calls of one request may run at once. */
	concurrency: number;
}

/** What a plan needs to know of its request. */
export interface CampusRequest {
	/** Bypass the cache (`Cache-Control: no-cache`). */
	fresh?: boolean;
	/** A request with this Idempotency-Key was started before, and its outcome is not known. */
	resumed?: boolean;
	/** The same for each attempt with the Idempotency-Key of the request. */
	mark?: string | undefined;
	/** The body of the response to an earlier attempt. */
	earlier?: string | undefined;
	/** Called when the plan is over and may have changed something, whether it succeeded or not. */
	onChanged?: () => void;
	/** Id of the request, for the log. */
	requestId?: string;
	/** What to invalidate once the plan has changed something. */
	invalidations?: readonly Invalidation[];
}

/** What is known of the external ids of a campus, by its settings and from use. It is checked before it is acted on. */
export interface ExternalIds {
	/** The extra fields that hold external ids of these records, without those of the gateway itself. */
	fields(kind: RecordKind): readonly string[];
	/** Says that a record was found by this reference, and its number where that is known. */
	learn(kind: RecordKind, reference: Reference, id?: number): void;
	/** The external id by which the record of this number was found last. */
	nameOf(kind: RecordKind, id: number): Reference | undefined;
}

/** What the gateway has last written of users, by their numbers: what a campus does not tell. */
export interface UserRecords {
	recall(id: number): Promise<UserRecord | undefined>;
	/** Adds members to what is kept of a user. */
	remember(id: number, members: UserRecord): Promise<void>;
	/** The user is gone. */
	forget(id: number): Promise<void>;
}

/** Members of a user, without its password. */
export type UserRecord = Record<string, unknown>;

/** The locks of a piece of work that runs. */
export interface HeldLock {
	/** Whether nobody else can have held them since the work began, in this instance of the gateway or another. */
	isStillHeld(): Promise<boolean>;
	/**
	 * Takes further keys until the work is over, without waiting for them, so that there are no deadlocks.
	 * @returns false where somebody holds or awaits one
	 */
	add(keys: readonly string[]): Promise<boolean>;
}

/** How a piece of work ended. */
export type Settled<Result> = { value: Result } | { failure: unknown };

/** The work of a group. Where it throws, every item has failed. */
export type GroupWork<Item, Result> = (items: readonly Item[]) => Promise<readonly Settled<Result>[]>;

/** The cache entries that a response was made of, and nothing else. */
export interface CacheDependencies {
	/** Age in milliseconds of the oldest, while all are valid; undefined once the response has to be made again. */
	age(): number | undefined;
}

/** For plans that call nothing. */
export const NO_CAMPUS: Campus = {
	capabilities: new Set(),
	query: () => Promise.reject(new Error('this plan makes no query')),
	command: () => Promise.reject(new Error('this plan makes no command')),
	readJson: () => Promise.reject(new Error('this plan reads nothing')),
	commandJson: () => Promise.reject(new Error('this plan makes no command')),
	refused: () => undefined,
	withLock: (_, work) => work({ isStillHeld: async () => true, add: async () => true }),
	makingFields: (_kind, _names, work) => work(),
	unknownFields: (_kind, names) => [...names],
	rememberFields: () => undefined,
	forgetFields: () => undefined,
	externalIds: { fields: () => [], learn: () => undefined, nameOf: () => undefined },
	groupCommit: () => Promise.reject(new Error('this plan commits no groups')),
	cached: async ({ load }) => load(),
	cacheAge: () => undefined,
	dependencies: () => undefined,
	uncached: () => NO_CAMPUS,
	resumed: false,
	requestMark: undefined,
	earlierAnswer: undefined,
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
