/** Address and credentials of a Redis server, sentinel group or cluster, as parsed from REDIS_URL. */
export interface RedisAddress {
	form: 'standalone' | 'sentinel' | 'cluster';
	tls: boolean;
	/** The server, the sentinels, or some nodes of the cluster. */
	hosts: { host: string; port: number }[];
	username?: string;
	password?: string;
	db: number;
	/** Name of the master that the sentinels monitor. */
	name?: string;
	sentinelPassword?: string;
	/** Path of the CA certificate that signed the certificate of Redis. */
	ca?: string;
}

const FORMS =
	'write redis://[user:password@]host[:port][/db], rediss:// for TLS, ' +
	'redis+sentinel://[user:password@]host[:port],…[/db]?name=MASTER or redis+cluster://[user:password@]host[:port],…';
const URL_PARTS = /^redis(s?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/(\d{1,5})?)?(?:\?([^#]*))?$/;
const HOST = /^(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i;
const PARAMETERS = ['name', 'sentinel_password', 'ca'];
const DEFAULT_PORT = { standalone: 6379, sentinel: 26_379, cluster: 6379 };

type Parsed = { address: RedisAddress; mistake?: never } | { address?: never; mistake: string };

/** Parses REDIS_URL. `mistake` says what to write instead; it never quotes the URL, which can contain a password. */
export function parseRedisUrl(text: string): Parsed {
	const [matches, secure, kind = 'standalone', login = '', hostList = '', db = '0', query = ''] =
		URL_PARTS.exec(text) ?? [];
	if (matches === undefined) return { mistake: FORMS };
	const form = kind as RedisAddress['form'];
	const hosts = hostList.split(',').map((host) => parseHost(host, DEFAULT_PORT[form]));
	const credentials = parseLogin(login);
	if (!hosts.every((host) => host !== undefined) || !credentials) return { mistake: FORMS };
	if (form === 'standalone' && hosts.length > 1) {
		return { mistake: 'write one host; several are for redis+sentinel:// and redis+cluster://' };
	}
	if (form === 'cluster' && db !== '0') return { mistake: 'write no database number: a cluster has database 0 only' };
	const parameters = new URLSearchParams(query);
	if ([...parameters.keys()].some((name) => !PARAMETERS.includes(name))) {
		return { mistake: `write no other parameters than ${PARAMETERS.join(', ')}` };
	}
	const name = parameters.get('name');
	const sentinelPassword = parameters.get('sentinel_password');
	const ca = parameters.get('ca');
	if (form === 'sentinel' ? !name : name !== null || sentinelPassword !== null) {
		return {
			mistake: 'write ?name=MASTER, the name the sentinels know the master by, with redis+sentinel:// and only there',
		};
	}
	if (ca !== null && secure === '') return { mistake: 'write rediss:// where ?ca= names a certificate' };
	return {
		address: {
			form,
			tls: secure !== '',
			hosts,
			...credentials,
			db: Number(db),
			...(name ? { name } : {}),
			...(sentinelPassword ? { sentinelPassword } : {}),
			...(ca ? { ca } : {}),
		},
	};
}

function parseHost(text: string, fallback: number): { host: string; port: number } | undefined {
	const [, host, port] = HOST.exec(text) ?? [];
	if (host === undefined || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535) return undefined;
	return { host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? fallback : Number(port) };
}

/**
 * Parses `user:password` or `:password`. Undefined without a colon: it would be unclear whether that is a user or
 * password.
 */
function parseLogin(login: string): { username?: string; password?: string } | undefined {
	if (login === '') return {};
	const colon = login.indexOf(':');
	if (colon < 0) return undefined;
	try {
		const [username, password] = [login.slice(0, colon), login.slice(colon + 1)].map(decodeURIComponent);
		return { ...(username ? { username } : {}), ...(password ? { password } : {}) };
	} catch {
		return undefined;
	}
}
