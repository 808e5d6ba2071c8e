import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface GatewayProcess {
	url: string;
	pid: number;
	/** Everything it has written so far, standard output and standard error. */
	output(): string;
	/** Asks it to stop as an init system would; resolves to its exit code. */
	stop(): Promise<number | null>;
	/** Ends it in mid-work, as kill -9 does. */
	kill(): Promise<void>;
}

/** Runs the command line of the gateway as a process of its own and waits until it listens. */
export async function startProcess(env: Record<string, string>): Promise<GatewayProcess> {
	const root = fileURLToPath(new URL('../..', import.meta.url));
	const { PATH = '', HOME = '' } = process.env;
	const child = spawn(process.execPath, ['--import', 'tsx', 'src/node/cli.ts', 'serve'], {
		cwd: root,
		env: { PATH, HOME, HOST: '127.0.0.1', PORT: '0', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8');
		stream.on('data', (text: string) => {
			output += text;
		});
	}
	// Once, so that stopping it twice is no mistake.
	const closed = once(child, 'close');
	const url = await listening(child, () => output);
	return {
		url,
		pid: child.pid ?? 0,
		output: () => output,
		async stop() {
			child.kill('SIGTERM');
			const [code] = await closed;
			return code as number | null;
		},
		async kill() {
			child.kill('SIGKILL');
			await closed;
		},
	};
}

async function listening(child: ChildProcess, output: () => string): Promise<string> {
	for (;;) {
		const url = /listens on (http:\S+)/.exec(output())?.[1];
		if (url) return url;
		if (child.exitCode !== null) throw new Error(`the gateway ended before it listened:\n${output()}`);
		await Promise.race(
			[child.stdout, child.stderr].map((stream) => once(stream ?? child, 'data')).concat(once(child, 'close')),
		);
	}
}
