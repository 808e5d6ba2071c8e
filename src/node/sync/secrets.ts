import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { UsageError } from '../import/usage-error.js';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Enough against collisions among a billion records. */
const HASH_BYTES = 16;

/**
 * What a state file remembers without telling it: keyed hashes, and identifiers that are encrypted. The key is in a file of
 * its own; without it a state file says how many records there are, and nothing of them.
 */
export class Secrets {
	private readonly hashKey: Buffer;
	private readonly sealKey: Buffer;

	private constructor(key: Buffer) {
		this.hashKey = derived(key, 'hash');
		this.sealKey = derived(key, 'seal');
	}

	/** Reads the key, or makes it. @throws UsageError for a file that holds none. */
	static async open(path: string, mayCreate: boolean): Promise<Secrets | undefined> {
		try {
			const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64url');
			if (key.length !== KEY_BYTES) throw new UsageError(`${path} is no key of a state file.`);
			return new Secrets(key);
		} catch (failure) {
			if ((failure as NodeJS.ErrnoException).code !== 'ENOENT') throw failure;
			if (!mayCreate) return undefined;
		}
		const key = randomBytes(KEY_BYTES);
		await writeFile(path, `${key.toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
		return new Secrets(key);
	}

	/** For a plan of which nothing is kept. */
	static forOnce(): Secrets {
		return new Secrets(randomBytes(KEY_BYTES));
	}

	hash(text: string): string {
		return createHmac('sha256', this.hashKey).update(text).digest().subarray(0, HASH_BYTES).toString('base64url');
	}

	seal(value: unknown): string {
		const nonce = randomBytes(NONCE_BYTES);
		const cipher = createCipheriv('aes-256-gcm', this.sealKey, nonce);
		const sealed = [cipher.update(JSON.stringify(value), 'utf8'), cipher.final()];
		return Buffer.concat([nonce, ...sealed, cipher.getAuthTag()]).toString('base64url');
	}

	/** @throws an error for what was not sealed with this key. */
	unseal(text: string): unknown {
		const bytes = Buffer.from(text, 'base64url');
		const decipher = createDecipheriv('aes-256-gcm', this.sealKey, bytes.subarray(0, NONCE_BYTES));
		decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
		const plain = [decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
		return JSON.parse(Buffer.concat(plain).toString('utf8'));
	}
}

function derived(key: Buffer, purpose: string): Buffer {
	return Buffer.from(hkdfSync('sha256', key, '', `chamilo-gateway sync ${purpose}`, KEY_BYTES));
}
