import type { Campus, Settled } from '../operations/campus.js';
import type { ReplyHints } from '../operations/capabilities.js';
import type { CampusKind } from '../operations/kinds.js';
import { type DetectedCampus, isContradictedBy, isSameCampus } from './detect.js';
import { createGroupCommit } from './group-commit.js';
import { createKeyedMutex } from './keyed-mutex.js';
import { NO_CACHE, type ReadCache } from './read-cache.js';
import { type CampusState, RequestCampus, type RequestOptions } from './request-campus.js';
import type { SoapClient } from './soap-client.js';

/** A campus the gateway is connected to. */
export interface ConnectedCampus {
	/**
	 * Runs a plan on the campus as it is known. Where a reply shows that the campus is of another kind by now, and
	 * nothing was changed yet, the kind is learnt again and the plan begun anew: it may run more than once.
	 */
	run<T>(plan: (campus: Campus) => Promise<T>, request?: RequestOptions): Promise<T>;
}

export interface CampusOptions {
	/** A client for campuses of a kind, which reports what each reply shows. */
	clientFor(kind: CampusKind, onReply: (hints: ReplyHints) => void): SoapClient;
	/** Finds out what the campus can do; called when it is first needed, so that the gateway starts without the campus. */
	detect: () => Promise<DetectedCampus>;
	/** Calls of one request that are worth having under way at once. */
	concurrency: number;
	cache?: ReadCache | undefined;
	/** The kind is set: it is neither doubted nor detected again. */
	isFixed?: boolean;
	/** Told of the kind when it is learnt, and again when it is another one. */
	onKind?: ((event: KindEvent) => void) | undefined;
	/** A clock in milliseconds. */
	now?: () => number;
}

export interface KindEvent {
	kind: CampusKind;
	/** What it was before; absent the first time. */
	previous?: CampusKind;
}

/** After this time the kind is asked for again in the background: a cured soap.php shows in no reply. */
const DOUBT_AFTER_MS = 10 * 60_000;
/** Items of one group: more gain nothing (F186). */
const MOST_ITEMS = 50;
/** A plan is begun anew at most this often; no campus is upgraded that fast. */
const MOST_RUNS = 3;

export function createCampus(options: CampusOptions): ConnectedCampus {
	const { now = () => performance.now() } = options;
	const common = {
		withLock: createKeyedMutex(),
		concurrency: options.concurrency,
		cache: options.cache ?? NO_CACHE,
		isCertain,
		now,
	};
	let known: Promise<CampusState> | undefined;
	/** The same, once it is there. */
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
			groupCommit: createGroupCommit({ groups: options.concurrency, most: MOST_ITEMS }),
			client: options.clientFor(detected.kind, (hints) => {
				if (!options.isFixed && isContradictedBy(detected, hints)) state.contradicted = true;
			}),
		};
		return state;
	}

	/** Never what a reply has contradicted. */
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
		if (isDoubtful(current)) doubt(asked, current);
		latest = current;
		return current;
	}

	function isCertain(current: CampusState, time = now()): boolean {
		return !current.contradicted && !current.replaced && !isDoubtful(current, time);
	}

	function isDoubtful({ detectedAt }: CampusState, time = now()): boolean {
		return !options.isFixed && time - detectedAt > DOUBT_AFTER_MS;
	}

	/** Learns again without anybody waiting; what runs goes on by what it knows. */
	function doubt(asked: Promise<CampusState>, current: CampusState): void {
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
				// Before the answer goes out: who asks after it is told what is so.
				if (campus.hasChanged && request.invalidations) await common.cache.invalidate(request.invalidations);
				if (current.contradicted && !campus.hasChanged && runs < MOST_RUNS) {
					const next = await currentState();
					if (!isSameCampus(next, current)) continue;
				}
				if ('failure' in outcome) throw outcome.failure;
				return outcome.value;
			}
		},
	};
}
