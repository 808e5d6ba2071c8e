/** The settings: every name, format and default, and the mistakes people make with them. */
import { z } from 'zod';
import { parseHeaders } from './campus-headers.js';
import { CAMPUS_KINDS } from './operations/kinds.js';
import { parseRedisUrl } from './redis-url.js';
import { isScope, SCOPES_IN_WORDS, type Scope } from './scopes.js';
import { findForgottenCampus, findUnknownSettings } from './setting-mistakes.js';

/** The settings as the gateway uses them; parsed once, when it starts. */
export type Config = z.output<typeof schema>;

const integer = (fallback: number, least: number, most: number) =>
	z
		.string()
		.regex(/^\d+$/, 'write a whole number')
		.transform(Number)
		.pipe(z.number().min(least, `write ${least} or more`).max(most, `write ${most} or less`))
		.prefault(String(fallback));

const oneOf = <const Words extends [string, ...string[]]>(...words: Words) =>
	z.enum(words, { error: `write one of ${words.join(', ')}` });

/** An entry of API_KEYS. */
export interface ApiKey {
	name: string;
	scopes: ReadonlySet<Scope | '*'>;
	/** SHA-256 of the key, lower-case hexadecimal. */
	hash: string;
}

const apiKeys = z
	.string()
	.transform((text, context): ApiKey[] =>
		text
			.split(',')
			.filter((entry) => entry.trim() !== '')
			.map((entry) => {
				const [name = '', scopes = '', hash = '', ...rest] = entry.trim().split('=');
				const list = scopes.split('+') as (Scope | '*')[];
				const unknown = list.find((scope) => scope !== '*' && !isScope(scope));
				const problem =
					!/^[\w.-]{1,64}$/.test(name) || !/^[0-9a-f]{64}$/.test(hash) || rest.length > 0
						? 'write name=scope+scope=sha256hex, as `chamilo-gateway key NAME SCOPES` (`npm run key -- NAME SCOPES`) prints it'
						: unknown !== undefined
							? `the key "${name}" has an unknown scope; known are ${SCOPES_IN_WORDS} and *`
							: undefined;
				if (problem) context.addIssue({ code: 'custom', message: problem });
				return { name, scopes: new Set(list), hash };
			}),
	)
	.prefault('');

