// `npm run bench [-- --json] [--rounds 5] [--only calls,writes,create,list,cached,latency,locks,p99,memory,start]
// [--readme]`: how many SOAP calls it makes by the kind of campus, what many creations at once cost a campus, and what the
// gateway costs, beside a bare relay, naive gateways and a bare Hono route. The last are all before one campus, in turns
// within one run; ratios of medians, because the machine is noisy. --readme writes them to test/bench/README.md. --baseline
// FOLDER adds the gateway of another checkout, which has to be built: `vs_baseline` are the ratios to it.
import { argv, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { countAll } from './calls/count.js';
import { type Counts, tableOf } from './calls/table.js';
import { startContestants } from './contestants.js';
import { MEASUREMENTS, type Results } from './measurements.js';
import { show, tableOfWrites, writeCalls, writeReadme, writeWrites } from './report.js';
import { measureWrites, type WriteFigures } from './writes.js';

const { values } = parseArgs({
	args: argv.slice(2),
	options: {
		json: { type: 'boolean', default: false },
		readme: { type: 'boolean', default: false },
		rounds: { type: 'string', default: '5' },
		baseline: { type: 'string' },
		only: { type: 'string', default: ['calls', 'writes', ...Object.keys(MEASUREMENTS)].join(',') },
	},
});
const chosen = values.only.split(',');
const measurements = Object.entries(MEASUREMENTS).filter(([name]) => chosen.includes(name));
const results: Results = {};
let calls: Counts | undefined;
if (chosen.includes('calls')) {
	stderr.write('calls …\n');
	calls = await countAll();
}
let writes: Record<string, WriteFigures> | undefined;
if (chosen.includes('writes')) {
	stderr.write('writes …\n');
	writes = await measureWrites(Number(values.rounds));
}
if (measurements.length > 0) {
	const contestants = await startContestants(values.baseline);
	try {
		for (const [name, take] of measurements) {
			stderr.write(`${name} …\n`);
			results[name] = await take({ ...contestants, rounds: Number(values.rounds) });
		}
	} finally {
		await contestants.close();
	}
}
const everything = {
	...(calls ? { calls: Object.fromEntries(calls) } : {}),
	...(writes ? { writes } : {}),
	...results,
};
const texts = [
	...(calls ? [`${tableOf(calls)}\n`] : []),
	...(writes ? [`${tableOfWrites(writes)}\n`] : []),
	show(results),
];
stdout.write(values.json ? `${JSON.stringify(everything, null, '\t')}\n` : texts.join('\n'));
if (values.readme && calls) await writeCalls(calls);
if (values.readme && writes) await writeWrites(writes);
if (values.readme && measurements.length > 0) await writeReadme(results);
