import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const START_MS = 20_000;
/** What the gateway is started with (see build.mjs), for every contestant. */
const NODE_OPTIONS = ['--max-semi-space-size=32'];

export interface Server {
	url: string;
	pid: number;
	stop(): Promise<void>;
	/** As kill -9 does. */
	kill(): Promise<void>;
}

/** None outlives the run, however that ends. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
	for (const child of running) child.kill('SIGKILL');
});

/** Runs a script as a process of its own, as in production, and waits until it says where it listens. */
export async function startServer(script: string[], env: Record<string, string>, root?: string): Promise<Server> {
	const cwd = root ?? fileURLToPath(new URL('../..', import.meta.url));
	if (script[0] === 'dist/cli.js' && root === undefined) await build(cwd);
	const { PATH = '', HOME = '' } = process.env;
	const child = spawn(process.execPath, [...NODE_OPTIONS, ...script], {
		cwd,
		env: { PATH, HOME, HOST: '127.0.0.1', PORT: '0', NODE_ENV: 'production', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	running.add(child);
	let output = '';
	const url = await new Promise<string>((resolve, reject) => {
		const read = (text: Buffer) => {
			if (output === 'listening') return;
			output += text.toString();
			const found = /listens on (http:\S+)/.exec(output)?.[1];
			if (!found) return;
			output = 'listening';
			resolve(found);
		};
		child.stdout.on('data', read);
		child.stderr.on('data', (text: Buffer) => {
			if (output === 'listening') process.stderr.write(text);
			read(text);
		});
		child.on('exit', (code) => reject(new Error(`${script.join(' ')} ended with ${code}: ${output}`)));
		setTimeout(() => reject(new Error(`${script.join(' ')} does not listen: ${output}`)), START_MS).unref();
	});
	const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
		child.removeAllListeners('exit');
		running.delete(child);
		const closed = once(child, 'close');
		child.kill(signal);
		await closed;
	};
	return { url, pid: child.pid ?? 0, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

let built: Promise<unknown> | undefined;

/** Once a run: a start is measured without it. */
function build(cwd: string): Promise<unknown> {
	built ??= promisify(execFile)(process.execPath, ['src/node/build.mjs'], { cwd });
	return built;
}

export function median(values: readonly number[]): number {
	return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
