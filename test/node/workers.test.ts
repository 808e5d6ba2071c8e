import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { sendReply, serverPool } from '../chamilo/small-server.js';
import { createClient } from '../support/client.js';
import { type Connection, openConnection } from '../support/connection.js';
import { freePort, type RedisServer, startRedis, until } from '../support/redis.js';
import { createSandboxControl } from '../support/sandbox.js';
import { API_KEYS, KEYS } from '../support/stack.js';
import { ADA } from '../support/users.js';
import { buildCli, Running, run } from './command.js';

/** For a connection of its own, which goes to the next worker. */
const CLOSING = { Connection: 'close' };

let cli: string;
let redis: RedisServer;
let sandbox: Sandbox;
const running: Running[] = [];
const connections: Connection[] = [];
const servers = serverPool();

beforeAll(() => {
	cli = buildCli();
});
beforeEach(async () => {
	redis = await startRedis();
	sandbox = await startSandbox();
});
afterEach(async () => {
	for (const connection of connections.splice(0)) connection.close();
	await Promise.all(running.splice(0).map((command) => command.stop()));
	await sandbox.close();
	await servers.close();
	await redis.close();
});

function settings(more: Record<string, string> = {}): Record<string, string> {
	return {
		WORKERS: '2',
		HOST: '127.0.0.1',
		PORT: '0',
		CHAMILO_URL: sandbox.url,
		CHAMILO_SECURITY_KEY: sandbox.securityKey,
		API_KEYS,
		REDIS_URL: redis.url,
		...more,
	};
}

async function start(more?: Record<string, string>): Promise<{ gateway: Running; url: string }> {
	const gateway = new Running(cli, ['serve'], settings(more));
	running.push(gateway);
	const [, url = ''] = await gateway.written(/listens on (\S+)\n/);
	return { gateway, url };
}

/** A connection stays with one worker; two that are opened one after the other go to two. */
async function connectToBoth(url: string): Promise<[Connection, Connection]> {
	const both: [Connection, Connection] = [openConnection(url, KEYS.all), openConnection(url, KEYS.all)];
	connections.push(...both);
	for (const connection of both) await connection.get('/');
	return both;
}

/** Of the workers that wrote lines of requests. */
function pids({ output }: Running): number[] {
	const lines = output.split('\n').filter((line) => line.includes('"msg":"request"'));
	return [...new Set(lines.map((line) => (JSON.parse(line) as { pid: number }).pid))];
}

async function isGone(pid: number): Promise<boolean> {
	try {
		process.kill(pid, 0);
		return false;
	} catch {
		return true;
	}
}

