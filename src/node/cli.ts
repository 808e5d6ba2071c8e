import cluster from 'node:cluster';
import { type Config, ConfigError } from '../config.js';
import type { Gateway } from './serve.js';
import { onStopSignal } from './stop-signal.js';

const USAGE = `usage: chamilo-gateway [COMMAND]

  serve      run the gateway (default); the built-in sandbox stands behind it when CHAMILO_URL is not set
  sandbox    run the sandbox alone: a simulated Chamilo, to test your own SOAP client against
  doctor     look the campus over and say what to do [--json]
  import     import users, courses, sessions or enrolments from a file [--help]
  key        make an API key: key NAME SCOPE[+SCOPE…]
  contract   compile the WSDLs of a campus: contract [--chamilo VERSION] URL|FILE…
  openapi    write openapi/openapi.json from the operation table [--check]

Settings are environment variables; README.md lists them.
`;

/** What to do when the server cannot listen, by error code. */
const LISTEN_ERRORS: Record<string, string> = {
	EADDRINUSE: 'The port is in use. Set PORT to another one.',
	EACCES: 'This user may not listen on that port. Set PORT to one above 1023.',
	EADDRNOTAVAIL: 'The address is none of this machine. Set HOST to one that is, or to 0.0.0.0 for all.',
	ENOTFOUND: 'The name is not known. Set HOST to an address of this machine, or to 0.0.0.0 for all.',
	EAI_AGAIN: 'The name could not be looked up. Set HOST to an address of this machine, or to 0.0.0.0 for all.',
	ERR_SOCKET_BAD_PORT: 'The port must be a number from 0 to 65535.',
};

/** Each command is loaded only when it is run, with the packages that only it needs. */
const COMMANDS: Record<string, (args: string[]) => Promise<number | undefined>> = {
	serve,
	sandbox: async (args) => (await import('./sandbox-command.js')).sandboxCommand(args),
	doctor: async (args) => (await import('./doctor-command.js')).doctorCommand(args, process.env),
	import: async (args) => (await import('./import/command.js')).importCommand(args, process.env),
	key: async (args) => (await import('./key.js')).keyCommand(args),
	contract: async (args) => (await import('./contract-command.js')).contractCommand(args),
	openapi: async (args) => (await import('./openapi-command.js')).openapiCommand(args),
};

/** One gateway, or several workers. */
type Served = Omit<Gateway, 'close'> & { workers?: number };

async function serve(): Promise<number | undefined> {
	const { env } = process;
	// A closed standard output is no reason to stop.
	process.stdout.on('error', () => undefined);
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

async function main([name = 'serve', ...args]: string[]): Promise<number | undefined> {
	const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
	if (command) return command(args);
	const isHelp = ['help', '--help', '-h'].includes(name);
	(isHelp ? process.stdout : process.stderr).write(isHelp ? USAGE : `There is no command "${name}".\n\n${USAGE}`);
	return isHelp ? 0 : 2;
}

main(process.argv.slice(2)).then(
	(code) => {
		if (code !== undefined) process.exitCode = code;
	},
	(failure: NodeJS.ErrnoException) => {
		if (failure instanceof ConfigError)
			process.stderr.write(`The settings need a correction:\n${indent(failure.message)}\n`);
		else if (failure.code && LISTEN_ERRORS[failure.code]) process.stderr.write(`${LISTEN_ERRORS[failure.code]}\n`);
		else if (failure.code?.startsWith('ERR_PARSE_ARGS')) process.stderr.write(`${failure.message}\n\n${USAGE}`);
		else process.stderr.write(`${failure.stack ?? failure}\n`);
		process.exitCode = 1;
		// The channel to the primary process would keep a worker alive.
		if (cluster.isWorker) process.exit();
	},
);

function indent(text: string): string {
	return text.replace(/^/gm, '  ');
}
