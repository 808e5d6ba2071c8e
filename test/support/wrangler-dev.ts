import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OFFLINE } from './edge.js';

export interface WranglerDev {
	url: string;
	close(): Promise<void>;
}

/** `wrangler dev` as the README has it, on a free port and with some settings of its own. */
export async function startWranglerDev(settings: Record<string, string>): Promise<WranglerDev> {
	const storage = await mkdtemp(join(tmpdir(), 'gateway-dev-'));
	const child = spawn(
		process.execPath,
		[
			...['node_modules/wrangler/bin/wrangler.js', 'dev', '--ip', '127.0.0.1', '--port', '0', '--inspector-port', '0'],
			...['--env-file', '.dev.vars.example', '--persist-to', storage, '--show-interactive-dev-session=false'],
			...Object.entries(settings).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
		],
		{ env: { ...process.env, ...OFFLINE }, stdio: ['ignore', 'pipe', 'pipe'] },
	);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8');
		stream.on('data', (text: string) => {
			output += text;
		});
	}
	const closed = once(child, 'close');
	async function close(): Promise<void> {
		if (child.exitCode === null) child.kill('SIGTERM');
		await closed;
		await rm(storage, { recursive: true, force: true });
	}
	for (;;) {
		const url = /Ready on (http:\/\/\S+)/.exec(output)?.[1];
		if (url) return { url, close };
		if (child.exitCode !== null) {
			await close();
			throw new Error(`wrangler dev ended before it was ready:\n${output}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
