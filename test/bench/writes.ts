// `npx tsx test/bench/writes.ts [rounds]`: what waiting together and remembering save, against a sandbox that takes the
// time of a real campus. Ratios of one run; the seconds belong to this machine.
import { argv, stdout } from 'node:process';
import { startSandbox } from '../../src/sandbox/index.js';
import { createClient } from '../support/client.js';
import { startProcess } from '../support/process.js';
import { createSandboxControl } from '../support/sandbox.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { ADA } from '../support/users.js';

const USERS = 200;
const BATCH = 1_000;
/** Workers of the campus, and calls the gateway has under way. */
const WORKERS = 4;
/** Of a measured campus (F185, F186). */
const LATENCY = { baseMs: 48, perUserMs: 2.7 };

async function startBoth() {
	const sandbox = await startSandbox({ latency: LATENCY, workers: WORKERS });
	const gateway = await startProcess({
		LOG_LEVEL: 'silent',
		CHAMILO_URL: sandbox.url,
		CHAMILO_SECURITY_KEY: sandbox.securityKey,
		CHAMILO_CONCURRENCY: String(WORKERS),
		API_KEYS,
	});
	const send = createClient(gateway.url, KEYS.all);
	await send('GET', '/users/external_user/1504');
	return {
		send,
		calls: async () => (await createSandboxControl(sandbox.url).operations()).length,
		async close() {
			await gateway.stop();
			await sandbox.close();
		},
	};
}

const user = (index: number) => ({ ...ADA, loginname: `user${index}`, value: `bench-${index}` });

/** Does the work, and tells the seconds and the calls it took. */
async function measured({ calls }: { calls: () => Promise<number> }, work: () => Promise<unknown>) {
	const before = await calls();
	const begun = performance.now();
	await work();
	return { seconds: (performance.now() - begun) / 1000, calls: (await calls()) - before };
}

async function expectAll(answers: Promise<{ status: number; text: string }>[], status: number): Promise<void> {
	for (const answer of await Promise.all(answers)) {
		if (answer.status !== status) throw new Error(`${answer.status} ${answer.text}`);
	}
}

/** `extras` keep a user from travelling with others: the same creates, one by one. */
async function creates(together: boolean): Promise<Result> {
	const campus = await startBoth();
	const create = (from: number, count: number) =>
		expectAll(
			Array.from({ length: count }, (_, index) =>
				campus.send('POST', '/users', { ...user(from + index), ...(together ? {} : { extras: {} }) }),
			),
			201,
		);
	await create(0, USERS);
	const result = await measured(campus, () => create(USERS, USERS));
	await campus.close();
	return result;
}

/**
 * A batch of disables, by a name that soap.php knows or one that has to be looked up; cold, and with every user
 * remembered.
 */
async function disables(field: 'external_user' | 'username'): Promise<{ cold: Result; warm: Result }> {
	const campus = await startBoth();
	const list = Array.from({ length: BATCH }, (_, index) => user(index));
	await expectAll([campus.send('POST', '/users/batch/create', { users: list })], 200);
	const users = list.map(({ loginname, value }) => ({ field, value: field === 'username' ? loginname : value }));
	const disable = () => expectAll([campus.send('POST', '/users/batch/disable', { users })], 200);
	const enable = () => expectAll([campus.send('POST', '/users/batch/enable', { users })], 200);
	const cold = await measured(campus, disable);
	await enable();
	await expectAll(
		users.map(({ value }) => campus.send('GET', `/users/${field}/${value}`)),
		200,
	);
	const warm = await measured(campus, disable);
	await campus.close();
	return { cold, warm };
}

interface Result {
	seconds: number;
	calls: number;
}

function median(results: Result[]): Result {
	const sorted = results.toSorted((left, right) => left.seconds - right.seconds);
	return sorted[Math.floor(sorted.length / 2)] ?? { seconds: 0, calls: 0 };
}

const show = ({ seconds, calls }: Result) => `${seconds.toFixed(2)} s, ${calls} calls`;

const rounds = Number(argv[2] ?? 3);
const all = { alone: [] as Result[], together: [] as Result[] };
for (let round = 0; round < rounds; round += 1) {
	all.alone.push(await creates(false));
	all.together.push(await creates(true));
}
const [alone, together] = [median(all.alone), median(all.together)];
stdout.write(
	[
		`${USERS} concurrent POST /users`,
		`  one by one         ${show(alone)}`,
		`  with group commit  ${show(together)}: ${(alone.seconds / together.seconds).toFixed(1)} times fewer seconds`,
		'',
	].join('\n'),
);
for (const field of ['external_user', 'username'] as const) {
	const { cold, warm } = await disables(field);
	stdout.write(`batch of ${BATCH} disables by ${field}: cold ${show(cold)}; warm ${show(warm)}\n`);
}
