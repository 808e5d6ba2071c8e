import { AggregatorRegistry, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { CacheEvent } from '../cache/tiers.js';
import type { CircuitState } from '../chamilo/circuit-breaker.js';
import type { CallEvent } from '../chamilo/soap-client.js';
import type { Telemetry } from '../http/telemetry.js';
import { type Cell, createCounter, createHistogram, type Histogram } from './fast-counters.js';
import type { WorkerRole } from './workers/role.js';

/** How busy a campus is kept, asked for when metrics are read. */
export interface CampusLoad {
	running: number;
	waiting: number;
	breaker: CircuitState;
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
const BREAKER_STATES: readonly CircuitState[] = ['closed', 'half-open', 'open'];

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
	const requests = createCounter(registry, {
		name: 'chamilo_gateway_requests_total',
		help: 'Requests by operation, method and status.',
		labelNames: ['campus', 'operation', 'method', 'status'],
	});
	const requestSeconds = createHistogram(
		registry,
		{
			name: 'chamilo_gateway_request_duration_seconds',
			help: 'Time until a request was answered.',
			labelNames: ['campus', 'operation'],
		},
		SECONDS,
	);
	const calls = createCounter(registry, {
		name: 'chamilo_gateway_campus_calls_total',
		help: 'SOAP calls by operation and outcome: ok, or the code of the problem.',
		labelNames: ['campus', 'operation', 'outcome'],
	});
	const callSeconds = createHistogram(
		registry,
		{
			name: 'chamilo_gateway_campus_call_duration_seconds',
			help: 'Time of a SOAP call, waiting for its turn included.',
			labelNames: ['campus', 'operation'],
		},
		SECONDS,
	);
	const batchItems = createHistogram(
		registry,
		{
			name: 'chamilo_gateway_batch_items',
			help: 'Items of batches.',
			labelNames: ['campus', 'operation'],
		},
		[1, 10, 50, 100, 250, 500, 1000],
	);
	const reads = createCounter(registry, {
		name: 'chamilo_gateway_memory_reads_total',
		help: 'Looks into the memory: memory, store, stale (told while a fresh one is fetched) or miss.',
		labelNames: ['campus', 'result'],
	});
	const storeFailures = createCounter(registry, {
		name: 'chamilo_gateway_store_failures_total',
		help: 'What Redis did not do, or did not say so in time.',
		labelNames: ['campus', 'verb'],
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
			const readsFrom = {
				memory: reads.of(campus, 'memory'),
				store: reads.of(campus, 'store'),
				stale: reads.of(campus, 'stale'),
				miss: reads.of(campus, 'miss'),
			};
			const requestsOf = new Map<string, Series>();
			const beginSeries = (operation: string): Series => {
				const series = { seconds: requestSeconds.of(campus, operation), counts: new Map() };
				requestsOf.set(operation, series);
				return series;
			};
			/** A method of a client's own invention is counted with all such. */
			const beginCount = (operation: string, { counts }: Series, method: string, status: number): Cell => {
				const cell = requests.of(campus, operation, METHODS.has(method) ? method : 'other', status);
				counts.set(method, (counts.get(method) ?? new Map()).set(status, cell));
				return cell;
			};
			return {
				request({ operation = 'none', method, status, ms }) {
					const series = requestsOf.get(operation) ?? beginSeries(operation);
					series.seconds.observe(ms / 1000);
					const cell = series.counts.get(method)?.get(status) ?? beginCount(operation, series, method, status);
					cell.count += 1;
				},
				batch({ operation, items }) {
					batchItems.of(campus, operation).observe(items);
				},
				call({ operation, outcome, ms }) {
					calls.of(campus, operation, outcome).count += 1;
					callSeconds.of(campus, operation).observe(ms / 1000);
				},
				cache(event) {
					if (event.type === 'hit') readsFrom[event.stale ? 'stale' : event.tier].count += 1;
					else if (event.type === 'miss') readsFrom.miss.count += 1;
					else if (event.type === 'store-failed') storeFailures.of(campus, event.verb).count += 1;
				},
			};
		},
		async read() {
			return { contentType: registry.contentType, text: await (worker?.readMetrics() ?? registry.metrics()) };
		},
	};
}

/** Whatever else a caller invents is counted as one. */
/** Requests of one operation: how long they took, and how many there were by method and status. */
interface Series {
	seconds: Histogram;
	counts: Map<string, Map<number, Cell>>;
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
