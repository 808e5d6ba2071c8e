import type { CacheDependency } from '../cache/cache.js';
import { GatewayError } from '../errors.js';
import type { CacheableRead, Invalidation } from '../operations/cacheable.js';
import type { CacheDependencies, Campus, GroupWork } from '../operations/campus.js';
import type { Exact, SoapArgumentsOf, SoapOperationName, SoapResultOf } from '../soap/typed-call.js';
import type { SoapArguments } from '../soap/value.js';
import type { DetectedCampus } from './detect.js';
import type { GroupCommit } from './group-commit.js';
import type { ReadCache } from './read-cache.js';
import type { SoapClient } from './soap-client.js';

/** What of a request matters to the campus. */
export interface RequestOptions {
	/** The caller wants nothing from memory. */
	fresh?: boolean;
	/** The request was begun before, and how that ended is not known. */
	resumed?: boolean;
	/** What is forgotten when the plan has changed something. */
	invalidations?: readonly Invalidation[];
}

/** What was learnt of a campus, until a reply contradicts it. */
export interface CampusState extends DetectedCampus {
	client: SoapClient;
	/** A campus of another kind is another one: its work is not done together with what was meant for this. */
	groupCommit: GroupCommit;
	detectedAt: number;
	contradicted: boolean;
	/** Another kind was found since. */
	replaced: boolean;
}

/** What all runs of plans share. */
interface Common extends Pick<Campus, 'withLock' | 'concurrency'> {
	cache: ReadCache;
	/** Whether what was learnt can be gone by without asking. */
	isCertain(state: CampusState, time?: number): boolean;
	now(): number;
}

/** What happens in one run of a plan. */
interface RunTrace {
	/** Calls that have changed something. */
	changes: number;
	hasAsked: boolean;
	/** Age in milliseconds of the oldest thing told from memory. */
	oldest: number | undefined;
	told: CacheDependency[];
}

/** A campus as one run of a plan sees it. A class, so that a request makes one object of it and not ten functions. */
export class RequestCampus implements Campus {
	readonly withLock: Campus['withLock'];
	readonly concurrency: number;
	readonly capabilities: Campus['capabilities'];
	readonly resumed: boolean;
	readonly #fresh: boolean;
	readonly #state: CampusState;
	readonly #common: Common;
	readonly #journal: RunTrace;

	constructor(
		state: CampusState,
		common: Common,
		{ fresh = false, resumed = false }: RequestOptions,
		journal: RunTrace = { changes: 0, hasAsked: false, oldest: undefined, told: [] },
	) {
		this.withLock = common.withLock;
		this.concurrency = common.concurrency;
		this.capabilities = state.capabilities;
		this.resumed = resumed;
		this.#fresh = fresh;
		this.#state = state;
		this.#common = common;
		this.#journal = journal;
	}

	/** Whether a call has changed something. */
	get hasChanged(): boolean {
		return this.#journal.changes > 0;
	}

	query<Name extends SoapOperationName, const Given extends SoapArgumentsOf<Name>>(
		operation: Name,
		args?: Exact<Given, SoapArgumentsOf<Name>>,
	): Promise<SoapResultOf<Name>> {
		this.#journal.hasAsked = true;
		return this.#send(operation, args);
	}

	async command<Name extends SoapOperationName, const Given extends SoapArgumentsOf<Name>>(
		operation: Name,
		args?: Exact<Given, SoapArgumentsOf<Name>>,
	): Promise<SoapResultOf<Name>> {
		const journal = this.#journal;
		journal.hasAsked = true;
		// Begun anew, the plan will know better; going on by what is wrong could do half of it.
		if (this.#state.contradicted && journal.changes === 0) throw kindChanged();
		journal.changes += 1;
		try {
			return await this.#send(operation, args);
		} catch (failure) {
			// Whatever Chamilo refuses in so many words it has not done.
			if (failure instanceof GatewayError && !failure.outcomeUnknown) journal.changes -= 1;
			throw failure;
		}
	}

	/** The contract types what is sent and read at run time, as the generated types do when it is compiled. */
	#send<Name extends SoapOperationName>(operation: Name, args: unknown): Promise<SoapResultOf<Name>> {
		return this.#state.client(operation, args as SoapArguments | undefined) as Promise<SoapResultOf<Name>>;
	}

	async groupCommit<Item, Result>(name: string, item: Item, work: GroupWork<Item, Result>): Promise<Result> {
		const journal = this.#journal;
		journal.hasAsked = true;
		// Another request may do the work: what it has changed counts here too.
		const { outcome, changed } = await this.#state.groupCommit(name, item, (items: readonly Item[]) =>
			this.#doTogether(items, work),
		);
		if (changed && journal.changes === 0) journal.changes = 1;
		if ('failure' in outcome) throw outcome.failure;
		return outcome.value;
	}

	/** @returns one an item, together with whether anything was changed */
	async #doTogether<Item, Result>(items: readonly Item[], work: GroupWork<Item, Result>) {
		const journal = this.#journal;
		const before = journal.changes;
		const outcomes = await work(items).catch((failure: unknown) => items.map(() => ({ failure })));
		const changed = journal.changes > before;
		return outcomes.map((outcome) => ({ outcome, changed }));
	}

	async cached<T>(what: CacheableRead<T>): Promise<T | undefined> {
		const { value, source, ageMs, dependencies: parts } = await this.#common.cache.read(what, this.#fresh);
		const journal = this.#journal;
		journal.told.push(...parts);
		if (source === 'origin') journal.hasAsked = true;
		else journal.oldest = Math.max(journal.oldest ?? 0, ageMs);
		return value;
	}

	cacheAge(): number | undefined {
		return this.#journal.oldest;
	}

	dependencies(): CacheDependencies | undefined {
		const { hasAsked, oldest, told } = this.#journal;
		return hasAsked || oldest === undefined ? undefined : basisOf(told, oldest, this.#state, this.#common);
	}

	uncached(): Campus {
		return new RequestCampus(this.#state, this.#common, { fresh: true, resumed: this.resumed }, this.#journal);
	}
}

/** It outlives its request by far, and holds nothing of it but these. */
function basisOf(
	parts: readonly CacheDependency[],
	ageMs: number,
	state: CampusState,
	common: Common,
): CacheDependencies {
	const { cache: memory, isCertain, now } = common;
	const bornAt = now() - ageMs;
	return {
		age() {
			const time = now();
			return isCertain(state, time) && memory.isValid(parts) ? time - bornAt : undefined;
		},
	};
}

function kindChanged(): GatewayError {
	return new GatewayError(
		'chamilo-unavailable',
		'The campus was upgraded while the request was under way; nothing was changed. Send it again.',
		{ headers: { 'Retry-After': '1' } },
	);
}
