import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the command line as `npm start` does, when it is older than its sources; answers its path. */
export function buildCli(): string {
	const script = "import('./src/node/build.mjs').then(({ build }) => build()).then(console.log)";
	const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' });
	if (status !== 0) throw new Error(stderr);
	return stdout.trim();
}

/** What a command needs of the environment beside its settings. */
function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
	const { PATH = '', HOME = '' } = process.env;
	return { PATH, HOME, ...settings };
}

/** Runs the command line to its end. */
export function run(cli: string, args: string[], settings: Record<string, string> = {}) {
	const result = spawnSync(process.execPath, [cli, ...args], {
		cwd: ROOT,
		env: environment(settings),
		encoding: 'utf8',
		timeout: 50_000,
	});
	return { code: result.status, out: result.stdout, err: result.stderr };
}

/** The command line while it runs. */
export class Running {
	/** What it has written to standard output. */
	out = '';
	private text = '';
	private readonly child: ChildProcess;
	private readonly closed: Promise<unknown[]>;

	constructor(cli: string, args: string[], settings: Record<string, string> = {}) {
		this.child = spawn(process.execPath, [cli, ...args], {
			cwd: ROOT,
			env: environment(settings),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		this.closed = once(this.child, 'close');
		this.child.stdout?.on('data', (bytes: Buffer | string) => {
			this.out += bytes;
		});
		for (const stream of [this.child.stdout, this.child.stderr]) {
			stream?.setEncoding('utf8');
			stream?.on('data', (text: string) => {
				this.text += text;
			});
		}
	}

	/** What it has written to standard output and standard error. */
	get output(): string {
		return this.text;
	}

	get hasEnded(): boolean {
		return this.child.exitCode !== null || this.child.signalCode !== null;
	}

	/** Waits until it has written something of this form. */
	async written(form: RegExp): Promise<RegExpExecArray> {
		for (;;) {
			const found = form.exec(this.text);
			if (found) return found;
			if (this.hasEnded) throw new Error(`it ended before it wrote ${form}:\n${this.text}`);
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
	}

	signal(name: NodeJS.Signals): void {
		this.child.kill(name);
	}

	/** Its exit code, once it has ended. */
	async ended(): Promise<number | null> {
		const [code] = await this.closed;
		return code as number | null;
	}

	/** Ends it in any case; for afterEach. */
	async stop(): Promise<void> {
		if (!this.hasEnded) this.child.kill('SIGKILL');
		await this.closed;
	}
}
