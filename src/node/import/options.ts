import { readArguments } from '../command-line.js';
import { PASSWORD_POLICIES, type PasswordPolicy, type RecordName } from '../mapping/definition.js';
import { gatewayUrl, oneOf, readKey, wholeNumber } from './option-values.js';
import { accepting, NEW_USERS_WITHOUT_PASSWORD, RECORD_TYPES, type RecordType } from './record-types.js';
import type { Source } from './records.js';
import { definitionsOf, type RecordSource, recordSourceOf, sourceOf } from './source-options.js';
import { STANDARD_INPUT, spoolStandardInput } from './standard-input.js';
import { UsageError } from './usage-error.js';

export interface ImportOptions extends RecordSource {
	source: Source;
	mode: string;
	/** For new users of whom the file has no password. */
	passwords: PasswordPolicy | undefined;
	url: string;
	/** API key; undefined with --dry-run, which sends no requests. */
	key: string | undefined;
	journalPath: string;
	resultsPath: string;
	passwordsPath: string;
	concurrency: number;
	batchSize: number;
	/** How long the gateway or the campus may stay away. */
	waitMinutes: number;
	isDryRun: boolean;
	restart: boolean;
}

const OPTIONS = {
	as: { type: 'string' },
	mode: { type: 'string', default: 'create' },
	url: { type: 'string' },
	'key-file': { type: 'string' },
	mapping: { type: 'string' },
	map: { type: 'string', multiple: true },
	'map-file': { type: 'string' },
	set: { type: 'string', multiple: true },
	'accept-side-effects': { type: 'boolean', default: false },
	'ignore-unknown': { type: 'boolean', default: false },
	passwords: { type: 'string' },
	'passwords-file': { type: 'string' },
	format: { type: 'string' },
	encoding: { type: 'string' },
	delimiter: { type: 'string' },
	'batch-size': { type: 'string', default: '200' },
	concurrency: { type: 'string', default: '4' },
	wait: { type: 'string', default: '45' },
	journal: { type: 'string' },
	results: { type: 'string' },
	'dry-run': { type: 'boolean', default: false },
	restart: { type: 'boolean', default: false },
} as const;

/**
 * Parses the command line, and reads as much of the file as it takes to know what is in it.
 * @throws UsageError for invalid options.
 */
export async function parseImportOptions(
	args: string[],
	env: Record<string, string | undefined>,
): Promise<ImportOptions> {
	const { values, positionals } = readArguments({ args, allowPositionals: true, options: OPTIONS });
	const [path, ...more] = positionals;
	if (path === undefined || more.length > 0) throw new UsageError('Name one file to import.');
	const isInput = path === '-';
	const base = isInput ? 'standard-input' : path;
	const isDryRun = values['dry-run'];
	const options = {
		mode: values.mode,
		url: gatewayUrl(values.url ?? env.CHAMILO_GATEWAY_URL ?? 'http://127.0.0.1:8787'),
		key: isDryRun
			? undefined
			: await readKey(values['key-file'] ?? env.CHAMILO_GATEWAY_KEY_FILE, env.CHAMILO_GATEWAY_KEY),
		journalPath: values.journal ?? `${base}.journal`,
		resultsPath: values.results ?? `${base}.results.csv`,
		passwordsPath: values['passwords-file'] ?? `${base}.passwords.csv`,
		concurrency: wholeNumber('--concurrency', values.concurrency, 64),
		batchSize: wholeNumber('--batch-size', values['batch-size'], 1000),
		waitMinutes: values.wait === '0' ? 0 : wholeNumber('--wait', values.wait, 24 * 60),
		isDryRun,
		restart: values.restart,
	};
	const definitions = await definitionsOf(values);
	const given = values.passwords ?? definitions?.find(({ passwords }) => passwords)?.passwords;
	const passwords = given === undefined ? undefined : oneOf<PasswordPolicy>('--passwords', PASSWORD_POLICIES, given);
	const source = {
		...sourceOf(path, values, definitions?.[0]),
		...(isInput ? { path: await spoolStandardInput(), name: STANDARD_INPUT } : {}),
	};
	const accepts = values['accept-side-effects'];
	const typeOf = (records: RecordName) => {
		const type = recordTypeIn(records, values.mode, passwords !== undefined);
		if (!accepts) return type;
		if (values.mode !== 'upsert') throw new UsageError('--accept-side-effects is for --mode upsert.');
		return accepting(type);
	};
	return { ...options, source, passwords, ...(await recordSourceOf(source, values, definitions, typeOf)) };
}

function recordTypeIn(records: RecordName, mode: string, hasPolicy: boolean): RecordType {
	const modes = RECORD_TYPES[records] ?? {};
	const type = Object.hasOwn(modes, mode) ? modes[mode] : undefined;
	if (!type) throw new UsageError(`--mode of ${records} is ${Object.keys(modes).join(' or ')}, not "${mode}".`);
	return records === 'users' && mode === 'create' && hasPolicy ? NEW_USERS_WITHOUT_PASSWORD : type;
}
