// The command `chamilo-gateway sync`: usage text, plan, question, and exit code. The steps are in other files.

import { createInterface } from 'node:readline/promises';
import { messageOf } from '../file-error.js';
import { backoffFor } from '../import/backoff.js';
import { ImportHttpClient } from '../import/client.js';
import { EXIT, isFileError, printNotice } from '../import/finish.js';
import { lockJournal } from '../import/journal-lock.js';
import { MistakeGroups } from '../import/mistake-groups.js';
import { PasswordFile } from '../import/passwords.js';
import { segments } from '../import/record-types.js';
import { StoppedError, UsageError } from '../import/usage-error.js';
import { printable } from '../printable.js';
import { onStopSignal } from '../stop-signal.js';
import { applyPlan } from './apply.js';
import { isReference } from './desired.js';
import { parseSyncOptions, type SyncOptions } from './options.js';
import { brakeReason, describePlan, makePlan, type Plan } from './plan.js';
import { Report } from './report.js';
import { Secrets } from './secrets.js';
import { State } from './state.js';

const USAGE = `usage: chamilo-gateway sync FILE… --mapping FILE [OPTION…]

Makes the campus have the users and enrolments of the files: creates new ones, changes changed ones, and disables or takes
out those that are gone. What was sent is remembered, so what has not changed costs no call. Run it every night; after an
interruption the same command goes on.

  --mapping FILE     how columns become members, as YAML or JSON, or a profile: chamilo, oneroster
                     ("chamilo-gateway mapping FILE" proposes one)
  --set B=VALUE      member B has this value in every record; may be repeated
  --dry-run          print the plan and the bad lines; nothing is sent
  --yes              do not ask before the plan is carried out
  --max-disable N    how many records may go, as 20 or 5% (5%); if it is more, nothing is sent
  --accept-moves     take a new identifier with the username of a user who is gone for another person
  --accept-side-effects
                     official codes that the campus cannot keep may be lost where a user is changed
  --passwords POLICY new users without a password in the file: generate (written to FILE.passwords.csv, which only you can
                     read; --passwords-file FILE) or random (thrown away, for single sign-on)
  --state FILE       what was sent (FILE.state); name it where the name of the file has a date in it
  --report NAME      the report is in NAME.csv and NAME.html (FILE.report)
  --wait MINUTES     how long the campus may stay away before the run stops (45)
  --url URL          the gateway (CHAMILO_GATEWAY_URL, http://127.0.0.1:8787)
  --key-file FILE    file with the API key; by default the key is CHAMILO_GATEWAY_KEY
  --format, --encoding, --delimiter, --batch-size N (200), --concurrency N (4)   as of import

exit code: 0 done or nothing to do, 1 some lines failed, 2 error in options or files, 3 stopped by the brake or interrupted
`;

/** `chamilo-gateway sync FILE`. `run` returns the exit code. */
export const SYNC = { usage: USAGE, ignoresClosedOutput: true, run: runCommand };

async function runCommand(args: string[]): Promise<number> {
	try {
		const options = await parseSyncOptions(args, process.env);
		return await (options.isDryRun ? dryRun(options) : locked(options));
	} catch (failure) {
		if (failure instanceof StoppedError) {
			printNotice(failure.message);
			return EXIT.stopped;
		}
		if (!(failure instanceof UsageError || isFileError(failure))) throw failure;
		process.stderr.write(`${printable(messageOf(failure))}\n${args.length === 0 ? `\n${USAGE}` : ''}`);
		return EXIT.usage;
	}
}

async function dryRun(options: SyncOptions): Promise<number> {
	const secrets = (await Secrets.open(`${options.statePath}.key`, false)) ?? Secrets.forOnce();
	const state = await State.read(options.statePath, options.url, secrets);
	const plan = await makePlan(options.desired, state, options.acceptsMoves);
	printPlan(plan);
	const reason = brakeReason(plan, options.desired, options.limit);
	process.stdout.write(`${reason ?? 'Nothing was sent.'}\n`);
	if (reason) return EXIT.stopped;
	return plan.refused.length === 0 ? EXIT.done : EXIT.failed;
}

async function locked(options: SyncOptions): Promise<number> {
	const unlock = await lockJournal(options.statePath);
	try {
		return await sync(options);
	} finally {
		await unlock();
	}
}

