import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { createClient } from '../support/client.js';
import { type GatewayProcess, startProcess } from '../support/process.js';
import { type RedisServer, startRedis } from '../support/redis.js';
import { createSandboxControl } from '../support/sandbox.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { ADA, DEMO } from '../support/users.js';

const COUNT = 1_000;
/** Requests a client has under way at once. */
const AT_ONCE = 20;

let redis: RedisServer;
let sandbox: Sandbox;
let gateway: GatewayProcess;
beforeEach(async () => {
	redis = await startRedis();
	sandbox = await startSandbox();
});
afterEach(async () => {
	await gateway?.stop();
	await sandbox.close();
	await redis.close();
});

it('a gateway killed in the middle of 1,000 creates and started again leaves exactly 1,000 users', async () => {
	const start = () =>
		startProcess({
			LOG_LEVEL: 'silent',
			CHAMILO_URL: sandbox.url,
			CHAMILO_SECURITY_KEY: sandbox.securityKey,
			API_KEYS,
			REDIS_URL: redis.url,
		});
	gateway = await start();
	let restarted: Promise<void> | undefined;
	let answered = 0;

	/** Sends until there is an answer about the user, always with the same key. */
	async function create(number: number): Promise<number> {
		const user = { ...ADA, loginname: `user${number}`, value: `new-${number}` };
		for (;;) {
			const send = createClient(gateway.url, KEYS.all);
			const headers = { 'Idempotency-Key': `create-${number}` };
			const answer = await send('POST', '/users', user, headers).catch(() => undefined);
			if (answer && answer.status < 500) {
				answered += 1;
				return answer.status;
			}
			await restarted;
		}
	}

	const answers: number[] = [];
	let next = 0;
	async function client(): Promise<void> {
		while (next < COUNT) {
			next += 1;
			answers.push(await create(next));
			if (answered >= COUNT / 2 && !restarted) {
				restarted = gateway.kill().then(async () => {
					gateway = await start();
				});
			}
		}
	}
	await Promise.all(Array.from({ length: AT_ONCE }, client));

	const users = (await createSandboxControl(sandbox.url).state()).users.filter(({ id }) => id >= DEMO.nextId);
	expect(users).toHaveLength(COUNT);
	expect(new Set(users.map(({ username }) => username)).size).toBe(COUNT);
	expect(new Set(users.map(({ extras }) => extras.external_user)).size).toBe(COUNT);
	// What the killed gateway had created without writing it down is found by the retry, and is as asked.
	expect(answers.filter((status) => status !== 201)).toEqual([]);
	expect(answers).toHaveLength(COUNT);
}, 120_000);
