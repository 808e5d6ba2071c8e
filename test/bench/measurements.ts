import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { startRedis } from '../support/redis.js';
import { KEYS } from '../support/stack.js';
import { type Contestants, type Name, startGateway, startScript } from './contestants.js';
import { median } from './harness.js';
import { type Load, measure, type Rate } from './load.js';

export interface Round {
	servers: Contestants;
	campusUrl: string;
	rounds: number;
}

/** Figures by their names; `vs_…` are ratios, what the gateway does for one of the other. */
export type Results = Record<string, Record<string, number>>;

const AUTHORISED = { 'X-API-Key': KEYS.all };
const USER = '/users/external_user/1504';
const CREATE: Load = { method: 'POST', path: '/users', creates: true, connections: 64, headers: AUTHORISED };
// Asked of Chamilo each time, as the others do.
const LIST: Load = {
	method: 'GET',
	path: '/courses',
	connections: 64,
	headers: { ...AUTHORISED, 'Cache-Control': 'no-cache' },
};
const CACHED: Load = { method: 'GET', path: USER, connections: 64, headers: AUTHORISED };

export const MEASUREMENTS: Record<string, (round: Round) => Promise<Record<string, number>>> = {
	async create(round) {
		const rates = await inTurns(round, ['relay', 'naive', 'fastify', 'express', 'gateway', 'baseline'], CREATE);
		return {
			...againstBaseline(rates),
			vs_ceiling: rates.gateway / rates.relay,
			vs_naive: rates.gateway / rates.naive,
			vs_fastify: rates.gateway / rates.fastify,
			vs_express: rates.gateway / rates.express,
			requests_per_second: rates.gateway,
		};
	},
	async list(round) {
		const rates = await inTurns(round, ['naive', 'fastify', 'express', 'gateway', 'baseline'], LIST);
		return {
			...againstBaseline(rates),
			vs_naive: rates.gateway / rates.naive,
			vs_fastify: rates.gateway / rates.fastify,
			vs_express: rates.gateway / rates.express,
			requests_per_second: rates.gateway,
		};
	},
	async cached(round) {
		const rates = await inTurns(round, ['hono', 'dressed', 'gateway', 'baseline'], CACHED);
		return {
			...againstBaseline(rates),
			vs_hono: rates.gateway / rates.hono,
			vs_dressed: rates.gateway / rates.dressed,
			requests_per_second: rates.gateway,
		};
	},
	/** One SOAP call, one connection, in turns request by request: milliseconds. */
	async latency({ servers, rounds }) {
		const agent = new Agent({ keepAlive: true, maxSockets: 1 });
		const times = { relay: [] as number[], gateway: [] as number[] };
		const disable = async (name: 'relay' | 'gateway', keep: boolean) => {
			const ms = await exchange(agent, `${servers[name].url}${USER}/disable`);
			if (keep) times[name].push(ms);
		};
		for (let index = 0; index < 500 + 1_000 * rounds; index += 1) {
			await disable('relay', index >= 500);
			await disable('gateway', index >= 500);
		}
		agent.destroy();
		const [relay, gateway] = [median(times.relay), median(times.gateway)];
		return { added_ms: gateway - relay, relay_ms: relay, gateway_ms: gateway };
	},
	/** A write of one SOAP call, with locks in the process and in Redis, which does nothing else here: milliseconds. */
	async locks({ campusUrl, rounds }) {
		const redis = await startRedis();
		const alone = { CACHE_TTL_S: '0', RATE_LIMIT: '0' };
		const servers = {
			process: await startGateway(campusUrl, alone),
			redis: await startGateway(campusUrl, { ...alone, REDIS_URL: redis.url }),
		};
		const agent = new Agent({ keepAlive: true, maxSockets: 2 });
		const times = { process: [] as number[], redis: [] as number[] };
		for (let index = 0; index < 500 + 1_000 * rounds; index += 1) {
			for (const name of ['process', 'redis'] as const) {
				const ms = await exchange(agent, `${servers[name].url}${USER}/disable`);
				if (index >= 500) times[name].push(ms);
			}
		}
		agent.destroy();
		for (const server of Object.values(servers)) await server.stop();
		await redis.close();
		const [inProcess, inRedis] = [median(times.process), median(times.redis)];
		return { added_ms: inRedis - inProcess, process_ms: inProcess, redis_ms: inRedis };
	},
	async p99(round) {
		const load = { ...CREATE, connections: 256 };
		const rounds = await roundsOf(round, ['relay', 'gateway'], load);
		const [relay, gateway] = [median(rounds.relay.map(p99Of)), median(rounds.gateway.map(p99Of))];
		return { vs_ceiling: gateway / relay, relay_ms: relay, gateway_ms: gateway };
	},
	/** A million requests, nine of ten look-ups; MiB after the first tenth and at the end. */
	async memory({ campusUrl }) {
		const server = await startGateway(campusUrl);
		const work = async (amount: number) => {
			await measure(server.url, { ...CACHED, amount: amount * 0.9 });
			await measure(server.url, { ...CREATE, amount: amount * 0.1 });
		};
		const seen: number[] = [];
		for (let tenth = 0; tenth < 10; tenth += 1) {
			await work(100_000);
			seen.push(await residentMiB(server.pid));
		}
		await server.stop();
		return { after_100_000_mib: seen[0] ?? 0, after_1_000_000_mib: seen.at(-1) ?? 0, peak_mib: Math.max(...seen) };
	},
	/** From nothing to the first answer that Chamilo was asked for: milliseconds. */
	async start({ campusUrl, rounds }) {
		const times = { hono: [] as number[], gateway: [] as number[] };
		for (let index = 0; index < rounds; index += 1) {
			times.hono.push(await firstAnswer(() => startScript('hono', {})));
			times.gateway.push(await firstAnswer(() => startGateway(campusUrl)));
		}
		return { gateway_ms: median(times.gateway), hono_ms: median(times.hono) };
	},
};

