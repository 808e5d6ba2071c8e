/** What the gateway has last written of users, encrypted in the store: what a campus does not tell. */
import type { Keys } from '../cache/keys.js';
import type { Store } from '../cache/store.js';
import type { UserRecord, UserRecords } from '../operations/campus.js';

export interface UserRecordOptions {
	store: Store;
	keys: Keys;
	/** From which the key of the encryption is made. */
	secret: string;
	/** How long a record is kept after the last writing. */
	ttlMs: number;
	/** Called where the store fails: the gateway goes on without records. */
	onFailure: (failure: unknown) => void;
}

const ALGORITHM = 'AES-GCM';
const NONCE_BYTES = 12;

/** Creates the records of a campus. A record that cannot be decrypted, or belongs to another user, is none. */
export function createUserRecords({ store, keys, secret, ttlMs, onFailure }: UserRecordOptions): UserRecords {
	// Made by the first request: Workers run nothing asynchronous before.
	let made: Promise<CryptoKey> | undefined;
	const secretKey = () => {
		made ??= keyFrom(secret);
		return made;
	};

	async function recall(id: number): Promise<UserRecord | undefined> {
		try {
			const name = await keys.key('record', String(id));
			const text = await store.get(name);
			return text === undefined ? undefined : await decrypted(await secretKey(), name, text);
		} catch (failure) {
			onFailure(failure);
			return undefined;
		}
	}

	return {
		recall,
		async remember(id, members) {
			try {
				const name = await keys.key('record', String(id));
				const known = await recall(id);
				// Extra fields that are not written stay; an empty one was cleared.
				const extras = { ...(known?.extras as object | undefined), ...(members.extras as object | undefined) };
				const held = Object.fromEntries(Object.entries(extras).filter(([, value]) => value !== ''));
				const record = { ...known, ...members, extras: held };
				await store.set(name, await encrypted(await secretKey(), name, record), ttlMs);
			} catch (failure) {
				onFailure(failure);
			}
		},
		async forget(id) {
			try {
				await store.delete(await keys.key('record', String(id)));
			} catch (failure) {
				onFailure(failure);
			}
		},
	};
}

async function keyFrom(secret: string): Promise<CryptoKey> {
	// The prefix separates this key from other uses of the same secret.
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`user records:${secret}`));
	return crypto.subtle.importKey('raw', digest, ALGORITHM, false, ['encrypt', 'decrypt']);
}

/** The name is authenticated as well, so that nobody can put the record of one user in the place of another. */
async function encrypted(key: CryptoKey, name: string, record: UserRecord): Promise<string> {
	const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
	const text = new TextEncoder().encode(JSON.stringify(record));
	const sealed = await crypto.subtle.encrypt({ name: ALGORITHM, iv, additionalData: bytesOf(name) }, key, text);
	return btoa(String.fromCharCode(...iv, ...new Uint8Array(sealed)));
}

async function decrypted(key: CryptoKey, name: string, text: string): Promise<UserRecord | undefined> {
	const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
	const iv = bytes.slice(0, NONCE_BYTES);
	try {
		const options = { name: ALGORITHM, iv, additionalData: bytesOf(name) };
		const opened = await crypto.subtle.decrypt(options, key, bytes.slice(NONCE_BYTES));
		return JSON.parse(new TextDecoder().decode(opened)) as UserRecord;
	} catch {
		// Written with another key.
		return undefined;
	}
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
	return new TextEncoder().encode(text);
}
