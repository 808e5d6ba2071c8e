import { GatewayError } from '../errors.js';
import { TransportError } from './transport.js';

/** Failed exchanges in a row that open the circuit. */
const MAX_FAILURES = 10;
/** First and longest open period, in milliseconds; after each, one trial call decides. */
const FIRST_OPEN_MS = 1_000;
const LONGEST_OPEN_MS = 30_000;
const RETRY_AFTER_S = '5';

/** A circuit breaker: fails fast while the campus does not answer, and lets a trial call through now and then. */
export interface CircuitBreaker {
	/** @throws chamilo-unavailable without doing the work, while the circuit is open */
	run<T>(work: () => Promise<T>): Promise<T>;
	/** `half-open`: the open period is over, and a trial call has to decide. */
	state(): CircuitState;
}

export type CircuitState = 'closed' | 'half-open' | 'open';

/**
 * Only failures of the network count: a fault or an error page is an answer. No package is used: cockatiel creates an
 * AbortController when it is loaded, which Workers forbid.
 * @param now a clock in milliseconds.
 */
export function createCircuitBreaker(now: () => number = () => performance.now()): CircuitBreaker {
	let failuresInARow = 0;
	let openPeriod: { ms: number; until: number } | undefined;
	let trial: Promise<void> | undefined;

	async function attempt<T>(work: () => Promise<T>, isTrial: boolean): Promise<T> {
		try {
			const value = await work();
			close();
			return value;
		} catch (thrown) {
			if (!(thrown instanceof TransportError)) close();
			else if (isTrial) open((openPeriod?.ms ?? 0) * 2);
			else if (++failuresInARow >= MAX_FAILURES && !openPeriod) open(FIRST_OPEN_MS);
			throw thrown;
		}
	}

	function close(): void {
		failuresInARow = 0;
		openPeriod = undefined;
	}

	function open(periodMs: number): void {
		const ms = Math.min(Math.max(periodMs, FIRST_OPEN_MS), LONGEST_OPEN_MS);
		openPeriod = { ms, until: now() + ms };
	}

	return {
		async run(work) {
			while (openPeriod) {
				if (now() < openPeriod.until) throw isOpen();
				if (!trial) {
					const running = attempt(work, true);
					const ended = () => {
						trial = undefined;
					};
					trial = running.then(ended, ended);
					return running;
				}
				await trial;
			}
			return attempt(work, false);
		},
		state() {
			if (!openPeriod) return 'closed';
			return now() < openPeriod.until ? 'open' : 'half-open';
		},
	};
}

function isOpen(): GatewayError {
	return new GatewayError(
		'chamilo-unavailable',
		'Chamilo has not answered several times in a row. It is asked again in a moment; this call was not sent.',
		{ headers: { 'Retry-After': RETRY_AFTER_S } },
	);
}
