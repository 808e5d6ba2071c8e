import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { buildCli, Running } from '../node/command.js';
import { type Answer, createClient } from '../support/client.js';
import { SANDBOXES } from '../support/kinds.js';
import { createRacer } from '../support/races.js';
import { type RedisServer, startRedis, until } from '../support/redis.js';
import { createSandboxControl } from '../support/sandbox.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { ADA } from '../support/users.js';

/** Those that differ in how they create: the others take the same ways. */
const KINDS = ['1.9', '1.11', '1.11-php7'] as const;

let cli: string;
let redis: RedisServer;
let sandbox: Sandbox;
let gateways: Running[] = [];
beforeAll(() => {
	cli = buildCli();
});
beforeEach(async () => {
	redis = await startRedis();
});
afterEach(async () => {
	await Promise.all(gateways.map((gateway) => gateway.stop()));
	await sandbox.close();
	await redis.close();
});

/** Two instances before one campus, which refuse writes while Redis is away. */
async function start(kind: (typeof KINDS)[number]): Promise<string[]> {
	sandbox = await startSandbox({ ...SANDBOXES[kind], latency: { baseMs: 5, perUserMs: 0 } });
	const settings = {
		...{ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', LOCKS: 'require', REDIS_URL: redis.url },
		...{ CHAMILO_URL: sandbox.url, CHAMILO_SECURITY_KEY: sandbox.securityKey, API_KEYS },
	};
	gateways = [1, 2].map(() => new Running(cli, ['serve'], settings));
	const started = gateways.map((gateway) => gateway.written(/listens on (\S+)\n/));
	return (await Promise.all(started)).map(([, url = '']) => url);
}

const user = (login: string, value: string) => ({ ...ADA, loginname: login, value, active: false });
const usersOf = async (value: string) => createSandboxControl(sandbox.url).usersWith('external_user', value);

describe.each(KINDS)('two instances, Chamilo %s', (kind) => {
	it('a create waits for the one of an instance that was killed in the middle of it', async () => {
		const [first = '', second = ''] = await start(kind);
		for (const operation of ['WSUser.CreateUser', 'WSCreateUser']) {
			sandbox.faults.add({ operation, kind: 'delay', ms: 2_000 });
		}
		const lost = createClient(first, KEYS.all)('POST', '/users', user('ada', 'one')).catch(() => undefined);
		// It is under way once its fault is used up.
		await until(() => sandbox.faults.list().length < 2);
		await gateways[0]?.stop();
		await lost;
		const answer = await createClient(second, KEYS.all)('POST', '/users', user('eva', 'one'));
		expect(answer.status).toBe(409);
		expect((await usersOf('one')).map(({ username }) => username)).toEqual(['ada']);
	});

	it('an instance that is asked to end finishes its creates, and the other one sees them', async () => {
		const [first = '', second = ''] = await start(kind);
		const bodies = [0, 1, 2, 3, 4, 5].map((number) => user(`a${number}`, `${number}`));
		const send = createClient(first, KEYS.all);
		const answers = bodies.map((body) => send('POST', '/users', body).catch(() => undefined));
		await until(() => sandbox.journal.some(({ operation }) => /CreateUser/.test(operation)));
		gateways[0]?.signal('SIGTERM');
		const rivals = createRacer([second])(bodies.map((body) => ['POST', '/users', { ...body, loginname: 'eva' }]));
		const statuses = (await Promise.all(answers)).map((answer) => answer?.status);
		const others = (await rivals).map(({ status }) => status);
		const { users } = await createSandboxControl(sandbox.url).state();
		for (const [index, { loginname, value }] of bodies.entries()) {
			const found = users.filter(({ extras }) => extras.external_user === value);
			// Who got 201 is there, and nobody else: a connection that was refused sent nothing.
			const winners = [...(statuses[index] === 201 ? [loginname] : []), ...(others[index] === 201 ? ['eva'] : [])];
			expect(found.map(({ username }) => username)).toEqual(winners);
			for (const one of found) expect(one.active).toBe(false);
		}
	});

	it('every 201 is there once and as sent, while Redis is flushed, killed, full, and hangs', async () => {
		const race = createRacer(await start(kind));
		const disturbances = [
			() => redis.command('FLUSHALL'),
			() => redis.kill().then(() => redis.start()),
			async () => {
				await redis.command('CONFIG', 'SET', 'maxmemory', '1');
				await new Promise((resolve) => setTimeout(resolve, 400));
				await redis.command('CONFIG', 'SET', 'maxmemory', '0');
			},
			async () => {
				redis.hang();
				await new Promise((resolve) => setTimeout(resolve, 400));
				redis.resume();
			},
		];
		const answered: [body: ReturnType<typeof user>, answer: Answer][] = [];
		for (const [round, disturb] of disturbances.entries()) {
			const bodies = [0, 1, 2, 3].flatMap((number) =>
				['a', 'b'].map((name) => user(`${name}${round}${number}`, `${round}-${number}`)),
			);
			const answers = race(bodies.map((body) => ['POST', '/users', body]));
			await disturb();
			for (const [index, answer] of (await answers).entries()) {
				const body = bodies[index];
				if (body) answered.push([body, answer]);
			}
		}
		const { users } = await createSandboxControl(sandbox.url).state();
		for (const [{ loginname, value }, { status }] of answered) {
			expect([201, 409, 502, 503]).toContain(status);
			const found = users.filter(({ username }) => username === loginname);
			if (status === 201) expect(found).toMatchObject([{ active: false, extras: { external_user: value } }]);
			if (status === 409 || status === 503) expect(found).toEqual([]);
		}
		const made = answered.filter(([, { status }]) => status === 201).map(([{ value }]) => value);
		expect(new Set(made).size).toBe(made.length);
	}, 120_000);
});