async function sync(options: SyncOptions): Promise<number> {
	const { desired, statePath, url, limit } = options;
	const secrets = await Secrets.open(`${statePath}.key`, true);
	if (!secrets) throw new UsageError(`${statePath}.key cannot be made.`);
	const state = await State.read(statePath, url, secrets);
	const plan = await makePlan(desired, state, options.acceptsMoves);
	printPlan(plan);
	const report = await Report.begin(options.reportPath, options.pagePath);
	for (const refused of plan.refused) await report.add(refused);
	const end = async (text: string, code: number) => {
		process.stdout.write(`${text} Report: ${printable(options.pagePath)}\n`);
		const title = `Sync of ${options.files.join(', ')}`;
		await report.finish({ title, plan: describePlan(plan), warnings: plan.warnings, end: text });
		return code;
	};
	const reason = brakeReason(plan, desired, limit);
	if (reason) return end(reason, EXIT.stopped);
	if (!(options.isConfirmed || workOf(plan) === 0 || (await isConfirmed()))) {
		return end('Nothing was sent.', EXIT.stopped);
	}
	const failure = workOf(plan) === 0 ? undefined : await apply(options, plan, state, report);
	if (failure instanceof UsageError) throw failure;
	const done = report.count('done');
	const bad = report.count('failed') + report.count('invalid');
	const result = `${done} done, ${report.count('failed')} failed, ${report.count('invalid')} invalid.`;
	if (failure !== undefined) {
		if (!(failure instanceof StoppedError || isFileError(failure))) throw failure;
		return end(`Stopped: ${failure.message} ${result} The same command goes on.`, EXIT.stopped);
	}
	return end(result, bad === 0 ? EXIT.done : EXIT.failed);
}

/** @returns the error that ended it; undefined if it was carried out. */
async function apply(options: SyncOptions, plan: Plan, state: State, report: Report): Promise<unknown> {
	const { url, key = '', concurrency, batchSize, waitMinutes, desired, acceptsSideEffects } = options;
	const stop = new AbortController();
	onStopSignal(
		(signal) => {
			printNotice(`${signal}: finishing the running requests`);
			stop.abort();
		},
		() => process.exit(EXIT.stopped),
	);
	const client = new ImportHttpClient({
		...{ url, key, signal: stop.signal, connections: concurrency, notify: printNotice, isPatient: true },
		backoff: backoffFor(waitMinutes),
	});
	let passwords: PasswordFile | undefined;
	try {
		await refuseOtherCampus(client, state, options.statePath);
		const policy = desired.passwords;
		passwords = policy === 'generate' ? await PasswordFile.open(options.passwordsPath) : undefined;
		await state.openForWriting();
		const context = { client, state, policy, passwords, stop, concurrency, batchSize, acceptsSideEffects };
		await applyPlan(plan, desired, { ...context, report: (outcome) => report.add(outcome) });
		if (stop.signal.aborted) return new StoppedError('as asked.');
		await state.compact();
		await passwords?.finish('generate');
		passwords = undefined;
		return undefined;
	} catch (failure) {
		return failure;
	} finally {
		await passwords?.close();
		await state.close();
		await client.close();
	}
}

const ASKED_FOR = 3;

/** @throws UsageError where the campus has none of a few users that the state says it has. */
async function refuseOtherCampus(client: ImportHttpClient, state: State, path: string): Promise<void> {
	let asked = 0;
	for (const { kind, hash, gone, sealed } of state.entries.values()) {
		if (kind !== 'users' || hash === null || gone !== undefined) continue;
		const { user } = state.secrets.unseal(sealed) as { user: unknown };
		if (!isReference(user)) continue;
		const { status } = await client.send({ method: 'GET', path: `/users${segments(user.field, user.value)}` });
		if (status !== 404) return;
		asked += 1;
		if (asked === ASKED_FOR) break;
	}
	if (asked < ASKED_FOR) return;
	throw new UsageError(
		`${path} is the state of another campus: none of ${ASKED_FOR} users that it knows is there. Name another file with --state, or delete it to begin anew.`,
	);
}

function workOf({ users, enrolments }: Plan): number {
	const of = ({ create, change, gone }: Plan['users']) => create + change + gone.length;
	return of(users) + of(enrolments);
}

function printPlan(plan: Plan): void {
	const groups = new MistakeGroups();
	for (const { line = 0, detail = '' } of plan.refused) groups.add(line, detail);
	const warnings = plan.warnings.map((text) => `warning: ${text}`);
	for (const text of [...groups.texts(), ...warnings, ...describePlan(plan)]) {
		process.stdout.write(`${printable(text)}\n`);
	}
}

async function isConfirmed(): Promise<boolean> {
	if (!process.stdin.isTTY)
		throw new UsageError('Nobody can be asked here. Say --yes to carry out the plan, or --dry-run.');
	const terminal = createInterface({ input: process.stdin, output: process.stderr });
	try {
		return /^y(es)?$/i.test((await terminal.question('Carry it out? [y/N] ')).trim());
	} finally {
		terminal.close();
	}
}
