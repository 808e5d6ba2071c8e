/**
 * All keys that the gateway uses in a store:
 *
 *     chamilo-gateway:1:<campus>:<kind>:<part>:<part>…
 *
 * `1` is the version of the layout: raised when the form of a value changes, so that a value of an older gateway is never
 * read. `<campus>` has 16 digits of the SHA-256 of its URL. Parts are percent-encoded, so that they contain no `:`. With
 * CACHE_HASH_KEYS=1 they are one HMAC-SHA-256 with the security key of the campus, since the plain hash of a number or
 * name can be found by brute force.
 *
 * | kind | parts | value | kept for |
 * |---|---|---|---|
 * | `tag` | name of the tag | its version, a random word: a new one after an invalidation | twice `CACHE_TTL_S` |
 * | `user` | tag versions, `number`, field, value | Chamilo's number, or none | `CACHE_TTL_S`; none: 30 s |
 * | `course`, `session` | tag versions, `read`, field, value | what can be read of it, or none | `CACHE_TTL_S`; none: 30 s |
 * | `list` | tag versions, name of the list | the list | `CACHE_TTL_S`, and as long again as stale |
 * | `rate` | caller, number of the minute | requests in that minute | 2 min |
 * | `idempotency` | HMAC of caller, method, path and key | state, HMAC of the body, the answer | 24 h |
 * | `record` | Chamilo's number of the user | what was last written of the user, encrypted (`USER_RECORDS`) | `USER_RECORDS_DAYS` |
 * | `lock` | name of what is locked | token of the holder | 10 s, renewed |
 * | `lock` | none | number of the last lease | for good |
 *
 * Locks have the campus in braces (`chamilo-gateway:1:{<campus>}:lock…`): then all of one campus are on one node of a cluster,
 * and several are taken by one command.
 *
 * The channel `chamilo-gateway:1:<campus>:changed` carries the keys an instance changed.
 */
const LAYOUT = 'chamilo-gateway:1';

export type KeyKind = 'tag' | 'user' | 'course' | 'session' | 'list' | 'rate' | 'idempotency' | 'lock' | 'record';

export interface Keys {
	/** Name of the channel that carries changed keys. */
	channel(): Promise<string>;
	/** The key of a record; `parts` are what names it. */
	key(kind: KeyKind, ...parts: string[]): string | Promise<string>;
	/** The key of a cached read under a version of its tags: kind, version, other parts. */
	keyOf(name: readonly [kind: KeyKind, ...parts: string[]], version: string): string | Promise<string>;
	/** An HMAC of the parts with the secret, as hexadecimal digits. */
	digest(...parts: (string | Uint8Array<ArrayBuffer>)[]): Promise<string>;
}

export interface KeyOptions {
	campusUrl: string;
	/** Key of the HMACs: the security key of the campus. */
	secret: string;
	/** Whether keys contain no identifiers (CACHE_HASH_KEYS). */
	hashed: boolean;
}

/** The keys of one campus. */
export function createKeys({ campusUrl, secret, hashed }: KeyOptions): Keys {
	// Begun by the first request: Workers run nothing asynchronous before.
	let preparing: Promise<{ prefix: string; signingKey: CryptoKey }> | undefined;
	let prefix: string | undefined;
	const prepared = () => {
		preparing ??= prepare(campusUrl, secret).then((ready) => {
			prefix = ready.prefix;
			return ready;
		});
		return preparing;
	};

	async function digest(...parts: (string | Uint8Array<ArrayBuffer>)[]): Promise<string> {
		const { signingKey } = await prepared();
		// Each part is hashed first, so that different lists of parts never have the same input.
		const digests = await Promise.all(parts.map(sha256));
		const joined = new Uint8Array(digests.flatMap((part) => [...new Uint8Array(part)]));
		return hexadecimal(await crypto.subtle.sign('HMAC', signingKey, joined));
	}

	return {
		channel: async () => `${(await prepared()).prefix}:changed`,
		key(kind, ...parts) {
			if (prefix === undefined || hashed || kind === 'idempotency') return digestedKey(kind, parts);
			// The usual case, without a promise.
			return `${prefixOf(kind, prefix)}:${kind}${plainName(parts)}`;
		},
		keyOf(name, version) {
			if (prefix === undefined || hashed) return digestedKey(name[0], [version, ...name.slice(1)]);
			return `${prefix}:${name[0]}:${plainPart(version)}${plainName(name, 1)}`;
		},
		digest,
	};

	async function digestedKey(kind: KeyKind, parts: string[]): Promise<string> {
		const secretly = parts.length > 0 && (hashed || kind === 'idempotency');
		const name = secretly ? `:${await digest(kind, ...parts)}` : plainName(parts);
		return `${prefixOf(kind, (await prepared()).prefix)}:${kind}${name}`;
	}
}

function prefixOf(kind: KeyKind, prefix: string): string {
	return kind === 'lock' ? prefix.replace(/[^:]+$/, '{$&}') : prefix;
}

/** Text that percent-encoding does not change; testing that is faster than encoding, and nearly always true. */
const UNRESERVED = /^[\w.!~*'()-]*$/;

function plainName(parts: readonly string[], from = 0): string {
	let name = '';
	for (let at = from; at < parts.length; at += 1) name += `:${plainPart(parts[at] as string)}`;
	return name;
}

function plainPart(part: string): string {
	return UNRESERVED.test(part) ? part : encodeURIComponent(part);
}

async function prepare(campusUrl: string, secret: string): Promise<{ prefix: string; signingKey: CryptoKey }> {
	const campus = hexadecimal(await sha256(campusUrl)).slice(0, 16);
	// The prefix separates these HMACs from other uses of the security key.
	const bytes = new TextEncoder().encode(`cache:${secret}`);
	const signingKey = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
	return { prefix: `${LAYOUT}:${campus}`, signingKey };
}

function sha256(part: string | Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
	return crypto.subtle.digest('SHA-256', typeof part === 'string' ? new TextEncoder().encode(part) : part);
}

function hexadecimal(buffer: ArrayBuffer): string {
	return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