/** Requests a second: the median of all rounds. A baseline that does not run has 0. */
async function inTurns<N extends Name | 'baseline'>(
	round: Round,
	names: readonly N[],
	load: Load,
): Promise<Record<N, number>> {
	const rounds = await roundsOf(round, names, load);
	return byName(names, (name) => median(rounds[name].map(({ perSecond }) => perSecond)));
}

function againstBaseline({ gateway, baseline }: { gateway: number; baseline: number }): Record<string, number> {
	return baseline > 0 ? { vs_baseline: gateway / baseline } : {};
}

/** All of them once to warm up, then round after round. */
async function roundsOf<N extends Name | 'baseline'>({ servers, rounds }: Round, names: readonly N[], load: Load) {
	const rates = byName(names, (): Rate[] => []);
	const running = names.flatMap((name) => {
		const server = servers[name];
		return server ? [{ name, url: server.url }] : [];
	});
	for (const { url } of running) await measure(url, load);
	for (let index = 0; index < rounds; index += 1) {
		for (const { name, url } of running) rates[name].push(await measure(url, load));
	}
	return rates;
}

function byName<N extends string, T>(names: readonly N[], of: (name: N) => T): Record<N, T> {
	return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<N, T>;
}

const p99Of = ({ p99 }: Rate) => p99;

function exchange(agent: Agent, url: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const begun = performance.now();
		const sent = request(url, { method: 'POST', agent, headers: AUTHORISED }, (response) => {
			if ((response.statusCode ?? 500) >= 300) reject(new Error(`${url}: HTTP ${response.statusCode}`));
			response.resume().on('end', () => resolve(performance.now() - begun));
		});
		sent.on('error', reject).end();
	});
}

async function residentMiB(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

async function firstAnswer(start: () => ReturnType<typeof startGateway>): Promise<number> {
	const begun = performance.now();
	const server = await start();
	await (await fetch(server.url + USER, { headers: AUTHORISED })).arrayBuffer();
	const ms = performance.now() - begun;
	await server.stop();
	return ms;
}
