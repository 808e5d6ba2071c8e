import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Config, ConfigError, parseConfig, SETTINGS } from '../config.js';
import { OPERATIONS } from '../operations/index.js';

/** One of several campuses behind a gateway, and the requests that are for it. */
export interface CampusEntry {
	name: string;
	/** Requests that name this host. */
	host?: string | undefined;
	/** Requests whose path begins with this; the rest of it is the route. */
	path?: string | undefined;
	config: Config;
}

type Environment = Record<string, string | undefined>;

/** What the process has once, whatever campus a request is for. */
const OF_THE_PROCESS = ['HOST', 'PORT', 'WORKERS', 'LOG_LEVEL', 'REDIS_URL', 'REDIS_TIMEOUT_MS', 'CHAMILO_SANDBOX'];
/** First words of paths that are routes or pages already. */
const TAKEN = new Set([
	...OPERATIONS.map(({ path }) => path.split('/')[1]),
	...['soap', 'docs', 'assets', 'problems', 'healthz', 'readyz', 'metrics', 'openapi.json'],
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
				.refine((path) => !TAKEN.has(path.slice(1)), 'is a route of the gateway already; choose another word')
				.optional(),
		})
		.catchall(setting),
);

/**
 * Reads CAMPUSES: JSON, or the name of a file with it. Each campus has a `host`, a `path` or both, and settings of its
 * own; those it leaves out are the gateway's.
 * @throws ConfigError with a line a mistake
 */
export function parseCampuses(text: string, env: Environment): CampusEntry[] {
	const parsed = file.safeParse(readJson(text));
	if (!parsed.success) {
		throw new ConfigError(
			parsed.error.issues.map(({ path, message }) => `CAMPUSES: ${path.join('.') || 'all'}: ${message}`).join('\n'),
		);
	}
	const mistakes: string[] = [];
	const entries = Object.entries(parsed.data).flatMap(([name, { host, path, ...settings }]) => {
		const tell = (mistake: string) => void mistakes.push(`CAMPUSES: ${name}: ${mistake}`);
		if (host === undefined && path === undefined) tell('write a host or a path, or no request is ever for it');
		for (const unknown of Object.keys(settings)) {
			if (OF_THE_PROCESS.includes(unknown)) tell(`${unknown} is one for all campuses; set it for the gateway`);
			else if (!SETTINGS.includes(unknown)) tell(`${unknown} is no setting`);
		}
		if (settings.CHAMILO_URL === undefined) tell('CHAMILO_URL: write the root of the campus');
		try {
			return [{ name, host, path, config: parseConfig({ ...env, ...settings }) }];
		} catch (failure) {
			if (!(failure instanceof ConfigError)) throw failure;
			for (const line of failure.message.split('\n')) tell(line);
			return [];
		}
	});
	const places = entries.map(({ host = '', path = '' }) => `${host}${path}`);
	const twice = places.find((place, index) => places.indexOf(place) !== index);
	if (twice !== undefined) mistakes.push(`CAMPUSES: two campuses are at ${twice}`);
	if (entries.length === 0 && mistakes.length === 0) mistakes.push('CAMPUSES: name at least one campus');
	if (mistakes.length > 0) throw new ConfigError(mistakes.join('\n'));
	return entries;
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text.trimStart().startsWith('{') ? text : readFileSync(text, 'utf8'));
	} catch (cause) {
		// What the parser quotes can be a key.
		const reason = cause instanceof SyntaxError ? 'that is not JSON' : 'the file cannot be read';
		throw new ConfigError(`CAMPUSES: write JSON, or the name of a file with it; ${reason}`);
	}
}
