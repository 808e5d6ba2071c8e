// `npx tsx test/bench/edge-first-request.ts [rounds]`: what the first request costs the Worker, beside an empty one.
import { argv, stdout } from 'node:process';
import { bundleWorker, startEdge } from '../support/edge.js';
import { API_KEYS } from '../support/stack.js';

const EMPTY = {
	modules: [{ name: 'index.js', contents: "export default { fetch: () => new Response('ok') };\n" }],
};
const SETTINGS = {
	LOG_LEVEL: 'silent',
	CHAMILO_URL: 'http://127.0.0.1:1',
	CHAMILO_SECURITY_KEY: 'k',
	CHAMILO_SIGNING: 'forwarded',
	CHAMILO_EGRESS_IP: '203.0.113.7',
	API_KEYS,
};

interface Times {
	/** workerd up, the script evaluated. */
	start: number[];
	first: number[];
	second: number[];
}

async function measure(bundle: Parameters<typeof startEdge>[0], objects: Record<string, string> | undefined) {
	const begun = performance.now();
	const edge = await startEdge(bundle, SETTINGS, objects ? { objects } : {});
	const start = performance.now() - begun;
	const request = async () => {
		const sent = performance.now();
		await (await fetch(`${edge.url}/healthz`)).arrayBuffer();
		return performance.now() - sent;
	};
	const first = await request();
	const second = await request();
	await edge.close();
	return { start, first, second };
}

function median(values: number[]): string {
	return (values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0).toFixed(1);
}

const rounds = Number(argv[2] ?? 9);
const bundle = await bundleWorker();
const all: Record<'empty' | 'gateway', Times> = {
	empty: { start: [], first: [], second: [] },
	gateway: { start: [], first: [], second: [] },
};
// The connection of fetch itself is warm after this one.
await measure(EMPTY, {});
for (let round = 0; round < rounds; round += 1) {
	for (const [name, script, objects] of [
		['empty', EMPTY, {}],
		['gateway', bundle, undefined],
	] as const) {
		const times = await measure(script, objects);
		for (const key of ['start', 'first', 'second'] as const) all[name][key].push(times[key]);
	}
}
stdout.write(`milliseconds, median of ${rounds} rounds        start  first request  second\n`);
for (const [name, { start, first, second }] of Object.entries(all)) {
	stdout.write(
		`${name.padEnd(44)} ${median(start).padStart(7)} ${median(first).padStart(14)} ${median(second).padStart(7)}\n`,
	);
}
