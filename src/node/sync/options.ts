import { readArguments } from '../command-line.js';
import { gatewayUrl, oneOf, readKey, wholeNumber } from '../import/option-values.js';
import type { Source } from '../import/records.js';
import { definitionsOf, sourceOf } from '../import/source-options.js';
import { UsageError } from '../import/usage-error.js';
import { PASSWORD_POLICIES, type PasswordPolicy } from '../mapping/definition.js';
import { type Desired, desiredIn } from './desired.js';
import type { GoneLimit } from './plan.js';

export interface SyncOptions {
	desired: Desired;
	url: string;
	/** API key; undefined with --dry-run, which sends no requests. */
	key: string | undefined;
	statePath: string;
	reportPath: string;
	pagePath: string;
	passwordsPath: string;
	limit: GoneLimit;
	acceptsMoves: boolean;
	/** Official codes that the campus cannot keep may be lost by changes. */
	acceptsSideEffects: boolean;
	isDryRun: boolean;
	/** Goes on without asking. */
	isConfirmed: boolean;
	concurrency: number;
	batchSize: number;
	/** How long a campus may stay away. */
	waitMinutes: number;
	files: string[];
}

const OPTIONS = {
	mapping: { type: 'string' },
	set: { type: 'string', multiple: true },
	url: { type: 'string' },
	'key-file': { type: 'string' },
	state: { type: 'string' },
	report: { type: 'string' },
	passwords: { type: 'string' },
	'passwords-file': { type: 'string' },
	'max-disable': { type: 'string', default: '5%' },
	'accept-side-effects': { type: 'boolean', default: false },
	'accept-moves': { type: 'boolean', default: false },
	'dry-run': { type: 'boolean', default: false },
	yes: { type: 'boolean', default: false },
	wait: { type: 'string', default: '45' },
	format: { type: 'string' },
	encoding: { type: 'string' },
	delimiter: { type: 'string' },
	'batch-size': { type: 'string', default: '200' },
	concurrency: { type: 'string', default: '4' },
} as const;

/** Parses the command line, and reads what files and mapping are. @throws UsageError for invalid options. */
export async function parseSyncOptions(args: string[], env: Record<string, string | undefined>): Promise<SyncOptions> {
	const { values, positionals: files } = readArguments({ args, allowPositionals: true, options: OPTIONS });
	const [first] = files;
	if (first === undefined) throw new UsageError('Name the file, or the files, that say who there shall be.');
	const definitions = await definitionsOf(values);
	if (!definitions) {
		throw new UsageError(
			'Say --mapping FILE: how columns become members. "chamilo-gateway mapping FILE" proposes one; chamilo and oneroster are profiles.',
		);
	}
	const isDryRun = values['dry-run'];
	const given = values.passwords ?? definitions.find(({ passwords }) => passwords)?.passwords;
	const passwords = given === undefined ? undefined : oneOf<PasswordPolicy>('--passwords', PASSWORD_POLICIES, given);
	const report = values.report ?? `${first}.report`;
	const sources: Source[] = files.map((path) => sourceOf(path, values, definitions[0]));
	return {
		url: gatewayUrl(values.url ?? env.CHAMILO_GATEWAY_URL ?? 'http://127.0.0.1:8787'),
		key: isDryRun
			? undefined
			: await readKey(values['key-file'] ?? env.CHAMILO_GATEWAY_KEY_FILE, env.CHAMILO_GATEWAY_KEY),
		desired: await desiredIn(sources, definitions, passwords),
		statePath: values.state ?? `${first}.state`,
		reportPath: `${report}.csv`,
		pagePath: `${report}.html`,
		passwordsPath: values['passwords-file'] ?? `${first}.passwords.csv`,
		limit: limitOf(values['max-disable']),
		acceptsMoves: values['accept-moves'],
		acceptsSideEffects: values['accept-side-effects'],
		isDryRun,
		isConfirmed: values.yes,
		concurrency: wholeNumber('--concurrency', values.concurrency, 64),
		batchSize: wholeNumber('--batch-size', values['batch-size'], 1000),
		waitMinutes: values.wait === '0' ? 0 : wholeNumber('--wait', values.wait, 24 * 60),
		files,
	};
}

function limitOf(text: string): GoneLimit {
	const parts = /^(\d{1,9}|\d{1,3}(?:\.\d{1,3})?%)$/.exec(text);
	if (!parts) throw new UsageError(`--max-disable is a number or a percentage, as 20 or 5%, not "${text}".`);
	return text.endsWith('%') ? { percent: Number(text.slice(0, -1)) } : { most: Number(text) };
}
