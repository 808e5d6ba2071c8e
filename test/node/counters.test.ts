import { Counter, Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { createCounter, createHistogram } from '../../src/node/fast/counters.js';

const REQUESTS = { name: 'requests_total', help: 'Requests.', labelNames: ['operation', 'status'] };
const SECONDS = { name: 'seconds', help: 'Time.', labelNames: ['operation'] };
const BOUNDS = [0.1, 0.5, 1];
const EVENTS: [operation: string, status: number, seconds: number][] = [
	['getUser', 200, 0.05],
	['getUser', 200, 0.1],
	['getUser', 404, 0.75],
	['a "quoted" one\\', 200, 1],
	['getUser', 200, 7],
];

it('counters and histograms read as if prom-client had counted it, line by line', async () => {
	const [ours, theirs] = [new Registry(), new Registry()];
	const registers = [theirs];
	const counter = new Counter({ ...REQUESTS, registers });
	const histogram = new Histogram({ ...SECONDS, buckets: BOUNDS, registers });
	const counts = createCounter(ours, REQUESTS);
	const distributions = createHistogram(ours, SECONDS, BOUNDS);
	for (const round of ['empty', 'filled']) {
		expect(await ours.metrics(), round).toBe(await theirs.metrics());
		for (const [operation, status, seconds] of EVENTS) {
			counter.inc({ operation, status });
			histogram.observe({ operation }, seconds);
			counts.of(operation, status).count += 1;
			distributions.of(operation).observe(seconds);
		}
	}
	expect(await ours.metrics()).toBe(await theirs.metrics());
	expect(await ours.metrics()).toContain('seconds_bucket{le="0.5",operation="getUser"} 4');
});