describe('several workers', () => {
	it('share the port, and say how many they are', async () => {
		const { gateway, url } = await start();
		await gateway.written(/workers {2}2\n/);
		await connectToBoth(url);
		await until(() => pids(gateway).length === 2);
	});

	it('know what another one has changed, and do the work of an Idempotency-Key once', async () => {
		const { url } = await start();
		const [one, two] = await connectToBoth(url);
		const path = '/users/external_user/9001';
		expect([(await one.get(path)).status, (await two.get(path)).status]).toEqual([404, 404]);
		const statuses: number[] = [];
		for (let turn = 0; turn < 4; turn += 1) {
			// Each on a connection of its own, so on another worker than the one before.
			const headers = { 'Idempotency-Key': 'once', ...CLOSING };
			statuses.push((await createClient(url, KEYS.all)('POST', '/users', ADA, headers)).status);
		}
		expect(statuses).toEqual([201, 201, 201, 201]);
		for (const connection of [one, two])
			await expect.poll(async () => (await connection.get(path)).status, { timeout: 1_000 }).toBe(200);
		const { users } = await createSandboxControl(sandbox.url).state();
		expect(users.filter(({ extras }) => extras.external_user === '9001')).toHaveLength(1);
	});

	it('tell the metrics of all, each with its number', async () => {
		const { url } = await start();
		const [one, two] = await connectToBoth(url);
		await one.get('/users/external_user/1504');
		await two.get('/users/external_user/1504');
		await two.get('/users/external_user/1504');
		const { text, headers } = await createClient(url, KEYS.all)('GET', '/metrics');
		expect(headers.get('Content-Type')).toContain('text/plain');
		// All series are there from the start, at zero.
		const counts = text
			.split('\n')
			.filter((line) => /^chamilo_gateway_requests_total.*operation="getUser"/.test(line) && !line.endsWith(' 0'));
		expect(counts.map((line) => Number(line.split(' ').at(-1))).sort()).toEqual([1, 2]);
		expect(counts.map((line) => /worker="(\d)"/.exec(line)?.[1]).sort()).toEqual(['0', '1']);
	});

	it('together ask the campus no more at once than one would', async () => {
		let underWay = 0;
		let most = 0;
		const campus = await servers.start((response) => {
			underWay += 1;
			most = Math.max(most, underWay);
			setTimeout(() => {
				underWay -= 1;
				sendReply(response, 'WSUser.DisableUser');
			}, 50);
		});
		const signing = { CHAMILO_KIND: '1.9', CHAMILO_SIGNING: 'static', CHAMILO_EGRESS_IP: '203.0.113.7' };
		const { url } = await start({ CHAMILO_URL: campus.url, CHAMILO_CONCURRENCY: '3', ...signing });
		const numbers = Array.from({ length: 24 }, (_, index) => index + 1);
		const answers = numbers.map((number) =>
			createClient(url, KEYS.all)('POST', `/users/chamilo_user_id/${number}/disable`, undefined, CLOSING),
		);
		expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([204]));
		expect(most).toBe(3);
	});

	it('are replaced when they end, and nobody notices but the log', async () => {
		const { gateway, url } = await start();
		await connectToBoth(url);
		await until(() => pids(gateway).length === 2);
		const [victim = 0, ...others] = pids(gateway);
		process.kill(victim, 'SIGKILL');
		const [line] = await gateway.written(/\{.*a worker ended.*\n/);
		expect(JSON.parse(line)).toMatchObject({ pid: victim, signal: 'SIGKILL' });
		const send = createClient(url, KEYS.all);
		await until(async () => {
			const { status } = await send('GET', '/', undefined, CLOSING);
			expect(status).toBe(200);
			return pids(gateway).some((pid) => pid !== victim && !others.includes(pid));
		});
	});

	it('finish what is under way at SIGTERM, and end with 0', async () => {
		await sandbox.close();
		sandbox = await startSandbox({ latency: { baseMs: 700, perUserMs: 0 } });
		const { gateway, url } = await start();
		const both = ['1504', '1505'].map((number) =>
			createClient(url, KEYS.all)('GET', `/users/external_user/${number}`, undefined, CLOSING),
		);
		await new Promise((resolve) => setTimeout(resolve, 300));
		gateway.signal('SIGTERM');
		await gateway.written(/SIGTERM: finishing what is under way/);
		expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
		expect(await gateway.ended()).toBe(0);
		expect(gateway.output.match(/finishing/g)).toHaveLength(1);
	});

	it('do not outlive the process that started them', async () => {
		const { gateway, url } = await start();
		await connectToBoth(url);
		await until(() => pids(gateway).length === 2);
		gateway.signal('SIGKILL');
		for (const pid of pids(gateway)) await until(() => isGone(pid));
		await expect(fetch(`${url}/healthz`)).rejects.toThrow();
	});

	it('that cannot have the port say so once, and end with 1', async () => {
		const port = await freePort();
		const other = createServer().listen(port, '127.0.0.1');
		await once(other, 'listening');
		const gateway = new Running(cli, ['serve'], settings({ PORT: String(port) }));
		running.push(gateway);
		expect(await gateway.ended()).toBe(1);
		expect(gateway.output.match(/port is in use/g)).toHaveLength(1);
		other.close();
	});
});

it('settings that several workers cannot have are refused with what to write', () => {
	const { CHAMILO_URL: _, REDIS_URL: __, ...alone } = settings({ WORKERS: '5' });
	const { code, out, err } = run(cli, ['serve'], alone);
	expect([code, out]).toEqual([1, '']);
	expect(err).toMatch(/^ {2}WORKERS: .*CHAMILO_URL/m);
	expect(err).toMatch(/^ {2}REDIS_URL: .*WORKERS=1/m);
	expect(err).toMatch(/^ {2}WORKERS: .*CHAMILO_CONCURRENCY/m);
});
