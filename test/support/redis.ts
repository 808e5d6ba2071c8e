import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Log } from '../../src/http/log.js';
import { parseRedisUrl, type RedisAddress } from '../../src/redis-url.js';

/** A redis-server of the test's own, on a port that was free. */
export interface RedisServer {
	port: number;
	url: string;
	/** Ends it as a crash would, and waits until it is gone. */
	kill(): Promise<void>;
	/** Starts it anew, empty, on the same port. */
	start(...options: string[]): Promise<void>;
	/** It keeps its connections and answers nothing, until `resume`. */
	hang(): void;
	resume(): void;
	/** Runs a command over a connection of its own; answers the reply as text. */
	command(...words: string[]): Promise<string>;
	close(): Promise<void>;
}

/** A port nobody listens on at the moment. */
export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

export interface RedisServerOptions {
	/** Command line options beyond those every server gets. */
	options?: string[];
	port?: number;
	/** What `command` authenticates with; for the options to demand it. */
	password?: string;
	/** Runs it as a sentinel, with this configuration. */
	sentinel?: string;
	/** It does not run until `start`. */
	absent?: boolean;
}

/** Starts a redis-server that keeps nothing on disk but what a cluster or sentinel must, in a folder of its own. */
export async function startRedis({
	options = [],
	port,
	password,
	sentinel,
	absent = false,
}: RedisServerOptions = {}): Promise<RedisServer> {
	const folder = await mkdtemp(join(tmpdir(), 'gateway-redis-'));
	const chosen = port ?? (await freePort());
	let child: ChildProcess | undefined;

	async function start(...more: string[]): Promise<void> {
		const args = ['--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no', ...options, ...more];
		if (sentinel !== undefined) await writeFile(join(folder, 'sentinel.conf'), sentinel);
		const words = sentinel === undefined ? args : ['sentinel.conf', '--sentinel', '--bind', '127.0.0.1'];
		const ports = options.includes('--tls-port') ? [] : ['--port', String(chosen)];
		const started = spawn('redis-server', [...words, ...ports], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
		child = started;
		let output = '';
		await new Promise<void>((resolve, reject) => {
			started.once('error', reject);
			started.once('exit', () => reject(new Error(`redis-server ended:\n${output}`)));
			for (const stream of [started.stdout, started.stderr]) {
				stream.setEncoding('utf8').on('data', (text: string) => {
					output += text;
					if (/Ready to accept connections|Sentinel ID is/.test(output)) resolve();
				});
			}
		});
	}

	async function kill(): Promise<void> {
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		const exited = once(child, 'exit');
		child.kill('SIGKILL');
		await exited;
	}

	if (!absent) await start();
	return {
		port: chosen,
		url: `redis://127.0.0.1:${chosen}`,
		kill,
		start,
		hang: () => void child?.kill('SIGSTOP'),
		resume: () => void child?.kill('SIGCONT'),
		command: (...words) => command(chosen, password, words),
		async close() {
			await kill();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

async function command(port: number, password: string | undefined, [name = '', ...args]: string[]): Promise<string> {
	const client = new Redis({ port, host: '127.0.0.1', protocol: 2, ...(password ? { password } : {}) });
	try {
		return String(await client.call(name, args));
	} finally {
		client.disconnect();
	}
}

/** A REDIS_URL as the settings read it. */
export function addressOf(url: string): RedisAddress {
	const { address, mistake } = parseRedisUrl(url);
	if (!address) throw new Error(mistake);
	return address;
}

/** A log that remembers its lines as text, in order. */
export function createRecordingLog(): { log: Log; lines: string[] } {
	const lines: string[] = [];
	const write = (level: string) => (fields: Record<string, unknown>, message: string) => {
		lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
	};
	return {
		lines,
		log: {
			info: write('info'),
			warn: write('warn'),
			error: write('error'),
			audit: () => undefined,
			request: () => undefined,
		},
	};
}

/** Waits until something holds; the test's own deadline ends a wait in vain. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
