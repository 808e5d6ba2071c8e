import cluster from 'node:cluster';
import type { Config } from '../config.js';
import { type Command, readArguments } from './command-line.js';
import type { Gateway } from './serve.js';
import { onStopSignal } from './stop-signal.js';

/** `chamilo-gateway serve`, and what runs without a command. */
export const SERVE: Command = {
	usage: `usage: chamilo-gateway serve [--port N] [--host ADDRESS]

Runs the gateway. Without CHAMILO_URL the built-in sandbox is its campus, on this machine only.

  --port N        instead of PORT (8787)
  --host ADDRESS  instead of HOST (0.0.0.0; with the sandbox 127.0.0.1)

All other settings are environment variables; README.md lists them.
`,
	ignoresClosedOutput: true,
	run: serve,
};

/** One gateway, or several workers. */
type Served = Omit<Gateway, 'close'> & { workers?: number };

async function serve(args: string[]): Promise<number | undefined> {
	const { port, host } = readArguments({
		args,
		options: { port: { type: 'string' }, host: { type: 'string' } },
	}).values;
	const env = { ...process.env, ...(port === undefined ? {} : { PORT: port }), ...(host ? { HOST: host } : {}) };
	if (cluster.isWorker) {
		const { startWorker } = await import('./workers/worker.js');
		stopOnSignal(await startWorker(env), () => undefined);
		return undefined;
	}
	const { readSettings } = await import('./settings.js');
	const { config } = readSettings(env);
	const gateway = config.WORKERS > 1 ? await serveWorkers(config) : await serveAlone(env);
	if (!gateway) return 1;
	// Standard output is the log, JSON line by line, wherever a program reads it.
	const people = process.stdout.isTTY ? process.stdout : process.stderr;
	// First: whoever has read the banner may send a signal.
	stopOnSignal(gateway, (line) => people.write(line));
	people.write(banner(gateway));
	return undefined;
}

async function serveAlone(env: NodeJS.ProcessEnv): Promise<Served> {
	const { startGateway } = await import('./serve.js');
	return startGateway(env);
}

async function serveWorkers({ LOG_LEVEL, WORKERS: count }: Config): Promise<Served | undefined> {
	const [{ startWorkers }, { createLog }] = await Promise.all([import('./workers/primary.js'), import('./log.js')]);
	const workers = await startWorkers(count, createLog(LOG_LEVEL, true));
	return workers && { url: workers.url, stop: workers.close, workers: count };
}

function banner({ url, workers, sandboxUrl, sandboxTitle, demoKey }: Served): string {
	const lines = [`chamilo-rest-gateway listens on ${url}`, `  docs     ${url}/docs`];
	if (workers) lines.push(`  workers  ${workers}`);
	if (sandboxUrl) {
		lines.push(`  sandbox  ${sandboxUrl}  (CHAMILO_URL is not set: no real campus is touched)`);
		lines.push(`           a ${sandboxTitle}`);
	}
	if (demoKey) {
		lines.push(`  key      ${demoKey}  (for this machine only)`, '', 'Try:');
		lines.push(`  curl -H 'X-API-Key: ${demoKey}' ${url}/users/external_user/1504`);
	}
	return `${lines.join('\n')}\n\n`;
}

/** The first signal lets requests in progress finish; a second one ends the process. */
function stopOnSignal(gateway: Pick<Gateway, 'stop'>, print: (line: string) => void): void {
	onStopSignal(
		(signal) => {
			print(`${signal}: finishing what is under way\n`);
			gateway.stop().then(
				() => process.exit(0),
				() => process.exit(1),
			);
		},
		() => process.exit(1),
	);
}
