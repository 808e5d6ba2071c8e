import { AggregatorRegistry, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import packageJson from '../../package.json' with { type: 'json' };
import type { CircuitState } from '../chamilo/circuit-breaker.js';
import type { CampusLoad, CampusTelemetry } from '../gateway.js';
import { type Count, createCounter, createHistogram, type Histogram } from './fast/counters.js';
import { createFirstSeries } from './first-series.js';
import type { LineKind } from './log-sink.js';
import { seriesOfCampus } from './series-of-campus.js';
import type { WorkerRole } from './workers/role.js';

/** The metrics of the process. */
export interface Metrics {
	/** What counts the events of a campus; each of its series has the name as the label `campus`. */
	of(campus: string, load: () => CampusLoad): CampusTelemetry;
	/** Counts a request that was refused before it was routed: malformed, or too slow. */
	refused(status: number): void;
	/** Counts a line of the log that was dropped. */
	dropped(kind: LineKind): void;
	/** The metrics of a campus and of the process, in the text format of Prometheus. */
	read(campus: string): Promise<{ contentType: string; text: string }>;
}

/** Bounds of durations: PHP takes from 8 ms to seconds for a call, the gateway itself less than one millisecond. */
const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const BATCH_SIZES = [1, 10, 50, 100, 250, 500, 1000];
const CIRCUIT_STATES: readonly CircuitState[] = ['closed', 'half-open', 'open'];
/** Statuses of requests that are refused before they are routed. */
const REFUSALS = [400, 408, 417, 431];
/** Any other method is counted as `other`, so that clients cannot add series. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Metrics for Prometheus. Label values come from closed lists (operations, statuses, codes), so the number of series is
 * bounded. Each of several workers has series of its own: a restarted worker begins at zero, and a sum would decrease.
 */
export function createMetrics(worker?: WorkerRole): Metrics {
	const registry = new Registry();
	if (worker) {
		registry.setDefaultLabels({ worker: String(worker.index) });
		AggregatorRegistry.setRegistries([registry]);
		new AggregatorRegistry();
	}
	collectDefaultMetrics({ register: registry });
	registerBuildInfo(registry);
	const counters = createCounters(registry);
	const refused = createCounter(registry, {
		name: 'chamilo_gateway_refused_requests_total',
		help: 'Requests that were refused before they were routed, by status: malformed ones, and those that came too slowly.',
		labelNames: ['status'],
	});
	for (const status of REFUSALS) refused.of(status);
	const droppedLines = createCounter(registry, {
		name: 'chamilo_gateway_log_lines_dropped_total',
		help: 'Lines of the log that were dropped while it could not be written, by kind: audit or other.',
		labelNames: ['kind'],
	});
	const dropped = { audit: droppedLines.of('audit'), other: droppedLines.of('other') };
	const loads = new Map<string, () => CampusLoad>();
	registerLoads(registry, loads);
	return {
		of(campus, load) {
			loads.set(campus, load);
			return createCampusTelemetry(campus, counters);
		},
		refused(status) {
			refused.of(status).count += 1;
		},
		dropped: (kind) => {
			dropped[kind].count += 1;
		},
		async read(campus) {
			const text = await (worker?.readMetrics() ?? registry.metrics());
			return { contentType: registry.contentType, text: seriesOfCampus(text, campus) };
		},
	};
}

/** Which versions run: always 1, the information is in the labels. */
function registerBuildInfo(registry: Registry): void {
	const labels = { version: packageJson.version, node_version: process.version };
	new Gauge({
		name: 'chamilo_gateway_build_info',
		help: 'Version of the gateway and of Node.',
		labelNames: Object.keys(labels) as (keyof typeof labels)[],
		registers: [registry],
	}).set(labels, 1);
}

function createCounters(registry: Registry) {
	return {
		requests: createCounter(registry, {
			name: 'chamilo_gateway_requests_total',
			help: 'Requests by operation, method and status.',
			labelNames: ['campus', 'operation', 'method', 'status'],
		}),
		requestSeconds: createHistogram(
			registry,
			{
				name: 'chamilo_gateway_request_duration_seconds',
				help: 'Time until the response to a request was ready.',
				labelNames: ['campus', 'operation'],
			},
			SECONDS,
		),
		calls: createCounter(registry, {
			name: 'chamilo_gateway_campus_calls_total',
			help: 'SOAP calls by operation and outcome: ok, or the code of the problem.',
			labelNames: ['campus', 'operation', 'outcome'],
		}),
		callSeconds: createHistogram(
			registry,
			{
				name: 'chamilo_gateway_campus_call_duration_seconds',
				help: 'Time of a SOAP call, including the wait for its turn.',
				labelNames: ['campus', 'operation'],
			},
			SECONDS,
		),
		batchItems: createHistogram(
			registry,
			{
				name: 'chamilo_gateway_batch_items',
				help: 'Items of batches.',
				labelNames: ['campus', 'operation'],
			},
			BATCH_SIZES,
		),
		cacheReads: createCounter(registry, {
			name: 'chamilo_gateway_cache_reads_total',
			formerName: 'chamilo_gateway_memory_reads_total',
			help: 'Reads from the cache by result: memory, store, stale (used while it is revalidated) or miss.',
			labelNames: ['campus', 'result'],
		}),
		locks: createCounter(registry, {
			name: 'chamilo_gateway_locks_total',
			help: 'Locks on records by outcome: taken, alone (not in all instances), busy, refused (LOCKS=require) or lost.',
			labelNames: ['campus', 'outcome'],
		}),
		storeFailures: createCounter(registry, {
			name: 'chamilo_gateway_store_failures_total',
			help: 'Commands that Redis failed or did not reply to in time.',
			labelNames: ['campus', 'verb'],
		}),
	};
}

/** Gauges of what `loads` return at the moment of reading. */
function registerLoads(registry: Registry, loads: ReadonlyMap<string, () => CampusLoad>): void {
	const registers = [registry];
	new Gauge({
		name: 'chamilo_gateway_campus_calls_running',
		help: 'SOAP calls in progress; at most CHAMILO_CONCURRENCY.',
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
	const name = 'chamilo_gateway_circuit_breaker_state';
	const help = '1 for the current state of the circuit breaker: closed, half-open or open (no calls are made).';
	for (const described of [
		{ name, help },
		{ name: 'chamilo_gateway_breaker_state', help: `Former name of ${name}.` },
	]) {
		new Gauge({
			...described,
			labelNames: ['campus', 'state'],
			registers,
			collect() {
				for (const [campus, load] of loads) {
					const { circuitBreaker } = load();
					for (const state of CIRCUIT_STATES) this.set({ campus, state }, circuitBreaker === state ? 1 : 0);
				}
			},
		});
	}
}

/** The series of one operation: durations, and counts by method and status. */
interface OperationSeries {
	seconds: Histogram;
	counts: Map<string, Map<number, Count>>;
}

/** Keeps the series of each operation, since looking them up by labels takes longer than counting. */
function createCampusTelemetry(campus: string, counters: ReturnType<typeof createCounters>): CampusTelemetry {
	const { requests, requestSeconds, calls, callSeconds, batchItems, cacheReads, locks, storeFailures } = counters;
	const cacheReadsOf = {
		memory: cacheReads.of(campus, 'memory'),
		store: cacheReads.of(campus, 'store'),
		stale: cacheReads.of(campus, 'stale'),
		miss: cacheReads.of(campus, 'miss'),
	};
	const seriesOf = new Map<string, OperationSeries>();
	createFirstSeries(campus, counters);

	function addSeries(operation: string): OperationSeries {
		const series = { seconds: requestSeconds.of(campus, operation), counts: new Map() };
		seriesOf.set(operation, series);
		return series;
	}

	function addCount(operation: string, { counts }: OperationSeries, method: string, status: number): Count {
		const count = requests.of(campus, operation, METHODS.has(method) ? method : 'other', status);
		counts.set(method, (counts.get(method) ?? new Map()).set(status, count));
		return count;
	}

	return {
		request({ operation = 'none', method, status, ms }) {
			const series = seriesOf.get(operation) ?? addSeries(operation);
			series.seconds.observe(ms / 1000);
			const count = series.counts.get(method)?.get(status) ?? addCount(operation, series, method, status);
			count.count += 1;
		},
		batch({ operation, items }) {
			batchItems.of(campus, operation).observe(items);
		},
		call({ operation, outcome, ms }) {
			calls.of(campus, operation, outcome).count += 1;
			callSeconds.of(campus, operation).observe(ms / 1000);
		},
		cache(event) {
			if (event.type === 'hit') cacheReadsOf[event.stale ? 'stale' : event.tier].count += 1;
			else if (event.type === 'miss') cacheReadsOf.miss.count += 1;
			else if (event.type === 'store-failed') storeFailures.of(campus, event.verb).count += 1;
		},
		lock(outcome) {
			locks.of(campus, outcome).count += 1;
		},
	};
}
