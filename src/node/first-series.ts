import { OPERATIONS } from '../operations/index.js';

/** What every route can fail with, beside its success. */
const FAILURES = [500, 502, 503, 504];
/** Commands of the store. */
const VERBS = ['get', 'set', 'setIfAbsent', 'replace', 'delete', 'increment'];

interface Counters {
	requests: { of(campus: string, operation: string, method: string, status: number): unknown };
	requestSeconds: { of(campus: string, operation: string): unknown };
	batchItems: { of(campus: string, operation: string): unknown };
	storeFailures: { of(campus: string, verb: string): unknown };
}

/**
 * Creates the series of a campus that alerts are about, at zero: Prometheus does not see the first event of a series that
 * appears with it. The operations below /soap are left out, which are many and rarely called.
 */
export function createFirstSeries(campus: string, counters: Counters): void {
	for (const { id, method, success, batch } of OPERATIONS) {
		for (const status of [...Object.keys(success).map(Number), ...FAILURES]) {
			counters.requests.of(campus, id, method.toUpperCase(), status);
		}
		counters.requestSeconds.of(campus, id);
		if (batch) counters.batchItems.of(campus, id);
	}
	for (const verb of VERBS) counters.storeFailures.of(campus, verb);
}
