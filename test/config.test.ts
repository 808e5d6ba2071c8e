import { describe, expect, it } from 'vitest';
import { apiCredentialsOf, type Config, ConfigError, parseConfig } from '../src/config.js';
import { SCOPES } from '../src/scopes.js';

const HASH = 'ab'.repeat(32);
const CAMPUS = {
	CHAMILO_URL: 'https://campus.example.org',
	CHAMILO_SECURITY_KEY: 'the-security-key',
	API_KEYS: `hr=*=${HASH}`,
};

/** The lines of the message that wrong settings end in. */
function mistakes(env: Record<string, unknown>): string[] {
	try {
		parseConfig(env);
	} catch (thrown) {
		if (thrown instanceof ConfigError) return thrown.message.split('\n');
		throw thrown;
	}
	throw new Error('the settings should have been refused');
}

/** Says that the sandbox is meant, although settings of a real campus are tried. */
const SANDBOX = { CHAMILO_SANDBOX: '1.9' };

const namesIn = (lines: string[]) => lines.map((line) => line.split(':')[0]);

describe('without any setting', () => {
	it('the gateway runs with the sandbox and these defaults', () => {
		expect(parseConfig({})).toEqual({
			CORS_ORIGINS: [],
			CHAMILO_EXTERNAL_FIELDS: { course: [], session: [], isLearning: true },
			RATE_LIMIT: 0,
			USER_RECORDS: false,
			USER_RECORDS_DAYS: 400,
			WORKERS: 1,
			SHUTDOWN_DELAY_MS: 0,
			SHUTDOWN_TIMEOUT_MS: 30_000,
			PORT: 8787,
			CHAMILO_SANDBOX: '1.11.32-php7-cured',
			CHAMILO_SIGNING: 'auto',
			CHAMILO_TEXT: 'utf8-as-latin1',
			CHAMILO_KIND: 'auto',
			CHAMILO_TIMEOUT_MS: 30_000,
			CHAMILO_CONCURRENCY: 4,
			REDIS_TIMEOUT_MS: 250,
			LOCKS: 'prefer',
			CACHE_TTL_S: 300,
			CACHE_HASH_KEYS: false,
			RESPONSE_CACHE: true,
			API_KEYS: [],
			LOG_LEVEL: 'info',
			BODY_LIMIT: 1_048_576,
			BATCH_BODY_LIMIT: 8_388_608,
		});
	});

	it('empty ones, foreign ones and ones of a Worker that are no text count as absent', () => {
		const env = { PORT: '', CHAMILO_URL: '', API_KEYS: '', HOST: '', PATH: '/bin', KV: {}, LOG_LEVEL: undefined };
		expect(parseConfig(env)).toEqual(parseConfig({}));
	});
});

