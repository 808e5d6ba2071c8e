/** The connection to a campus: detects what it can do, runs plans on it, and notices when it has changed. */
import type { Campus, CampusRequest, Settled, UserRecords } from '../operations/campus.js';
import type { ReplyHints } from '../operations/capabilities.js';
import type { CampusKind } from '../operations/kinds.js';
import { type DetectedCampus, isContradictedBy, isSameCampus } from './detect.js';
import { createExternalIds, type ExternalFields } from './external-ids.js';
import { createGroupCommit } from './group-commit.js';
import type { JsonApi } from './json-api/client.js';
import { createLocks, type Locks } from './locks/locks.js';
import { createNewFields } from './locks/new-fields.js';
import { NO_CACHE, type ReadCache } from './read-cache.js';
import { type CampusState, RequestCampus } from './request-campus.js';
import type { SoapClient } from './soap-client.js';

/** A campus the gateway is connected to. */
export interface ConnectedCampus {
	/**
	 * Runs a plan on the campus as it was detected. Where a reply shows that the campus has changed since (an upgrade), and
	 * the plan has not written yet, the campus is detected again and the plan restarted: it may run more than once.
	 */
	run<T>(plan: (campus: Campus) => Promise<T>, request?: CampusRequest): Promise<T>;
}

export interface CampusOptions {
	/** A client for campuses of a kind, which reports what each reply shows. */
	clientFor(kind: CampusKind, onReply: (hints: ReplyHints) => void): SoapClient;
	/** Chamilo's JSON API; absent without a key for it. */
	jsonApi?: JsonApi | undefined;
	/** Finds out what the campus can do; called when it is first needed, so that the gateway starts without the campus. */
	detect: () => Promise<DetectedCampus>;
	/** How many calls of one request may run at once. */
	concurrency: number;
	cache?: ReadCache | undefined;
	/** Absent: they hold in this process. */
	locks?: Locks | undefined;
	/** Absent: nothing is kept of users. */
	records?: UserRecords | undefined;
	/** The extra fields that hold external ids, where the settings name them. */
	externalFields?: ExternalFields | undefined;
	/** The kind is set: it is not doubted. */
	isFixed?: boolean;
	/** Called with the kind when it is detected, and again when it is another one. */
	onKind?: ((event: KindEvent) => void) | undefined;
	/** A clock in milliseconds. */
	now?: () => number;
}

export interface KindEvent {
	kind: CampusKind;
	/** What it was before; absent the first time. */
	previous?: CampusKind;
}

/** After this time the campus is detected again in the background: a cured soap.php shows in no reply. */
const DETECT_AGAIN_AFTER_MS = 10 * 60_000;
/** Largest group: new users who are looked up together. */
const MAX_GROUP_ITEMS = 200;
/** A plan is run at most this often; no campus is upgraded faster. */
const MAX_RUNS = 3;

export function createCampus(options: CampusOptions): ConnectedCampus {
	const { now = () => performance.now() } = options;
	const withLock = options.locks ?? createLocks();
	const common = {
		withLock,
		...createNewFields(withLock, now),
		externalIds: createExternalIds(options.externalFields),
		records: options.records,
		concurrency: options.concurrency,
		cache: options.cache ?? NO_CACHE,
		isCertain,
		now,
	};
	let known: Promise<CampusState> | undefined;
	/** Its result, once it is there: saves most plans a promise. */
	let latest: CampusState | undefined;
	let reportedKind: CampusKind | undefined;

	function report(kind: CampusKind): void {
		if (kind === reportedKind) return;
		options.onKind?.(reportedKind === undefined ? { kind } : { kind, previous: reportedKind });
		reportedKind = kind;
	}

	async function detect(): Promise<CampusState> {
		const detected = await options.detect();
		report(detected.kind);
		const state: CampusState = {
			...detected,
			detectedAt: now(),
			contradicted: false,
			replaced: false,
			jsonApi: options.jsonApi,
			groupCommit: createGroupCommit({ groups: options.concurrency, most: MAX_GROUP_ITEMS }),
			client: options.clientFor(detected.kind, (hints) => {
				if (!options.isFixed && isContradictedBy(detected, hints)) state.contradicted = true;
			}),
		};
		return state;
	}

	/** The state, never one that a reply has contradicted. */
	async function currentState(): Promise<CampusState> {
		known ??= detect();
		const asked = known;
		const current = await asked.catch((failure) => {
			if (known === asked) known = undefined;
			throw failure;
		});
		if (current.contradicted) {
			if (known === asked) known = undefined;
			return currentState();
		}
		if (isOld(current)) refresh(asked, current);
		latest = current;
		return current;
	}

	function isCertain(current: CampusState, time = now()): boolean {
		return !current.contradicted && !current.replaced && !isOld(current, time);
	}

	function isOld({ detectedAt }: CampusState, time = now()): boolean {
		const canChange = !options.isFixed || options.jsonApi !== undefined;
		return canChange && time - detectedAt > DETECT_AGAIN_AFTER_MS;
	}

	/** Detects in the background; running plans go on with the present state. */
	function refresh(asked: Promise<CampusState>, current: CampusState): void {
		current.detectedAt = now();
		detect().then(
			(detected) => {
				if (known !== asked || isSameCampus(detected, current)) return;
				known = Promise.resolve(detected);
				current.replaced = true;
			},
			() => undefined,
		);
	}

	return {
		async run(plan, request = {}) {
			for (let runs = 1; ; runs += 1) {
				const current = latest && isCertain(latest) ? latest : await currentState();
				const campus = new RequestCampus(current, common, request);
				let outcome: Settled<Awaited<ReturnType<typeof plan>>>;
				try {
					outcome = { value: await plan(campus) };
				} catch (failure) {
					outcome = { failure };
				}
				// Before the response is sent, so that a caller who reads after it sees the change.
				if (campus.hasChanged && request.invalidations) await common.cache.invalidate(request.invalidations);
				if (current.contradicted && !campus.hasChanged && runs < MAX_RUNS) {
					const next = await currentState();
					if (!isSameCampus(next, current)) continue;
				}
				if (campus.hasChanged) request.onChanged?.();
				if ('failure' in outcome) throw outcome.failure;
				return outcome.value;
			}
		},
	};
}
