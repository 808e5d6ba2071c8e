// `npx tsx test/bench/soak.ts [seconds]`: two gateways on one Redis under mixed load, while calls to the campus break,
// Redis hangs and a gateway is killed. At the end the campus must hold what the clients were told, once. Ends with 1
// where it does not.
import { existsSync, readFileSync } from 'node:fs';
import { argv, exit, stdout } from 'node:process';
import { startSandbox } from '../../src/sandbox/index.js';
import { type Answer, createClient } from '../support/client.js';
import { startRedis } from '../support/redis.js';
import { createSandboxControl } from '../support/sandbox.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { ADA, ADA_EDIT, DEMO } from '../support/users.js';
import { type Server, startServer } from './harness.js';

const seconds = Math.min(Number(argv[2] ?? 120), 600);
const CLIENTS = 24;
const FAULTS = ['empty-500', 'reset-before', 'reset-after', 'html-200', 'delay'];
const OPERATIONS = [
	'WSUser.CreateUser',
	'WSUser.CreateUsers',
	'WSGetUser',
	'WSUser.EditUser',
	'WSUser.DisableUser',
	'WSListCourses',
];

const redis = await startRedis();
const sandbox = await startSandbox({ latency: { baseMs: 5, perUserMs: 0.3 }, workers: 8 });
const control = createSandboxControl(sandbox.url);
const start = () =>
	startServer(['dist/cli.js', 'serve'], {
		LOG_LEVEL: 'error',
		CHAMILO_URL: sandbox.url,
		CHAMILO_SECURITY_KEY: sandbox.securityKey,
		CHAMILO_TIMEOUT_MS: '3000',
		REDIS_URL: redis.url,
		API_KEYS,
	});
const gateways: Server[] = [await start(), await start()];
const until = performance.now() + seconds * 1000;
const isOver = () => performance.now() > until;
const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const statuses = new Map<string, number>();
const mistakes: string[] = [];
/** Of every user that was told to exist: its number. */
const created = new Map<string, number>();
let next = 0;

/** Sends to either gateway until there is a definite answer, always with the same key. */
async function insist(method: string, path: string, body: unknown): Promise<Answer> {
	const key = crypto.randomUUID();
	for (;;) {
		const send = createClient(pick(gateways).url, KEYS.all);
		const answer = await send(method, path, body, { 'Idempotency-Key': key, 'Cache-Control': null }).catch(
			() => undefined,
		);
		const told = answer ? `${method} ${answer.status}` : `${method} connection lost`;
		statuses.set(told, (statuses.get(told) ?? 0) + 1);
		if (answer && (answer.status < 500 || (answer.json as { code?: string })?.code === 'creation-incomplete'))
			return answer;
		await pause(50 + Math.random() * 200);
	}
}

async function client(): Promise<void> {
	while (!isOver()) {
		next += 1;
		const value = `soak-${next}`;
		const user = { ...ADA, loginname: `soak${next}`, value };
		const answer = await insist('POST', '/users', user);
		const { id } = (answer.json ?? {}) as { id?: number };
		if (id === undefined) {
			mistakes.push(`${value}: ${answer.status} ${answer.text}`);
			continue;
		}
		created.set(value, id);
		const path = `/users/external_user/${value}`;
		const read = await insist('GET', path, undefined);
		if (read.status !== 200) mistakes.push(`${value} was created, and read as ${read.status}`);
		if (next % 3 === 0) await insist('PUT', path, { ...ADA_EDIT, loginname: user.loginname });
		if (next % 4 === 0) await insist('POST', `${path}/disable`, undefined);
		if (next % 5 === 0)
			await insist('PUT', '/enrolments', { user: { field: 'external_user', value }, courses: ['2024OFFICE'] });
		if (next % 2 === 0) await insist('GET', '/courses', undefined);
	}
}

async function trouble(): Promise<void> {
	while (!isOver()) {
		await pause(400);
		const kind = pick(FAULTS);
		await control.fault({ kind, operation: pick(OPERATIONS), ...(kind === 'delay' ? { ms: 300 } : {}) });
	}
}

/**
 * One after the other: while Redis hangs, a key is known to one instance alone (`Idempotency-Scope: instance`), and dies
 * with it.
 */
async function breakThings(): Promise<void> {
	while (!isOver()) {
		await pause(5_000);
		redis.hang();
		await pause(1_500);
		redis.resume();
		await pause(6_000);
		if (isOver()) return;
		const position = Math.floor(Math.random() * gateways.length);
		await gateways[position]?.kill();
		gateways[position] = await start();
	}
}

/** Resident memory of the larger gateway, in MiB; one that was just killed has none. */
function memory(): number {
	const sizes = gateways.map(({ pid }) => {
		const status = existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
		return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
	});
	return Math.max(...sizes) / 1024;
}

const sizes: number[] = [];
const watch = setInterval(() => {
	sizes.push(memory());
	const left = Math.max(0, Math.round((until - performance.now()) / 1000));
	stdout.write(`\r${created.size} users, ${Math.round(sizes.at(-1) ?? 0)} MiB, ${left} s left   `);
}, 1_000);
await Promise.all([...Array.from({ length: CLIENTS }, client), trouble(), breakThings()]);
clearInterval(watch);
stdout.write('\n');

const users = (await control.state()).users.filter(({ id }) => id >= DEMO.nextId);
const seen = new Map<string, number>();
for (const { id, extras } of users) {
	const value = extras.external_user ?? '';
	if (seen.has(value)) mistakes.push(`${value} is there twice`);
	seen.set(value, id);
}
for (const [value, id] of created)
	if (seen.get(value) !== id) mistakes.push(`${value} was told to be ${id}, and is ${seen.get(value)}`);
for (const value of seen.keys()) if (!created.has(value)) mistakes.push(`${value} is there, and nobody was told`);
for (const gateway of gateways) await gateway.stop();
await sandbox.close();
await redis.close();
const answers = [...statuses].sort().map(([told, count]) => `${told}: ${count}`);
stdout.write(`${seconds} s, ${created.size} users created and told, ${users.length} there; ${answers.join(', ')}\n`);
stdout.write(
	`memory of a gateway: ${Math.round(sizes[Math.floor(sizes.length / 3)] ?? 0)} MiB after a third, ${Math.round(Math.max(...sizes))} MiB at most\n`,
);
for (const mistake of mistakes.slice(0, 20)) stdout.write(`WRONG ${mistake}\n`);
exit(mistakes.length > 0 ? 1 : 0);
