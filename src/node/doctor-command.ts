import contract19 from '../../openapi/contract-1.9.json' with { type: 'json' };
import contract11132 from '../../openapi/contract-1.11.32.json' with { type: 'json' };
import contract111 from '../../openapi/contract-1.11.json' with { type: 'json' };
import { ALL_OPERATIONS } from '../all-operations.js';
import { withCampusHeaders } from '../chamilo/campus-headers.js';
import { type Check, diagnose, shownUrl, worstOf } from '../chamilo/diagnosis.js';
import { type Config, ConfigError, parseConfig } from '../config.js';
import type { RedisAddress } from '../redis-url.js';
import type { Contract } from '../soap/contract.js';
import { locateCampus } from './campus-address.js';
import { createCampusTransport } from './campus-network.js';
import { readCampuses } from './campus-settings.js';
import { type Command, CommandLineError, calledAs, readArguments } from './command-line.js';
import { formatCheck, formatSummary } from './doctor-report.js';
import { fetchWsdl } from './doctor-wsdl.js';
import { examineRedis } from './redis/check.js';
import { connectRedis } from './redis/connect-redis.js';
import { readSettingFiles } from './setting-files.js';

/** `chamilo-gateway doctor`, `npm run doctor`. */
export const DOCTOR: Command = {
	usage: `usage: ${calledAs('doctor')} [--json] [--campus NAME]

Looks the campus of CHAMILO_URL over and says what to do; without CHAMILO_URL, a sandbox started for it.
Creates and changes nothing there. Exit code 1 when a check fails; warnings do not count.

  --json         the findings as JSON
  --campus NAME  the campus of CAMPUSES, where there are several
`,
	run: (args) => doctorCommand(args, process.env),
};

const CONTRACTS = [contract19, contract111, contract11132] as unknown as Contract[];

type Environment = Record<string, string | undefined>;
type Print = (text: string) => unknown;

/** Prints a line for each check of the campus. @returns the exit code @throws CommandLineError */
export async function doctorCommand(
	args: string[],
	env: Environment,
	output: DoctorOutput = terminal,
): Promise<number> {
	const { json = false, campus } = readArguments({
		args,
		options: { json: { type: 'boolean' }, campus: { type: 'string' } },
	}).values;
	const checks: Check[] = [];
	const report = (check: Check) => {
		checks.push(check);
		if (!json) output.print(formatCheck(check, output.colour));
	};
	const { config, mistakes } = readSettings(campusEnvironment(env, campus));
	for (const mistake of mistakes) report(mistake);
	const subject = config ? await examine(config, report, json ? () => undefined : output.print) : undefined;
	if (json) output.print(`${JSON.stringify({ ...subject, status: worstOf(checks), checks }, null, '\t')}\n`);
	else output.print(`\n${formatSummary(checks)}`);
	return worstOf(checks) === 'failure' ? 1 : 0;
}

/** Where the lines are written: standard output, in colour only on a terminal. */
export interface DoctorOutput {
	print: Print;
	colour: boolean;
}

const terminal: DoctorOutput = {
	print: (text) => process.stdout.write(text),
	colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
};

interface Subject {
	campus: string;
	sandbox: boolean;
}

async function examine(config: Config, report: (check: Check) => void, print: Print): Promise<Subject> {
	const { sandbox, ...campus } = await locateCampus(config);
	const { url } = campus;
	const subject = { campus: shownUrl(url), sandbox: sandbox !== undefined };
	print(sandbox ? 'CHAMILO_URL is not set: this is about a sandbox just started.\n\n' : `${subject.campus}\n\n`);
	const { transport: bare, close } = createCampusTransport(campus, config);
	const transport = withCampusHeaders(bare, config);
	try {
		const findings = diagnose({
			config,
			...campus,
			transport,
			contracts: CONTRACTS,
			operations: ALL_OPERATIONS,
			readWsdl: (address) => fetchWsdl(transport, address, Math.min(config.CHAMILO_TIMEOUT_MS, 10_000)),
		});
		for await (const check of findings) report(check);
		if (config.REDIS_URL) report(await checkRedis(config.REDIS_URL, config.REDIS_TIMEOUT_MS));
	} finally {
		// The sandbox is closed first: a pending response must not delay the end.
		await sandbox?.close();
		await close();
	}
	return subject;
}

async function checkRedis(address: RedisAddress, timeoutMs: number): Promise<Check> {
	const silent = () => undefined;
	const redis = await connectRedis({ address, timeoutMs, log: { info: silent, warn: silent, error: silent } });
	try {
		return await examineRedis(redis);
	} finally {
		redis.close();
	}
}

/** The environment with the settings of one of several campuses. @throws CommandLineError */
function campusEnvironment(env: Environment, name: string | undefined): Environment {
	const { CAMPUSES, ...common } = readSettingFiles(env);
	if (!CAMPUSES && name === undefined) return env;
	const campuses = CAMPUSES ? readCampuses(CAMPUSES) : {};
	const names = Object.keys(campuses);
	const own = campuses[name ?? (names.length === 1 ? (names[0] ?? '') : '')];
	if (own) return { ...common, ...own };
	throw new CommandLineError(`--campus is the name of a campus of CAMPUSES: ${names.join(', ') || 'there is none'}.`);
}

/** The settings, and a check for each mistake in them. */
function readSettings(env: Environment): { config?: Config; mistakes: Check[] } {
	try {
		return { config: parseConfig(readSettingFiles(env)), mistakes: [] };
	} catch (failure) {
		if (!(failure instanceof ConfigError)) throw failure;
		const mistakes = failure.message.split('\n').map(mistakeOf);
		// API_KEYS do not concern the campus: with a placeholder for them it can be checked all the same.
		const { API_KEYS_FILE: _, ...others } = env;
		const config = tryConfig({ ...others, API_KEYS: `doctor=*=${'0'.repeat(64)}` });
		return config ? { config, mistakes } : { mistakes };
	}
}

function mistakeOf(line: string): Check {
	const [name = ''] = line.split(':');
	return {
		id: 'settings',
		title: 'Settings',
		status: name === 'API_KEYS' ? 'warning' : 'failure',
		detail: `The gateway does not start like this: ${name} is wrong or missing.`,
		remedy: line,
	};
}

function tryConfig(env: Environment): Config | undefined {
	try {
		return parseConfig(readSettingFiles(env));
	} catch (failure) {
		if (failure instanceof ConfigError) return undefined;
		throw failure;
	}
}
