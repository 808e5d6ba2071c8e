// `npm run bench [-- --json] [--rounds 5] [--only create,list,cached,latency,locks,p99,memory,start] [--readme]`: what the
// gateway costs, beside a bare relay, naive gateways and a bare Hono route. All before one campus, in turns within one
// run; ratios of medians, because the machine is noisy. --readme writes them to test/bench/README.md. --baseline FOLDER
// adds the gateway of another checkout, which has to be built: `vs_baseline` are the ratios to it.
import { argv, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { startContestants } from './contestants.js';
import { MEASUREMENTS, type Results } from './measurements.js';
import { show, writeReadme } from './report.js';

const { values } = parseArgs({
	args: argv.slice(2),
	options: {
		json: { type: 'boolean', default: false },
		readme: { type: 'boolean', default: false },
		rounds: { type: 'string', default: '5' },
		baseline: { type: 'string' },
		only: { type: 'string', default: Object.keys(MEASUREMENTS).join(',') },
	},
});
const contestants = await startContestants(values.baseline);
const results: Results = {};
try {
	for (const [name, take] of Object.entries(MEASUREMENTS)) {
		if (!values.only.split(',').includes(name)) continue;
		stderr.write(`${name} …\n`);
		results[name] = await take({ ...contestants, rounds: Number(values.rounds) });
	}
} finally {
	await contestants.close();
}
stdout.write(values.json ? `${JSON.stringify(results, null, '\t')}\n` : show(results));
if (values.readme) await writeReadme(results);