const origins = z
	.string()
	.transform((text) =>
		text
			.split(',')
			.map((origin) => origin.trim())
			.filter((origin) => origin !== ''),
	)
	.refine(
		(list) => list.every((origin) => /^https?:\/\/[^/?#@\s]+$/.test(origin) && new URL(origin).origin === origin),
		'write origins, for example https://app.example.org, with a comma between them, and no path',
	)
	.prefault('');

const redisUrl = z.string().transform((text, context) => {
	const { address, mistake } = parseRedisUrl(text);
	if (address) return address;
	context.addIssue({ code: 'custom', message: mistake });
	return z.NEVER;
});

const headers = z.string().transform((text, context) => {
	const parsed = parseHeaders(text);
	if ('headers' in parsed) return parsed.headers;
	context.addIssue({ code: 'custom', message: parsed.mistake });
	return z.NEVER;
});

const externalFields = z
	.string()
	.transform((text, context): { course: string[]; session: string[]; isLearning: boolean } => {
		if (text === 'none') return { course: [], session: [], isLearning: false };
		const entries = text
			.split(',')
			.map((entry) => entry.trim())
			.filter((entry) => entry !== '');
		const pairs = entries.map((entry) => /^(course|session):([A-Za-z0-9_-]{1,64})$/.exec(entry));
		if (pairs.includes(null)) {
			const message =
				'write course:FIELD and session:FIELD with a comma between them, for example course:external_course; or none';
			context.addIssue({ code: 'custom', message });
		}
		const of = (kind: string) => pairs.flatMap((pair) => (pair?.[1] === kind && pair[2] ? [pair[2]] : []));
		return { course: of('course'), session: of('session'), isLearning: true };
	})
	.prefault('');

const pem = (what: string, name: string) =>
	z
		.string()
		.regex(new RegExp(`^-----BEGIN [A-Z ]*${what}-----`, 'm'), `write it as PEM, or set ${name}_FILE to its file`)
		.optional();

const proxyUrl = z.url({ protocol: /^https?$/, error: 'write the address of a proxy, for example http://proxy:3128' });

const flag = (fallback: '0' | '1') =>
	z
		.enum(['0', '1'])
		.default(fallback)
		.transform((text) => text === '1');

/** Settings that a process has once, however many campuses it serves. */
const processSettings = {
	HOST: z.string().min(1).optional(),
	PORT: integer(8787, 0, 65_535),
	WORKERS: integer(1, 1, 64),
	SHUTDOWN_DELAY_MS: integer(0, 0, 600_000),
	SHUTDOWN_TIMEOUT_MS: integer(30_000, 0, 600_000),
	LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
	REDIS_URL: redisUrl.optional(),
	REDIS_TIMEOUT_MS: integer(250, 10, 60_000),
	LOCKS: oneOf('prefer', 'require').default('prefer'),
	HTTPS_PROXY: proxyUrl.optional(),
	HTTP_PROXY: proxyUrl.optional(),
	NO_PROXY: z.string().optional(),
	CHAMILO_SANDBOX: oneOf(...CAMPUS_KINDS).default('1.11.32-php7-cured'),
};

/** Settings that each of several campuses can have a value of its own for. */
const campusSettings = {
	CHAMILO_URL: z
		.url({ protocol: /^https?$/, error: 'write the root of the campus, for example https://campus.example.org' })
		.refine((url) => !/[?#]/.test(url), 'write the root of the campus alone, without ? or #')
		.refine(
			(url) => !url.includes('@'),
			'leave user and password out; for a login before the campus set CHAMILO_HEADERS to "Authorization: Basic …", with user:password in Base64',
		)
		// What people copy from their browser instead of the root.
		.transform((url) =>
			url.replace(/(\/main\/webservices(\/.*)?|\/(index|user_portal)\.php)$/i, '').replace(/\/+$/, ''),
		)
		.optional(),
	CHAMILO_SECURITY_KEY: z.string().min(1).optional(),
	CHAMILO_API_USER: z.string().min(1).optional(),
	// Chamilo's column for it; a blank at the end would make it another key.
	CHAMILO_API_KEY: z
		.string()
		.regex(/^[!-~]{1,32}$/, 'write the API key: up to 32 letters and digits, without blanks')
		.optional(),
	CHAMILO_SIGNING: oneOf('auto', 'static', 'forwarded', 'key-only').default('auto'),
	CHAMILO_EGRESS_IP: z.union([z.ipv4(), z.ipv6()], { error: 'write an IP address' }).optional(),
	CHAMILO_HEADERS: headers.optional(),
	CHAMILO_USER_AGENT: z
		.string()
		.regex(/^[ -~]{1,200}$/, 'write up to 200 letters, digits and signs of ASCII')
		.optional(),
	CHAMILO_CA: pem('CERTIFICATE', 'CHAMILO_CA'),
	CHAMILO_CLIENT_CERT: pem('CERTIFICATE', 'CHAMILO_CLIENT_CERT'),
	CHAMILO_CLIENT_KEY: pem('PRIVATE KEY', 'CHAMILO_CLIENT_KEY'),
	CHAMILO_TEXT: oneOf('utf8-as-latin1', 'utf8').default('utf8-as-latin1'),
	CHAMILO_KIND: oneOf('auto', ...CAMPUS_KINDS).default('auto'),
	CHAMILO_EXTERNAL_FIELDS: externalFields,
	CHAMILO_TIMEOUT_MS: integer(30_000, 100, 600_000),
	CHAMILO_CONCURRENCY: integer(4, 1, 256),
	CACHE_TTL_S: integer(300, 0, 24 * 60 * 60),
	CACHE_HASH_KEYS: flag('0'),
	RESPONSE_CACHE: flag('1'),
	API_KEYS: apiKeys,
	JWT_JWKS_URL: z
		.url({ protocol: /^https?$/, error: 'write the address of a JWKS, for example https://idp.example.org/jwks.json' })
		.optional(),
	JWT_ISSUER: z.string().min(1).optional(),
	JWT_AUDIENCE: z.string().min(1).optional(),
	USER_RECORDS: flag('0'),
	USER_RECORDS_KEY: z
		.string()
		.min(16, 'write at least 16 characters, for example from `openssl rand -base64 32`')
		.optional(),
	USER_RECORDS_DAYS: integer(400, 1, 3650),
	RATE_LIMIT: integer(0, 0, 1_000_000_000),
	CORS_ORIGINS: origins,
	BODY_LIMIT: integer(1024 * 1024, 1024, 64 * 1024 * 1024),
	BATCH_BODY_LIMIT: integer(8 * 1024 * 1024, 1024, 256 * 1024 * 1024),
};

const schema = z.object({ ...processSettings, ...campusSettings });

/** Names of the settings that a process has once. */
export const PROCESS_SETTINGS: readonly string[] = Object.keys(processSettings);
/** Names of the settings that each campus can have for itself. */
export const CAMPUS_SETTINGS: readonly string[] = Object.keys(campusSettings);

/** The account and key for Chamilo's own JSON API, where they are set. */
export function apiCredentialsOf({
	CHAMILO_API_USER: user,
	CHAMILO_API_KEY: key,
}: Pick<Config, 'CHAMILO_API_USER' | 'CHAMILO_API_KEY'>): { user: string; key: string } | undefined {
	return user !== undefined && key !== undefined ? { user, key } : undefined;
}

/** Mistakes in combinations of settings. Reported together with those in single ones, so it reads unparsed text. */
function findConflicts(given: Record<string, string>): string[] {
	const { CHAMILO_URL, CHAMILO_SECURITY_KEY, CHAMILO_SIGNING = 'auto', CHAMILO_EGRESS_IP, HOST } = given;
	const { JWT_JWKS_URL, JWT_ISSUER, JWT_AUDIENCE, CHAMILO_API_USER, CHAMILO_API_KEY } = given;
	const hasKeys = JWT_JWKS_URL !== undefined || (given.API_KEYS ?? '').split(',').some((entry) => entry.trim() !== '');
	const lines: string[] = [];
	if (CHAMILO_URL && !CHAMILO_SECURITY_KEY) {
		lines.push(
			"CHAMILO_SECURITY_KEY: write the value of $_configuration['security_key'] from the campus' configuration.php",
		);
	}
	if (CHAMILO_URL && !hasKeys) {
		lines.push(
			'API_KEYS: without a key nobody could call; make one with `chamilo-gateway key NAME SCOPES` (`npm run key -- NAME SCOPES`) and write its entry',
		);
	}
	if (!CHAMILO_URL && !hasKeys && HOST && !isLoopback(HOST)) {
		lines.push(
			'HOST: the sandbox with its demo key is for this machine only; set API_KEYS and CHAMILO_SANDBOX to listen elsewhere',
		);
	}
	if (CHAMILO_API_USER && !CHAMILO_API_KEY) {
		lines.push('CHAMILO_API_KEY: write the API key of CHAMILO_API_USER, or leave both out');
	}
	if (CHAMILO_API_KEY && !CHAMILO_API_USER) {
		lines.push('CHAMILO_API_USER: write the username of the administrator whose key CHAMILO_API_KEY is');
	}
	if (Boolean(given.CHAMILO_CLIENT_CERT) !== Boolean(given.CHAMILO_CLIENT_KEY)) {
		lines.push('CHAMILO_CLIENT_CERT: a certificate and its CHAMILO_CLIENT_KEY belong together; write both');
	}
	if (given.USER_RECORDS === '1' && !given.USER_RECORDS_KEY) {
		lines.push('USER_RECORDS_KEY: write the secret that records are encrypted with, or leave USER_RECORDS out');
	}
	// Without issuer and audience, any token that the identity provider ever made would be accepted.
	if (JWT_JWKS_URL && !JWT_ISSUER) lines.push('JWT_ISSUER: write the issuer that tokens must name (iss)');
	if (JWT_JWKS_URL && !JWT_AUDIENCE) lines.push('JWT_AUDIENCE: write the audience that tokens must name (aud)');
	if (!JWT_JWKS_URL && (JWT_ISSUER || JWT_AUDIENCE)) {
		lines.push('JWT_JWKS_URL: write where the keys of the issuer are; without it no token is accepted');
	}
	if (['static', 'forwarded'].includes(CHAMILO_SIGNING) && !CHAMILO_EGRESS_IP) {
		lines.push(`CHAMILO_EGRESS_IP: CHAMILO_SIGNING=${CHAMILO_SIGNING} needs the address to sign with; write it`);
	}
	const workers = Number(given.WORKERS ?? 1);
	if (workers > 1 && !CHAMILO_URL) lines.push('WORKERS: several need a campus (CHAMILO_URL); the sandbox lives in one');
	if (workers > 1 && !given.REDIS_URL) {
		lines.push('REDIS_URL: several workers know of each other through Redis; write its address, or set WORKERS=1');
	}
	if (given.LOCKS === 'require' && !given.REDIS_URL) {
		lines.push('REDIS_URL: LOCKS=require locks records in Redis; write its address, or leave LOCKS out');
	}
	if (workers > 1 && workers > Number(given.CHAMILO_CONCURRENCY ?? schema.shape.CHAMILO_CONCURRENCY.parse(undefined))) {
		lines.push('WORKERS: write CHAMILO_CONCURRENCY or less; each worker has its share of the calls');
	}
	return lines;
}

function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** The settings are wrong; the message has one line for each mistake and says what to write. */
export class ConfigError extends Error {
	override readonly name = 'ConfigError';
}

/**
 * Parses the settings from environment variables, or from the vars and secrets of a Worker. An empty variable counts as
 * absent. The message of an error contains no values, since they can be secrets.
 * @throws ConfigError
 */
export function parseConfig(env: Record<string, unknown>): Config {
	const given = Object.fromEntries(
		Object.keys(schema.shape).flatMap((name): [string, string][] => {
			// By custom those of proxies are written in small letters as well.
			const value = env[name] ?? (name.endsWith('_PROXY') ? env[name.toLowerCase()] : undefined);
			return typeof value === 'string' && value !== '' ? [[name, value]] : [];
		}),
	);
	const result = schema.safeParse(given);
	const single = result.error?.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`) ?? [];
	const unknown = findUnknownSettings(env, Object.keys(schema.shape));
	const mistakes = [...unknown, ...single, ...findForgottenCampus(env), ...findConflicts(given)];
	if (result.success && mistakes.length === 0) return result.data;
	throw new ConfigError(mistakes.join('\n'));
}
