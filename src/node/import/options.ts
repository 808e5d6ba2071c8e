import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from '@hono/zod-openapi';
import type { MappingOptions } from './column-mapping.js';
import { RECORD_TYPES, type RecordType } from './record-types.js';
import type { Source } from './records.js';
import { ENCODINGS, type Encoding } from './text.js';
import { UsageError } from './usage-error.js';

export interface ImportOptions {
	source: Source;
	mappingOptions: MappingOptions;
	/** Name of the record type: `users`, `courses`, `sessions`, `enrolments`. */
	records: string;
	mode: string;
	recordType: RecordType;
	url: string;
	/** API key; undefined with --dry-run, which sends no requests. */
	key: string | undefined;
	journalPath: string;
	resultsPath: string;
	concurrency: number;
	batchSize: number;
	isDryRun: boolean;
	restart: boolean;
}

const FORMATS: Record<string, Source['format']> = {
	'.csv': 'csv',
	'.tsv': 'csv',
	'.txt': 'csv',
	'.ndjson': 'ndjson',
	'.jsonl': 'ndjson',
};

const OPTIONS = {
	as: { type: 'string' },
	mode: { type: 'string', default: 'create' },
	url: { type: 'string' },
	'key-file': { type: 'string' },
	map: { type: 'string', multiple: true },
	'map-file': { type: 'string' },
	set: { type: 'string', multiple: true },
	'ignore-unknown': { type: 'boolean', default: false },
	format: { type: 'string' },
	encoding: { type: 'string', default: 'utf-8' },
	delimiter: { type: 'string' },
	'batch-size': { type: 'string', default: '200' },
	concurrency: { type: 'string', default: '4' },
	journal: { type: 'string' },
	results: { type: 'string' },
	'dry-run': { type: 'boolean', default: false },
	restart: { type: 'boolean', default: false },
} as const;

/** Parses the command line. @throws UsageError for invalid options. */
export async function parseImportOptions(
	args: string[],
	env: Record<string, string | undefined>,
): Promise<ImportOptions> {
	const { values, positionals } = parse(args);
	const [path, ...more] = positionals;
	if (path === undefined || more.length > 0) throw new UsageError('Name one file to import.');
	const records = values.as ?? recordsNamedIn(path);
	const modes = RECORD_TYPES[records];
	if (!modes || !Object.hasOwn(RECORD_TYPES, records)) {
		throw new UsageError(
			`The type of the records in ${path} is not clear from its name. Say --as ${Object.keys(RECORD_TYPES).join(', --as ')}.`,
		);
	}
	const recordType = Object.hasOwn(modes, values.mode) ? modes[values.mode] : undefined;
	if (!recordType) {
		throw new UsageError(`--mode of ${records} is ${Object.keys(modes).join(' or ')}, not "${values.mode}".`);
	}
	const isDryRun = values['dry-run'];
	return {
		source: {
			path,
			format: oneOf('--format', ['csv', 'ndjson'], values.format ?? FORMATS[extname(path).toLowerCase()] ?? 'csv'),
			encoding: oneOf<Encoding>('--encoding', ENCODINGS, values.encoding.toLowerCase()),
			delimiter: delimiterOf(values.delimiter),
		},
		mappingOptions: {
			map: {
				...(await mapFile(values['map-file'])),
				...pairs(
					'--map',
					(values.map ?? []).flatMap((text) => text.split(',')),
				),
			},
			set: constants(values.set ?? []),
			ignoreUnknown: values['ignore-unknown'],
		},
		records,
		mode: values.mode,
		recordType,
		url: gatewayUrl(values.url ?? env.CHAMILO_GATEWAY_URL ?? 'http://127.0.0.1:8787'),
		key: isDryRun
			? undefined
			: await readKey(values['key-file'] ?? env.CHAMILO_GATEWAY_KEY_FILE, env.CHAMILO_GATEWAY_KEY),
		journalPath: values.journal ?? `${path}.journal`,
		resultsPath: values.results ?? `${path}.results.csv`,
		concurrency: wholeNumber('--concurrency', values.concurrency, 64),
		batchSize: wholeNumber('--batch-size', values['batch-size'], 1000),
		isDryRun,
		restart: values.restart,
	};
}

function parse(args: string[]) {
	try {
		return parseArgs({ args, allowPositionals: true, options: OPTIONS });
	} catch (failure) {
		throw new UsageError((failure as Error).message);
	}
}

/**
 * Guesses the record type from the file name (`users.csv`, `users-2031.csv`, `new_users.csv`); '' if it is ambiguous.
 */
function recordsNamedIn(path: string): string {
	const words = basename(path)
		.toLowerCase()
		.split(/[^a-z]+/);
	const named = Object.keys(RECORD_TYPES).filter((name) => words.includes(name));
	return named.length === 1 ? (named[0] ?? '') : '';
}

function oneOf<T extends string>(option: string, allowed: readonly T[], given: string): T {
	const found = allowed.find((each) => each === given);
	if (found === undefined) throw new UsageError(`${option} is ${allowed.join(', ')}, not "${given}".`);
	return found;
}

function delimiterOf(given: string | undefined): string | undefined {
	const delimiter = given === 'tab' || given === '\\t' ? '\t' : given;
	if (delimiter === undefined || (delimiter.length === 1 && !/["\r\n]/.test(delimiter))) return delimiter;
	throw new UsageError('--delimiter is one character, or "tab".');
}

function wholeNumber(option: string, text: string, max: number): number {
	const number = Number(text);
	if (/^\d+$/.test(text) && number >= 1 && number <= max) return number;
	throw new UsageError(`${option} is a whole number from 1 to ${max}, not "${text}".`);
}

function pairs(option: string, texts: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		texts.map((text) => {
			const at = text.indexOf('=');
			if (at < 1 || at === text.length - 1) throw new UsageError(`${option}: "${text}" is not NAME=COLUMN.`);
			return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
		}),
	);
}

function constants(texts: readonly string[]): Record<string, string> {
	const set = pairs('--set', texts);
	if (!Object.hasOwn(set, 'password')) return set;
	throw new UsageError('--set password=…: every user of this machine can read command lines. Put it into the file.');
}

async function mapFile(path: string | undefined): Promise<Record<string, string>> {
	if (path === undefined) return {};
	const { data } = z.record(z.string(), z.string()).safeParse(parseJson(await readText('--map-file', path)));
	if (data) return data;
	throw new UsageError(`--map-file ${path}: must be a JSON object { "name in the file": "column", … }.`);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function gatewayUrl(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError(`--url: "${text}" is no http or https address.`);
	if (url.username || url.password || url.search || url.hash) {
		throw new UsageError('--url: must be the bare address, without a name, password, query or fragment.');
	}
	return url.href.replace(/\/$/, '');
}

async function readKey(path: string | undefined, fromEnvironment: string | undefined): Promise<string> {
	const key = path === undefined ? fromEnvironment?.trim() : (await readText('--key-file', path)).trim();
	if (!key)
		throw new UsageError('A key of the gateway is needed: set CHAMILO_GATEWAY_KEY, or name its file with --key-file.');
	if (/^[\x21-\x7e]+$/.test(key)) return key;
	throw new UsageError('The key of the gateway has characters that no key has.');
}

async function readText(option: string, path: string): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch (failure) {
		throw new UsageError(`${option} ${path}: ${(failure as Error).message}`);
	}
}
