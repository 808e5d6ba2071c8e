import type { Metric, Registry } from 'prom-client';

type Labels = Record<string, string | number>;

/** A metric as Prometheus describes it. */
export interface MetricDescription {
	name: string;
	help: string;
	labelNames: readonly string[];
	/** A name under which the metric is exposed as well: its name in the last release. */
	formerName?: string;
}

/** A count for one set of label values: add to it. */
export interface Count {
	count: number;
}

/** Counts or histograms by label values. Look one up once and keep it: the look-up takes longer than counting. */
interface Labelled<T> {
	of(...values: readonly (string | number)[]): T;
}

interface Sample {
	labels: Labels;
	value: number;
	metricName?: string;
}

/**
 * A counter of the registry, whose counts are plain numbers.
 *
 * Gain: a counter of prom-client hashes all labels with each event: 2 us for the four labels of a request, of 20 us that
 * a response from the cache takes in all.
 * Without it: `Counter` of prom-client gives the same text, which test/node/counters.test.ts compares.
 */
export function createCounter(registry: Registry, description: MetricDescription): Labelled<Count> {
	const { of, all } = createSeries(description.labelNames, (): Count => ({ count: 0 }));
	expose(registry, description, 'counter', () => all().map(([labels, { count }]) => ({ labels, value: count })));
	return { of };
}

/** The same for a histogram. @param bounds upper bounds of its buckets, ascending. */
export function createHistogram(
	registry: Registry,
	description: MetricDescription,
	bounds: readonly number[],
): Labelled<Histogram> {
	const { of, all } = createSeries(description.labelNames, () => new Histogram(bounds));
	expose(registry, description, 'histogram', (name) =>
		all().flatMap(([labels, { counts, sum }]) => {
			let count = 0;
			const buckets = counts.map((inBucket, index): Sample => {
				count += inBucket;
				return { metricName: `${name}_bucket`, labels: { le: bounds[index] ?? '+Inf', ...labels }, value: count };
			});
			return [
				...buckets,
				{ metricName: `${name}_sum`, labels, value: sum },
				{ metricName: `${name}_count`, labels, value: count },
			];
		}),
	);
	return { of };
}

export class Histogram {
	/** Of each bucket alone; the last one has the values above all bounds. */
	readonly counts: number[];
	sum = 0;
	readonly #bounds: readonly number[];

	constructor(bounds: readonly number[]) {
		this.#bounds = bounds;
		this.counts = new Array(bounds.length + 1).fill(0);
	}

	observe(value: number): void {
		let bucket = 0;
		while (value > (this.#bounds[bucket] ?? Number.POSITIVE_INFINITY)) bucket += 1;
		this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
		this.sum += value;
	}
}

function createSeries<T>(labelNames: readonly string[], create: () => T): Labelled<T> & { all(): [Labels, T][] } {
	const series = new Map<string, [Labels, T]>();
	return {
		of(...values) {
			const id = values.join('\n');
			const found = series.get(id);
			if (found) return found[1];
			const created = create();
			series.set(id, [Object.fromEntries(labelNames.map((label, index) => [label, values[index] ?? ''])), created]);
			return created;
		},
		all: () => [...series.values()],
	};
}

/** Registers a metric as prom-client reads it; values of several processes are added up. */
function expose(
	registry: Registry,
	{ name, help, formerName }: MetricDescription,
	type: string,
	samples: (name: string) => Sample[],
): void {
	const register = (name: string, help: string) => {
		const metric = { name, help, type, aggregator: 'sum', get: async () => ({ ...metric, values: samples(name) }) };
		registry.registerMetric(metric as unknown as Metric);
	};
	register(name, help);
	if (formerName !== undefined) register(formerName, `Former name of ${name}.`);
}
