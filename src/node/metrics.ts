import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CacheEvent } from '../cache/tiers.js';
import type { BreakerState } from '../chamilo/breaker.js';
import type { CallEvent } from '../chamilo/caller.js';
import type { Telemetry } from '../http/telemetry.js';
import type { WorkerRole } from './workers/role.js';

/** How busy a campus is kept, asked for when metrics are read. */
export interface CampusLoad {
	running: number;
	waiting: number;
	breaker: BreakerState;
}

/** What one campus tells; every series has its name as the label `campus`. */
export interface CampusTelemetry extends Telemetry {
	call(event: CallEvent): void;
	cache(event: CacheEvent): void;
}

/** The metrics of the process. */
export interface Metrics {
	of(campus: string, load: () => CampusLoad): CampusTelemetry;
	/** In the text format of Prometheus. */
	read(): Promise<{ contentType: string; text: string }>;
}

/** PHP needs 8 ms to seconds for a call; the gateway itself a fraction of one. */
const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const BREAKER_STATES: readonly BreakerState[] = ['closed', 'half-open', 'open'];

/**
 * Counts for Prometheus. Labels come from closed lists (operations, statuses, codes), so their number is bounded. Of
 * several workers each has series of its own: one that is replaced begins at zero, and a sum of them would go back.
 */
export function createMetrics(worker?: WorkerRole): Metrics {
	const registry = new Registry();
	if (worker) {
		registry.setDefaultLabels({ worker: String(worker.index) });
		AggregatorRegistry.setRegistries([registry]);
		new AggregatorRegistry();
	}
	collectDefaultMetrics({ register: registry });
	const registers = [registry];
	const loads = new Map<string, () => CampusLoad>();
	const requests = new Counter({
		name: 'chamilo_gateway_requests_total',
		help: 'Requests by operation, method and status.',
		labelNames: ['campus', 'operation', 'method', 'status'],
		registers,
	});
	const requestSeconds = new Histogram({
		name: 'chamilo_gateway_request_duration_seconds',
		help: 'Time until a request was answered.',
		labelNames: ['campus', 'operation'],
		buckets: SECONDS,
		registers,
	});
	const calls = new Counter({
		name: 'chamilo_gateway_campus_calls_total',
		help: 'SOAP calls by operation and outcome: ok, or the code of the problem.',
		labelNames: ['campus', 'operation', 'outcome'],
		registers,
	});
	const callSeconds = new Histogram({
		name: 'chamilo_gateway_campus_call_duration_seconds',
		help: 'Time of a SOAP call, waiting for its turn included.',
		labelNames: ['campus', 'operation'],
		buckets: SECONDS,
		registers,
	});
	const batchItems = new Histogram({
		name: 'chamilo_gateway_batch_items',
		help: 'Items of batches.',
		labelNames: ['campus', 'operation'],
		buckets: [1, 10, 50, 100, 250, 500, 1000],
		registers,
	});
	const reads = new Counter({
		name: 'chamilo_gateway_memory_reads_total',
		help: 'Looks into the memory: memory, store, stale (told while a fresh one is fetched) or miss.',
		labelNames: ['campus', 'result'],
		registers,
	});
	const storeFailures = new Counter({
		name: 'chamilo_gateway_store_failures_total',
		help: 'What Redis did not do, or did not say so in time.',
		labelNames: ['campus', 'verb'],
		registers,
	});
	new Gauge({
		name: 'chamilo_gateway_campus_calls_running',
		help: 'SOAP calls under way; CHAMILO_CONCURRENCY at most.',
		labelNames: ['campus'],
		registers,
		collect() {
			for (const [campus, load] of loads) this.set({ campus }, load().running);
		},
	});
	new Gauge({
		name: 'chamilo_gateway_campus_calls_waiting',
		help: 'SOAP calls that wait for their turn.',
		labelNames: ['campus'],
		registers,
		collect() {
			for (const [campus, load] of loads) this.set({ campus }, load().waiting);
		},
	});
	new Gauge({
		name: 'chamilo_gateway_breaker_state',
		help: '1 for the state the breaker is in: closed, half-open, open (the campus is given a rest).',
		labelNames: ['campus', 'state'],
		registers,
		collect() {
			for (const [campus, load] of loads) {
				for (const state of BREAKER_STATES) this.set({ campus, state }, load().breaker === state ? 1 : 0);
			}
		},
	});

	return {
		of(campus, load) {
			loads.set(campus, load);
			return {
				request({ operation = 'none', method, status, ms }) {
					requests.inc({ campus, operation, method: Object.hasOwn(METHODS, method) ? method : 'other', status });
					requestSeconds.observe({ campus, operation }, ms / 1000);
				},
				batch({ operation, items }) {
					batchItems.observe({ campus, operation }, items);
				},
				call({ operation, outcome, ms }) {
					calls.inc({ campus, operation, outcome });
					callSeconds.observe({ campus, operation }, ms / 1000);
				},
				cache(event) {
					if (event.type === 'hit') reads.inc({ campus, result: event.stale ? 'stale' : event.tier });
					else if (event.type === 'miss') reads.inc({ campus, result: 'miss' });
					else if (event.type === 'store-failed') storeFailures.inc({ campus, verb: event.verb });
				},
			};
		},
		async read() {
			return { contentType: registry.contentType, text: await (worker?.readMetrics() ?? registry.metrics()) };
		},
	};
}

/** Whatever a caller invents is counted as one. */
const METHODS: Record<string, true> = {
	GET: true,
	HEAD: true,
	POST: true,
	PUT: true,
	PATCH: true,
	DELETE: true,
	OPTIONS: true,
};
