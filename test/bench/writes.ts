// What 200 concurrent creations cost a campus, beside the plural calls alone that 200 users need: the time that calls keep
// its workers busy. That is what limits a campus, and other work on this machine does not change it.
import type { LoggedCall } from '../../src/sandbox/call-log.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { createClient } from '../support/client.js';
import { type CampusKind, SANDBOXES } from '../support/kinds.js';
import { startProcess } from '../support/process.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { ADA } from '../support/users.js';
import { median } from './harness.js';

const USERS = 200;
/** Users of one plural call (F186). */
const PLURAL = 50;
/** Workers of the campus, and calls the gateway has under way. */
const WORKERS = 4;

interface Latency {
	baseMs: number;
	perUserMs: number;
}

/** Campuses whose times were measured (F185, F186). */
export const PROFILES: Readonly<Record<string, Latency & { kind: CampusKind; title: string }>> = {
	writes_1_9: { kind: '1.9', title: '1.9.8', baseMs: 9, perUserMs: 1.75 },
	writes_1_11_32: { kind: '1.11.32-php7', title: '1.11.32 on PHP 7.4', baseMs: 7, perUserMs: 7.4 },
	writes_no_opcache: { kind: '1.11', title: '1.11.6 without an opcode cache', baseMs: 82, perUserMs: 10 },
};

/** Figures of one profile: medians of the rounds. `vs_plural` is the cost to that of the plural calls alone. */
export interface WriteFigures {
	vs_plural: number;
	campus_ms: number;
	plural_ms: number;
	calls: number;
	seconds: number;
	[name: string]: number;
}

/** Measures each profile, by its name. */
export async function measureWrites(rounds: number): Promise<Record<string, WriteFigures>> {
	const figures: Record<string, WriteFigures> = {};
	for (const [name, profile] of Object.entries(PROFILES)) figures[name] = await measureProfile(profile, rounds);
	return figures;
}

async function measureProfile({ kind, baseMs, perUserMs }: Latency & { kind: CampusKind }, rounds: number) {
	const latency = { baseMs, perUserMs };
	const sandbox = await startSandbox({ ...SANDBOXES[kind], latency, workers: WORKERS });
	const gateway = await startProcess({
		LOG_LEVEL: 'silent',
		RATE_LIMIT: '0',
		CHAMILO_URL: sandbox.url,
		CHAMILO_SECURITY_KEY: sandbox.securityKey,
		CHAMILO_CONCURRENCY: String(WORKERS),
		API_KEYS,
	});
	try {
		const send = createClient(gateway.url, KEYS.all);
		const seen = [];
		// The first round warms up: the gateway learns what campus this is, and its code is compiled.
		for (let round = 0; round <= rounds; round += 1) {
			const before = sandbox.journal.length;
			const begun = performance.now();
			await createAtOnce(send, round);
			const seconds = (performance.now() - begun) / 1000;
			const calls = sandbox.journal.slice(before);
			const busy = calls.reduce((sum, call) => sum + timeOf(call, latency), 0);
			if (round > 0) seen.push({ seconds, calls: calls.length, campus_ms: busy });
		}
		const plural = (USERS / PLURAL) * baseMs + USERS * perUserMs;
		const campus = median(seen.map(({ campus_ms }) => campus_ms));
		return {
			vs_plural: campus / plural,
			campus_ms: campus,
			plural_ms: plural,
			calls: median(seen.map(({ calls }) => calls)),
			seconds: median(seen.map(({ seconds }) => seconds)),
		};
	} finally {
		await gateway.stop();
		await sandbox.close();
	}
}

async function createAtOnce(send: ReturnType<typeof createClient>, round: number): Promise<void> {
	const users = Array.from({ length: USERS }, (_, index) => {
		const name = `bench-${round}-${index}`;
		return { ...ADA, loginname: name, email: `${name}@example.org`, field: 'external_user', value: name };
	});
	const answers = await Promise.all(users.map((user) => send('POST', '/users', user)));
	const failed = answers.find(({ status }) => status !== 201);
	if (failed) throw new Error(`${failed.status} ${failed.text}`);
}

/** How long the call kept a worker: as the sandbox does it (its option `latency`). */
function timeOf({ operation, args }: LoggedCall, { baseMs, perUserMs }: Latency): number {
	const lists = args.flatMap((value) =>
		Array.isArray(value) ? [value] : Object.values(value ?? {}).filter((member) => Array.isArray(member)),
	);
	const items = Math.max(/^WS(User\.)?Create/.test(operation) ? 1 : 0, ...lists.map((list) => list.length));
	return baseMs + items * (/Create|Delete/.test(operation) ? perUserMs : perUserMs / 10);
}
