import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CAMPUS_SETTINGS, type Config, ConfigError, PROCESS_SETTINGS, parseConfig } from '../config.js';
import { OPERATIONS } from '../operations/index.js';
import { unknownSetting } from '../setting-mistakes.js';
import { readSettingFiles } from './setting-files.js';

/** One of several campuses of a gateway, and which requests are for it. */
export interface CampusEntry {
	name: string;
	/** Requests with this Host. */
	host?: string | undefined;
	/** Requests with this path prefix, which is removed before routing. */
	path?: string | undefined;
	config: Config;
}

type Environment = Record<string, string | undefined>;

/** First segments of paths that are routes or pages. */
const RESERVED = new Set([
	...OPERATIONS.map(({ path }) => path.split('/')[1]),
	...['soap', 'scim', 'docs', 'assets', 'problems', 'healthz', 'readyz', 'metrics', 'openapi.json', 'openapi.yaml'],
]);

const setting = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const file = z.record(
	z.string().regex(/^[\w.-]{1,64}$/, 'a name has letters, digits, ".", "_" and "-"'),
	z
		.object({
			host: z
				.string()
				.regex(/^[a-z0-9.-]+$/, 'write a host name in small letters, without a port')
				.optional(),
			path: z
				.string()
				.regex(/^\/[a-z0-9-]+$/, 'write one word after a slash, for example /lyon')
				.refine((path) => !RESERVED.has(path.slice(1)), 'is a route of the gateway already; choose another word')
				.optional(),
		})
		.catchall(setting),
);

/**
 * Parses CAMPUSES: JSON, or the name of a file with JSON. Each campus has a `host`, a `path` or both, and settings of its
 * own; others are those of the environment.
 * @throws ConfigError with one line for each mistake
 */
export function parseCampuses(text: string, env: Environment): CampusEntry[] {
	const mistakes: string[] = [];
	const entries = Object.entries(parseFile(text)).flatMap(([name, { host, path, ...own }]) => {
		const report = (mistake: string) => void mistakes.push(`CAMPUSES: ${name}: ${mistake}`);
		if (host === undefined && path === undefined) report('write a host or a path, or no request is ever for it');
		try {
			const settings = readSettingFiles(own);
			for (const setting of Object.keys(settings)) {
				if (PROCESS_SETTINGS.includes(setting)) report(`${setting} is one for all campuses; set it for the gateway`);
				else if (!CAMPUS_SETTINGS.includes(setting)) report(unknownSetting(setting, CAMPUS_SETTINGS));
			}
			if (settings.CHAMILO_URL === undefined) {
				report('CHAMILO_URL: write the root of the campus');
				return [];
			}
			return [{ name, host, path, config: parseConfig({ ...env, ...settings }) }];
		} catch (failure) {
			if (!(failure instanceof ConfigError)) throw failure;
			for (const line of failure.message.split('\n')) report(line);
			return [];
		}
	});
	const places = entries.map(({ host = '', path = '' }) => `${host}${path}`);
	const twice = places.find((place, index) => places.indexOf(place) !== index);
	if (twice !== undefined) mistakes.push(`CAMPUSES: two campuses are at ${twice}`);
	if (entries.length === 0 && mistakes.length === 0) mistakes.push('CAMPUSES: name at least one campus');
	if (mistakes.length > 0) throw new ConfigError([...new Set(mistakes)].join('\n'));
	return entries;
}

/** The settings of each campus by its name, as CAMPUSES has them. @throws ConfigError */
export function readCampuses(text: string): Record<string, Environment> {
	return Object.fromEntries(
		Object.entries(parseFile(text)).map(([name, { host: _, path: __, ...own }]) => [name, own]),
	);
}

function parseFile(text: string): z.output<typeof file> {
	const parsed = file.safeParse(readJson(text));
	if (parsed.success) return parsed.data;
	throw new ConfigError(
		parsed.error.issues.map(({ path, message }) => `CAMPUSES: ${path.join('.') || 'all'}: ${message}`).join('\n'),
	);
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text.trimStart().startsWith('{') ? text : readFileSync(text, 'utf8'));
	} catch (cause) {
		// The message of the parser quotes the text, which can hold a key.
		const reason = cause instanceof SyntaxError ? 'that is not JSON' : 'the file cannot be read';
		throw new ConfigError(`CAMPUSES: write JSON, or the name of a file with it; ${reason}`);
	}
}