describe('a setting', () => {
	const good: [env: Record<string, string>, expected: Partial<Config>][] = [
		[{ HOST: '127.0.0.1' }, { HOST: '127.0.0.1' }],
		[{ PORT: '0' }, { PORT: 0 }],
		[{ PORT: '65535' }, { PORT: 65_535 }],
		[CAMPUS, { CHAMILO_URL: 'https://campus.example.org', CHAMILO_SECURITY_KEY: 'the-security-key' }],
		[{ ...CAMPUS, CHAMILO_URL: 'http://10.0.0.1:8080/chamilo/' }, { CHAMILO_URL: 'http://10.0.0.1:8080/chamilo' }],
		[{ ...CAMPUS, CHAMILO_URL: 'https://campus.example.org///' }, { CHAMILO_URL: 'https://campus.example.org' }],
		[{ ...SANDBOX, CHAMILO_SIGNING: 'key-only' }, { CHAMILO_SIGNING: 'key-only' }],
		[
			{ ...SANDBOX, CHAMILO_SIGNING: 'static', CHAMILO_EGRESS_IP: '203.0.113.7' },
			{ CHAMILO_SIGNING: 'static', CHAMILO_EGRESS_IP: '203.0.113.7' },
		],
		[
			{ ...CAMPUS, CHAMILO_SIGNING: 'forwarded', CHAMILO_EGRESS_IP: '2001:db8::1' },
			{ CHAMILO_EGRESS_IP: '2001:db8::1' },
		],
		[{ CHAMILO_TEXT: 'utf8' }, { CHAMILO_TEXT: 'utf8' }],
		[{ CHAMILO_KIND: '1.11-php7' }, { CHAMILO_KIND: '1.11-php7' }],
		[{ CHAMILO_SANDBOX: '1.11' }, { CHAMILO_SANDBOX: '1.11' }],
		[{ CHAMILO_TIMEOUT_MS: '100' }, { CHAMILO_TIMEOUT_MS: 100 }],
		[{ CHAMILO_CONCURRENCY: '256' }, { CHAMILO_CONCURRENCY: 256 }],
		[
			{ REDIS_URL: 'redis://redis.example.org', REDIS_TIMEOUT_MS: '10' },
			{
				REDIS_URL: { form: 'standalone', tls: false, hosts: [{ host: 'redis.example.org', port: 6379 }], db: 0 },
				REDIS_TIMEOUT_MS: 10,
			},
		],
		[
			{ CACHE_TTL_S: '0', CACHE_HASH_KEYS: '1' },
			{ CACHE_TTL_S: 0, CACHE_HASH_KEYS: true },
		],
		[{ CACHE_HASH_KEYS: '0' }, { CACHE_HASH_KEYS: false }],
		[{ LOG_LEVEL: 'silent' }, { LOG_LEVEL: 'silent' }],
		[
			{ BODY_LIMIT: '2048', BATCH_BODY_LIMIT: '4096' },
			{ BODY_LIMIT: 2048, BATCH_BODY_LIMIT: 4096 },
		],
	];
	for (const [env, expected] of good) {
		it(`is read: ${JSON.stringify(expected)}`, () => {
			expect(parseConfig(env)).toMatchObject(expected);
		});
	}

	const bad: Record<string, string[]> = {
		WORKERS: ['0', '-1', 'auto'],
		PORT: ['x', '-1', '65536', '1.5', '80 ', '0x50', '1e3', '99999999999999999999'],
		CHAMILO_URL: [
			'campus.example.org',
			'ftp://campus.example.org',
			'https://',
			'javascript:alert(1)',
			'/chamilo',
			'https:campus',
		],
		CHAMILO_SIGNING: ['Auto', 'none'],
		CHAMILO_EGRESS_IP: [
			'localhost',
			'203.0.113',
			'203.0.113.256',
			'203.0.113.7, 10.0.0.1',
			'...',
			'::::',
			'203.0.113.7/32',
		],
		CHAMILO_TEXT: ['latin1', 'UTF8'],
		CHAMILO_KIND: ['1.10', '2', '1.9.8'],
		CHAMILO_SANDBOX: ['1.10', 'auto', 'yes'],
		CHAMILO_TIMEOUT_MS: ['99', '600001', '30s'],
		CHAMILO_CONCURRENCY: ['0', '257', 'many'],
		REDIS_URL: ['redis.example.org', 'http://redis.example.org', 'redis://', 'redis://a,b', 'redis+sentinel://a'],
		REDIS_TIMEOUT_MS: ['9', '60001', '1s'],
		CACHE_TTL_S: ['-1', '86401', '5m'],
		CACHE_HASH_KEYS: ['true', 'yes', '2'],
		LOG_LEVEL: ['verbose', 'INFO'],
		BODY_LIMIT: ['1023', '1MiB', '67108865'],
		BATCH_BODY_LIMIT: ['1023', '268435457'],
	};
	for (const [name, values] of Object.entries(bad)) {
		it(`${name} is refused where it is wrong, in one line that says what to write`, () => {
			for (const value of values) {
				const env = { ...(name === 'CHAMILO_URL' ? CAMPUS : SANDBOX), [name]: value };
				const lines = mistakes(env);
				expect(namesIn(lines), value).toEqual([name]);
				expect(lines[0], value).toMatch(/write|expected one of/);
			}
		});
	}

	it('CHAMILO_URL is the root of the campus: nothing that could not be followed by a path', () => {
		for (const rest of ['/?lang=fr', '/#top', '?', '#']) {
			expect(namesIn(mistakes({ ...CAMPUS, CHAMILO_URL: `https://campus.example.org${rest}` })), rest).toEqual([
				'CHAMILO_URL',
			]);
		}
		// Credentials in it would be dropped in silence.
		expect(namesIn(mistakes({ ...CAMPUS, CHAMILO_URL: 'https://user:hunter2@campus.example.org' }))).toEqual([
			'CHAMILO_URL',
		]);
	});
});

