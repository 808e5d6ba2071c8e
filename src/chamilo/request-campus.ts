/** The campus as one run of a plan sees it. */
import type { CacheDependency } from '../cache/cache.js';
import { GatewayError } from '../errors.js';
import type { JsonActionName, JsonArgumentsOf, JsonResultOf } from '../json-api/actions.js';
import type { CacheableRead } from '../operations/cacheable.js';
import type { CacheDependencies, Campus, CampusRequest, GroupWork } from '../operations/campus.js';
import type { Exact, SoapArgumentsOf, SoapOperationName, SoapResultOf } from '../soap/typed-call.js';
import type { SoapArguments } from '../soap/value.js';
import type { DetectedCampus } from './detect.js';
import type { GroupCommit } from './group-commit.js';
import type { JsonApi } from './json-api/client.js';
import type { ReadCache } from './read-cache.js';
import type { SoapClient } from './soap-client.js';

/** What was detected of a campus, until a reply contradicts it. */
export interface CampusState extends DetectedCampus {
	client: SoapClient;
	/** Chamilo's JSON API, where the settings have a key for it. */
	jsonApi: JsonApi | undefined;
	/** Belongs to the state: items of a campus that was upgraded are not grouped with items of before. */
	groupCommit: GroupCommit;
	/** Milliseconds of the clock of `createCampus`. */
	detectedAt: number;
	/** A reply has shown that the campus is another one by now. */
	contradicted: boolean;
	/** A later detection found something else. */
	replaced: boolean;
}

/** What is known of extra fields. */
type FieldMemory = 'makingFields' | 'unknownFields' | 'rememberFields' | 'forgetFields';

/** What all plans on one campus share. */
interface Common extends Pick<Campus, 'withLock' | 'externalIds' | 'concurrency' | 'records' | FieldMemory> {
	cache: ReadCache;
	/** Whether a state may be used without a new detection. */
	isCertain(state: CampusState, time?: number): boolean;
	now(): number;
}

/** What has happened in one run of a plan. */
interface RunTrace {
	/** Commands that may have changed something. */
	changes: number;
	/** Something was read from Chamilo itself. */
	hasCalled: boolean;
	/** Age in milliseconds of the oldest cache entry used. */
	oldest: number | undefined;
	/** The cache entries used. */
	dependencies: CacheDependency[];
}

/**
 * The campus as one run of a plan sees it: it counts what the run has called, changed and read from the cache. A class,
 * so that a request allocates one object and not ten functions.
 */
export class RequestCampus implements Campus {
	readonly withLock: Campus['withLock'];
	readonly makingFields: Campus['makingFields'];
	readonly unknownFields: Campus['unknownFields'];
	readonly rememberFields: Campus['rememberFields'];
	readonly forgetFields: Campus['forgetFields'];
	readonly externalIds: Campus['externalIds'];
	readonly records: Campus['records'];
	readonly concurrency: number;
	readonly capabilities: Campus['capabilities'];
	readonly resumed: boolean;
	readonly requestMark: string | undefined;
	readonly earlierAnswer: string | undefined;
	readonly #requestId: string | undefined;
	readonly #fresh: boolean;
	readonly #state: CampusState;
	readonly #common: Common;
	readonly #trace: RunTrace;

	constructor(
		state: CampusState,
		common: Common,
		{ fresh = false, resumed = false, mark, earlier, requestId }: CampusRequest,
		trace: RunTrace = { changes: 0, hasCalled: false, oldest: undefined, dependencies: [] },
	) {
		this.withLock = common.withLock;
		this.makingFields = common.makingFields;
		this.unknownFields = common.unknownFields;
		this.rememberFields = common.rememberFields;
		this.forgetFields = common.forgetFields;
		this.externalIds = common.externalIds;
		this.records = common.records;
		this.concurrency = common.concurrency;
		this.capabilities = state.capabilities;
		this.resumed = resumed;
		this.requestMark = mark;
		this.earlierAnswer = earlier;
		this.#requestId = requestId;
		this.#fresh = fresh;
		this.#state = state;
		this.#common = common;
		this.#trace = trace;
	}

	/** Whether a call has changed something. */
	get hasChanged(): boolean {
		return this.#trace.changes > 0;
	}

	query<Name extends SoapOperationName, const Given extends SoapArgumentsOf<Name>>(
		operation: Name,
		args?: Exact<Given, SoapArgumentsOf<Name>>,
	): Promise<SoapResultOf<Name>> {
		this.#trace.hasCalled = true;
		return this.#send(operation, args, 'query');
	}

	async command<Name extends SoapOperationName, const Given extends SoapArgumentsOf<Name>>(
		operation: Name,
		args?: Exact<Given, SoapArgumentsOf<Name>>,
	): Promise<SoapResultOf<Name>> {
		return this.#change(() => this.#send(operation, args, 'command'));
	}

