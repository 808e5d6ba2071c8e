import { GatewayError } from '../errors.js';
import { TransportError } from './transport.js';

/** So many exchanges in a row have to fail before the campus is given a rest. */
const FAILURES = 10;
/** First and longest rest, in milliseconds; after each one call tries whether the campus is back. */
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 30_000;
const RETRY_AFTER_S = '5';

/** Keeps calls from a campus that does not answer, and lets one through now and then to see whether it is back. */
export interface CircuitBreaker {
	/** @throws chamilo-unavailable without doing the work, while the campus rests */
	run<T>(work: () => Promise<T>): Promise<T>;
	/** `open` while the campus rests, `half-open` while it is to be seen whether it is back. */
	state(): CircuitState;
}

export type CircuitState = 'closed' | 'half-open' | 'open';

/**
 * Only what the network says counts: a fault or a page is an answer, and says that somebody is there. No package is
 * used: cockatiel makes an AbortController when it is loaded, which Workers forbid.
 * @param now a clock in milliseconds.
 */
export function createCircuitBreaker(now: () => number = () => performance.now()): CircuitBreaker {
	let failuresInARow = 0;
	let rest: { ms: number; until: number } | undefined;
	let trying: Promise<void> | undefined;

	async function attempt<T>(work: () => Promise<T>, isTrial: boolean): Promise<T> {
		try {
			const value = await work();
			close();
			return value;
		} catch (thrown) {
			if (!(thrown instanceof TransportError)) close();
			else if (isTrial) open((rest?.ms ?? 0) * 2);
			else if (++failuresInARow >= FAILURES && !rest) open(FIRST_REST_MS);
			throw thrown;
		}
	}

	function close(): void {
		failuresInARow = 0;
		rest = undefined;
	}

	function open(restMs: number): void {
		const ms = Math.min(Math.max(restMs, FIRST_REST_MS), LONGEST_REST_MS);
		rest = { ms, until: now() + ms };
	}

	return {
		async run(work) {
			while (rest) {
				if (now() < rest.until) throw resting();
				if (!trying) {
					const trial = attempt(work, true);
					const ended = () => {
						trying = undefined;
					};
					trying = trial.then(ended, ended);
					return trial;
				}
				await trying;
			}
			return attempt(work, false);
		},
		state() {
			if (!rest) return 'closed';
			return now() < rest.until ? 'open' : 'half-open';
		},
	};
}

function resting(): GatewayError {
	return new GatewayError(
		'chamilo-unavailable',
		'Chamilo has not answered several times in a row. It is asked again in a moment; this call was not sent.',
		{ headers: { 'Retry-After': RETRY_AFTER_S } },
	);
}