describe('settings that need each other', () => {
	it('a campus needs its security key and a key for callers', () => {
		expect(namesIn(mistakes({ CHAMILO_URL: CAMPUS.CHAMILO_URL }))).toEqual(['CHAMILO_SECURITY_KEY', 'API_KEYS']);
		expect(namesIn(mistakes({ ...CAMPUS, API_KEYS: ' , ' }))).toEqual(['API_KEYS']);
		expect(namesIn(mistakes({ ...CAMPUS, CHAMILO_SECURITY_KEY: '' }))).toEqual(['CHAMILO_SECURITY_KEY']);
	});

	it('static and forwarded signatures need an address', () => {
		for (const mode of ['static', 'forwarded']) {
			const lines = mistakes({ ...SANDBOX, CHAMILO_SIGNING: mode });
			expect(namesIn(lines)).toEqual(['CHAMILO_EGRESS_IP']);
			expect(lines[0]).toContain(`CHAMILO_SIGNING=${mode}`);
		}
	});

	it('the sandbox with its demo key listens on loopback only', () => {
		for (const host of ['127.0.0.1', '127.8.9.10', '::1', 'localhost']) {
			expect(parseConfig({ HOST: host }).HOST).toBe(host);
		}
		for (const host of ['0.0.0.0', '::', '10.0.0.1', 'example.org', '127.0.0.1.example.org', 'localhost.example.org']) {
			expect(namesIn(mistakes({ HOST: host })), host).toEqual(['HOST']);
		}
	});

	it('with keys of its own the sandbox may listen elsewhere, and so may a campus', () => {
		expect(parseConfig({ ...SANDBOX, HOST: '0.0.0.0', API_KEYS: CAMPUS.API_KEYS }).HOST).toBe('0.0.0.0');
		expect(parseConfig({ ...CAMPUS, HOST: '0.0.0.0' }).HOST).toBe('0.0.0.0');
	});
});

describe('a campus that was forgotten', () => {
	it('stops the start as soon as another setting says that there is one', () => {
		const signs: Record<string, string>[] = [
			{ CHAMILO_SECURITY_KEY: 'k' },
			{ API_KEYS: CAMPUS.API_KEYS },
			{ CHAMILO_SIGNING: 'auto' },
			{ CHAMILO_EGRESS_IP: '203.0.113.7' },
			{ JWT_JWKS_URL: 'https://idp.example.org/jwks.json', JWT_ISSUER: 'i', JWT_AUDIENCE: 'a' },
			{ NODE_ENV: 'production' },
		];
		for (const env of signs) {
			const [name = ''] = Object.keys(env);
			const lines = mistakes(env);
			expect(namesIn(lines), name).toEqual(['CHAMILO_URL']);
			expect(lines[0], name).toContain(name);
			expect(lines[0], name).toContain('CHAMILO_SANDBOX');
			expect(parseConfig({ ...SANDBOX, ...env }).CHAMILO_URL, name).toBeUndefined();
			expect(parseConfig({ ...CAMPUS, ...env }).CHAMILO_URL, name).toBe(CAMPUS.CHAMILO_URL);
		}
		expect(parseConfig({ NODE_ENV: 'development', PORT: '1' }).CHAMILO_URL).toBeUndefined();
	});
});

describe("the key for Chamilo's own JSON API", () => {
	it('comes with its user, or neither is set', () => {
		const both = { CHAMILO_API_USER: 'gateway', CHAMILO_API_KEY: 'a+b/c' };
		expect(apiCredentialsOf(parseConfig({ ...CAMPUS, ...both }))).toEqual({ user: 'gateway', key: 'a+b/c' });
		expect(apiCredentialsOf(parseConfig(CAMPUS))).toBeUndefined();
		expect(namesIn(mistakes({ ...CAMPUS, CHAMILO_API_USER: 'gateway' }))).toEqual(['CHAMILO_API_KEY']);
		expect(namesIn(mistakes({ ...CAMPUS, CHAMILO_API_KEY: 'key' }))).toEqual(['CHAMILO_API_USER']);
	});

	it('has no blanks, and is no longer than the column for it', () => {
		for (const key of ['key ', 'x'.repeat(33), 'clé']) {
			const lines = mistakes({ ...CAMPUS, CHAMILO_API_USER: 'gateway', CHAMILO_API_KEY: key });
			expect(namesIn(lines)).toEqual(['CHAMILO_API_KEY']);
			expect(lines.join()).not.toContain(key);
		}
	});
});

