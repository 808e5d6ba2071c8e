// `npx tsx test/bench/races.ts [rounds] [kind,kind…]`: requests about one record at the same moment, on two gateways with one
// Redis and on one with two workers. Every round compares the campus with what the clients were told. Ends with 1 where
// they differ.
import { argv, exit, stdout } from 'node:process';
import { startSandbox } from '../../src/sandbox/index.js';
import { CAMPUS_KINDS, type CampusKind, SANDBOXES } from '../support/kinds.js';
import { createRacer, RACES } from '../support/races.js';
import { startRedis } from '../support/redis.js';
import { API_KEYS } from '../support/stack.js';
import { startServer } from './harness.js';

const rounds = Number(argv[2] ?? 200);
const kinds = argv[3] ? (argv[3].split(',') as CampusKind[]) : CAMPUS_KINDS;
const DEPLOYMENTS = [
	{ name: 'two gateways', instances: 2, env: {} },
	{ name: 'WORKERS=2', instances: 1, env: { WORKERS: '2' } },
];

const redis = await startRedis();
let failed = 0;
for (const kind of kinds) {
	for (const { name, instances, env } of DEPLOYMENTS) {
		const sandbox = await startSandbox({ ...SANDBOXES[kind], latency: { baseMs: 3, perUserMs: 0 } });
		const settings = {
			...{ LOG_LEVEL: 'error', CHAMILO_URL: sandbox.url, CHAMILO_SECURITY_KEY: sandbox.securityKey },
			...{ REDIS_URL: redis.url, API_KEYS },
		};
		const gateways = await Promise.all(
			Array.from({ length: instances }, () => startServer(['dist/cli.js', 'serve'], { ...settings, ...env })),
		);
		const race = createRacer(gateways.map(({ url }) => url));
		for (const [index, [title, run]] of Object.entries(RACES).entries()) {
			let wrong = 0;
			for (let round = 0; round < rounds; round += 1) {
				await run(race, sandbox, `r${index}x${round}`).catch((failure: Error) => {
					wrong += 1;
					if (wrong === 1) stdout.write(`${failure.message}\n`);
				});
			}
			failed += wrong;
			stdout.write(`${kind}, ${name}, ${title}: ${rounds - wrong} of ${rounds}\n`);
		}
		await Promise.all(gateways.map((gateway) => gateway.stop()));
		await sandbox.close();
	}
}
await redis.close();
exit(failed === 0 ? 0 : 1);
