import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { buildCli, Running } from '../node/command.js';
import { SANDBOXES } from '../support/kinds.js';
import { createRacer, RACES, type Racer } from '../support/races.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { API_KEYS } from '../support/stack.js';

/** Without locks between instances each of these fails in nearly every round. */
const ROUNDS = 8;

/** Those that differ in how they create: the others take the same ways. */
const KINDS = ['1.9', '1.11', '1.11-php7'] as const;

let cli: string;
let redis: RedisServer;
beforeAll(async () => {
	cli = buildCli();
	redis = await startRedis();
});
afterAll(() => redis.close());

/** How the gateway runs: the number of instances, and the settings of each. */
const DEPLOYMENTS: Record<string, { instances: number; env: Record<string, string> }> = {
	'two instances with one Redis': { instances: 2, env: {} },
	'one instance with WORKERS=2': { instances: 1, env: { WORKERS: '2' } },
};

describe.each(KINDS)('requests at the same moment, Chamilo %s', (kind) => {
	describe.each(Object.keys(DEPLOYMENTS))('%s', (name) => {
		const { instances, env } = DEPLOYMENTS[name] ?? { instances: 1, env: {} };
		let sandbox: Sandbox;
		let gateways: Running[];
		let race: Racer;
		beforeAll(async () => {
			// Calls overlap while they are under way.
			sandbox = await startSandbox({ ...SANDBOXES[kind], latency: { baseMs: 3, perUserMs: 0 } });
			const settings = {
				HOST: '127.0.0.1',
				PORT: '0',
				LOG_LEVEL: 'silent',
				CHAMILO_URL: sandbox.url,
				CHAMILO_SECURITY_KEY: sandbox.securityKey,
				API_KEYS,
				REDIS_URL: redis.url,
				...env,
			};
			gateways = Array.from({ length: instances }, () => new Running(cli, ['serve'], settings));
			const started = gateways.map((gateway) => gateway.written(/listens on (\S+)\n/));
			race = createRacer((await Promise.all(started)).map(([, url = '']) => url));
		});
		afterAll(async () => {
			await Promise.all(gateways.map((gateway) => gateway.stop()));
			await sandbox.close();
		});

		// The races share a campus, so each has names of its own.
		it.each(Object.entries(RACES).map(([title, run], index) => [title, run, index] as const))(
			'%s',
			async (_, run, index) => {
				for (let round = 0; round < ROUNDS; round += 1) await run(race, sandbox, `r${index}x${round}`);
			},
		);
	});
});
