import { OPERATIONS } from '../operations/index.js';
import { allCallsOf } from '../operations/support.js';

/** What every route can fail with, beside its success. */
const FAILURES = [500, 502, 503, 504];
/** Commands of the store. */
const VERBS = ['get', 'set', 'setIfAbsent', 'replace', 'delete', 'increment'];
/** SOAP operations and actions of the JSON API that the routes call, and the one that detection calls first. */
const DETECTION = 'WS.test';
const CALLS = [...new Set([DETECTION, ...OPERATIONS.flatMap(({ ways }) => allCallsOf(ways))])];
/** What every call can come to. */
const OUTCOMES = ['ok', 'chamilo-error', 'chamilo-refused-signature', 'chamilo-timeout', 'chamilo-unavailable'];
const LOCK_OUTCOMES = ['taken', 'alone', 'refused', 'busy', 'lost'];

interface Counters {
	requests: { of(campus: string, operation: string, method: string, status: number): unknown };
	requestSeconds: { of(campus: string, operation: string): unknown };
	batchItems: { of(campus: string, operation: string): unknown };
	calls: { of(campus: string, operation: string, outcome: string): unknown };
	callSeconds: { of(campus: string, operation: string): unknown };
	locks: { of(campus: string, outcome: string): unknown };
	storeFailures: { of(campus: string, verb: string): unknown };
}

/**
 * Creates the series of a campus, at zero: Prometheus does not see the first event of a series that appears with it. The operations below /soap are left out, which are many and rarely called.
 */
export function createFirstSeries(campus: string, counters: Counters): void {
	for (const { id, method, success, batch } of OPERATIONS) {
		for (const status of [...Object.keys(success).map(Number), ...FAILURES]) {
			counters.requests.of(campus, id, method.toUpperCase(), status);
		}
		counters.requestSeconds.of(campus, id);
		if (batch) counters.batchItems.of(campus, id);
	}
	for (const call of CALLS) {
		for (const outcome of OUTCOMES) counters.calls.of(campus, call, outcome);
	}
	// Of a histogram, with a series for each bucket, the first event alone is no loss.
	counters.callSeconds.of(campus, DETECTION);
	for (const outcome of LOCK_OUTCOMES) counters.locks.of(campus, outcome);
	for (const verb of VERBS) counters.storeFailures.of(campus, verb);
}