describe('a name CHAMILO_* that is no setting', () => {
	it('is refused, with the setting that was meant', () => {
		expect(mistakes({ ...CAMPUS, CHAMILO_URL: '', CHAMILO_ULR: CAMPUS.CHAMILO_URL })).toEqual([
			'CHAMILO_ULR: is no setting; write CHAMILO_URL',
			expect.stringMatching(/^CHAMILO_URL: /),
		]);
		const typos = {
			CHAMILO_SECRET_KEY: 'CHAMILO_SECURITY_KEY',
			CHAMILO_TIMEOUT: 'CHAMILO_TIMEOUT_MS',
			chamilo_url: 'CHAMILO_URL',
			CHAMILO_CONCURENCY: 'CHAMILO_CONCURRENCY',
		};
		for (const [typo, meant] of Object.entries(typos)) {
			expect(mistakes({ ...CAMPUS, [typo]: 'hunter2' })).toEqual([`${typo}: is no setting; write ${meant}`]);
		}
		expect(mistakes({ ...CAMPUS, CHAMILO_FROBNICATION_LEVEL: '1' })).toEqual([
			'CHAMILO_FROBNICATION_LEVEL: is no setting; remove it, README.md lists all settings',
		]);
	});

	it('is no mistake where Kubernetes adds it for a Service, or a program that calls the gateway reads it', () => {
		const env = {
			CHAMILO_PORT: 'tcp://10.0.0.1:80',
			CHAMILO_SERVICE_HOST: '10.0.0.1',
			CHAMILO_GATEWAY_SERVICE_PORT: '80',
			CHAMILO_GATEWAY_SERVICE_PORT_HTTP: '80',
			CHAMILO_GATEWAY_PORT: 'tcp://10.0.0.1:80',
			CHAMILO_GATEWAY_PORT_80_TCP: 'tcp://10.0.0.1:80',
			CHAMILO_GATEWAY_PORT_80_TCP_ADDR: '10.0.0.1',
			CHAMILO_GATEWAY_URL: 'http://127.0.0.1:8787',
			CHAMILO_GATEWAY_KEY: 'k',
		};
		expect(parseConfig(env)).toEqual(parseConfig({}));
	});
});

describe('API_KEYS', () => {
	it('are names, scopes and hashes, separated by commas', () => {
		const { API_KEYS } = parseConfig({
			...SANDBOX,
			API_KEYS: `hr=users:read+users:write=${HASH}, ops-2.x_=*=${'0'.repeat(64)},`,
		});
		expect(API_KEYS).toEqual([
			{ name: 'hr', scopes: new Set(['users:read', 'users:write']), hash: HASH },
			{ name: 'ops-2.x_', scopes: new Set(['*']), hash: '0'.repeat(64) },
		]);
	});

	it('may carry every scope there is', () => {
		const { API_KEYS } = parseConfig({ ...SANDBOX, API_KEYS: `all=${SCOPES.join('+')}=${HASH}` });
		expect(API_KEYS[0]?.scopes).toEqual(new Set(SCOPES));
	});

	it('are refused where an entry is not of that form', () => {
		const entries = [
			'hr',
			'hr=*',
			`hr=*=${HASH.slice(1)}`,
			`hr=*=${HASH}0`,
			`hr=*=${HASH.toUpperCase()}`,
			`hr=*=${HASH}=more`,
			`=*=${HASH}`,
			`h r=*=${HASH}`,
			`${'x'.repeat(65)}=*=${HASH}`,
			`hr==${HASH}`,
			`hr=users:read+=${HASH}`,
			`hr=users:raed=${HASH}`,
			`hr=users:read users:write=${HASH}`,
			`hr=toString=${HASH}`,
		];
		for (const entry of entries) {
			const lines = mistakes({ ...SANDBOX, API_KEYS: entry });
			expect(namesIn(lines), entry).toEqual(['API_KEYS']);
		}
	});

	it('have a line for each wrong entry', () => {
		const lines = mistakes({ ...SANDBOX, API_KEYS: `hr=nope=${HASH},ok=*=${HASH},broken` });
		expect(lines).toHaveLength(2);
		expect(lines[0]).toContain('"hr"');
		expect(lines[1]).toContain('npm run key');
	});
});

describe('the message', () => {
	it('has one line for every mistake, also for those that need several settings', () => {
		const lines = mistakes({
			PORT: 'x',
			LOG_LEVEL: 'loud',
			CHAMILO_URL: 'https://campus.example.org',
			CHAMILO_SIGNING: 'static',
		});
		expect(namesIn(lines).sort()).toEqual([
			'API_KEYS',
			'CHAMILO_EGRESS_IP',
			'CHAMILO_SECURITY_KEY',
			'LOG_LEVEL',
			'PORT',
		]);
	});

	it('never repeats what was given: it can be a secret in the wrong place', () => {
		const names = Object.keys(parseConfig({})).concat(
			'HOST',
			'CHAMILO_URL',
			'CHAMILO_SECURITY_KEY',
			'CHAMILO_EGRESS_IP',
			'REDIS_URL',
		);
		for (const name of names) {
			if (name === 'CHAMILO_SECURITY_KEY' || name === 'HOST') continue;
			expect(mistakes({ ...SANDBOX, [name]: 'cg_hunter2' }).join('\n'), name).not.toContain('hunter2');
		}
		const keys = `cg_hunter2,hr=hunter2=${HASH},hr=*=hunter2`;
		expect(mistakes({ ...CAMPUS, API_KEYS: keys }).join('\n')).not.toContain('hunter2');
	});
});
