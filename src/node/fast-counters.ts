import type { Metric, Registry } from 'prom-client';

type Labels = Record<string, string | number>;

interface Described {
	name: string;
	help: string;
	labelNames: readonly string[];
}

/** What is counted under one set of labels: add to it. */
export interface Cell {
	count: number;
}

/** Cells by the values of their labels. Whoever counts often keeps his cell: finding it costs more than counting. */
interface Labelled<T> {
	of(...values: readonly (string | number)[]): T;
}

interface Sample {
	labels: Labels;
	value: number;
	metricName?: string;
}

/**
 * A counter that is a number. Those of prom-client hash all labels at every event: 2 us for the four of an answer from
 * memory, which takes 20 in all. It still reads them out.
 */
export function createCounter(registry: Registry, described: Described): Labelled<Cell> {
	const { of, all } = cellsOf(described.labelNames, (): Cell => ({ count: 0 }));
	expose(registry, described, 'counter', () => all().map(([labels, { count }]) => ({ labels, value: count })));
	return { of };
}

/** The same for a histogram. @param bounds upper ones, ascending. */
export function createHistogram(
	registry: Registry,
	described: Described,
	bounds: readonly number[],
): Labelled<Histogram> {
	const { name } = described;
	const { of, all } = cellsOf(described.labelNames, () => new Histogram(bounds));
	expose(registry, described, 'histogram', () =>
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
	/** Of each bucket alone; the last is what lies beyond all bounds. */
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

function cellsOf<T>(labelNames: readonly string[], make: () => T): Labelled<T> & { all(): [Labels, T][] } {
	const cells = new Map<string, [Labels, T]>();
	return {
		of(...values) {
			const name = values.join('\n');
			const known = cells.get(name);
			if (known) return known[1];
			const made = make();
			cells.set(name, [Object.fromEntries(labelNames.map((label, index) => [label, values[index] ?? ''])), made]);
			return made;
		},
		all: () => [...cells.values()],
	};
}

/** A metric as prom-client reads it, of one process or of several whose values are added up. */
function expose(registry: Registry, { name, help }: Described, type: string, samples: () => Sample[]): void {
	const metric = { name, help, type, aggregator: 'sum', get: async () => ({ ...metric, values: samples() }) };
	registry.registerMetric(metric as unknown as Metric);
}
