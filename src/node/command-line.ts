/** What all commands of the command line share: their usage, their options, and how mistakes in them are told. */
import cluster from 'node:cluster';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ConfigError } from '../config.js';
import { messageOf } from './file-error.js';

/** A command, once its code is loaded. */
export interface Command {
	/** What `--help` prints. */
	usage: string;
	/** Whether an output that was closed (`| head`) or cannot be written is no reason to stop. */
	ignoresClosedOutput?: boolean;
	/** @returns the exit code; undefined while something goes on running. */
	run(args: string[]): Promise<number | undefined> | number;
}

/** A command was called the wrong way; the message says what is wrong, in one line. */
export class CommandLineError extends Error {
	override readonly name = 'CommandLineError';
}

/** Parses the arguments of a command. @throws CommandLineError for options that it does not have */
export function readArguments<const Config extends ParseArgsConfig>(config: Config) {
	try {
		return parseArgs<Config>(config);
	} catch (failure) {
		// The rest of the message is about arguments that begin with a dash.
		throw new CommandLineError(`${(failure as Error).message.split(/\. |\n/)[0]?.replace(/\.$/, '')}.`);
	}
}

/** A port of a command line. @throws CommandLineError */
export function readPort(text: string): number {
	if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
	throw new CommandLineError(`--port is a number from 0 to 65535, not "${text}".`);
}

/** How the command is called: by npm in the repository, else as the installed program. */
export function calledAs(command: string): string {
	return process.env.npm_lifecycle_event === command ? `npm run ${command} --` : `chamilo-gateway ${command}`;
}

/** A program: its commands, by name. */
export interface Program {
	usage: string;
	version?: string;
	commands: Record<string, () => Promise<Command>>;
	/** The command that runs where none is named. */
	byDefault?: string;
}

/** Runs the command that the arguments of the process name, and sets the exit code. */
export async function runCommandLine(program: Program): Promise<void> {
	try {
		const code = await dispatch(program, process.argv.slice(2));
		if (code !== undefined) process.exitCode = code;
	} catch (failure) {
		process.stderr.write(`${describe(failure as NodeJS.ErrnoException)}\n`);
		process.exitCode = 1;
		// The channel to the primary process would keep a worker alive.
		if (cluster.isWorker) process.exit();
	}
}

async function dispatch({ usage, version, commands, byDefault }: Program, args: string[]): Promise<number | undefined> {
	const [first = byDefault ?? '--help', ...others] = args;
	if (first === 'help' || isHelp(first)) return print(usage);
	if (version && (first === 'version' || isVersion(first))) return print(`${version}\n`);
	// Options without a command are those of the default one.
	const isBare = byDefault !== undefined && first.startsWith('-');
	const name = isBare ? byDefault : first;
	const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
	if (!load) return complain(`There is no command "${name}".`, usage);
	const command = await load();
	const rest = isBare ? args : others;
	if (rest.some(isHelp)) return print(command.usage);
	if (version && rest.some(isVersion)) return print(`${version}\n`);
	const onError = command.ignoresClosedOutput ? () => undefined : endQuietly;
	for (const stream of [process.stdout, process.stderr]) stream.on('error', onError);
	try {
		return await command.run(rest);
	} catch (failure) {
		if (failure instanceof CommandLineError) return complain(failure.message, command.usage);
		throw failure;
	}
}

function isHelp(argument: string): boolean {
	return argument === '--help' || argument === '-h';
}

function isVersion(argument: string): boolean {
	return argument === '--version' || argument === '-v';
}

function print(text: string): number {
	process.stdout.on('error', endQuietly);
	process.stdout.write(text);
	return 0;
}

function complain(mistake: string, usage: string): number {
	process.stderr.write(`${mistake}\n\n${usage}`);
	return 2;
}

/** What a reader like `head` no longer takes is no failure. */
function endQuietly(failure: NodeJS.ErrnoException): void {
	if (failure.code === 'EPIPE') process.exit();
	throw failure;
}

/** What to do when the server cannot listen, by error code. */
const LISTEN_ERRORS: Record<string, string> = {
	EADDRINUSE: 'The port is in use. Set PORT, or --port, to another one.',
	EACCES: 'This user may not listen on that port. Set PORT, or --port, to one above 1023.',
	EADDRNOTAVAIL: 'The address is none of this machine. Set HOST to one that is, or to 0.0.0.0 for all.',
	ENOTFOUND: 'The name is not known. Set HOST to an address of this machine, or to 0.0.0.0 for all.',
	EAI_AGAIN: 'The name could not be looked up. Set HOST to an address of this machine, or to 0.0.0.0 for all.',
};

/** One line for what the user can mend; a defect has its stack, for who reports it. */
function describe(failure: NodeJS.ErrnoException): string {
	if (failure instanceof ConfigError) {
		return `The settings need a correction:\n${failure.message.replace(/^/gm, '  ')}`;
	}
	// A worker asks its primary process for the port: there it is `bind`.
	const isListen = ['listen', 'bind', 'getaddrinfo'].includes(failure.syscall ?? '');
	if (isListen && failure.code && LISTEN_ERRORS[failure.code]) return LISTEN_ERRORS[failure.code] as string;
	return failure.syscall ? messageOf(failure) : (failure.stack ?? String(failure));
}
