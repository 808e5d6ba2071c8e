import {
	BrokenCircuitError,
	CircuitState,
	ConsecutiveBreaker,
	circuitBreaker,
	ExponentialBackoff,
	handleType,
} from 'cockatiel';
import { GatewayError } from '../errors.js';
import { TransportError } from './transport.js';

/** So many exchanges in a row have to fail before the campus is given a rest. */
const FAILURES = 10;
/** First and longest rest, in milliseconds; after each one call tries whether the campus is back. */
const REST_MS = { initialDelay: 1_000, maxDelay: 30_000 };
const RETRY_AFTER_S = '5';

/** Keeps calls from a campus that does not answer, and lets one through now and then to see whether it is back. */
export interface Breaker {
	/** @throws chamilo-unavailable without doing the work, while the campus rests */
	run<T>(work: () => Promise<T>): Promise<T>;
	/** `open` while the campus rests. */
	state(): BreakerState;
}

export type BreakerState = 'closed' | 'half-open' | 'open';

/** Only what the network says counts: a fault or a page is an answer, and says that somebody is there. */
export function createBreaker(): Breaker {
	const policy = circuitBreaker(handleType(TransportError), {
		halfOpenAfter: new ExponentialBackoff(REST_MS),
		breaker: new ConsecutiveBreaker(FAILURES),
	});
	return {
		async run(work) {
			try {
				return await policy.execute(work);
			} catch (thrown) {
				throw thrown instanceof BrokenCircuitError ? resting(thrown) : thrown;
			}
		},
		state() {
			if (policy.state === CircuitState.Closed) return 'closed';
			return policy.state === CircuitState.HalfOpen ? 'half-open' : 'open';
		},
	};
}

function resting(cause: BrokenCircuitError): GatewayError {
	return new GatewayError(
		'chamilo-unavailable',
		'Chamilo has not answered several times in a row. It is asked again in a moment; this call was not sent.',
		{ cause, headers: { 'Retry-After': RETRY_AFTER_S } },
	);
}