	readJson<Name extends JsonActionName>(action: Name, args: JsonArgumentsOf<Name>): Promise<JsonResultOf<Name>> {
		this.#trace.hasCalled = true;
		return this.#sendJson(action, args, 'query');
	}

	async commandJson<Name extends JsonActionName>(
		action: Name,
		args: JsonArgumentsOf<Name>,
	): Promise<JsonResultOf<Name>> {
		return this.#change(() => this.#sendJson(action, args, 'command'));
	}

	async #change<T>(send: () => Promise<T>): Promise<T> {
		const trace = this.#trace;
		trace.hasCalled = true;
		// Abort before the first write, so that the plan restarts with what the campus is now.
		if (this.#state.contradicted && trace.changes === 0) throw campusChanged();
		trace.changes += 1;
		try {
			return await send();
		} catch (failure) {
			// An explicit refusal has no effect.
			if (failure instanceof GatewayError && !failure.outcomeUnknown) trace.changes -= 1;
			throw failure;
		}
	}

	#sendJson<Name extends JsonActionName>(
		action: Name,
		args: JsonArgumentsOf<Name>,
		use: 'query' | 'command',
	): Promise<JsonResultOf<Name>> {
		const state = this.#state;
		if (!state.jsonApi) throw new Error(`${action}: its way does not need json-api`);
		const onLost = () => {
			state.contradicted = true;
		};
		return state.jsonApi.call(action, args, use, onLost, this.#requestId);
	}

	refused(): void {
		this.#trace.changes -= 1;
	}

	/** At run time the contract of the campus types arguments and result; the generated types say the same to the compiler. */
	#send<Name extends SoapOperationName>(
		operation: Name,
		args: unknown,
		use: 'query' | 'command',
	): Promise<SoapResultOf<Name>> {
		const sent = this.#state.client(operation, args as SoapArguments | undefined, this.#requestId, use);
		return sent as Promise<SoapResultOf<Name>>;
	}

	async groupCommit<Item, Result>(name: string, item: Item, work: GroupWork<Item, Result>): Promise<Result> {
		const trace = this.#trace;
		trace.hasCalled = true;
		// The work may run in another request's plan: what that changes counts for this one too.
		const { outcome, changed } = await this.#state.groupCommit(name, item, (items: readonly Item[]) =>
			this.#runGroup(items, work),
		);
		if (changed && trace.changes === 0) trace.changes = 1;
		if ('failure' in outcome) throw outcome.failure;
		return outcome.value;
	}

	/** @returns one outcome per item, with whether anything was changed */
	async #runGroup<Item, Result>(items: readonly Item[], work: GroupWork<Item, Result>) {
		const trace = this.#trace;
		const before = trace.changes;
		const outcomes = await work(items).catch((failure: unknown) => items.map(() => ({ failure })));
		const changed = trace.changes > before;
		return outcomes.map((outcome) => ({ outcome, changed }));
	}

	async cached<T>(what: CacheableRead<T>): Promise<T | undefined> {
		const { value, source, ageMs, dependencies } = await this.#common.cache.read(what, this.#fresh);
		const trace = this.#trace;
		trace.dependencies.push(...dependencies);
		if (source === 'origin') trace.hasCalled = true;
		else trace.oldest = Math.max(trace.oldest ?? 0, ageMs);
		return value;
	}

	cacheAge(): number | undefined {
		return this.#trace.oldest;
	}

	dependencies(): CacheDependencies | undefined {
		const { hasCalled, oldest, dependencies } = this.#trace;
		if (hasCalled || oldest === undefined) return undefined;
		return validityOf(dependencies, oldest, this.#state, this.#common);
	}

	uncached(): Campus {
		const { resumed, requestMark: mark } = this;
		const request = { fresh: true, resumed, mark, ...(this.#requestId ? { requestId: this.#requestId } : {}) };
		return new RequestCampus(this.#state, this.#common, request, this.#trace);
	}
}

/** It is kept far longer than its request, so it holds on to nothing else of that. */
function validityOf(
	dependencies: readonly CacheDependency[],
	ageMs: number,
	state: CampusState,
	{ cache, isCertain, now }: Common,
): CacheDependencies {
	const storedAt = now() - ageMs;
	return {
		age() {
			const time = now();
			return isCertain(state, time) && cache.isValid(dependencies) ? time - storedAt : undefined;
		},
	};
}

function campusChanged(): GatewayError {
	return new GatewayError(
		'chamilo-unavailable',
		'The campus was upgraded while the request was under way; nothing was changed. Send it again.',
		{ headers: { 'Retry-After': '1' } },
	);
}
